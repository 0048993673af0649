import { describe, expect, test } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { aRunningGateway, onlySources } from '../support/a-gateway.ts';
import { hasRedis } from '../support/a-redis.ts';
import { startCluster } from '../support/a-redis-cluster.ts';
import { startSentinels } from '../support/a-redis-sentinel.ts';
import { askProduct } from './questions.ts';

const asins = sandboxProducts('IN').map(({ asin }) => asin);
const onlyCreators = onlySources(['CREATORS_API']);
const usedToday = '{ sourceAnalytics { sources { source quota { usedToday } } } }';

const topologies = [
  {
    name: 'Sentinel',
    start: async () => {
      const servers = await startSentinels();
      return { ...servers, killMaster: async () => await servers.master.kill() };
    },
  },
  {
    name: 'Redis Cluster',
    start: async () => {
      const servers = await startCluster({ withReplica: true });
      return { ...servers, killMaster: async () => await servers.masters[0]?.kill() };
    },
  },
] as const;

describe.runIf(hasRedis()).each(topologies)('two gateways over $name', ({ start }) => {
  test('share calls, tokens and cache, answer while a master is replaced, and lose no count of the day', async () => {
    await using servers = await start();
    await using sandbox = await startSandbox({ requestsPerSecond: 1_000 });
    const environment = {
      ...sandbox.environment,
      ...onlyCreators,
      CACHE_URL: servers.url,
      // The forty questions arrive well within two calls.
      MAX_REQUESTS_PER_SECOND: '5',
    };
    await using one = await aRunningGateway(environment);
    await using other = await aRunningGateway(environment);
    const readinessOf = async ({ url }: { readonly url: string }) => await (await fetch(`${url}/ready`)).json();
    const readiness = async () => await readinessOf(one);
    const lookups = () => sandbox.calls.filter(({ operation }) => operation === 'getItems').length;
    // One that is not connected yet would fetch a token of its own.
    for (const gateway of [one, other]) {
      await expect.poll(() => readinessOf(gateway)).toEqual({ status: 'ready', degraded: [] });
    }

    const twenty = asins.slice(0, 20);
    const answers = await Promise.all(twenty.flatMap((asin) => [askProduct(one, asin), askProduct(other, asin)]));
    expect(answers.filter(({ product }) => product === null)).toEqual([]);
    expect(lookups()).toBeLessThanOrEqual(4);
    expect(sandbox.calls.filter(({ api }) => api === 'creators-token')).toHaveLength(1);

    await servers.killMaster();
    await expect.poll(readiness, { timeout: 10_000 }).toMatchObject({
      degraded: [expect.stringMatching(/^Redis: not connected \(.+\); cached entries, .+ are not shared$/)],
    });
    const [fresh = '', unknown = ''] = [asins[0], asins[30]];
    expect((await askProduct(one, fresh)).product?.provenance.cacheStatus).toBe('FRESH');
    expect((await askProduct(one, unknown)).product?.asin).toBe(unknown);
    await expect.poll(readiness, { timeout: 20_000 }).toEqual({ status: 'ready', degraded: [] });
    const quota = [{ source: 'CREATORS_API', quota: { usedToday: lookups() } }];
    for (const gateway of [one, other]) {
      await expect
        .poll(async () => (await gateway.ask(usedToday)).data, { timeout: 10_000 })
        .toMatchObject({ sourceAnalytics: { sources: expect.arrayContaining(quota) } });
    }
  }, 60_000);
});
