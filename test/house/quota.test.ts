import { describe, expect, test } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { aHouse } from './a-house.ts';
import { asProduct, askAnalytics, askProduct, askProducts, askSearch, trailOf } from './questions.ts';

const asins = sandboxProducts('IN')
  .filter(({ state }) => state === 'IN_STOCK')
  .map(({ asin }) => asin);
const hourMs = 3_600_000;

describe('a day of two calls', () => {
  const twoCalls = { MAX_DAILY_REQUESTS: '2' };
  const onlyAssociates = { sources: ['CREATORS_API', 'PA_API'] } as const;

  test('when spent is said so, with the time until the next one', async () => {
    await using house = await aHouse(twoCalls, onlyAssociates);
    await askProducts(house, asins.slice(0, 20));
    const { product, errors } = await askProduct(house, asins[20] ?? '');
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
    expect(house.calls('creators')).toHaveLength(2);
    expect(house.calls('paapi')).toHaveLength(0);
    await expect(askSearch(house, { query: 'earbuds' })).rejects.toThrow('QUOTA_EXHAUSTED');
  });

  test('when spent still answers what is remembered, and what other sources know', async () => {
    await using house = await aHouse(twoCalls, { sources: ['CREATORS_API', 'SCRAPING'] });
    await askProducts(house, asins.slice(0, 20));
    const remembered = await askProducts(house, asins.slice(0, 20));
    expect(new Set(remembered.map((result) => asProduct(result).provenance.cacheStatus))).toEqual(new Set(['FRESH']));
    house.passTime(2 * hourMs);
    house.sandbox.misbehave('storefront', { kind: 'robot-check' });
    expect(asProduct((await askProduct(house, asins[0] ?? '')).product).provenance.cacheStatus).toBe('STALE');
    house.sandbox.misbehave('storefront', undefined);
    house.passTime(6_000);
    const other = asProduct((await askProduct(house, asins[20] ?? '')).product);
    expect(trailOf(other.provenance.attempts)).toEqual(['CREATORS_API SKIPPED DAY_QUOTA', 'SCRAPING FOUND']);
  });

  test('is shown in sourceAnalytics, shared by both associates APIs, and begins anew at midnight', async () => {
    await using house = await aHouse(twoCalls, onlyAssociates);
    await askProducts(house, asins.slice(0, 5));
    const quota = { perDay: 2, usedToday: 1, remainingToday: 1, resetsAt: '2026-06-16T00:00:00.000Z' };
    const analytics = await askAnalytics(house);
    expect(analytics.of('CREATORS_API').quota).toEqual(quota);
    expect(analytics.of('PA_API').quota).toEqual(quota);
    await askProducts(house, asins.slice(5, 20));
    expect((await askAnalytics(house)).of('PA_API').quota).toEqual({ ...quota, usedToday: 2, remainingToday: 0 });
    house.passTime(12 * hourMs);
    expect((await askAnalytics(house)).of('PA_API').quota).toMatchObject({ usedToday: 0, remainingToday: 2 });
    expect((await askProduct(house, asins[20] ?? '')).product?.provenance.cacheStatus).toBe('LIVE');
  });

  test('is not charged for a call that never left', async () => {
    await using house = await aHouse({ ...twoCalls, AMAZON_CREATORS_ENDPOINT: 'http://127.0.0.1:1' }, onlyAssociates);
    const product = asProduct((await askProduct(house, asins[0] ?? '')).product);
    expect(trailOf(product.provenance.attempts)).toEqual(['CREATORS_API FAILED NETWORK', 'PA_API FOUND']);
    expect((await askAnalytics(house)).of('PA_API').quota).toMatchObject({ usedToday: 1 });
  });
});
