import { describe, expect, test } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { aHouse, type House } from './a-house.ts';
import { asProduct, askProduct, askProducts, askSearch } from './questions.ts';

const catalogue = sandboxProducts('IN').filter(({ state }) => state === 'IN_STOCK');
const asins = catalogue.map(({ asin }) => asin);
const onlyCreators = { sources: ['CREATORS_API'] } as const;

/** How many ASINs each lookup of the Creators API carried, the fullest first. */
function loads(house: House): readonly number[] {
  const lookups = house.calls('creators').filter(({ operation }) => operation === 'getItems');
  return lookups.map((call) => call.asins?.length ?? 0).toSorted((a, b) => b - a);
}

describe('calls to Amazon', () => {
  test('25 products cost three, and none when asked again', async () => {
    await using house = await aHouse({}, onlyCreators);
    await askProducts(house, asins.slice(0, 25));
    expect(loads(house)).toEqual([10, 10, 5]);
    const again = await askProducts(house, asins.slice(0, 25));
    expect(again.map((result) => asProduct(result).provenance.cacheStatus)).toEqual(Array(25).fill('FRESH'));
    expect(loads(house)).toHaveLength(3);
    expect(house.calls('creators-token')).toHaveLength(1);
  });

  test('twelve aliases of product cost two', async () => {
    await using house = await aHouse({}, onlyCreators);
    const aliases = asins.slice(0, 12).map((asin, index) => `p${index}: product(asin: "${asin}") { asin }`);
    const { data } = await house.ask(`{ ${aliases.join(' ')} }`);
    expect(Object.values(data ?? {})).toEqual(asins.slice(0, 12).map((asin) => ({ asin })));
    expect(loads(house)).toEqual([10, 2]);
  });

  test('the same product by several ways in one operation costs one seat', async () => {
    await using house = await aHouse({}, onlyCreators);
    const [first] = asins;
    await house.ask(`{ a: product(asin: "${first}") { asin } b: product(asin: " ${first?.toLowerCase()} ") { asin }
      products(asins: ["${first}", "${first}"]) { ... on Product { asin } } }`);
    expect(loads(house)).toEqual([1]);
  });

  test('a hundred clients who miss the same product cost one', async () => {
    await using house = await aHouse({}, onlyCreators);
    house.sandbox.misbehave('creators', { kind: 'latency', latencyMs: 400 });
    const answers = await Promise.all(Array.from({ length: 100 }, () => askProduct(house, asins[0] ?? '')));
    expect(new Set(answers.map(({ product }) => product?.asin))).toEqual(new Set([asins[0]]));
    expect(loads(house)).toEqual([1]);
  });

  test('stores are packed by themselves', async () => {
    await using house = await aHouse({}, onlyCreators);
    const parts = ['IN', 'UK', 'DE'].map(
      (code) => `${code}: products(asins: ${JSON.stringify(asins.slice(0, 12))}, marketplace: ${code}) { __typename }`,
    );
    await house.ask(`{ ${parts.join(' ')} }`);
    expect(loads(house)).toEqual([10, 10, 10, 2, 2, 2]);
    const stores = house.calls('creators').map(({ marketplace }) => marketplace);
    expect(new Set(stores)).toEqual(new Set(['IN', 'UK', 'DE']));
  });

  test('40 products from SP-API cost two of its catalogue, twenty each', async () => {
    await using house = await aHouse({}, { sources: ['SP_API'] });
    const results = await askProducts(house, asins.slice(0, 40));
    expect(results.map(asProduct).map(({ asin, title }) => [asin, title])).toEqual(
      catalogue.slice(0, 40).map(({ asin, title }) => [asin, title]),
    );
    const catalogueCalls = house.calls('spapi').filter(({ operation }) => operation === 'searchCatalogItems');
    expect(catalogueCalls.map((call) => call.asins?.length)).toEqual([20, 20]);
    expect(house.calls('spapi').filter(({ status }) => status === 429)).toEqual([]);
  });

  test('a search for 25 hits costs three, and its hits are remembered as products', async () => {
    await using house = await aHouse({}, onlyCreators);
    const { nodes } = await askSearch(house, { query: 'a', first: 25 });
    expect(nodes).toHaveLength(25);
    expect(house.calls('creators').map(({ operation, page }) => [operation, page])).toEqual([
      ['searchItems', '1'],
      ['searchItems', '2'],
      ['searchItems', '3'],
    ]);
    const results = await askProducts(
      house,
      nodes.map(({ asin }) => asin),
    );
    expect(results.map(asProduct).map(({ price }) => price)).toEqual(nodes.map(({ price }) => price));
    await askSearch(house, { query: 'a', first: 25 });
    expect(house.calls('creators')).toHaveLength(3);
  });

  test('refused input costs none', async () => {
    await using house = await aHouse();
    const list = [...asins.slice(0, 9), 'B0TOOSHORT1'];
    const { data, errors } = await house.ask('query ($a: [ASIN!]!) { products(asins: $a) { __typename } }', {
      a: list,
    });
    expect(data ?? null).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(JSON.stringify(errors)).toContain('9');
    expect(house.sandbox.calls).toEqual([]);
  });
});

describe('products', () => {
  test('answers in the order asked, duplicates included', async () => {
    await using house = await aHouse({}, onlyCreators);
    const [a = '', b = '', c = ''] = asins;
    const asked = [c, a, 'B000000000', b, a.toLowerCase(), c, 'B000000000'];
    const results = await askProducts(house, asked);
    expect(results.map(({ asin }) => asin)).toEqual(asked.map((asin) => asin.toUpperCase()));
    expect(results.map(({ kind }) => kind === 'Product')).toEqual([true, true, false, true, true, true, false]);
    expect(loads(house)).toEqual([4]);
  });

  test.each(['CREATORS_API', 'PA_API', 'SP_API', 'SCRAPING'] as const)(
    'one that does not exist, one of another store and one that no store could have cost the others nothing (%s)',
    async (source) => {
      await using house = await aHouse({}, { sources: [source] });
      const here = new Set(sandboxProducts('IN').map(({ asin }) => asin));
      const elsewhere = sandboxProducts('US').find(({ asin }) => !here.has(asin))?.asin ?? '';
      const bad = ['B000000000', elsewhere, '000000000A'];
      const good = asins.slice(0, 6);
      const results = await askProducts(house, [...good.slice(0, 3), ...bad, ...good.slice(3)]);
      const kinds = results.map(({ kind }) => kind);
      expect(kinds).toEqual([
        ...Array(3).fill('Product'),
        ...Array(3).fill('ProductNotFound'),
        ...Array(3).fill('Product'),
      ]);
    },
  );
});
