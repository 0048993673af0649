import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { hasRedis, startRedis } from '../support/a-redis.ts';
import { aRunningGateway, onlySources } from '../support/a-gateway.ts';
import { askProduct } from './questions.ts';

const asins = sandboxProducts('IN').map(({ asin }) => asin);
const onlyCreators = onlySources(['CREATORS_API']);

const lookups = (sandbox: Sandbox) => sandbox.calls.filter(({ operation }) => operation === 'getItems');
const tokenCalls = (sandbox: Sandbox) => sandbox.calls.filter(({ api }) => api === 'creators-token');

describe.runIf(hasRedis())('two gateways on one Redis', () => {
  test('share rate, lookups, token and cache: 100 products requested of both take at most 13 calls, within a deadline of 15 seconds', async () => {
    await using redis = await startRedis();
    await using sandbox = await startSandbox();
    const environment = {
      ...sandbox.environment,
      ...onlyCreators,
      CACHE_URL: redis.url,
      MAX_REQUESTS_PER_SECOND: '1',
      REQUEST_DEADLINE_MS: '15000',
    };
    await using one = await aRunningGateway(environment);
    await using other = await aRunningGateway(environment);
    const hundred = asins.slice(0, 100);
    const answers = await Promise.all([
      ...hundred.map((asin) => askProduct(one, asin)),
      ...hundred.toReversed().map((asin) => askProduct(other, asin)),
    ]);
    expect(answers.filter(({ product }) => product === null)).toEqual([]);
    expect(lookups(sandbox).length).toBeLessThanOrEqual(13);
    expect(sandbox.calls.filter(({ status }) => status === 429)).toEqual([]);
    expect(tokenCalls(sandbox)).toHaveLength(1);

    const before = sandbox.calls.length;
    const again = await Promise.all(hundred.flatMap((asin) => [askProduct(one, asin), askProduct(other, asin)]));
    expect(new Set(again.map(({ product }) => product?.provenance.cacheStatus))).toEqual(new Set(['FRESH']));
    expect(sandbox.calls.length).toBe(before);
    const fleet = '{ sourceAnalytics { fleet { instances sources { source totalRequests } } } }';
    await expect
      .poll(async () => (await one.ask(fleet)).data, { timeout: 15_000 })
      .toMatchObject({
        sourceAnalytics: {
          fleet: {
            instances: 2,
            sources: expect.arrayContaining([{ source: 'CREATORS_API', totalRequests: lookups(sandbox).length }]),
          },
        },
      });
  }, 45_000);

  test('an operation is answered while Redis is frozen, and readiness names what is lost', async () => {
    await using redis = await startRedis();
    await using sandbox = await startSandbox({ requestsPerSecond: 1_000 });
    await using gateway = await aRunningGateway({ ...sandbox.environment, ...onlyCreators, CACHE_URL: redis.url });
    const [asin = '', another = ''] = asins;
    expect((await askProduct(gateway, asin)).product?.asin).toBe(asin);
    redis.freeze();
    expect((await askProduct(gateway, asin)).product?.provenance.cacheStatus).toBe('FRESH');
    expect((await askProduct(gateway, another)).product?.asin).toBe(another);
    const readiness = async () => await (await fetch(`${gateway.url}/ready`)).json();
    await expect.poll(readiness, { timeout: 15_000 }).toMatchObject({
      status: 'ready',
      degraded: [
        expect.stringMatching(
          /^Redis: not connected \(.+\); cached entries, permits, tokens and lookups are not shared$/,
        ),
      ],
    });
    redis.thaw();
    await expect.poll(readiness, { timeout: 15_000 }).toEqual({ status: 'ready', degraded: [] });
  }, 30_000);
});

describe('a gateway with a cache file', () => {
  test('keeps its cache and the day’s count over a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'asin-gateway-'));
    await using sandbox = await startSandbox({ requestsPerSecond: 1_000 });
    const path = join(folder, 'deep', 'cache.db');
    const environment = { ...sandbox.environment, ...onlyCreators, CACHE_URL: `sqlite:${path}` };
    const [asin = ''] = asins;
    const quota = '{ sourceAnalytics { sources { quota { usedToday } } } }';
    const used = { sourceAnalytics: { sources: expect.arrayContaining([{ quota: { usedToday: 1 } }]) } };
    {
      await using gateway = await aRunningGateway(environment);
      expect((await askProduct(gateway, asin)).product?.provenance.cacheStatus).toBe('LIVE');
      expect((await gateway.ask(quota)).data).toMatchObject(used);
    }
    const before = sandbox.calls.length;
    await using gateway = await aRunningGateway(environment);
    expect((await askProduct(gateway, asin)).product?.provenance.cacheStatus).toBe('FRESH');
    expect((await gateway.ask(quota)).data).toMatchObject(used);
    expect(sandbox.calls.length).toBe(before);
    await rm(folder, { recursive: true });
  });
});
