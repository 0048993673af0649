import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { hasRedis, startRedis } from '../support/a-redis.ts';
import { aRunningGateway, type Asked } from '../support/a-gateway.ts';
import { askAnalytics, askProduct } from './questions.ts';

const asins = sandboxProducts('IN')
  .map(({ asin }) => asin)
  .slice(0, 5);

/** A gateway that asks this sandbox and no pages. */
async function aTenant(sandbox: Sandbox, cacheUrl: string): Promise<Asked> {
  return await aRunningGateway({
    ...sandbox.environment,
    CACHE_URL: cacheUrl,
    SCRAPING_FALLBACK_ENABLED: 'false',
    MAX_REQUESTS_PER_SECOND: '100',
  });
}

const statusesOf = async (gateway: Asked) =>
  await Promise.all(asins.map(async (asin) => (await askProduct(gateway, asin)).product?.provenance.cacheStatus));

async function usedBy(gateway: Asked): Promise<unknown> {
  return (await askAnalytics(gateway)).of('CREATORS_API').quota;
}

/** Calls that this sandbox saw. */
const seenBy = (sandbox: Sandbox) => sandbox.calls.filter(({ operation }) => operation === 'getItems').length;

async function fleetOf(gateway: Asked): Promise<unknown> {
  return (await gateway.ask('{ sourceAnalytics { fleet { instances } } }')).data?.['sourceAnalytics'];
}

const live = asins.map(() => 'LIVE');

describe.runIf(hasRedis())('two gateways that ask different Amazons, on one Redis', () => {
  test('see nothing of each other: answers, flights, totals, permits, day counts and tokens', async () => {
    await using redis = await startRedis();
    await using here = await startSandbox({ requestsPerSecond: 1_000 });
    await using there = await startSandbox({ requestsPerSecond: 1_000 });
    await using one = await aTenant(here, redis.url);
    await using other = await aTenant(there, redis.url);
    // At the same time, so that a shared flight would be seen.
    expect(await Promise.all([statusesOf(one), statusesOf(other)])).toEqual([live, live]);
    const tokens = (sandbox: Sandbox) => sandbox.calls.filter(({ api }) => api === 'creators-token').length;
    expect([tokens(here), tokens(there)]).toEqual([1, 1]);
    for (const [gateway, sandbox] of [
      [one, here],
      [other, there],
    ] as const) {
      expect(await usedBy(gateway)).toMatchObject({ usedToday: seenBy(sandbox) });
      await expect.poll(() => fleetOf(gateway), { timeout: 10_000 }).toMatchObject({ fleet: { instances: 1 } });
    }
  }, 25_000);

  test('a third one, configured like the first, shares everything with the first', async () => {
    await using redis = await startRedis();
    await using here = await startSandbox({ requestsPerSecond: 1_000 });
    await using one = await aTenant(here, redis.url);
    expect(await statusesOf(one)).toEqual(live);
    await using third = await aTenant(here, redis.url);
    expect(new Set(await statusesOf(third))).toEqual(new Set(['FRESH']));
    await expect.poll(() => fleetOf(third), { timeout: 10_000 }).toMatchObject({ fleet: { instances: 2 } });
  }, 15_000);
});

describe('two gateways that ask different Amazons, over one file', () => {
  test('see nothing of each other: answers and day counts', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'asin-gateway-tenants-'));
    const url = `sqlite:${join(folder, 'cache.db')}`;
    await using here = await startSandbox({ requestsPerSecond: 1_000 });
    await using there = await startSandbox({ requestsPerSecond: 1_000 });
    {
      await using one = await aTenant(here, url);
      expect(await statusesOf(one)).toEqual(live);
    }
    await using other = await aTenant(there, url);
    expect(await statusesOf(other)).toEqual(live);
    expect(await usedBy(other)).toMatchObject({ usedToday: seenBy(there) });
    await rm(folder, { recursive: true });
  });
});
