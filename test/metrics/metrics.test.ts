import { describe, expect, test } from 'vitest';
import { createAnalytics } from '../../src/analytics/analytics.ts';
import { createMetrics } from '../../src/metrics/metrics.ts';
import type { GatewayEvent } from '../../src/event.ts';
import { aProduct } from '../support/a-product.ts';
import { asinOf } from '../support/asins.ts';
import { aCall, aCircuit, aClock, sourceInfo } from '../analytics/events.ts';

function watch() {
  const quota = { perSecond: 0.5, perDay: 100, usedToday: 30, resetsAt: Date.UTC(2026, 10, 24) };
  const analytics = createAnalytics({
    sources: [sourceInfo.new, sourceInfo.old, sourceInfo.page],
    quota: (source) => (source === 'CREATORS_API' ? quota : undefined),
    cacheSize: () => 7,
    lowSuccessRate: 0.8,
    tracking: true,
    clock: aClock(),
  });
  const resets: string[] = [];
  const metrics = createMetrics({
    operationNames: new Set(['Product']),
    snapshot: () => analytics.snapshot('SINCE_START'),
    version: '1.2.3',
    process: {
      memory: () => ({ rss: 1000, heapUsed: 200, heapTotal: 400 }),
      cpu: () => ({ user: 1_500_000, system: 500_000 }),
      startedAt: 5_000,
      eventLoopDelay: { mean: Number.NaN, max: 3e7, percentile: () => 2e7, reset: () => void resets.push('reset') },
    },
  });
  return {
    metrics,
    resets,
    emit: (...events: readonly GatewayEvent[]) => events.forEach(metrics.listen),
    lines: async () => (await metrics.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#')),
  };
}

function anOperation(name: string | undefined): GatewayEvent {
  return { type: 'operation', name, kind: 'query', outcome: 'OK', durationMs: 3 };
}

describe('labels', () => {
  test('of operations come from the published names only', async () => {
    const { emit, lines } = watch();
    emit(anOperation('Product'), anOperation(undefined));
    for (let index = 0; index < 50; index += 1) emit(anOperation(`Mine${index}`));
    expect((await lines()).filter((line) => line.startsWith('asin_gateway_operations_total'))).toEqual([
      'asin_gateway_operations_total{operation="Product",outcome="OK"} 1',
      'asin_gateway_operations_total{operation="anonymous",outcome="OK"} 1',
      'asin_gateway_operations_total{operation="other",outcome="OK"} 50',
    ]);
  });

  test('of unknown HTTP methods are one', async () => {
    const { emit, lines } = watch();
    const exchange = { type: 'http', path: '/graphql', status: 200, durationMs: 20 } as const;
    emit({ ...exchange, method: 'BREW' }, { ...exchange, method: 'STEEP' });
    expect(await lines()).toContain(
      'asin_gateway_http_request_duration_seconds_count{method="other",path="/graphql",status="200"} 2',
    );
  });
});

test('durations of requests are a histogram per label set, with cumulative buckets, sum and count', async () => {
  const { emit, metrics } = watch();
  const exchange = { type: 'http', method: 'POST', path: '/graphql', status: 200 } as const;
  for (const durationMs of [0.5, 1, 20, 20_000]) emit({ ...exchange, durationMs });
  emit({ ...exchange, status: 503, durationMs: 1 });
  const body = await metrics.text();
  const name = 'asin_gateway_http_request_duration_seconds';
  const served = '{method="POST",path="/graphql",status="200"}';
  expect(body).toContain(`# TYPE ${name} histogram\n`);
  const of = (le: string) => `${name}_bucket{le="${le}",${served.slice(1)}`;
  for (const line of [`${of('0.001')} 2`, `${of('0.01')} 2`, `${of('0.025')} 3`, `${of('10')} 3`, `${of('+Inf')} 4`]) {
    expect(body).toContain(`${line}\n`);
  }
  expect(body).toContain(`${name}_sum${served} 20.0215\n`);
  expect(body).toContain(`${name}_count${served} 4\n`);
  expect(body).toContain(`${name}_count{method="POST",path="/graphql",status="503"} 1\n`);
});

describe('there are metrics', () => {
  test('of upstream calls: outcome, duration, items, block pages', async () => {
    const { emit, lines } = watch();
    emit(aCall({ durationMs: 120, items: 7 }), aCall({ outcome: 'THROTTLED' }), aCall({ outcome: 'ABORTED' }));
    emit(aCall({ source: 'SCRAPING', outcome: 'BLOCKED', items: 1 }));
    const found = await lines();
    const call = 'asin_gateway_upstream_calls_total{source="CREATORS_API",marketplace="IN",operation="lookup"';
    expect(found).toContain(`${call},outcome="ANSWERED"} 1`);
    expect(found).toContain(`${call},outcome="THROTTLED"} 1`);
    expect(found).toContain(`${call},outcome="ABORTED"} 1`);
    expect(found).toContain('asin_gateway_upstream_call_duration_seconds_sum{source="CREATORS_API"} 0.12');
    expect(found).toContain('asin_gateway_upstream_call_items_count{source="CREATORS_API"} 2');
    expect(found).toContain('asin_gateway_block_pages_total{source="SCRAPING",marketplace="IN"} 1');
  });

  test('of the build: a gauge of 1 with the version', async () => {
    expect(await watch().lines()).toContain('asin_gateway_build_info{version="1.2.3"} 1');
  });

  test('of permits, throttling and circuits: waits, queue, rate, state', async () => {
    const { emit, lines } = watch();
    emit({ type: 'permit', source: 'CREATORS_API', waitedMs: 1_500, queued: 4 });
    emit({ type: 'throttled', source: 'CREATORS_API', perSecond: 0.5 });
    emit(aCircuit(), aCircuit({ marketplace: 'US', state: 'HALF_OPEN' }), aCircuit({ state: 'CLOSED' }));
    const found = await lines();
    expect(found).toContain('asin_gateway_permit_wait_seconds_sum{source="CREATORS_API"} 1.5');
    expect(found).toContain('asin_gateway_queue_length{source="CREATORS_API"} 4');
    expect(found).toContain('asin_gateway_throttled_total{source="CREATORS_API"} 1');
    expect(found).toContain('asin_gateway_permits_per_second{source="CREATORS_API"} 0.5');
    const circuit = 'asin_gateway_circuit_state{source="CREATORS_API"';
    expect(found).toContain(`${circuit},marketplace="IN",operation="lookup"} 0`);
    expect(found).toContain(`${circuit},marketplace="US",operation="lookup"} 1`);
  });

  test('of the account: used and remaining quota', async () => {
    const found = await watch().lines();
    expect(found).toContain('asin_gateway_quota_used{source="CREATORS_API"} 30');
    expect(found).toContain('asin_gateway_quota_remaining{source="CREATORS_API"} 70');
  });

  test('of products: scores, missing fields, matching rules', async () => {
    const { emit, lines } = watch();
    const { price: _, rating: __, ...bare } = aProduct();
    emit({ type: 'scored', source: 'SCRAPING', product: bare, overall: 0.7 });
    emit({ type: 'rule', source: 'SCRAPING', marketplace: 'IN', field: 'price', rule: 'none' });
    const found = await lines();
    expect(found).toContain('asin_gateway_quality_sum{source="SCRAPING"} 0.7');
    expect(found).toContain('asin_gateway_missing_fields_total{source="SCRAPING",field="price"} 1');
    expect(found).not.toContain('asin_gateway_missing_fields_total{source="SCRAPING",field="title"} 1');
    expect(found).toContain('asin_gateway_rule_hits_total{source="SCRAPING",field="price",rule="none"} 1');
  });

  test('of lookups and the cache: answers, attempts, entries by age and tier, store failures', async () => {
    const { emit, lines } = watch();
    const attempt = { source: 'CREATORS_API', outcome: 'MISSING', durationMs: 4 } as const;
    emit({ type: 'attempt', marketplace: 'IN', attempt });
    emit({
      type: 'answered',
      asin: asinOf('B000000001'),
      marketplace: 'IN',
      outcome: 'NOT_FOUND',
      attempts: [attempt],
    });
    emit({ type: 'cache', fresh: 2, stale: 1, missed: 3 });
    emit({ type: 'cache', fresh: 5, stale: 4, missed: 0, fromStore: { fresh: 3, stale: 4 } });
    emit({ type: 'store-failed', action: 'read', message: 'x' }, { type: 'store', state: 'DOWN' });
    const found = await lines();
    expect(found).toContain('asin_gateway_lookups_total{marketplace="IN",answer="missing"} 1');
    expect(found).toContain('asin_gateway_attempts_total{source="CREATORS_API",marketplace="IN",outcome="MISSING"} 1');
    expect(found.filter((line) => line.startsWith('asin_gateway_cache_lookups_total'))).toEqual([
      'asin_gateway_cache_lookups_total{age="fresh",tier="memory"} 4',
      'asin_gateway_cache_lookups_total{age="fresh",tier="store"} 3',
      'asin_gateway_cache_lookups_total{age="missed",tier="none"} 3',
      'asin_gateway_cache_lookups_total{age="stale",tier="memory"} 1',
      'asin_gateway_cache_lookups_total{age="stale",tier="store"} 4',
    ]);
    expect(found).toContain('asin_gateway_cache_failures_total{action="read"} 1');
    expect(found).toContain('asin_gateway_cache_store_up 0');
    expect(found).toContain('asin_gateway_cache_entries 7');
  });

  test('of unreadable values and wrong clocks', async () => {
    const { emit, lines } = watch();
    emit({ type: 'unreadable', where: 'store', key: 'product:IN:B0CR7G9V56' });
    emit({ type: 'unreadable', where: 'lease', key: 'IN:B0CR7G9V56' });
    emit({ type: 'clock-error', days: 400, message: 'a clock is 400 days ahead' });
    const found = await lines();
    expect(found).toContain('asin_gateway_unreadable_total{where="store"} 1');
    expect(found).toContain('asin_gateway_unreadable_total{where="lease"} 1');
    expect(found).toContain('asin_gateway_clock_errors_total 1');
  });

  test('of the process, under their common names', async () => {
    const { lines, resets } = watch();
    const found = await lines();
    expect(found).toContain('process_resident_memory_bytes 1000');
    expect(found).toContain('process_cpu_seconds_total 2');
    expect(found).toContain('process_start_time_seconds 5');
    expect(found).toContain('nodejs_eventloop_lag_mean_seconds 0');
    expect(found).toContain('nodejs_eventloop_lag_p99_seconds 0.02');
    expect(found).toContain('nodejs_eventloop_lag_max_seconds 0.03');
    expect(resets).toEqual(['reset']);
    expect(await lines()).toContain('process_cpu_seconds_total 2');
  });
});

test('counters with few known label values start at 0, so that their first increase is seen', async () => {
  const found = await watch().lines();
  expect(found).toContain('asin_gateway_cache_failures_total{action="write"} 0');
  expect(found).toContain('asin_gateway_unreadable_total{where="lease"} 0');
});

test('every metric has a help text and a name with our prefix or a common one', async () => {
  const body = await watch().metrics.text();
  const names = body.split('\n').flatMap((line) => /^# HELP (\S+) (.+)$/.exec(line)?.[1] ?? []);
  expect(names.length).toBeGreaterThan(25);
  expect(names.filter((name) => !/^(asin_gateway|process|nodejs)_[a-z0-9_]+$/.test(name))).toEqual([]);
});
