import { afterEach, describe, expect, test, vi } from 'vitest';
import { createAnalytics } from '../../src/analytics/analytics.ts';
import { createFleet, fleetCountsOf, type Fleet, type InstanceStats } from '../../src/analytics/fleet.ts';
import type { FleetCounts } from '../../src/analytics/snapshot.ts';
import { systemClock } from '../../src/clock.ts';
import { createInstanceStats } from '../../src/coordination/instance-stats.ts';
import { openRedis } from '../../src/coordination/redis.ts';
import { hasRedis, startRedis } from '../support/a-redis.ts';

let stack = new AsyncDisposableStack();
afterEach(async () => {
  vi.useRealTimers();
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});

function countsOf(totalRequests: number, successes: number, hits = 0): FleetCounts {
  const sources = [
    { source: 'CREATORS_API', totalRequests, successes },
    { source: 'SCRAPING', totalRequests: 0, successes: 0 },
  ] as const;
  return { sources, cache: { hits, staleHits: 0, misses: 1 } };
}

/** Statistics of other instances, which have published `published`. */
function statsOf(published: readonly string[]) {
  return {
    publish: vi.fn<InstanceStats['publish']>(async () => published),
    remove: vi.fn<InstanceStats['remove']>(async () => undefined),
  };
}

const settled = async () => await vi.advanceTimersByTimeAsync(0);

describe('the totals of all instances', () => {
  test('are unknown until the first exchange, then the sum of the last counts of the others and the current own ones', async () => {
    vi.useFakeTimers();
    let own = countsOf(1, 1);
    const others = [
      countsOf(10, 8, 3),
      { ...countsOf(0, 0), sources: [{ source: 'SCRAPING', totalRequests: 2, successes: 1 }] },
    ];
    const fleet = stack.use(
      createFleet({ instanceStats: statsOf(others.map((of) => JSON.stringify(of))), counts: () => own }),
    );
    expect(fleet.totals()).toBeUndefined();
    await settled();
    own = countsOf(5, 4);
    expect(fleet.totals()).toEqual({
      instances: 3,
      sources: [
        { source: 'CREATORS_API', totalRequests: 15, successes: 12 },
        { source: 'SCRAPING', totalRequests: 2, successes: 1 },
      ],
      cache: { hits: 3, staleHits: 0, misses: 3 },
    });
  });

  test('are exchanged every five seconds', async () => {
    vi.useFakeTimers();
    const instanceStats = statsOf([]);
    stack.use(createFleet({ instanceStats, counts: () => countsOf(0, 0) }));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(instanceStats.publish).toHaveBeenCalledTimes(5);
  });

  test('ignore unreadable counts, and are unknown while the exchange fails', async () => {
    vi.useFakeTimers();
    const instanceStats = statsOf(['no JSON', '{"sources":7}', JSON.stringify(countsOf(1, 1))]);
    const fleet = stack.use(createFleet({ instanceStats, counts: () => countsOf(0, 0) }));
    await settled();
    expect(fleet.totals()?.instances).toBe(2);
    instanceStats.publish.mockRejectedValueOnce(new Error('down'));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(fleet.totals()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(fleet.totals()?.instances).toBe(2);
  });

  test('use the counts of the statistics', () => {
    const analytics = createAnalytics({
      sources: [
        { id: 'CREATORS_API', label: 'Creators API', role: 'associates', enabled: true, settings: 'AMAZON_CREATORS_…' },
      ],
      quota: () => undefined,
      cacheSize: () => 0,
      lowSuccessRate: 0.8,
      tracking: true,
      clock: systemClock,
    });
    const call = { type: 'call', source: 'CREATORS_API', marketplace: 'IN', operation: 'lookup' } as const;
    analytics.listen({ ...call, outcome: 'ANSWERED', durationMs: 5, items: 10, slots: 10 });
    analytics.listen({ ...call, outcome: 'SERVER', durationMs: 5, items: 10, slots: 10 });
    analytics.listen({ type: 'cache', fresh: 2, stale: 1, missed: 3 });
    expect(fleetCountsOf(analytics.snapshot('SINCE_START'))).toEqual({
      sources: [{ source: 'CREATORS_API', totalRequests: 2, successes: 1 }],
      cache: { hits: 2, staleHits: 1, misses: 3 },
    });
  });
});

describe.runIf(hasRedis())('over Redis', () => {
  function anInstance(url: string, instance: string, counts: FleetCounts): Fleet {
    const redis = stack.use(openRedis({ url, clock: systemClock }));
    const instanceStats = createInstanceStats({ redis, instance, namespace: 'fleet', forgetAfterMs: 600 });
    return stack.use(createFleet({ instanceStats, counts: () => counts, everyMs: 50 }));
  }

  test('every instance has the sum, without instances that stopped', async () => {
    await using server = await startRedis();
    const a = anInstance(server.url, 'a', countsOf(3, 3));
    const b = anInstance(server.url, 'b', countsOf(4, 2));
    const both = { instances: 2, sources: [{ source: 'CREATORS_API', totalRequests: 7, successes: 5 }, {}] };
    await vi.waitFor(() => expect([a.totals(), b.totals()]).toMatchObject([both, both]));
    await b[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(a.totals()?.instances).toBe(1));
  });

  test('the counts of an instance that crashed expire', async () => {
    await using server = await startRedis();
    const redis = stack.use(openRedis({ url: server.url, clock: systemClock }));
    const dead = createInstanceStats({ redis, instance: 'dead', namespace: 'fleet', forgetAfterMs: 600 });
    await dead.publish(JSON.stringify(countsOf(1, 1)));
    const a = anInstance(server.url, 'a', countsOf(3, 3));
    await vi.waitFor(() => expect(a.totals()?.instances).toBe(2));
    await vi.waitFor(() => expect(a.totals()?.instances).toBe(1), 3_000);
  });
});
