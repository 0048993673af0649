import { describe, expect, test } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import type { SandboxApi } from '../../src/sandbox/fault.ts';
import { aGateway, type TestGateway } from '../support/a-gateway.ts';
import { askAnalytics, askProduct, askProducts, askSearch } from './questions.ts';

const asins = sandboxProducts('IN')
  .filter(({ state }) => state === 'IN_STOCK')
  .map(({ asin }) => asin);

/** What the sandbox saw of an interface, in the words of the report. */
function seen(gateway: TestGateway, api: SandboxApi) {
  const calls = gateway.calls(api);
  const lookups = calls.filter(({ query }) => query === undefined);
  const items = lookups.reduce((sum, call) => sum + (call.asins?.length ?? 0), 0);
  return {
    totalRequests: calls.length,
    // The Creators API's 404 is its answer that none of the ids is known.
    successes: calls.filter(({ status }) => status === 200 || status === 404).length,
    itemsPerCall: lookups.length === 0 ? null : Number((items / lookups.length).toFixed(1)),
  };
}

describe('sourceAnalytics', () => {
  test('counts the calls that Amazon received', async () => {
    await using gateway = await aGateway();
    await askProducts(gateway, asins.slice(0, 25));
    await askSearch(gateway, { query: 'a', first: 30 });
    await askProducts(gateway, asins.slice(30, 47), { marketplace: 'UK' });
    gateway.sandbox.misbehave('creators', { kind: 'outage', status: 503 });
    await askProducts(gateway, asins.slice(60, 72));
    gateway.sandbox.misbehave('paapi', { kind: 'throttle' });
    gateway.sandbox.misbehave('spapi', { kind: 'credentials' });
    await askProducts(gateway, asins.slice(80, 84));

    const analytics = await askAnalytics(gateway);
    expect(analytics.of('CREATORS_API')).toMatchObject(seen(gateway, 'creators'));
    expect(analytics.of('PA_API')).toMatchObject(seen(gateway, 'paapi'));
    expect(analytics.of('SCRAPING')).toMatchObject(seen(gateway, 'storefront'));
    const charged = gateway.calls('creators').length + gateway.calls('paapi').length;
    expect(analytics.of('PA_API').quota).toMatchObject({ usedToday: charged, remainingToday: 8640 - charged });
    expect(analytics.of('CREATORS_API').lastError?.code).toBe('SERVER');
    expect(analytics.of('SP_API')).toMatchObject({ circuit: 'OPEN', lastError: { code: 'CREDENTIALS' } });
  });

  test('counts every call of SP-API, including those for prices', async () => {
    await using gateway = await aGateway({}, { sources: ['SP_API'] });
    await askProducts(gateway, asins.slice(0, 20));
    const report = (await askAnalytics(gateway)).of('SP_API');
    expect(report).toMatchObject({ totalRequests: 3, successes: 3, itemsPerCall: 20 });
  });

  test('counts cache lookups and calls no source itself', async () => {
    await using gateway = await aGateway();
    await askProduct(gateway, asins[0] ?? '');
    await askProducts(gateway, asins.slice(0, 3));
    const calls = gateway.sandbox.calls.length;
    const { cache, sources } = await askAnalytics(gateway);
    expect(cache).toEqual({ size: 3, hits: 1, misses: 3 });
    expect(sources.map(({ source, enabled }) => [source, enabled])).toEqual([
      ['CREATORS_API', true],
      ['PA_API', true],
      ['SP_API', true],
      ['SCRAPING', true],
    ]);
    expect(gateway.sandbox.calls).toHaveLength(calls);
  });
});
