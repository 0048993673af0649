import { describe, expect, test } from 'vitest';
import type { GatewayEvent } from '../../src/event.ts';
import { createAnalytics, type AnalyticsOptions } from '../../src/analytics/analytics.ts';
import { aCall, aCircuit, aClock, sourceInfo } from './events.ts';

function watch(options: Partial<AnalyticsOptions> = {}) {
  const clock = aClock();
  const analytics = createAnalytics({
    sources: [sourceInfo.new, sourceInfo.old, { ...sourceInfo.page, enabled: false }],
    quota: () => undefined,
    cacheSize: () => undefined,
    lowSuccessRate: 0.8,
    tracking: true,
    clock,
    ...options,
  });
  const emit = (...events: readonly GatewayEvent[]) => events.forEach(analytics.listen);
  const report = (window: Parameters<typeof analytics.snapshot>[0] = 'SINCE_START') => {
    const [first] = analytics.snapshot(window).sources;
    if (first === undefined) throw new Error('no source');
    return first;
  };
  return { clock, analytics, emit, report };
}

describe('a source', () => {
  test('without calls has counters of zero and no derived values', () => {
    const { report } = watch();
    expect(report()).toEqual({
      source: 'CREATORS_API',
      label: 'Creators API',
      enabled: true,
      totalRequests: 0,
      successes: 0,
      circuit: 'CLOSED',
      queued: [],
    });
  });

  test('that is switched off is listed in its place as disabled', () => {
    const { analytics } = watch();
    const listed = analytics.snapshot('LAST_HOUR').sources.map(({ source, enabled }) => [source, enabled]);
    expect(listed).toEqual([
      ['CREATORS_API', true],
      ['PA_API', true],
      ['SCRAPING', false],
    ]);
  });

  test('counts its own calls, of which answered ones are successes', () => {
    const { emit, report } = watch();
    emit(aCall(), aCall({ outcome: 'THROTTLED' }), aCall({ outcome: 'TIMEOUT' }), aCall(), aCall({ source: 'PA_API' }));
    expect(report()).toMatchObject({ totalRequests: 4, successes: 2, successRate: 0.5 });
  });

  test('is not judged by aborted calls', () => {
    const { emit, report } = watch();
    emit(aCall({ outcome: 'ABORTED', durationMs: 9_000 }));
    expect(report()).not.toHaveProperty('successRate');
    expect(report()).toMatchObject({ totalRequests: 0 });
  });

  test('has a moving average of answered calls with a weight of 0.1 for the latest', () => {
    const { emit, report } = watch();
    emit(aCall({ durationMs: 100 }), aCall({ durationMs: 200 }), aCall({ outcome: 'TIMEOUT', durationMs: 8_000 }));
    expect(report().averageResponseMs).toBeCloseTo(110);
    expect(report().latency).toMatchObject({ p50Ms: 100, count: 2 });
    expect(report().latency?.p99Ms).toBeLessThanOrEqual(200);
  });

  test('reports the mean number of ASINs per lookup, without searches', () => {
    const { emit, report } = watch();
    emit(aCall({ items: 10 }), aCall({ items: 3, outcome: 'SERVER' }), aCall({ items: 1, operation: 'search' }));
    expect(report().itemsPerCall).toBe(6.5);
  });

  test('counts only what is in the window', () => {
    const { clock, emit, report } = watch();
    emit(aCall());
    clock.pass(6 * 60_000);
    emit(aCall({ outcome: 'SERVER', message: 'HTTP 503' }));
    expect(report('LAST_5_MINUTES')).toMatchObject({ totalRequests: 1, successes: 0 });
    expect(report('LAST_5_MINUTES')).not.toHaveProperty('latency');
    expect(report('LAST_HOUR')).toMatchObject({ totalRequests: 2, successes: 1, latency: { count: 1 } });
  });

  test('reports its worst circuit state', () => {
    const { emit, report } = watch();
    emit(aCircuit({ state: 'HALF_OPEN' }), aCircuit({ marketplace: 'US' }));
    expect(report().circuit).toBe('OPEN');
    emit(aCircuit({ marketplace: 'US', state: 'CLOSED' }));
    expect(report().circuit).toBe('HALF_OPEN');
    emit(aCircuit({ state: 'CLOSED' }));
    expect(report().circuit).toBe('CLOSED');
  });

  test('reports its last failure with its time', () => {
    const { clock, emit, report } = watch();
    emit(aCall({ outcome: 'SERVER', message: 'GetItems IN: HTTP 503' }));
    clock.pass(1_000);
    emit(aCall());
    expect(report().lastError).toEqual({ code: 'SERVER', message: 'GetItems IN: HTTP 503', at: clock.wall() - 1_000 });
  });

  test('reports a refused token as a failure, too', () => {
    const { emit, report } = watch();
    emit({
      type: 'token-refused',
      source: 'CREATORS_API',
      marketplace: 'IN',
      code: 'CREDENTIALS',
      message: 'invalid_client',
    });
    expect(report()).toMatchObject({ totalRequests: 0, lastError: { code: 'CREDENTIALS', message: 'invalid_client' } });
  });

  test('reports its remaining quota, never below zero', () => {
    const quota = { perSecond: 1, perDay: 100, usedToday: 101, resetsAt: 5 };
    const { report } = watch({ quota: (source) => (source === 'CREATORS_API' ? quota : undefined) });
    expect(report().quota).toMatchObject({ ...quota, remainingToday: 0 });
    const unlimited = { perSecond: 1, usedToday: 7, resetsAt: 5 };
    expect(watch({ quota: () => unlimited }).report().quota).toEqual(unlimited);
  });
});

test('without tracking there are only counters and states', () => {
  const { emit, report } = watch({ tracking: false });
  emit(aCall(), aCall({ outcome: 'SERVER' }), aCircuit());
  const { lastError, ...rest } = report();
  expect(lastError?.code).toBe('SERVER');
  expect(rest).toEqual({
    source: 'CREATORS_API',
    label: 'Creators API',
    enabled: true,
    totalRequests: 2,
    successes: 1,
    successRate: 0.5,
    circuit: 'OPEN',
    queued: [],
  });
});

test('cache lookups are reported by age; the hit rate is the share of fresh entries', () => {
  const { clock, emit, analytics } = watch({ cacheSize: () => 12 });
  expect(analytics.snapshot('SINCE_START').cache).toEqual({ size: 12, hits: 0, staleHits: 0, misses: 0 });
  emit({ type: 'cache', fresh: 6, stale: 1, missed: 0 });
  clock.pass(10 * 60_000);
  emit({ type: 'cache', fresh: 0, stale: 0, missed: 1 });
  const whole = analytics.snapshot('SINCE_START');
  expect(whole.cache).toEqual({ size: 12, hits: 6, staleHits: 1, misses: 1, hitRate: 0.75 });
  expect(whole).toMatchObject({ timestamp: clock.wall(), window: 'SINCE_START' });
  expect(analytics.snapshot('LAST_5_MINUTES').cache).toMatchObject({ hits: 0, misses: 1, hitRate: 0 });
});

describe('the success rate monitor', () => {
  test('reports once when a source falls below the threshold and once when it recovers', () => {
    const reported: GatewayEvent[] = [];
    const { emit } = watch({ report: (event) => void reported.push(event) });
    const failed = aCall({ outcome: 'SERVER' });
    emit(failed, failed, failed, failed);
    expect(reported).toEqual([]);
    emit(failed, failed);
    expect(reported).toEqual([
      { type: 'success-rate', source: 'CREATORS_API', low: true, successRate: 0, threshold: 0.8 },
    ]);
    for (let calls = 0; calls < 30; calls += 1) emit(aCall());
    expect(reported).toHaveLength(2);
    expect(reported[1]).toMatchObject({ low: false });
  });

  test('ignores calls whose request was invalid', () => {
    const reported: GatewayEvent[] = [];
    const { emit, report } = watch({ report: (event) => void reported.push(event) });
    const refused = aCall({ outcome: 'MALFORMED', badRequest: true });
    emit(aCall(), ...Array.from({ length: 20 }, () => refused));
    expect(reported).toEqual([]);
    expect(report()).toMatchObject({ successRate: 1 });
    expect(report()).not.toHaveProperty('lastError');
  });
});
