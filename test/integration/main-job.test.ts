import { describe, expect, test } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import type { SandboxProduct } from '../../src/sandbox/catalogue/product.ts';
import { sandboxMarketplaces, type ServedCode } from '../../src/sandbox/sandbox-marketplace.ts';
import { aGateway, type TestGateway, type TestGatewayOptions } from '../support/a-gateway.ts';
import { associatesShow, pageShows } from './expected.ts';
import {
  asProduct,
  askProduct,
  askProducts,
  askSearch,
  trailOf,
  type ShownProduct,
  type ShownSearch,
} from './questions.ts';

const hourMs = 3_600_000;
const codes: readonly ServedCode[] = sandboxMarketplaces.map(({ code }) => code);

/** Asks for all of them, fifty at a time. */
async function askAll(gateway: TestGateway, products: readonly SandboxProduct[]): Promise<readonly ShownProduct[]> {
  const shown: ShownProduct[] = [];
  for (let start = 0; start < products.length; start += 50) {
    const part = products.slice(start, start + 50);
    const asking = { marketplace: part[0]?.marketplace ?? 'IN' };
    const results = await askProducts(
      gateway,
      part.map(({ asin }) => asin),
      asking,
    );
    shown.push(...results.map(asProduct));
  }
  return shown;
}

/** How far apart two answers say they were fetched: an answer and the copy of it are stamped one after the other. */
function apartMs(one: ShownProduct, other: ShownProduct): number {
  return Math.abs(Date.parse(one.provenance.fetchedAt) - Date.parse(other.provenance.fetchedAt));
}

function inState(state: SandboxProduct['state'], code: ServedCode = 'IN'): SandboxProduct {
  const found = sandboxProducts(code).find((product) => product.state === state);
  if (found === undefined) throw new Error(`no ${state} in ${code}`);
  return found;
}

const associates: TestGatewayOptions = { sources: ['CREATORS_API', 'PA_API'] };

describe('product', () => {
  test('says where an answer comes from, how old it is and how good', async () => {
    await using gateway = await aGateway();
    const wanted = inState('IN_STOCK');
    const { product, errors } = await askProduct(gateway, wanted.asin.toLowerCase());
    expect(errors).toEqual([]);
    expect(product).toMatchObject({
      ...associatesShow(wanted),
      quality: { completeness: 1, accuracy: 0.95, freshness: 1, overall: 0.98, acceptable: true },
      provenance: {
        source: 'CREATORS_API',
        cacheStatus: 'LIVE',
        disclaimer: expect.stringContaining('accurate as of the date/time indicated'),
        attempts: [{ source: 'CREATORS_API', outcome: 'FOUND', code: null }],
      },
    });
    const { fetchedAt, expiresAt } = asProduct(product).provenance;
    expect(Date.parse(expiresAt) - Date.parse(fetchedAt)).toBe(hourMs);
    expect(fetchedAt).toMatch(/^2026-06-15T12:0/);
  });

  test('has the partner tag of its marketplace in its address', async () => {
    await using gateway = await aGateway({}, { sources: ['PA_API'] });
    const { asin } = inState('IN_STOCK', 'US');
    const { product } = await askProduct(gateway, asin, { marketplace: 'US' });
    expect(product?.productUrl).toMatch(new RegExp(`^https://www\\.amazon\\.com/dp/${asin}\\?tag=sandbox-us-20&`));
  });

  test('in a marketplace that one credential does not serve comes from the next source', async () => {
    await using gateway = await aGateway();
    const wanted = inState('IN_STOCK', 'JP');
    const { product } = await askProduct(gateway, wanted.asin, { marketplace: 'JP' });
    expect(product).toMatchObject(associatesShow(wanted));
    expect(product?.price?.amount).toMatch(/^\d+$/);
    expect(trailOf(asProduct(product).provenance.attempts)).toEqual([
      expect.stringMatching(/^CREATORS_API SKIPPED [A-Z_]+$/),
      'PA_API FOUND',
    ]);
  });

  test('that does not exist is null without an error', async () => {
    await using gateway = await aGateway();
    expect(await askProduct(gateway, 'B000000000')).toEqual({ product: null, errors: [] });
  });

  test('keeps a price that may not be shown hidden, and what is unknown null', async () => {
    await using gateway = await aGateway({}, associates);
    const hidden = asProduct((await askProduct(gateway, inState('HIDDEN_PRICE').asin)).product);
    expect(hidden).toMatchObject({ price: null, priceStatus: 'HIDDEN', availability: 'IN_STOCK' });
    const soldOut = asProduct((await askProduct(gateway, inState('OUT_OF_STOCK').asin)).product);
    expect(soldOut).toMatchObject({ price: null, listPrice: null, savingsPercent: null });
  });
});

describe('a cached product', () => {
  const wanted = inState('IN_STOCK');

  test('answers without a call until it expires, and is looked up again then', async () => {
    await using gateway = await aGateway({}, associates);
    const live = asProduct((await askProduct(gateway, wanted.asin)).product);
    gateway.passTime(hourMs / 2);
    const fresh = asProduct((await askProduct(gateway, wanted.asin)).product);
    expect(gateway.calls('creators')).toHaveLength(1);
    expect(fresh.provenance).toMatchObject({ source: 'CREATORS_API', cacheStatus: 'FRESH' });
    expect(fresh.provenance.attempts).toEqual(live.provenance.attempts);
    expect(apartMs(fresh, live)).toBeLessThan(1_000);
    expect(fresh.quality.freshness).toBeCloseTo(1 - 0.5 / 24, 2);
    gateway.passTime(hourMs / 2);
    expect((await askProduct(gateway, wanted.asin)).product?.provenance.cacheStatus).toBe('LIVE');
    expect(gateway.calls('creators')).toHaveLength(2);
  });

  test('answers stale, with its true age and less trust, when no source can', async () => {
    await using gateway = await aGateway({}, associates);
    const live = asProduct((await askProduct(gateway, wanted.asin)).product);
    gateway.sandbox.misbehave('creators', { kind: 'outage', status: 503 });
    gateway.sandbox.misbehave('paapi', { kind: 'outage', status: 500 });
    gateway.passTime(12 * hourMs);
    const stale = asProduct((await askProduct(gateway, wanted.asin)).product);
    expect(stale.provenance.cacheStatus).toBe('STALE');
    expect(apartMs(stale, live)).toBeLessThan(1_000);
    expect(stale.price).toEqual(live.price);
    expect(stale.quality).toMatchObject({ accuracy: 0.8, acceptable: true });
    expect(stale.quality.freshness).toBeCloseTo(0.5, 1);
  });

  test('is forgotten after a day', async () => {
    await using gateway = await aGateway({}, { sources: ['CREATORS_API'] });
    await askProduct(gateway, wanted.asin);
    gateway.sandbox.misbehave('creators', { kind: 'outage', status: 503 });
    gateway.passTime(24 * hourMs);
    const { product, errors } = await askProduct(gateway, wanted.asin);
    expect(product).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'SOURCES_UNAVAILABLE', asin: wanted.asin } }]);
  });

  test('is passed over by realTime, and still answers it when every source fails', async () => {
    await using gateway = await aGateway({}, { sources: ['CREATORS_API'] });
    await askProduct(gateway, wanted.asin);
    const again = await askProduct(gateway, wanted.asin, { realTime: true });
    expect(again.product?.provenance.cacheStatus).toBe('LIVE');
    expect(gateway.calls('creators')).toHaveLength(2);
    gateway.sandbox.misbehave('creators', { kind: 'outage', status: 503 });
    const copy = asProduct((await askProduct(gateway, wanted.asin, { realTime: true })).product);
    expect(copy.provenance.cacheStatus).toBe('FRESH');
    expect(trailOf(copy.provenance.attempts)).toEqual(['CREATORS_API FAILED SERVER']);
  });
});

describe('search', () => {
  test('finds the products of the marketplace, in its order, within the requested prices', async () => {
    await using gateway = await aGateway({}, associates);
    const searching = { query: 'guitar', first: 50, sort: 'PRICE_LOW_TO_HIGH', filter: { minPrice: '500.50' } };
    const found = await askSearch(gateway, searching);
    const expected = sandboxProducts('IN')
      .filter(({ title, price, state }) => /guitar/i.test(title) && state !== 'PARENT' && (price?.minor ?? 0) >= 50_050)
      .toSorted((a, b) => (a.price?.minor ?? 0) - (b.price?.minor ?? 0));
    expect(expected.length).toBeGreaterThan(3);
    expect(found.nodes.map(({ price }) => price?.amount)).toEqual(expected.map(({ price }) => price?.amount));
    expect(new Set(found.nodes.map(({ asin }) => asin))).toEqual(new Set(expected.map(({ asin }) => asin)));
    expect(found).toMatchObject({ totalCount: expected.length, source: 'CREATORS_API', cacheStatus: 'LIVE' });
    expect(found.pageInfo.hasNextPage).toBe(false);
    for (const node of found.nodes) {
      const product = expected.find(({ asin }) => asin === node.asin);
      expect(node).toMatchObject(product === undefined ? {} : associatesShow(product));
    }
  });

  test('goes on where its cursor stands, from whichever page that is', async () => {
    await using gateway = await aGateway({}, associates);
    const whole = await askSearch(gateway, { query: 'a', first: 33 });
    const parts = [];
    let after: string | null = null;
    for (const first of [7, 16, 10]) {
      const part: ShownSearch = await askSearch(gateway, { query: 'a', first, ...(after !== null && { after }) });
      parts.push(...part.nodes.map(({ asin }) => asin));
      after = part.pageInfo.endCursor;
    }
    expect(parts).toEqual(whole.nodes.map(({ asin }) => asin));
    expect(whole.edges.map(({ position }) => position)).toEqual(Array.from({ length: 33 }, (_, index) => index));
  });

  test('says honestly that nothing lies behind the hundredth hit', async () => {
    await using gateway = await aGateway({}, associates);
    const { endCursor } = (await askSearch(gateway, { query: 'a', first: 50 })).pageInfo;
    const second = await askSearch(gateway, { query: 'a', first: 50, after: endCursor });
    expect(second.totalCount).toBeGreaterThan(100);
    expect(second.nodes).toHaveLength(50);
    expect(second.pageInfo.hasNextPage).toBe(false);
  });

  test('without a hit is an empty page and no error', async () => {
    await using gateway = await aGateway({}, associates);
    const found = await askSearch(gateway, { query: 'nosuchthinganywhere' });
    expect(found).toMatchObject({ nodes: [], totalCount: 0, pageInfo: { hasNextPage: false, endCursor: null } });
  });
});

describe('everything the sandbox sells is answered exactly', () => {
  test.each(codes)('by PA-API in %s', async (code) => {
    await using gateway = await aGateway({}, { sources: ['PA_API'] });
    const products = sandboxProducts(code);
    const shown = await askAll(gateway, products);
    expect(shown).toHaveLength(products.length);
    for (const [index, product] of products.entries()) expect(shown[index]).toMatchObject(associatesShow(product));
    expect(new Set(shown.map(({ provenance }) => provenance.source))).toEqual(new Set(['PA_API']));
  });

  test.each([
    ['2.1', ['US']],
    ['2.2', ['IN', 'DE']],
    ['2.3', ['JP']],
    ['3.1', ['US']],
    ['3.2', ['IN', 'UK', 'DE', 'FR', 'ES', 'IT']],
    ['3.3', ['JP']],
  ] as const)('by the Creators API with a %s credential in %o', async (creatorsVersion, served) => {
    const [home] = served;
    const options = { sources: ['CREATORS_API'], sandbox: { creatorsVersion } } as const;
    await using gateway = await aGateway({ AMAZON_MARKETPLACE: home }, options);
    for (const code of served) {
      const products = sandboxProducts(code);
      const shown = await askAll(gateway, products);
      for (const [index, product] of products.entries()) expect(shown[index]).toMatchObject(associatesShow(product));
    }
  });

  test.each(codes)('by the page in %s', async (code) => {
    await using gateway = await aGateway({}, { sources: ['SCRAPING'] });
    const products = sandboxProducts(code).filter(({ state }) => state !== 'PARENT');
    const shown = await askAll(gateway, products);
    for (const [index, product] of products.entries()) expect(shown[index]).toMatchObject(pageShows(product));
  });
});
