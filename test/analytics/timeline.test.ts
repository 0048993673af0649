import { describe, expect, test } from 'vitest';
import { createAnalytics } from '../../src/analytics/analytics.ts';
import type { AnalyticsWindow } from '../../src/analytics/snapshot.ts';
import type { GatewayEvent } from '../../src/event.ts';
import { asinOf } from '../support/asins.ts';
import { aCall, aCircuit, aClock, sourceInfo } from './events.ts';

function watch() {
  const clock = aClock();
  const analytics = createAnalytics({
    sources: [sourceInfo.new, sourceInfo.page],
    quota: () => undefined,
    cacheSize: () => undefined,
    lowSuccessRate: 0.8,
    tracking: true,
    clock,
  });
  const emit = (...events: readonly GatewayEvent[]) => events.forEach(analytics.listen);
  const buckets = (window: AnalyticsWindow = 'LAST_5_MINUTES') => analytics.snapshot(window).timeline;
  return { clock, analytics, emit, buckets };
}

function anAttempt(
  source: 'CREATORS_API' | 'SCRAPING',
  outcome: 'FOUND' | 'MISSING' | 'REJECTED' | 'FAILED' | 'SKIPPED',
  code?: string,
): GatewayEvent {
  const attempt = { source, outcome, durationMs: 5, ...(code !== undefined && { code }) };
  return { type: 'attempt', marketplace: 'IN', attempt };
}

type Answered = Extract<GatewayEvent, { type: 'answered' }>;

function anAnswer(overrides: Partial<Answered> = {}): Answered {
  const attempts = [{ source: 'CREATORS_API', outcome: 'FOUND', durationMs: 5 }] as const;
  const asin = asinOf('B000000001');
  return { type: 'answered', asin, marketplace: 'IN', outcome: 'FOUND', cacheStatus: 'LIVE', attempts, ...overrides };
}

function anOperation(overrides: Partial<Extract<GatewayEvent, { type: 'operation' }>> = {}): GatewayEvent {
  return { type: 'operation', name: 'Product', kind: 'query', outcome: 'OK', durationMs: 40, ...overrides };
}

describe('the timeline', () => {
  test('is the window in equal slices up to now, including empty ones', () => {
    const { clock, buckets } = watch();
    for (const [window, count, durationMs] of [
      ['LAST_5_MINUTES', 60, 5_000],
      ['LAST_HOUR', 60, 60_000],
      ['LAST_DAY', 48, 1_800_000],
      ['SINCE_START', 48, 1_800_000],
    ] as const) {
      const slices = buckets(window);
      expect(slices).toHaveLength(count);
      expect(new Set(slices.map((slice) => slice.durationMs))).toEqual(new Set([durationMs]));
      expect(slices.at(-1)?.from).toBeLessThanOrEqual(clock.wall());
      expect((slices.at(-1)?.from ?? 0) + durationMs).toBeGreaterThan(clock.wall());
      expect((slices[1]?.from ?? 0) - (slices[0]?.from ?? 0)).toBe(durationMs);
    }
  });

  test('has the attempts and the latency of every source', () => {
    const { emit, buckets } = watch();
    emit(
      aCall({ durationMs: 120 }),
      aCall({ outcome: 'SERVER' }),
      anAttempt('CREATORS_API', 'FOUND'),
      anAttempt('CREATORS_API', 'MISSING'),
      anAttempt('CREATORS_API', 'FAILED', 'SERVER'),
      anAttempt('SCRAPING', 'REJECTED'),
      anAttempt('SCRAPING', 'SKIPPED', 'DAY_QUOTA'),
    );
    const counts = { found: 0, missing: 0, rejected: 0, failed: 0, skipped: 0, circuit: 'CLOSED' };
    expect(buckets().at(-1)?.sources).toEqual([
      { ...counts, source: 'CREATORS_API', calls: 2, found: 1, missing: 1, failed: 1, p95Ms: 120 },
      { ...counts, source: 'SCRAPING', calls: 0, rejected: 1, skipped: 1 },
    ]);
  });

  test('has operations by outcome and cache lookups by age', () => {
    const { clock, emit, buckets } = watch();
    emit(anOperation(), anOperation({ outcome: 'FAILED' }), { type: 'cache', fresh: 2, stale: 1, missed: 3 });
    clock.pass(5_000);
    emit(anOperation({ outcome: 'PARTIAL', durationMs: 10 }));
    expect(buckets().at(-2)).toMatchObject({
      operations: { ok: 1, partial: 0, failed: 1, refused: 0 },
      operationP95Ms: 40,
      cache: { fresh: 2, stale: 1, missed: 3 },
    });
    expect(buckets().at(-1)).toMatchObject({ operations: { partial: 1 }, operationP95Ms: 10, cache: { fresh: 0 } });
  });

  test('has the mean number of sources called per product', () => {
    const { emit, buckets } = watch();
    expect(buckets().at(-1)).not.toHaveProperty('fallbackDepth');
    emit(anAttempt('CREATORS_API', 'FOUND'));
    emit(anAttempt('CREATORS_API', 'FAILED', 'SERVER'), anAttempt('SCRAPING', 'FOUND'));
    emit(anAttempt('CREATORS_API', 'SKIPPED', 'NO_PARTNER_TAG'), anAttempt('SCRAPING', 'FOUND'));
    expect(buckets().at(-1)?.fallbackDepth).toBeCloseTo(4 / 3);
  });

  test('has the worst circuit state of every slice', () => {
    const { clock, emit, buckets } = watch();
    emit(aCircuit());
    clock.pass(10_000);
    emit(aCircuit({ state: 'HALF_OPEN' }), aCircuit({ state: 'CLOSED' }));
    clock.pass(5_000);
    const states = buckets().map(({ sources }) => sources[0]?.circuit);
    expect(states.slice(-5)).toEqual(['CLOSED', 'OPEN', 'OPEN', 'OPEN', 'CLOSED']);
  });
});

describe('operations', () => {
  test('are counted by outcome, without those of the dashboard', () => {
    const { emit, analytics } = watch();
    emit(anOperation(), anOperation({ outcome: 'REFUSED', durationMs: 1 }), anOperation({ name: 'Dashboard' }));
    expect(analytics.snapshot('SINCE_START').operations).toMatchObject({
      total: 2,
      ok: 1,
      refused: 1,
      latency: { count: 2 },
    });
  });

  test('answer lookups fresh, stale, partial, missing or failed', () => {
    const { emit, analytics } = watch();
    const rejected = [{ source: 'SCRAPING', outcome: 'REJECTED', durationMs: 5 }] as const;
    emit(
      anAnswer(),
      anAnswer({ cacheStatus: 'FRESH', attempts: [] }),
      anAnswer({ cacheStatus: 'STALE', attempts: rejected }),
      anAnswer({ attempts: rejected }),
      anAnswer({ outcome: 'NOT_FOUND' }),
      anAnswer({ outcome: 'UNAVAILABLE' }),
    );
    const { answers } = analytics.snapshot('SINCE_START').operations;
    expect(answers).toEqual({ fresh: 2, stale: 1, partial: 1, missing: 1, failed: 1 });
  });
});

test('the last hundred lookups are kept with their attempts, newest first', () => {
  const { clock, emit, analytics } = watch();
  for (let index = 0; index < 130; index += 1) {
    emit(anAnswer({ asin: asinOf(`B${String(index).padStart(9, '0')}`) }));
    clock.pass(10);
  }
  const { recentLookups } = analytics.snapshot('SINCE_START');
  expect(recentLookups).toHaveLength(100);
  expect(recentLookups[0]).toMatchObject({
    asin: 'B000000129',
    at: clock.wall() - 10,
    attempts: [{ outcome: 'FOUND' }],
  });
  expect(recentLookups.at(-1)?.asin).toBe('B000000030');
});

test('failures are counted once each by source, marketplace and class, the most recent first', () => {
  const { clock, emit, analytics } = watch();
  const failed = aCall({ outcome: 'SERVER', message: 'HTTP 503' });
  emit(failed, anAttempt('CREATORS_API', 'FAILED', 'SERVER'));
  clock.pass(1_000);
  emit({ ...failed, message: 'HTTP 500' }, aCall({ outcome: 'ABORTED' }), aCall());
  clock.pass(1_000);
  emit(anAttempt('SCRAPING', 'SKIPPED', 'DAY_QUOTA'));
  const { errors } = analytics.snapshot('LAST_5_MINUTES');
  expect(errors).toEqual([
    { source: 'SCRAPING', marketplace: 'IN', code: 'DAY_QUOTA', count: 1, message: '', lastAt: clock.wall() },
    {
      source: 'CREATORS_API',
      marketplace: 'IN',
      code: 'SERVER',
      count: 2,
      message: 'HTTP 500',
      lastAt: clock.wall() - 1_000,
    },
  ]);
});
