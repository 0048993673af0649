import { afterEach, describe, expect, test, vi } from 'vitest';
import { createAnalytics } from '../../src/analytics/analytics.ts';
import { createFleet, fleetCountsOf, type Fleet, type InstanceStats } from '../../src/analytics/fleet.ts';
import type { FleetCounts } from '../../src/analytics/snapshot.ts';
import { systemClock } from '../../src/clock.ts';
import { createInstanceStats } from '../../src/coordination/instance-stats.ts';
import { createSharedRedis } from '../../src/coordination/shared-redis.ts';
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

/** A board on which the others say `said`. */
function instanceStats(said: readonly string[]) {
  return {
    exchange: vi.fn<InstanceStats['exchange']>(async () => said),
    leave: vi.fn<InstanceStats['leave']>(async () => undefined),
  };
}

const told = async () => await vi.advanceTimersByTimeAsync(0);

describe('the fleet’s totals', () => {
  test('are unknown until the others were asked, then the sum of what they told and one’s own of now', async () => {
    vi.useFakeTimers();
    let own = countsOf(1, 1);
    const others = [
      countsOf(10, 8, 3),
      { ...countsOf(0, 0), sources: [{ source: 'SCRAPING', totalRequests: 2, successes: 1 }] },
    ];
    const fleet = stack.use(
      createFleet({ board: instanceStats(others.map((of) => JSON.stringify(of))), counts: () => own }),
    );
    expect(fleet.totals()).toBeUndefined();
    await told();
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

  test('are exchanged every five seconds, whatever happens in between', async () => {
    vi.useFakeTimers();
    const board = instanceStats([]);
    stack.use(createFleet({ board, counts: () => countsOf(0, 0) }));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(board.exchange).toHaveBeenCalledTimes(5);
  });

  test('leave out what they cannot read, and are unknown while the others cannot be asked', async () => {
    vi.useFakeTimers();
    const board = instanceStats(['no JSON', '{"sources":7}', JSON.stringify(countsOf(1, 1))]);
    const fleet = stack.use(createFleet({ board, counts: () => countsOf(0, 0) }));
    await told();
    expect(fleet.totals()?.instances).toBe(2);
    board.exchange.mockRejectedValueOnce(new Error('down'));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(fleet.totals()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(fleet.totals()?.instances).toBe(2);
  });

  test('count what the instance’s own statistics count', () => {
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
    analytics.listen({ ...call, outcome: 'ANSWERED', durationMs: 5, items: 10, seats: 10 });
    analytics.listen({ ...call, outcome: 'SERVER', durationMs: 5, items: 10, seats: 10 });
    analytics.listen({ type: 'cache', fresh: 2, stale: 1, missed: 3 });
    expect(fleetCountsOf(analytics.snapshot('SINCE_START'))).toEqual({
      sources: [{ source: 'CREATORS_API', totalRequests: 2, successes: 1 }],
      cache: { hits: 2, staleHits: 1, misses: 3 },
    });
  });
});

describe.runIf(hasRedis())('over Redis', () => {
  function anInstance(url: string, instance: string, counts: FleetCounts): Fleet {
    const redis = stack.use(createSharedRedis({ url, clock: systemClock }));
    const board = createInstanceStats({ redis, instance, board: 'fleet', forgetAfterMs: 600 });
    return stack.use(createFleet({ board, counts: () => counts, everyMs: 50 }));
  }

  test('every instance sees the sum, and who stops is left out', async () => {
    await using server = await startRedis();
    const a = anInstance(server.url, 'a', countsOf(3, 3));
    const b = anInstance(server.url, 'b', countsOf(4, 2));
    const both = { instances: 2, sources: [{ source: 'CREATORS_API', totalRequests: 7, successes: 5 }, {}] };
    await vi.waitFor(() => expect([a.totals(), b.totals()]).toMatchObject([both, both]));
    await b[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(a.totals()?.instances).toBe(1));
  });

  test('who dies is forgotten after a while', async () => {
    await using server = await startRedis();
    const redis = stack.use(createSharedRedis({ url: server.url, clock: systemClock }));
    const dead = createInstanceStats({ redis, instance: 'dead', board: 'fleet', forgetAfterMs: 600 });
    await dead.exchange(JSON.stringify(countsOf(1, 1)));
    const a = anInstance(server.url, 'a', countsOf(3, 3));
    await vi.waitFor(() => expect(a.totals()?.instances).toBe(2));
    await vi.waitFor(() => expect(a.totals()?.instances).toBe(1), 3_000);
  });
});
