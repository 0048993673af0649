import { expect, test } from 'vitest';
import { asinLimitMs, licenceLimitMs } from '../../src/catalog/lifetimes.ts';
import { createKeyvStore } from '../../src/cache/stores/keyv-store.ts';
import { SqliteAdapter } from '../../src/cache/stores/sqlite-adapter.ts';
import { openSqliteFile } from '../../src/cache/stores/sqlite-file.ts';
import type { GatewayEvent } from '../../src/event.ts';
import { systemClock as clock } from '../../src/clock.ts';
import { anEntry } from './an-entry.ts';

/** A store that keeps `good`, and under `bad` whatever text the test writes there. */
async function aStoreWith(text: string) {
  const database = openSqliteFile(':memory:', 0);
  const events: GatewayEvent[] = [];
  const adapter = new SqliteAdapter(database, clock.wall);
  const store = createKeyvStore({ adapter, namespace: '', clock, report: (event) => void events.push(event) });
  await store.setMany([
    { key: 'good', entry: anEntry('good') },
    { key: 'bad', entry: anEntry('bad') },
  ]);
  database.prepare('UPDATE entry SET value = ? WHERE key = ?').run(text, 'bad');
  return { store, events };
}

const kept = (parts: object) => JSON.stringify({ value: { key: 'bad', ...anEntry('bad'), ...parts } });

test.each([
  ['no JSON', 'no JSON'],
  ['no object', '7'],
  ['nothing', '{}'],
  ['no entry', '{"value":"text"}'],
  ['the entry of another key', kept({ key: 'good' })],
  ['a time in words', kept({ fetchedAt: 'today' })],
  ['a time before there was time', kept({ fetchedAt: -1 })],
  ['a life longer than the licence’s', kept({ freshMs: licenceLimitMs + 1 })],
  ['a life longer than an ASIN’s', kept({ value: 'B0CR7G9V56', freshMs: asinLimitMs + 1 })],
  ['a life that is none', kept({ staleMs: null })],
])('%s under a key is a miss and an event, and costs the others nothing', async (_, text) => {
  const { store, events } = await aStoreWith(text);
  expect((await store.getMany(['bad', 'good', 'none'])).map((entry) => entry?.value)).toEqual([
    undefined,
    'good',
    undefined,
  ]);
  expect(events).toEqual([{ type: 'unreadable', where: 'store', key: 'bad' }]);
});

test('an ASIN may have a longer life than the licence’s', async () => {
  const { store, events } = await aStoreWith(kept({ value: 'B0CR7G9V56', freshMs: asinLimitMs }));
  expect((await store.getMany(['bad']))[0]).toMatchObject({ value: 'B0CR7G9V56', freshMs: asinLimitMs });
  expect(events).toEqual([]);
});

test('an entry of this program is read, without an event', async () => {
  const { store, events } = await aStoreWith(kept({}));
  expect((await store.getMany(['bad']))[0]?.value).toBe('bad');
  expect(events).toEqual([]);
});
