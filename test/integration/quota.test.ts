import { describe, expect, test } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { aGateway } from '../support/a-gateway.ts';
import { asProduct, askAnalytics, askProduct, askProducts, askSearch, trailOf } from './questions.ts';

const asins = sandboxProducts('IN')
  .filter(({ state }) => state === 'IN_STOCK')
  .map(({ asin }) => asin);
const hourMs = 3_600_000;

test('a day whose calls would run out is paced, and sourceAnalytics and the metrics say so', async () => {
  await using gateway = await aGateway(
    { MAX_DAILY_REQUESTS: '200', QUOTA_PACING: 'auto' },
    { sources: ['CREATORS_API'] },
  );
  const query = '{ sourceAnalytics { sources { source quota { pacing projectedToday } } } }';
  const quota = async () => (await gateway.ask(query)).data;
  expect(await quota()).toMatchObject({
    sourceAnalytics: {
      sources: expect.arrayContaining([{ source: 'CREATORS_API', quota: { pacing: 'READY', projectedToday: 0 } }]),
    },
  });
  for (const asin of asins.slice(0, 10)) await askProduct(gateway, asin);
  expect(gateway.calls('creators')).toHaveLength(10);
  // It is noon: ten calls in a quarter of an hour are 480 until midnight.
  const paced = { pacing: 'ACTIVE', projectedToday: expect.closeTo(490, -1) };
  expect(await quota()).toMatchObject({
    sourceAnalytics: { sources: expect.arrayContaining([{ source: 'CREATORS_API', quota: paced }]) },
  });
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  expect(metrics).toContain('asin_gateway_account_paced{source="CREATORS_API",account="default"} 1');
  expect(metrics).toMatch(/asin_gateway_account_quota_projected\{source="CREATORS_API",account="default"\} 49\d/);
});

describe('a day of two calls', () => {
  const twoCalls = { MAX_DAILY_REQUESTS: '2' };
  const onlyAssociates = { sources: ['CREATORS_API', 'PA_API'] } as const;

  test('is reported when it is spent, with the time until the next one', async () => {
    await using gateway = await aGateway(twoCalls, onlyAssociates);
    await askProducts(gateway, asins.slice(0, 20));
    const { product, errors } = await askProduct(gateway, asins[20] ?? '');
    expect(product).toBeNull();
    const extensions = errors[0]?.extensions;
    expect(extensions).toMatchObject({
      code: 'QUOTA_EXHAUSTED',
      retryable: true,
      attempts: [
        { source: 'CREATORS_API', outcome: 'SKIPPED', code: 'DAY_QUOTA' },
        { source: 'PA_API', outcome: 'SKIPPED', code: 'DAY_QUOTA' },
      ],
    });
    // It is a little past noon, UTC.
    expect(extensions?.['retryAfterMs']).toBeGreaterThan(11.9 * hourMs);
    expect(extensions?.['retryAfterMs']).toBeLessThan(12 * hourMs + 1000);
    expect(gateway.calls('creators')).toHaveLength(2);
    expect(gateway.calls('paapi')).toHaveLength(0);
    await expect(askSearch(gateway, { query: 'earbuds' })).rejects.toThrow('QUOTA_EXHAUSTED');
  });

  test('still answers from the cache and from other sources when it is spent', async () => {
    await using gateway = await aGateway(twoCalls, { sources: ['CREATORS_API', 'SCRAPING'] });
    await askProducts(gateway, asins.slice(0, 20));
    const remembered = await askProducts(gateway, asins.slice(0, 20));
    expect(new Set(remembered.map((result) => asProduct(result).provenance.cacheStatus))).toEqual(new Set(['FRESH']));
    gateway.passTime(2 * hourMs);
    gateway.sandbox.misbehave('storefront', { kind: 'robot-check' });
    expect(asProduct((await askProduct(gateway, asins[0] ?? '')).product).provenance.cacheStatus).toBe('STALE');
    gateway.sandbox.misbehave('storefront', undefined);
    gateway.passTime(6_000);
    const other = asProduct((await askProduct(gateway, asins[20] ?? '')).product);
    expect(trailOf(other.provenance.attempts)).toEqual(['CREATORS_API SKIPPED DAY_QUOTA', 'SCRAPING FOUND']);
  });

  test('is shown in sourceAnalytics, shared by both associates APIs, and restarts at midnight', async () => {
    await using gateway = await aGateway(twoCalls, onlyAssociates);
    await askProducts(gateway, asins.slice(0, 5));
    const quota = { perDay: 2, usedToday: 1, remainingToday: 1, resetsAt: '2026-06-16T00:00:00.000Z' };
    const analytics = await askAnalytics(gateway);
    expect(analytics.of('CREATORS_API').quota).toEqual(quota);
    expect(analytics.of('PA_API').quota).toEqual(quota);
    await askProducts(gateway, asins.slice(5, 20));
    expect((await askAnalytics(gateway)).of('PA_API').quota).toEqual({ ...quota, usedToday: 2, remainingToday: 0 });
    gateway.passTime(12 * hourMs);
    expect((await askAnalytics(gateway)).of('PA_API').quota).toMatchObject({ usedToday: 0, remainingToday: 2 });
    expect((await askProduct(gateway, asins[20] ?? '')).product?.provenance.cacheStatus).toBe('LIVE');
  });

  test('is not charged for a call that was not sent', async () => {
    await using gateway = await aGateway(
      { ...twoCalls, AMAZON_CREATORS_ENDPOINT: 'http://127.0.0.1:1' },
      onlyAssociates,
    );
    const product = asProduct((await askProduct(gateway, asins[0] ?? '')).product);
    expect(trailOf(product.provenance.attempts)).toEqual(['CREATORS_API FAILED NETWORK', 'PA_API FOUND']);
    expect((await askAnalytics(gateway)).of('PA_API').quota).toMatchObject({ usedToday: 1 });
  });
});
