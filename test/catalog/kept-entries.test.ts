import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createKeyvStore } from '../../src/cache/stores/keyv-store.ts';
import { SqliteAdapter } from '../../src/cache/stores/sqlite-adapter.ts';
import { openSqliteFile } from '../../src/cache/stores/sqlite-file.ts';
import { createTieredStore } from '../../src/cache/stores/tiered-store.ts';
import type { GatewayEvent } from '../../src/event.ts';
import { systemClock as clock } from '../../src/clock.ts';
import { aCatalog } from '../support/a-catalog.ts';
import { aProduct } from '../support/a-product.ts';
import { asinOf } from '../support/asins.ts';
import { fakeSource } from '../support/fake-source.ts';
import { aGateway } from '../graphql/a-graphql-server.ts';
import { mutationsOf } from '../support/mutations.ts';

const asin = asinOf('B0CR7G9V56');
const unknown = asinOf('B000000404');
const product = aProduct({ asin, parentAsin: asinOf('B000000002'), reviewCount: 7, salesRank: 3, seller: 'Shop' });

const fields = `id asin marketplace productUrl title brand features imageUrl images { url width height }
  price { amount currency formatted } listPrice { amount currency formatted } savingsPercent priceStatus availability
  availabilityMessage rating reviewCount parentAsin category salesRank seller condition
  quality { overall completeness accuracy freshness acceptable }
  provenance { source cacheStatus fetchedAt expiresAt attempts { source outcome code durationMs } }`;
const lookup = (id: string) => `{ product(asin: "${id}") { ${fields} } }`;
const search = `{ search(query: "kettle", first: 5) { totalCount reachableCount cacheStatus pageInfo { hasNextPage endCursor }
  edges { cursor position node { ${fields} } } } }`;

/** A gateway that has just started over what the database holds. */
function aStartedGateway(database: ReturnType<typeof openSqliteFile>) {
  const events: GatewayEvent[] = [];
  const report = (event: GatewayEvent) => void events.push(event);
  const adapter = new SqliteAdapter(database, clock.wall);
  const back = createKeyvStore({ adapter, namespace: '', clock, report });
  const store = createTieredStore({ limits: { maxEntries: 100, maxBytes: 1e6 }, back, clock, report });
  const source = fakeSource({
    lookup: async (asins) =>
      new Map(asins.map((one) => [one, one === unknown ? { kind: 'missing' } : { kind: 'found', product }])),
    search: async () => ({ hits: [product], totalCount: 12, reachableCount: 10, next: '2' }),
  });
  const built = aCatalog([source], { store });
  const gateway = aGateway({}, { catalog: built.catalog, clock, wall: clock.wall });
  return { ask: gateway.ask, source, events, built, settle: async () => await built.background[Symbol.asyncDispose]() };
}

const database = openSqliteFile(':memory:', 0);
const texts = new Map<string, string>();
{
  const first = aStartedGateway(database);
  for (const query of [lookup(asin), lookup(unknown), search]) await first.ask(query);
  await first.settle();
  for (const row of database.prepare('SELECT key, value FROM entry').all()) {
    texts.set(String(row['key']), String(row['value']));
  }
}
const write = database.prepare('UPDATE entry SET value = ? WHERE key = ?');
const keyOf = (part: string) => [...texts.keys()].find((key) => key.includes(part)) ?? '';

describe('whatever another program makes of an entry', () => {
  test.each([
    ['a product', keyOf(asin), lookup(asin)],
    ['“no such product”', keyOf(unknown), lookup(unknown)],
    ['a page of hits', keyOf('search'), search],
  ])(
    'of %s, it answers the question in full, or is a miss and an event',
    async (_, key, query) => {
      const text = texts.get(key) ?? '';
      expect(text).not.toBe('');
      await fc.assert(
        fc.asyncProperty(mutationsOf(text), async (mutated) => {
          for (const [other, kept] of texts) write.run(other === key ? mutated : kept, other);
          const gateway = aStartedGateway(database);
          const { data, errors } = await gateway.ask(query);
          await gateway.settle();
          expect(errors).toBeUndefined();
          const told = JSON.stringify(data);
          if (query === search) expect(told).toContain('"totalCount"');
          if (query === lookup(asin)) {
            expect(data?.['product']).toMatchObject({ marketplace: 'IN' });
            // What was kept, or what the source says: a child of the asked parent at most.
            expect(told).toContain(asin);
          }
          const asked = gateway.source.calls.length > 0;
          const unreadable = gateway.events.concat(gateway.built.events).some(({ type }) => type === 'unreadable');
          if (asked && !unreadable) expect(lifeOf(mutated)).not.toEqual(lifeOf(text));
          if (unreadable) expect(asked).toBe(true);
        }),
        { numRuns: 150 },
      );
    },
    60_000,
  );

  test('is served as before when it is left as it was', async () => {
    for (const [key, kept] of texts) write.run(kept, key);
    const gateway = aStartedGateway(database);
    for (const query of [lookup(asin), lookup(unknown), search]) await gateway.ask(query);
    expect(gateway.source.calls).toEqual([]);
    expect(gateway.events.concat(gateway.built.events).filter(({ type }) => type === 'unreadable')).toEqual([]);
  });
});

/** What decides whether an entry that can be read is still of use, and which page is asked for after it. */
function lifeOf(text: string): unknown {
  const { value } = JSON.parse(text);
  return [value.fetchedAt, value.freshMs, value.staleMs, value.value?.page?.next];
}
