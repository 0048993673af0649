import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SearchResult, VariationsRequest } from '../../src/catalog/answer.ts';
import type { Asin } from '../../src/product/asin.ts';
import { SourceError } from '../../src/source/source-error.ts';
import type { SearchPage } from '../../src/source/source.ts';
import { aCatalog, anOperation, type CatalogUnderTest } from '../support/a-catalog.ts';
import { asinNumber, asinOf } from '../support/asins.ts';
import { aProductOf, fakeSource, type FakeBehaviour } from '../support/fake-source.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const parent = asinOf('B0PARENT01');

/** A source whose families have so many members, ten a page. */
function family(members: number, behaviour: FakeBehaviour = {}) {
  return fakeSource({ variations: async (_, page) => familyPage(members, page), ...behaviour });
}

function familyPage(members: number, page = '1'): SearchPage {
  const from = (Number(page) - 1) * 10;
  const length = Math.max(0, Math.min(10, members - from));
  return {
    hits: Array.from({ length }, (_, index) => aProductOf(asinNumber(from + index), 'IN', { parentAsin: parent })),
    totalCount: members,
    family: { dimensions: [{ name: 'Colour', values: ['Red', 'Blue'] }] },
    ...(from + 10 < members && { next: String(Number(page) + 1) }),
  };
}

async function variations({ catalog }: CatalogUnderTest, parts: Partial<VariationsRequest> = {}) {
  const asked = catalog.variations({ asin: parent, marketplace: 'IN', first: 10, ...parts }, anOperation());
  asked.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(10_000);
  return await asked;
}

async function members(built: CatalogUnderTest, parts: Partial<VariationsRequest> = {}): Promise<SearchResult> {
  const answer = await variations(built, parts);
  if (answer.kind !== 'hits') throw new Error(`no variations: ${JSON.stringify(answer)}`);
  return answer;
}

const asinsOf = ({ hits }: SearchResult): readonly Asin[] => hits.map(({ answer }) => answer.product.asin);

test('the pages of a family follow each other, one call for ten, and are then fresh copies', async () => {
  const source = family(23);
  const built = aCatalog([source]);
  const first = await members(built, { first: 15 });
  const after = first.hits.at(-1)?.cursor ?? '';
  const second = await members(built, { first: 15, after });
  expect([...asinsOf(first), ...asinsOf(second)]).toEqual(Array.from({ length: 23 }, (_, n) => asinNumber(n)));
  expect([first.hasNextPage, second.hasNextPage]).toEqual([true, false]);
  expect(second.family).toEqual({ dimensions: [{ name: 'Colour', values: ['Red', 'Blue'] }] });
  expect(source.calls.map(({ operation, page }) => [operation, page])).toEqual([
    ['variations', undefined],
    ['variations', '2'],
    ['variations', '3'],
  ]);
  expect((await members(built, { first: 23 })).cacheStatus).toBe('FRESH');
  expect(source.calls).toHaveLength(3);
});

test('a variation that a source listed whole answers a lookup without a call', async () => {
  const source = family(3);
  const built = aCatalog([source]);
  await members(built);
  const [answer] = await built.catalog.products(
    [{ asin: asinNumber(1), marketplace: 'IN', realTime: false }],
    anOperation(),
  );
  expect(answer).toMatchObject({ kind: 'product', cacheStatus: 'FRESH', product: { parentAsin: parent } });
  expect(source.calls).toHaveLength(1);
});

test('a source without variations is skipped, and the next one answers', async () => {
  const without = fakeSource();
  const source = family(2, { id: 'SP_API' });
  const result = await members(aCatalog([without, source]));
  expect(result.source).toBe('SP_API');
  expect(without.calls).toEqual([]);
});

test('when no source has them, the answer says so for each source', async () => {
  expect(await variations(aCatalog([fakeSource()]))).toMatchObject({
    kind: 'unavailable',
    code: 'SOURCES_UNAVAILABLE',
    retryable: false,
    attempts: [{ source: 'CREATORS_API', outcome: 'SKIPPED', code: 'NO_VARIATIONS' }],
  });
});

test('after the copy has expired, it still answers when the source fails', async () => {
  let healthy = true;
  const source = family(2, {
    freshMs: 1_000,
    async variations() {
      if (!healthy) throw new SourceError('SERVER', 'down');
      return familyPage(2);
    },
  });
  const built = aCatalog([source]);
  await members(built);
  healthy = false;
  const stale = await members(built);
  expect([stale.cacheStatus, asinsOf(stale).length]).toEqual(['STALE', 2]);
});

test('a page that leads to another list is followed, so that the family of a variation is that of its parent', async () => {
  const source = family(0, {
    variations: async (_, page) => (page === undefined ? { hits: [], next: parent } : familyPage(4)),
  });
  const result = await members(aCatalog([source]));
  expect(asinsOf(result)).toHaveLength(4);
  expect(result).toMatchObject({ totalCount: 4, family: familyPage(4).family });
});

test('while the page of the parent cannot be read, the variations of its variation are unknown, not none', async () => {
  const source = fakeSource({
    async variations(_, page) {
      if (page !== undefined) throw new SourceError('SERVER', 'down');
      return { hits: [], next: parent };
    },
  });
  expect(await variations(aCatalog([source]))).toMatchObject({
    kind: 'unavailable',
    code: 'SOURCES_UNAVAILABLE',
    attempts: [{ source: 'CREATORS_API', outcome: 'FAILED', code: 'SERVER' }],
  });
});

test('a cursor belongs to the variations of one product', async () => {
  const built = aCatalog([family(30)]);
  const { hits } = await members(built);
  const after = hits.at(-1)?.cursor ?? '';
  const message = 'belongs to the variations of another product';
  expect(await variations(built, { asin: asinNumber(7), after })).toEqual({ kind: 'foreign-cursor', message });
  expect(await variations(built, { language: 'hi_IN', after })).toEqual({ kind: 'foreign-cursor', message });
});
