import { describe, expect, test } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import type { SandboxApi, SandboxFault } from '../../src/sandbox/fault.ts';
import { aGateway, type TestGateway, type SourceName } from '../support/a-gateway.ts';
import { asProduct, askProduct, askProducts, askSearch, trailOf } from './questions.ts';

/** In the order of the chain. */
const sources: readonly SourceName[] = ['CREATORS_API', 'PA_API', 'SP_API', 'SCRAPING'];
const apiOf: Readonly<Record<SourceName, SandboxApi>> = {
  CREATORS_API: 'creators',
  PA_API: 'paapi',
  SP_API: 'spapi',
  SCRAPING: 'storefront',
};
const searchIn: Readonly<Record<SourceName, string>> = {
  CREATORS_API: 'searchItems',
  PA_API: 'SearchItems',
  SP_API: 'searchCatalogItems',
  SCRAPING: 'search page',
};

const outage: SandboxFault = { kind: 'outage', status: 503 };
const inStock = sandboxProducts('IN').filter(({ state, rating }) => state === 'IN_STOCK' && rating !== undefined);
const wanted = inStock.find(({ ratingInApis }) => ratingInApis);
if (wanted === undefined) throw new Error('the sandbox has nothing in stock');

function stop(gateway: TestGateway, fault: SandboxFault, names: readonly SourceName[]): void {
  for (const name of names) gateway.sandbox.misbehave(apiOf[name], fault);
}

function others(source: SourceName): readonly SourceName[] {
  return sources.filter((name) => name !== source);
}

describe.each(sources)('%s, when every other source fails,', (source) => {
  const faults: readonly (readonly [SandboxFault, string])[] = [
    [outage, 'SERVER'],
    [{ kind: 'credentials' }, 'CREDENTIALS'],
    [{ kind: 'throttle' }, 'THROTTLED'],
    [{ kind: 'reset' }, 'NETWORK'],
    [{ kind: 'robot-check' }, 'MALFORMED'],
  ];

  test.each(faults)('answers product, and the attempts name the others in their order (%o)', async (fault, code) => {
    await using gateway = await aGateway();
    stop(gateway, fault, others(source));
    const product = asProduct((await askProduct(gateway, wanted.asin)).product);
    expect(product).toMatchObject({ title: wanted.title, provenance: { source, cacheStatus: 'LIVE' } });
    expect(product.price).toMatchObject({ amount: wanted.price?.amount, currency: 'INR' });
    const before = sources.slice(0, sources.indexOf(source));
    expect(trailOf(product.provenance.attempts)).toEqual([
      ...before.map((name) => `${name} FAILED ${code}`),
      `${source} FOUND`,
    ]);
  });

  test('answers products, each with its own price', async () => {
    await using gateway = await aGateway();
    stop(gateway, { kind: 'credentials' }, others(source));
    const part = inStock.slice(0, 12);
    const results = await askProducts(
      gateway,
      part.map(({ asin }) => asin),
    );
    const shown = results.map(asProduct).map(({ asin, price, provenance }) => [asin, price?.amount, provenance.source]);
    expect(shown).toEqual(part.map(({ asin, price }) => [asin, price?.amount, source]));
  });

  test('answers search', async () => {
    await using gateway = await aGateway();
    stop(gateway, outage, others(source));
    const found = await askSearch(gateway, { query: 'earbuds', first: 5 });
    expect(found).toMatchObject({ source, cacheStatus: 'LIVE' });
    expect(found.nodes).toHaveLength(5);
    for (const node of found.nodes) expect(node.title).toMatch(/earbuds/i);
    expect(gateway.calls(apiOf[source]).map(({ operation }) => operation)).toContain(searchIn[source]);
  });
});

describe('the chain', () => {
  test('goes one source further with each that is stopped, and comes back when it recovers', async () => {
    await using gateway = await aGateway();
    const told: string[] = [];
    for (const [index] of sources.entries()) {
      const { product } = await askProduct(gateway, inStock[index]?.asin ?? '');
      told.push(asProduct(product).provenance.source);
      stop(gateway, { kind: 'credentials' }, sources.slice(0, index + 1));
    }
    expect(told).toEqual(sources);
    for (const name of sources) gateway.sandbox.misbehave(apiOf[name], undefined);
    gateway.passTime(61_000);
    const { product } = await askProduct(gateway, inStock[5]?.asin ?? '');
    expect(product?.provenance.source).toBe('CREATORS_API');
  });

  test('with no source left names every attempt, and states that a retry may help', async () => {
    await using gateway = await aGateway();
    stop(gateway, outage, sources);
    const { product, errors } = await askProduct(gateway, wanted.asin);
    expect(product).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors[0]?.extensions).toMatchObject({
      code: 'SOURCES_UNAVAILABLE',
      asin: wanted.asin,
      marketplace: 'IN',
      retryable: true,
      attempts: sources.map((source) => ({ source, outcome: 'FAILED', code: 'SERVER' })),
    });
    const [result] = await askProducts(gateway, [wanted.asin]);
    expect(result).toMatchObject({ kind: 'ProductUnavailable', code: 'SOURCES_UNAVAILABLE', retryable: true });
  });

  test('does not let a source that hangs take the time of the others', async () => {
    await using gateway = await aGateway({ REQUEST_DEADLINE_MS: '4000' });
    stop(gateway, { kind: 'hang' }, ['CREATORS_API']);
    const product = asProduct((await askProduct(gateway, wanted.asin)).product);
    expect(trailOf(product.provenance.attempts)).toEqual(['CREATORS_API FAILED TIMEOUT', 'PA_API FOUND']);
  });

  test('a token endpoint that fails is a failure of its source alone', async () => {
    await using gateway = await aGateway();
    gateway.sandbox.misbehave('creators-token', { kind: 'credentials' });
    gateway.sandbox.misbehave('lwa', { kind: 'credentials' });
    stop(gateway, outage, ['PA_API']);
    const product = asProduct((await askProduct(gateway, wanted.asin)).product);
    expect(trailOf(product.provenance.attempts)).toEqual([
      'CREATORS_API FAILED CREDENTIALS',
      'PA_API FAILED SERVER',
      'SP_API FAILED CREDENTIALS',
      'SCRAPING FOUND',
    ]);
    expect(gateway.calls('creators')).toEqual([]);
  });

  test('reads pages first when API_FIRST_MODE is false', async () => {
    await using gateway = await aGateway({ API_FIRST_MODE: 'false' });
    const product = asProduct((await askProduct(gateway, wanted.asin)).product);
    expect(trailOf(product.provenance.attempts)).toEqual(['SCRAPING FOUND']);
    const { fetchedAt, expiresAt } = product.provenance;
    expect(Date.parse(expiresAt) - Date.parse(fetchedAt)).toBe(1_800_000);
    stop(gateway, { kind: 'robot-check' }, ['SCRAPING']);
    const next = asProduct((await askProduct(gateway, inStock[1]?.asin ?? '')).product);
    expect(trailOf(next.provenance.attempts)).toEqual(['SCRAPING FAILED BLOCKED', 'CREATORS_API FOUND']);
  });

  test('reads no page when SCRAPING_FALLBACK_ENABLED is false', async () => {
    await using gateway = await aGateway({ SCRAPING_FALLBACK_ENABLED: 'false' });
    stop(gateway, outage, ['CREATORS_API', 'PA_API', 'SP_API']);
    const { errors } = await askProduct(gateway, wanted.asin);
    expect(errors[0]?.extensions['attempts']).toHaveLength(3);
    expect(gateway.calls('storefront')).toEqual([]);
  });

  test('a rating missing from an accepted answer stays null and no page is read for it', async () => {
    await using gateway = await aGateway();
    const unrated = inStock.find(({ ratingInApis }) => !ratingInApis);
    const product = asProduct((await askProduct(gateway, unrated?.asin ?? '')).product);
    expect(product).toMatchObject({ rating: null, reviewCount: null, quality: { completeness: 0.75, overall: 0.88 } });
    expect(gateway.calls('storefront')).toEqual([]);
  });

  test('a parent’s page, which shows a child, answers for the parent without the price of the child', async () => {
    await using gateway = await aGateway({}, { sources: ['SCRAPING'] });
    const parent = sandboxProducts('IN').find(({ state }) => state === 'PARENT');
    const product = asProduct((await askProduct(gateway, parent?.asin ?? '')).product);
    expect(product).toMatchObject({ asin: parent?.asin, price: null, availability: 'UNKNOWN' });
    const again = asProduct((await askProduct(gateway, parent?.asin ?? '')).product);
    expect(again.provenance.cacheStatus).toBe('FRESH');
  });
});

describe('"it does not exist"', () => {
  const nowhere = 'B000000000';

  test('is the answer when every source says so, and is cached', async () => {
    await using gateway = await aGateway();
    const [result] = await askProducts(gateway, [nowhere]);
    expect(result).toMatchObject({ kind: 'ProductNotFound', asin: nowhere });
    expect(trailOf(result?.kind === 'ProductNotFound' ? result.attempts : [])).toEqual(
      sources.map((source) => `${source} MISSING`),
    );
    const calls = gateway.sandbox.calls.length;
    await askProduct(gateway, nowhere);
    expect(gateway.sandbox.calls).toHaveLength(calls);
  });

  test('is the answer when those that answered say so, and is then not cached', async () => {
    await using gateway = await aGateway();
    stop(gateway, outage, ['CREATORS_API', 'SCRAPING']);
    const [result] = await askProducts(gateway, [nowhere]);
    expect(result).toMatchObject({ kind: 'ProductNotFound' });
    const asked = gateway.calls('paapi').length;
    await askProduct(gateway, nowhere);
    expect(gateway.calls('paapi').length).toBeGreaterThan(asked);
  });

  test.each([
    ['a robot check', { kind: 'robot-check' }, 'BLOCKED'],
    ['a sign-in wall', { kind: 'credentials' }, 'BLOCKED'],
    ['the dogs of a busy store', outage, 'SERVER'],
  ] as const)('is never said on %s', async (_, fault, code) => {
    await using gateway = await aGateway();
    stop(gateway, outage, ['CREATORS_API', 'PA_API', 'SP_API']);
    stop(gateway, fault, ['SCRAPING']);
    const [result] = await askProducts(gateway, [nowhere]);
    expect(result).toMatchObject({ kind: 'ProductUnavailable', code: 'SOURCES_UNAVAILABLE' });
    expect(result?.kind === 'ProductUnavailable' && trailOf(result.attempts).at(-1)).toBe(`SCRAPING FAILED ${code}`);
  });
});
