import { describe, expect, test } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { aGateway, type TestGateway } from '../support/a-gateway.ts';
import { asProduct, askProduct, askProducts, askSearch } from './questions.ts';

const catalogue = sandboxProducts('IN').filter(({ state }) => state === 'IN_STOCK');
const asins = catalogue.map(({ asin }) => asin);
const onlyCreators = { sources: ['CREATORS_API'] } as const;

/** How many ASINs each lookup of the Creators API carried, the fullest first. */
function loads(gateway: TestGateway): readonly number[] {
  const lookups = gateway.calls('creators').filter(({ operation }) => operation === 'getItems');
  return lookups.map((call) => call.asins?.length ?? 0).toSorted((a, b) => b - a);
}

describe('calls to Amazon', () => {
  test('25 products cost three, and a second request for them none', async () => {
    await using gateway = await aGateway({}, onlyCreators);
    await askProducts(gateway, asins.slice(0, 25));
    expect(loads(gateway)).toEqual([10, 10, 5]);
    const again = await askProducts(gateway, asins.slice(0, 25));
    expect(again.map((result) => asProduct(result).provenance.cacheStatus)).toEqual(Array(25).fill('FRESH'));
    expect(loads(gateway)).toHaveLength(3);
    expect(gateway.calls('creators-token')).toHaveLength(1);
  });

  test('twelve aliases of product cost two', async () => {
    await using gateway = await aGateway({}, onlyCreators);
    const aliases = asins.slice(0, 12).map((asin, index) => `p${index}: product(asin: "${asin}") { asin }`);
    const { data } = await gateway.ask(`{ ${aliases.join(' ')} }`);
    expect(Object.values(data ?? {})).toEqual(asins.slice(0, 12).map((asin) => ({ asin })));
    expect(loads(gateway)).toEqual([10, 2]);
  });

  test('the same product by several ways in one operation costs one slot', async () => {
    await using gateway = await aGateway({}, onlyCreators);
    const [first] = asins;
    await gateway.ask(`{ a: product(asin: "${first}") { asin } b: product(asin: " ${first?.toLowerCase()} ") { asin }
      products(asins: ["${first}", "${first}"]) { ... on Product { asin } } }`);
    expect(loads(gateway)).toEqual([1]);
  });

  test('a hundred clients that miss the same product cost one', async () => {
    await using gateway = await aGateway({}, onlyCreators);
    gateway.sandbox.misbehave('creators', { kind: 'latency', latencyMs: 400 });
    const answers = await Promise.all(Array.from({ length: 100 }, () => askProduct(gateway, asins[0] ?? '')));
    expect(new Set(answers.map(({ product }) => product?.asin))).toEqual(new Set([asins[0]]));
    expect(loads(gateway)).toEqual([1]);
  });

  test('stores are packed by themselves', async () => {
    await using gateway = await aGateway({}, onlyCreators);
    const parts = ['IN', 'UK', 'DE'].map(
      (code) => `${code}: products(asins: ${JSON.stringify(asins.slice(0, 12))}, marketplace: ${code}) { __typename }`,
    );
    await gateway.ask(`{ ${parts.join(' ')} }`);
    expect(loads(gateway)).toEqual([10, 10, 10, 2, 2, 2]);
    const stores = gateway.calls('creators').map(({ marketplace }) => marketplace);
    expect(new Set(stores)).toEqual(new Set(['IN', 'UK', 'DE']));
  });

  test('40 products from SP-API cost two of its catalogue, twenty each', async () => {
    await using gateway = await aGateway({}, { sources: ['SP_API'] });
    const results = await askProducts(gateway, asins.slice(0, 40));
    expect(results.map(asProduct).map(({ asin, title }) => [asin, title])).toEqual(
      catalogue.slice(0, 40).map(({ asin, title }) => [asin, title]),
    );
    const catalogueCalls = gateway.calls('spapi').filter(({ operation }) => operation === 'searchCatalogItems');
    expect(catalogueCalls.map((call) => call.asins?.length)).toEqual([20, 20]);
    expect(gateway.calls('spapi').filter(({ status }) => status === 429)).toEqual([]);
  });

  test('a search for 25 hits costs three, and its hits are cached as products', async () => {
    await using gateway = await aGateway({}, onlyCreators);
    const { nodes } = await askSearch(gateway, { query: 'a', first: 25 });
    expect(nodes).toHaveLength(25);
    expect(gateway.calls('creators').map(({ operation, page }) => [operation, page])).toEqual([
      ['searchItems', '1'],
      ['searchItems', '2'],
      ['searchItems', '3'],
    ]);
    const results = await askProducts(
      gateway,
      nodes.map(({ asin }) => asin),
    );
    expect(results.map(asProduct).map(({ price }) => price)).toEqual(nodes.map(({ price }) => price));
    await askSearch(gateway, { query: 'a', first: 25 });
    expect(gateway.calls('creators')).toHaveLength(3);
  });

  test('refused input costs none', async () => {
    await using gateway = await aGateway();
    const list = [...asins.slice(0, 9), 'B0TOOSHORT1'];
    const { data, errors } = await gateway.ask('query ($a: [ASIN!]!) { products(asins: $a) { __typename } }', {
      a: list,
    });
    expect(data ?? null).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(JSON.stringify(errors)).toContain('9');
    expect(gateway.sandbox.calls).toEqual([]);
  });
});

describe('products', () => {
  test('answers in the order of the request, duplicates included', async () => {
    await using gateway = await aGateway({}, onlyCreators);
    const [a = '', b = '', c = ''] = asins;
    const asked = [c, a, 'B000000000', b, a.toLowerCase(), c, 'B000000000'];
    const results = await askProducts(gateway, asked);
    expect(results.map(({ asin }) => asin)).toEqual(asked.map((asin) => asin.toUpperCase()));
    expect(results.map(({ kind }) => kind === 'Product')).toEqual([true, true, false, true, true, true, false]);
    expect(loads(gateway)).toEqual([4]);
  });

  test.each(['CREATORS_API', 'PA_API', 'SP_API', 'SCRAPING'] as const)(
    'a product that does not exist, one of another marketplace and one that cannot exist do not affect the others (%s)',
    async (source) => {
      await using gateway = await aGateway({}, { sources: [source] });
      const here = new Set(sandboxProducts('IN').map(({ asin }) => asin));
      const elsewhere = sandboxProducts('US').find(({ asin }) => !here.has(asin))?.asin ?? '';
      const bad = ['B000000000', elsewhere, '000000000A'];
      const good = asins.slice(0, 6);
      const results = await askProducts(gateway, [...good.slice(0, 3), ...bad, ...good.slice(3)]);
      const kinds = results.map(({ kind }) => kind);
      expect(kinds).toEqual([
        ...Array(3).fill('Product'),
        ...Array(3).fill('ProductNotFound'),
        ...Array(3).fill('Product'),
      ]);
    },
  );
});
