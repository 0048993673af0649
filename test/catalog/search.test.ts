import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SearchAnswer, SearchRequest, SearchResult } from '../../src/catalog/answer.ts';
import { SourceError } from '../../src/source/source-error.ts';
import type { SearchPage, SearchTerms } from '../../src/source/source.ts';
import { aCatalog, aKey, anOperation, type CatalogUnderTest } from '../support/a-catalog.ts';
import { asinNumber } from '../support/asins.ts';
import { aProductOf, fakeSource, type FakeBehaviour, type FakeSource } from '../support/fake-source.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const terms: SearchTerms = { query: 'lamp', includeOutOfStock: false, sort: 'RELEVANCE' };

/** A source with so many hits, ten a page, at most ten pages. */
function shelf(hits: number, behaviour: FakeBehaviour = {}): FakeSource {
  return fakeSource({ search: async (_, page) => shelfPage(hits, page), ...behaviour });
}

function shelfPage(hits: number, page = '1'): SearchPage {
  const number = Number(page);
  const from = (number - 1) * 10;
  const count = Math.max(0, Math.min(10, hits - from));
  return {
    hits: Array.from({ length: count }, (_, index) => aProductOf(asinNumber(from + index), 'IN')),
    totalCount: hits,
    reachableCount: Math.min(hits, 100),
    ...(number < 10 && from + 10 < hits && { next: String(number + 1) }),
  };
}

async function search({ catalog }: CatalogUnderTest, parts: Partial<SearchRequest> = {}): Promise<SearchAnswer> {
  const asked = catalog.search({ terms, marketplace: 'IN', first: 10, ...parts }, anOperation());
  asked.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(10_000);
  return await asked;
}

async function hits(built: CatalogUnderTest, parts: Partial<SearchRequest> = {}): Promise<SearchResult> {
  const answer = await search(built, parts);
  if (answer.kind !== 'hits') throw new Error(`no hits: ${JSON.stringify(answer)}`);
  return answer;
}

const asinsOf = (result: SearchResult) => result.hits.map(({ answer }) => answer.product.asin);
const failing = (): FakeBehaviour => ({
  search: async () => await Promise.reject(new SourceError('MALFORMED', 'odd')),
});

describe('a search', () => {
  test('reads as many upstream pages as it needs, in order', async () => {
    const source = shelf(100);
    const result = await hits(aCatalog([source]), { first: 25 });
    expect(asinsOf(result)).toEqual(Array.from({ length: 25 }, (_, n) => asinNumber(n)));
    expect(result.hits.map(({ position }) => position)).toEqual(Array.from({ length: 25 }, (_, n) => n));
    expect(source.calls.map(({ page }) => page)).toEqual([undefined, '2', '3']);
    expect(result).toMatchObject({ hasNextPage: true, totalCount: 100, reachableCount: 100, source: 'CREATORS_API' });
  });

  test('goes on from any cursor without a gap or a repetition', async () => {
    const built = aCatalog([shelf(37)]);
    const seen: string[] = [];
    let after: string | undefined;
    for (const first of [7, 12, 1, 17]) {
      const result: SearchResult = await hits(built, { first, ...(after !== undefined && { after }) });
      seen.push(...asinsOf(result));
      after = result.hits.at(-1)?.cursor;
      expect(result.hasNextPage).toBe(seen.length < 37);
    }
    expect(seen).toEqual(Array.from({ length: 37 }, (_, n) => asinNumber(n)));
  });

  test('says honestly that there is no next page at the ceiling', async () => {
    const built = aCatalog([shelf(1_000)]);
    const half = await hits(built, { first: 50 });
    const rest = await hits(built, { first: 50, after: half.hits.at(-1)?.cursor ?? '' });
    expect(asinsOf(rest).at(-1)).toBe(asinNumber(99));
    expect(rest).toMatchObject({ hasNextPage: false, totalCount: 1_000, reachableCount: 100 });
  });

  test('lists a product once that the source shows on two pages', async () => {
    const pages: Readonly<Record<string, SearchPage>> = {
      first: { hits: [0, 1, 2].map((n) => aProductOf(asinNumber(n), 'IN')), next: '2' },
      '2': { hits: [2, 0, 3].map((n) => aProductOf(asinNumber(n), 'IN')), next: '3' },
      '3': { hits: [4, 5].map((n) => aProductOf(asinNumber(n), 'IN')) },
    };
    const built = aCatalog([fakeSource({ search: async (_, page) => pages[page ?? 'first'] ?? { hits: [] } })]);
    const result = await hits(built, { first: 5 });
    expect(asinsOf(result)).toEqual([0, 1, 2, 3, 4].map((n) => asinNumber(n)));
    expect(result.hits.map(({ position }) => position)).toEqual([0, 1, 2, 3, 4]);
    const rest = await hits(built, { first: 5, after: result.hits.at(-1)?.cursor ?? '' });
    expect(asinsOf(rest)).toEqual([asinNumber(5)]);
    const slices: string[] = [];
    for (let after: string | undefined; slices.length < 6;) {
      const slice = await hits(built, { first: 1, ...(after !== undefined && { after }) });
      slices.push(...asinsOf(slice));
      after = slice.hits.at(-1)?.cursor;
    }
    expect(slices).toEqual([0, 1, 2, 3, 4, 5].map((n) => asinNumber(n)));
  });

  test.each([{ hits: [aProductOf(asinNumber(1), 'IN')] }, { hits: [] }])(
    'ends where a page leads back to one that was read (%#)',
    async ({ hits: onPage }) => {
      const source = fakeSource({ search: async () => ({ hits: onPage, next: 'again' }) });
      const result = await hits(aCatalog([source]));
      expect(result).toMatchObject({ hasNextPage: false });
      expect(result.hits).toHaveLength(onPage.length);
      expect(source.calls).toHaveLength(2);
    },
  );

  test('without hits is an empty page, not a failure', async () => {
    expect(await hits(aCatalog([shelf(0)]))).toMatchObject({ hits: [], hasNextPage: false, totalCount: 0 });
  });

  test('uses the next source when the first cannot answer', async () => {
    const result = await hits(aCatalog([fakeSource(failing()), shelf(5, { id: 'SP_API' })]));
    expect(result.source).toBe('SP_API');
    expect(result.hits[0]?.answer.attempts).toMatchObject([
      { source: 'CREATORS_API', outcome: 'FAILED', code: 'MALFORMED' },
      { source: 'SP_API', outcome: 'FOUND' },
    ]);
  });

  test('skips a source that cannot apply a filter, and says which', async () => {
    const first = shelf(5, { cannotApply: () => ['condition', 'browseNodeId'] });
    const result = await hits(aCatalog([first, shelf(5, { id: 'SP_API' })]));
    expect(first.calls).toEqual([]);
    expect(result.hits[0]?.answer.attempts).toMatchObject([
      { source: 'CREATORS_API', outcome: 'SKIPPED', code: 'CONDITION_AND_BROWSE_NODE_ID_NOT_SUPPORTED' },
      { source: 'SP_API', outcome: 'FOUND' },
    ]);
  });

  test('says which terms its source ignores, also without hits and of a copy', async () => {
    const ignoresTerms = () => ['category', 'minRating'] as const;
    const skipped = shelf(5, { cannotApply: () => ['delivery'] });
    const code = 'CURRENCY_AND_CATEGORY_AND_MIN_RATING_IGNORED';
    for (const count of [0, 1]) {
      const source = shelf(count, { id: 'SP_API', ignoresTerms, ignores: ['currency'], completeHits: false });
      const built = aCatalog([skipped, source]);
      for (const cacheStatus of ['LIVE', 'FRESH']) {
        const attempts = [
          { source: 'CREATORS_API', outcome: 'SKIPPED', code: 'DELIVERY_NOT_SUPPORTED' },
          { source: 'SP_API', outcome: 'FOUND', code },
        ];
        const result = await hits(built, { currency: 'USD' });
        expect(result).toMatchObject({ cacheStatus, attempts });
        expect(result.hits).toHaveLength(count);
        for (const { answer } of result.hits) expect(answer.attempts).toMatchObject(attempts);
      }
    }
  });

  test('says of each hit by itself whether it ignores the language', async () => {
    const products = [
      aProductOf(asinNumber(0), 'IN', { textLanguage: 'en_IN' }),
      aProductOf(asinNumber(1), 'IN', { textLanguage: 'hi_IN' }),
      aProductOf(asinNumber(2), 'IN'),
    ];
    const built = aCatalog([fakeSource({ search: async () => ({ hits: products }) })]);
    const result = await hits(built, { language: 'hi_IN' });
    const codes = result.hits.map(({ answer }) => answer.attempts.map(({ code }) => code));
    expect(codes).toEqual([['LANGUAGE_IGNORED'], [undefined], [undefined]]);
  });

  test('is unavailable when no source can apply a filter, and a retry does not help', async () => {
    expect(await search(aCatalog([shelf(5, { cannotApply: () => ['delivery'] })]))).toMatchObject({
      kind: 'unavailable',
      retryable: false,
      attempts: [{ outcome: 'SKIPPED', code: 'DELIVERY_NOT_SUPPORTED' }],
    });
  });

  test('has the facets of its first page, also from the cache', async () => {
    const refinements = [{ name: 'Brand', bins: [{ name: 'Acme', id: 'Acme', brand: 'Acme' }] }];
    const source = shelf(20, { search: async (_, page) => ({ ...shelfPage(20, page), refinements }) });
    const built = aCatalog([source]);
    for (const cacheStatus of ['LIVE', 'FRESH']) {
      expect(await hits(built)).toMatchObject({ cacheStatus, refinements });
    }
    expect(await hits(aCatalog([shelf(5)]))).not.toHaveProperty('refinements');
  });

  test('is unavailable only when every source failed', async () => {
    expect(await search(aCatalog([fakeSource(failing())]))).toMatchObject({
      kind: 'unavailable',
      code: 'SOURCES_UNAVAILABLE',
    });
  });

  test('continues only in the source its cursor names', async () => {
    let healthy = true;
    const first = fakeSource({
      async search(_, page) {
        if (!healthy) throw new SourceError('MALFORMED', 'odd');
        return shelfPage(50, page);
      },
    });
    const second = shelf(50, { id: 'SP_API' });
    const built = aCatalog([first, second]);
    const start = await hits(built);
    healthy = false;
    expect(await search(built, { after: start.hits.at(-1)?.cursor ?? '' })).toMatchObject({ kind: 'unavailable' });
    expect(second.calls).toEqual([]);
  });

  test('a failure midway returns the hits so far and says that there are more', async () => {
    const source = fakeSource({
      async search(_, page) {
        if (page === '3') throw new SourceError('MALFORMED', 'odd');
        return shelfPage(100, page);
      },
    });
    const result = await hits(aCatalog([source]), { first: 50 });
    expect(result.hits).toHaveLength(20);
    expect(result.hasNextPage).toBe(true);
  });

  test('a failure before the first hit is no empty page', async () => {
    const source = fakeSource({
      async search(_, page) {
        if (page === '2') throw new SourceError('SERVER', 'down');
        return { hits: [], totalCount: 40, next: '2' };
      },
    });
    expect(await search(aCatalog([fakeSource({ ...failing(), id: 'PA_API' }), source]))).toMatchObject({
      kind: 'unavailable',
      code: 'SOURCES_UNAVAILABLE',
      retryable: true,
      attempts: [
        { source: 'PA_API', outcome: 'FAILED', code: 'MALFORMED' },
        { source: 'CREATORS_API', outcome: 'FAILED', code: 'SERVER' },
      ],
    });
  });

  test('a later page that fails is its cached copy, and the slice is stale', async () => {
    let healthy = true;
    const source = fakeSource({
      async search(_, page) {
        if (!healthy && page !== undefined) throw new SourceError('MALFORMED', 'odd');
        return shelfPage(20, page);
      },
    });
    const built = aCatalog([source]);
    await hits(built, { first: 20 });
    await vi.advanceTimersByTimeAsync(2 * 3_600_000);
    healthy = false;
    const result = await hits(built, { first: 20 });
    expect(result).toMatchObject({ cacheStatus: 'STALE', hasNextPage: false });
    expect(result.hits).toHaveLength(20);
  });

  test.each([
    ['another query', { terms: { ...terms, query: 'chair' } }],
    ['another filter', { terms: { ...terms, brand: 'Lumo' } }],
    ['another delivery', { terms: { ...terms, delivery: ['PRIME'] as const } }],
    ['another condition', { terms: { ...terms, condition: 'Used' as const } }],
    ['another store', { marketplace: 'US' as const }],
  ])('refuses the cursor of %s', async (_, parts) => {
    const built = aCatalog([shelf(50)]);
    const after = (await hits(built)).hits.at(-1)?.cursor ?? '';
    expect(await search(built, { ...parts, after })).toMatchObject({
      kind: 'foreign-cursor',
      message: expect.stringContaining('another'),
    });
  });

  test.each(['', 'abc', 'W10', Buffer.from('["SCRAPING","x",null,-1,0]').toString('base64url')])(
    'refuses %j, which is no cursor',
    async (after) => {
      expect(await search(aCatalog([shelf(50)]), { after })).toMatchObject({ kind: 'foreign-cursor' });
    },
  );
});

describe('a cursor’s signature', () => {
  const forged = (cursor: string, page: string) => {
    const bytes = Buffer.from(cursor, 'base64url');
    const parts: readonly unknown[] = JSON.parse(bytes.subarray(16).toString());
    const changed = Buffer.from(JSON.stringify(parts.with(2, page)));
    const signatures = [Buffer.alloc(0), bytes.subarray(0, 16), Buffer.alloc(16)];
    return signatures.map((signature) => Buffer.concat([signature, changed]).toString('base64url'));
  };

  test('keeps made-up pages away from every source', async () => {
    const source = shelf(50);
    const built = aCatalog([source]);
    const cursor = (await hits(built)).hits.at(-1)?.cursor ?? '';
    for (const after of forged(cursor, '7; DROP TABLE')) {
      expect(await search(built, { after })).toMatchObject({ kind: 'foreign-cursor' });
    }
    expect(source.calls).toHaveLength(1);
  });

  test('is that of the key: after it has changed the message says what to do', async () => {
    const source = shelf(50);
    const cursor = (await hits(aCatalog([source]))).hits.at(-1)?.cursor ?? '';
    const rotated = aCatalog([source], { cursorKeys: async () => [Buffer.alloc(32, 'x')] });
    expect(await search(rotated, { after: cursor })).toMatchObject({
      kind: 'foreign-cursor',
      message: expect.stringContaining('request the first page again'),
    });
  });

  test('may be of a key that this instance has not heard of yet', async () => {
    const source = shelf(50);
    const cursor = (await hits(aCatalog([source]))).hits.at(-1)?.cursor ?? '';
    const late = aCatalog([source], { cursorKeys: async (again) => [Buffer.alloc(32, again ? 'k' : 'x')] });
    expect(await search(late, { after: cursor })).toMatchObject({ kind: 'hits' });
  });
});

describe('what a search leaves behind', () => {
  test('its pages answer the same search with no upstream call', async () => {
    const source = shelf(30);
    const built = aCatalog([source]);
    expect(await hits(built, { first: 20 })).toMatchObject({ calls: 2 });
    expect(await hits(built, { first: 20 })).toMatchObject({ cacheStatus: 'FRESH', calls: 0 });
    expect(source.calls).toHaveLength(2);
    expect(await hits(built, { first: 30 })).toMatchObject({ cacheStatus: 'FRESH', calls: 1 });
  });

  test('its hits answer lookups when they are complete', async () => {
    const source = shelf(10);
    const built = aCatalog([source]);
    await hits(built);
    const asked = built.catalog.products([aKey(asinNumber(3))], anOperation());
    await vi.advanceTimersByTimeAsync(100);
    expect((await asked)[0]).toMatchObject({ kind: 'product', cacheStatus: 'FRESH' });
    expect(source.calls.map(({ operation }) => operation)).toEqual(['search']);
  });

  test('its hits do not answer lookups when they are offers of another condition', async () => {
    const built = aCatalog([shelf(10)]);
    await hits(built, { terms: { ...terms, condition: 'Any' } });
    const asked = built.catalog.products([aKey(asinNumber(3))], anOperation());
    await vi.advanceTimersByTimeAsync(100);
    expect((await asked)[0]).toMatchObject({ kind: 'product', cacheStatus: 'LIVE' });
  });

  test('hits that carry less than a lookup do not', async () => {
    const source = shelf(10, { completeHits: false });
    const built = aCatalog([source]);
    await hits(built);
    const asked = built.catalog.products([aKey(asinNumber(3))], anOperation());
    await vi.advanceTimersByTimeAsync(100);
    expect((await asked)[0]).toMatchObject({ cacheStatus: 'LIVE' });
  });

  test('a hit is worth a lookup only if its search is less complete and a source looks up several products per call', async () => {
    const worth = async (...sources: readonly FakeSource[]) =>
      (await hits(aCatalog(sources))).hits.every(({ lookup }) => lookup !== undefined);
    const silent = { search: async () => Promise.reject(new SourceError('MALFORMED', 'odd')) };
    const page = { id: 'SCRAPING', completeHits: false, batchSize: 1 } as const;
    expect(await worth(shelf(10))).toBe(false);
    expect(await worth(shelf(10, page))).toBe(false);
    expect(await worth(fakeSource(silent), shelf(10, page))).toBe(true);
    expect(await worth(fakeSource({ ...silent, unavailableReason: () => 'NO_PARTNER_TAG' }), shelf(10, page))).toBe(
      false,
    );
  });

  test('a hit names the fields that its source lists whole', async () => {
    const source = shelf(1, { id: 'SP_API', completeHits: false, wholeHitFields: ['contributors'] });
    expect((await hits(aCatalog([source]))).hits).toMatchObject([{ wholeFields: ['contributors'] }]);
  });

  test('a hit is looked up in the language and currency that the search was made in', async () => {
    const group = { language: 'hi_IN', currency: 'USD' };
    const page = { id: 'SCRAPING', completeHits: false, batchSize: 1 } as const;
    const silent = { search: async () => Promise.reject(new SourceError('MALFORMED', 'odd')) };
    const result = await hits(aCatalog([fakeSource(silent), shelf(1, page)]), group);
    expect(result.hits.map(({ lookup }) => lookup)).toEqual([{ ...group, marketplace: 'IN', asin: asinNumber(0) }]);
  });

  test('a stale page answers when no source can, and says so', async () => {
    let healthy = true;
    const source = fakeSource({
      async search(_, page) {
        if (!healthy) throw new SourceError('MALFORMED', 'odd');
        return shelfPage(10, page);
      },
    });
    const built = aCatalog([source]);
    await hits(built);
    await vi.advanceTimersByTimeAsync(2 * 3_600_000);
    healthy = false;
    const result = await hits(built);
    expect(result).toMatchObject({ cacheStatus: 'STALE' });
    expect(result.hits).toHaveLength(10);
  });
});
