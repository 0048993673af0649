import { describe, expect, test } from 'vitest';
import { aGateway, twoHits } from './a-graphql-server.ts';

describe('search', () => {
  test('the longest texts are accepted, and a minimum price of 0 is no limit', async () => {
    const { ask, searches } = aGateway();
    const [query, brand] = ['q'.repeat(500), 'b'.repeat(200)];
    const text = `query ($q: String!) { search(query: $q, filter: { brand: "${brand}", minPrice: "0.00" }) { totalCount } }`;
    expect((await ask(text, { q: ` ${query} ` })).errors).toBeUndefined();
    expect(searches[0]?.terms).toEqual({ query, brand, includeOutOfStock: false, sort: 'RELEVANCE' });
  });

  test('hits have positions, page info and totals, and are not looked up again', async () => {
    const gateway = aGateway({ search: twoHits });
    const { data, errors } = await gateway.ask(`{
      search(query: "tea", marketplace: US, first: 2, after: "c9") {
        totalCount reachableCount source cacheStatus
        edges { cursor position node { id title } }
        nodes { id }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }`);
    expect(errors).toBeUndefined();
    expect(data?.['search']).toEqual({
      totalCount: 431,
      reachableCount: 100,
      source: 'PA_API',
      cacheStatus: 'FRESH',
      edges: [
        { cursor: 'c0', position: 0, node: { id: 'US:B000000001', title: 'Kettle B000000001' } },
        { cursor: 'c1', position: 1, node: { id: 'US:B000000002', title: 'Kettle B000000002' } },
      ],
      nodes: [{ id: 'US:B000000001' }, { id: 'US:B000000002' }],
      pageInfo: { hasNextPage: true, hasPreviousPage: true, startCursor: 'c0', endCursor: 'c1' },
    });
    expect(gateway.lookups).toEqual([]);
  });

  test('every filter reaches the catalog', async () => {
    const gateway = aGateway();
    await gateway.ask(`{
      search(
        query: " tea ", first: 50, sort: NEWEST_ARRIVALS, marketplace: DE,
        filter: { category: "homeandkitchen", brand: " Acme ", minPrice: 5, maxPrice: "0012.50", minRating: 4, minSavingPercent: 20, includeOutOfStock: true,
          browseNodeId: " 03024314031 ", condition: "used", delivery: [GLOBAL, PRIME, GLOBAL], title: " earl grey ", author: " Ira " }
      ) { totalCount }
    }`);
    expect(gateway.searches).toEqual([
      {
        marketplace: 'DE',
        first: 50,
        terms: {
          query: 'tea',
          category: 'HomeAndKitchen',
          brand: 'Acme',
          minPrice: '5',
          maxPrice: '12.50',
          minRating: 4,
          minSavingPercent: 20,
          browseNodeId: '3024314031',
          condition: 'Used',
          delivery: ['PRIME', 'GLOBAL'],
          title: 'earl grey',
          author: 'Ira',
          includeOutOfStock: true,
          sort: 'NEWEST_ARRIVALS',
        },
      },
    ]);
  });

  test('a null filter is not applied', async () => {
    const gateway = aGateway();
    await gateway.ask(
      '{ search(query: "tea", filter: { brand: null, minPrice: null, browseNodeId: null, condition: null, delivery: null, title: null, author: null }, after: null, marketplace: null) { totalCount } }',
    );
    const terms = { query: 'tea', includeOutOfStock: false, sort: 'RELEVANCE' };
    expect(gateway.searches).toEqual([{ marketplace: 'IN', first: 10, terms }]);
  });

  test('new items without a way of delivery are what is searched for anyway', async () => {
    const gateway = aGateway();
    await gateway.ask('{ search(query: "tea", filter: { condition: "NEW", delivery: [] }) { totalCount } }');
    expect(gateway.searches[0]?.terms).toEqual({ query: 'tea', includeOutOfStock: false, sort: 'RELEVANCE' });
  });

  test('facets name the filter that applies them', async () => {
    const bins = [
      { name: 'Tea', id: '12', browseNodeId: '12' },
      { name: 'Acme', id: 'Acme', brand: 'Acme' },
    ];
    const query = '{ search(query: "tea") { refinements { name bins { name id category browseNodeId brand } } } }';
    const { ask } = aGateway({
      search: (request) => Object.assign(twoHits(request), { refinements: [{ name: 'Department', bins }] }),
    });
    const none = { category: null, browseNodeId: null, brand: null };
    const shown = bins.map((bin) => ({ ...none, ...bin }));
    expect((await ask(query)).data).toEqual({ search: { refinements: [{ name: 'Department', bins: shown }] } });
    expect((await aGateway({ search: twoHits }).ask(query)).data).toEqual({ search: { refinements: [] } });
  });

  test('without hits, the page is empty', async () => {
    const { ask } = aGateway({
      search: (request) => Object.assign(twoHits(request), { hits: [], hasNextPage: false }),
    });
    const { data } = await ask('{ search(query: "tea") { nodes { id } pageInfo { hasNextPage endCursor } } }');
    expect(data).toEqual({ search: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } });
  });

  test('without hits, the page says which sources were skipped and what the source of the hits ignores', async () => {
    const attempts = [
      { source: 'PA_API', outcome: 'SKIPPED', code: 'CONDITION_NOT_SUPPORTED', durationMs: 0 },
      { source: 'SP_API', outcome: 'FOUND', code: 'SORT_IGNORED', durationMs: 10 },
    ] as const;
    const { ask } = aGateway({ search: (request) => ({ ...twoHits(request), hits: [], attempts }) });
    const { data } = await ask('{ search(query: "tea") { attempts { source outcome code durationMs } } }');
    expect(data).toEqual({ search: { attempts } });
  });

  test('a search that no source could answer is null with an error', async () => {
    const why = { code: 'SOURCES_UNAVAILABLE', retryable: true, attempts: [] } as const;
    const { ask } = aGateway({
      search: ({ marketplace }) => ({ kind: 'unavailable', marketplace, message: 'None.', ...why }),
    });
    const { data, errors } = await ask('{ search(query: "tea") { totalCount } }');
    expect(data).toEqual({ search: null });
    const extensions = { ...why, marketplace: 'IN', retryAfterMs: null };
    expect(errors).toMatchObject([{ message: 'None.', path: ['search'], extensions }]);
  });

  test('a cursor of another search is BAD_USER_INPUT', async () => {
    const { ask } = aGateway({ search: () => ({ kind: 'foreign-cursor', message: 'belongs to another search' }) });
    const { data, errors } = await ask('{ search(query: "tea", after: "abc") { totalCount } }');
    expect(data).toEqual({ search: null });
    expect(errors).toMatchObject([
      { message: 'after = "abc" belongs to another search', extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });
});

test('sourceAnalytics returns the statistics of the window and calls no source', async () => {
  const gateway = aGateway();
  const { data } = await gateway.ask(`{
    sourceAnalytics(window: LAST_HOUR) {
      timestamp window cache { size hits hitRate }
      sources { source successRate latency { p50Ms } quota { usedToday } circuit lastError { code } }
    }
  }`);
  expect(data?.['sourceAnalytics']).toEqual({
    timestamp: '2026-06-01T10:00:00.000Z',
    window: 'LAST_HOUR',
    cache: { size: null, hits: 3, hitRate: 0.5 },
    sources: [
      {
        source: 'PA_API',
        successRate: null,
        latency: null,
        quota: { usedToday: 640 },
        circuit: 'CLOSED',
        lastError: null,
      },
    ],
  });
  expect([gateway.lookups, gateway.searches]).toEqual([[], []]);
});
