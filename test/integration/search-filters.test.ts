import { describe, expect, test } from 'vitest';
import { browseNodeId } from '../../src/sandbox/browse-node.ts';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import type { SandboxProduct } from '../../src/sandbox/catalogue/product.ts';
import { aGateway, type SourceName } from '../support/a-gateway.ts';
import { askSearch, trailOf } from './questions.ts';

const sold = sandboxProducts('IN').filter(({ state }) => state !== 'PARENT' && state !== 'OUT_OF_STOCK');
/** What a search for "a" finds. */
const mentioned = sold.filter(({ title, brand, department, terms }) =>
  /(?:^|[\s,])a/i.test([title, brand, department, ...terms].join(' ')),
);
const author = mentioned.flatMap(({ facts }) => facts.authors)[0]?.name ?? '';

type Case = readonly [
  name: string,
  filter: Readonly<Record<string, unknown>>,
  isWanted: (product: SandboxProduct) => boolean,
];

const cases: readonly Case[] = [
  ['browse node', { browseNodeId: browseNodeId('Books') }, ({ category }) => category === 'Books'],
  ['title', { title: 'nova' }, ({ title }) => /\bnova/i.test(title)],
  ['author', { author }, ({ facts }) => facts.authors.some((one) => one.role === 'Author' && one.name === author)],
  ['delivery', { delivery: ['PRIME', 'GLOBAL'] }, ({ delivery }) => /AmazonGlobal.*Prime/.test(delivery.join())],
];

const apis: readonly (readonly [SourceName, 'creators' | 'paapi'])[] = [
  ['CREATORS_API', 'creators'],
  ['PA_API', 'paapi'],
];

describe.each(apis)('%s', (source, api) => {
  test.each(cases)('searches by %s', async (_, filter, isWanted) => {
    await using gateway = await aGateway({}, { sources: [source] });
    const found = await askSearch(gateway, { query: 'a', filter, first: 10 });
    const truth = new Set(mentioned.filter(isWanted).map(({ asin }) => asin));
    expect(truth.size).toBeGreaterThan(0);
    expect(truth.size).toBeLessThan(mentioned.length);
    expect(found.totalCount).toBe(truth.size);
    expect(found.nodes.filter(({ asin }) => !truth.has(asin))).toEqual([]);
  });

  test('has facets, whose filters narrow the search, with one call for each page of hits', async () => {
    await using gateway = await aGateway({}, { sources: [source] });
    const all = await askSearch(gateway, { query: 'a' });
    expect(all.refinements.map(({ name }) => name)).toEqual(['Department']);
    const categoryOf = (wanted: string) => all.refinements[0]?.bins.find(({ id }) => id === wanted)?.category;
    const books = await askSearch(gateway, { query: 'a', filter: { category: categoryOf('Books') } });
    expect(books.refinements.map(({ name }) => name)).toEqual(['Department', 'Author', 'Brand']);
    const category = categoryOf('Watches');
    const watches = await askSearch(gateway, { query: 'a', filter: { category } });
    const [nodes, brands] = watches.refinements.map(({ bins }) => bins);
    for (const filter of [{ browseNodeId: nodes?.[0]?.browseNodeId }, { brand: brands?.[0]?.brand }]) {
      const narrowed = await askSearch(gateway, { query: 'a', filter: { category, ...filter } });
      expect(narrowed.totalCount).toBeGreaterThan(0);
      expect(narrowed.totalCount).toBeLessThan(watches.totalCount ?? 0);
    }
    const calls = gateway.calls(api);
    expect(calls.map(({ operation }) => operation.toLowerCase())).toEqual(Array(5).fill('searchitems'));
  });
});

test('used items are searched for where the API has them, and the trail names the source that has not', async () => {
  await using gateway = await aGateway({}, { sources: ['CREATORS_API', 'PA_API', 'SP_API', 'SCRAPING'] });
  const found = await askSearch(gateway, { query: 'a', filter: { condition: 'used' } });
  const used = sold.filter(({ usedPrice, otherOffers }) => {
    return usedPrice !== undefined || otherOffers.some(({ condition }) => condition === 'Used');
  });
  const known = new Set(used.map(({ asin }) => asin));
  expect(found.source).toBe('PA_API');
  expect(found.nodes.length).toBeGreaterThan(0);
  expect(found.nodes.filter(({ asin }) => !known.has(asin))).toEqual([]);
  expect(trailOf(found.nodes[0]?.provenance.attempts ?? [])).toEqual([
    'CREATORS_API SKIPPED CONDITION_NOT_SUPPORTED',
    'PA_API FOUND',
  ]);
});

test('SP_API says what it ignores of a search, and its hits are not looked up for what they have', async () => {
  await using gateway = await aGateway({}, { sources: ['SP_API'] });
  const { data, errors } = await gateway.ask(
    `{ search(query: "watch", sort: FEATURED, filter: { category: "Watches", minRating: 3 }) {
      attempts { source outcome code }
      nodes { priceAccess parentAsin browseNodes { salesRank } identifiers { eans } contributors { name } variationAttributes { name } }
    } }`,
  );
  expect(errors).toBeUndefined();
  const code = 'CATEGORY_AND_MIN_RATING_AND_SORT_IGNORED';
  expect(data?.['search']).toMatchObject({ attempts: [{ source: 'SP_API', outcome: 'FOUND', code }] });
  const operations = gateway.calls('spapi').map(({ operation }) => operation);
  expect(operations).toEqual(['searchCatalogItems', 'getCompetitivePricing']);
});

test.each<readonly [SourceName, string]>([
  ['SP_API', 'CONDITION_AND_DELIVERY_NOT_SUPPORTED'],
  ['SCRAPING', 'CONDITION_AND_DELIVERY_AND_AUTHOR_NOT_SUPPORTED'],
])(
  '%s alone searches by browse node and title, and never without a filter that it cannot apply',
  async (source, code) => {
    await using gateway = await aGateway({}, { sources: [source, 'SCRAPING'] });
    const filter = { browseNodeId: browseNodeId('Watches'), title: 'nova' };
    const truth = sold.filter(({ category, title }) => category === 'Watches' && /\bnova\b/i.test(title));
    const found = await askSearch(gateway, { query: 'watch', filter, first: 50 });
    expect(found.source).toBe(source);
    expect(new Set(found.nodes.map(({ asin }) => asin))).toEqual(new Set(truth.map(({ asin }) => asin)));
    const { data, errors } = await gateway.ask(
      '{ search(query: "a", filter: { condition: "Any", delivery: PRIME, author: "x" }) { totalCount } }',
    );
    expect(data).toEqual({ search: null });
    const attempts: unknown = errors?.[0]?.extensions?.['attempts'];
    expect(attempts).toContainEqual(expect.objectContaining({ source, outcome: 'SKIPPED', code }));
    expect(errors).toMatchObject([{ extensions: { code: 'SOURCES_UNAVAILABLE', retryable: false } }]);
  },
);
