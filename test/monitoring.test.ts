import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createAnalytics } from '../src/analytics/analytics.ts';
import { createMetrics } from '../src/metrics/metrics.ts';
import { mergedText } from '../src/main/gather-metrics.ts';
import { aClock, sourceInfo } from './analytics/events.ts';
import { aRunningGateway } from './support/a-gateway.ts';
import { everyEvent } from './monitoring/every-event.ts';
import { judge } from './monitoring/judge.ts';
import { parsePromql, partsOf, type Expression } from './monitoring/promql.ts';
import { readRules } from './monitoring/rules-file.ts';
import { vocabularyOf } from './monitoring/vocabulary.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

/** The answer of `/metrics` for two workers after every event has occurred once. */
async function everything(): Promise<string> {
  const analytics = createAnalytics({
    sources: [sourceInfo.new, sourceInfo.old, sourceInfo.page],
    quota: () => ({ perSecond: 1, perDay: 100, usedToday: 30, resetsAt: Date.UTC(2026, 10, 24) }),
    queued: () => [{ priority: 'INTERACTIVE', count: 2, oldestWaitMs: 400 }],
    accounts: () => [
      {
        name: 'shop',
        quota: {
          perSecond: 1,
          perDay: 100,
          usedToday: 30,
          resetsAt: Date.UTC(2026, 10, 24),
          pacing: 'READY',
          projectedToday: 60,
        },
        circuit: 'OPEN',
        queued: 2,
      },
    ],
    cacheSize: () => 7,
    lowSuccessRate: 0.8,
    tracking: true,
    clock: aClock(),
  });
  const metricsOf = (worker: string) =>
    createMetrics({
      worker,
      version: '1.2.3',
      operationNames: new Set(),
      snapshot: () => analytics.snapshot('SINCE_START'),
      process: {
        memory: () => ({ rss: 1000, heapUsed: 200, heapTotal: 400 }),
        cpu: () => ({ user: 1, system: 1 }),
        startedAt: 5_000,
        eventLoopDelay: { mean: 1e7, max: 3e7, percentile: () => 2e7, reset: () => undefined },
      },
    });
  const workers = [metricsOf('1'), metricsOf('2')];
  for (const { listen } of workers) everyEvent.forEach(listen);
  return await mergedText(await Promise.all(workers.map(({ samples }) => samples())));
}

const text = await everything();
const vocabulary = vocabularyOf(text);

const rules = readRules(read('monitoring/alerts.yaml'));

const target = z.object({ expr: z.string().min(1), legendFormat: z.string().min(1), refId: z.string() });
const place = z.object({ x: z.int().min(0), y: z.int().min(0), w: z.int().min(1).max(24), h: z.int().min(1) });
const ofPrometheus = z.object({ type: z.literal('prometheus'), uid: z.literal('${datasource}') });
const panel = z.object({
  id: z.int(),
  type: z.enum(['stat', 'timeseries', 'state-timeline']),
  title: z.string().min(1),
  description: z.string().min(1),
  datasource: ofPrometheus,
  gridPos: place,
  fieldConfig: z.object({ defaults: z.object({ unit: z.string().min(1) }) }),
  targets: z.array(target.extend({ datasource: ofPrometheus })).min(1),
});
const row = z.object({ id: z.int(), type: z.literal('row'), title: z.string().endsWith('?'), gridPos: place });
const dashboard = z
  .object({
    schemaVersion: z.int().min(39),
    templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string(), query: z.unknown() })) }),
    panels: z.array(z.discriminatedUnion('type', [panel, row])),
  })
  .parse(JSON.parse(read('monitoring/grafana.json')));
const panels = dashboard.panels.filter((one) => one.type !== 'row');
const targets = panels.flatMap(({ title, targets }) => targets.map((one) => ({ title, ...one })));

const expressions = [...rules.map(({ expr }) => expr), ...targets.map(({ expr }) => expr)];
const parts = expressions.flatMap((expression) => [...partsOf(parsePromql(expression))]);

function named(expression: Expression): readonly string[] {
  return [...partsOf(expression)].flatMap((part) => (part.kind === 'selector' ? [part.name] : []));
}

describe('the vocabulary of rules and panels', () => {
  test('has samples of every metric, with the label worker', () => {
    const names = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) =>
      type === 'histogram' ? `${name}_bucket` : `${name}`,
    );
    expect(names.filter((name) => !vocabulary.get(name)?.labels.has('worker'))).toEqual([]);
    expect(names.length).toBeGreaterThan(25);
  });

  test('has the names and paths that a running gateway serves', async () => {
    await using gateway = await aRunningGateway({});
    const paths = new Set(
      parts
        .flatMap((part) => (part.kind === 'selector' ? part.matchers : []))
        .flatMap(({ label, value }) => (label === 'path' ? [value] : [])),
    );
    expect(paths.size).toBeGreaterThan(0);
    for (const path of paths) await (await fetch(`${gateway.url}${path}`)).text();
    const served = await (await fetch(`${gateway.url}/metrics`)).text();
    for (const path of paths) expect(served).toContain(`path="${path}"`);
    const own = new Set([...served.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name));
    const used = new Set(parts.flatMap((part) => (part.kind === 'selector' ? [part.name] : [])));
    const unknown = [...used].filter((name) => !own.has(name) && !own.has(name.replace(/_(bucket|sum|count)$/, '')));
    // This gateway was started without metrics of the process, and Prometheus adds `up` itself.
    expect(unknown.toSorted()).toEqual(['nodejs_eventloop_lag_p99_seconds', 'up']);
  });
});

describe('a faulty expression is detected', () => {
  test.each([
    ['asin_gateway_lookup_total', 'there is no metric asin_gateway_lookup_total'],
    ['asin_gateway_quality', 'there is no metric asin_gateway_quality'],
    ['rate(asin_gateway_lookups_total{market="IN"}[5m])', 'asin_gateway_lookups_total: there is no label market'],
    ['asin_gateway_lookups_total{answer!="FAILED"}', 'asin_gateway_lookups_total: answer is never FAILED'],
    ['asin_gateway_attempts_total{outcome=~"FOUND|LOST"}', 'asin_gateway_attempts_total: outcome is never LOST'],
    ['sum by (market) (asin_gateway_lookups_total)', 'sum: there is no label market'],
    ['max without (source) (asin_gateway_cache_store_up)', 'max: there is no label source'],
    ['sum by (job) (sum by (source) (asin_gateway_quota_used))', 'sum: there is no label job'],
    ['rate(asin_gateway_quota_used[1h])', 'rate is not for a gauge'],
    ['delta(asin_gateway_lookups_total[1h])', 'delta is not for a counter'],
    [
      'histogram_quantile(0.9, sum by (source) (asin_gateway_quality_bucket))',
      'histogram_quantile: there is no label le',
    ],
    ['ceil(asin_gateway_cache_entries)', 'ceil is not a function that our rules use'],
    [
      'sum by (source) (asin_gateway_quota_used) / sum(asin_gateway_quota_used)',
      '/: series by (source) never meet series by ()',
    ],
    ['up == 0 and ignoring (source) up', 'and: there is no label source'],
  ])('%s: %s', (expression, fault) => {
    expect(judge(expression, vocabulary).faults).toEqual([fault]);
  });

  test.each(['sum(', 'up up', 'up{job="a"', 'up ~ 1', 'up)', '[5m]', 'predict(up)'])(
    'that is no PromQL: %s',
    (text) => {
      expect(() => parsePromql(text)).toThrow(SyntaxError);
    },
  );
});

describe('the alert', () => {
  test.each(rules)('$alert uses only metrics and labels of /metrics', ({ expr }) => {
    expect(judge(expr, vocabulary).faults).toEqual([]);
  });

  test.each(rules)('$alert has a severity, a duration, a summary and a description', (rule) => {
    expect(rule.alert).toMatch(/^AsinGateway[A-Z]\w+$/);
    expect(rule.for).toMatch(/^\d+[mh]$/);
    expect(Object.keys(rule.labels)).toEqual(['severity']);
    expect(['critical', 'warning']).toContain(rule.labels['severity']);
    expect(Object.keys(rule.annotations)).toEqual(['summary', 'description']);
    expect(rule.annotations['summary']).toMatch(/^.{20,120}$/);
    expect(rule.annotations['description']?.trim()).toMatch(/^.{80,400}\.$/);
  });

  test.each(rules)(
    '$alert is raised once, not once per worker, and its templates use existing labels',
    ({ expr, annotations }) => {
      const { labels = new Set() } = judge(expr, vocabulary);
      expect([...labels]).not.toContain('worker');
      const said = Object.values(annotations).join(' ');
      const used = [...said.matchAll(/\{\{ ([^}]*) \}\}/g)].map(([, template = '']) => template);
      const known = new Set(['$value', ...[...labels].map((label) => `$labels.${label}`)]);
      expect(used.filter((template) => !known.has(template.split(' | ')[0] ?? ''))).toEqual([]);
    },
  );

  test('has a unique name', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    expect(rules.length).toBeGreaterThanOrEqual(10);
  });
});

describe('the Grafana dashboard', () => {
  test.each(targets)('$title: $legendFormat uses only metrics and labels of /metrics', ({ expr, legendFormat }) => {
    const { labels = new Set(), faults } = judge(expr, vocabulary);
    expect(faults).toEqual([]);
    const legend = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label);
    expect([...labels].toSorted()).toEqual(legend.toSorted());
  });

  test('selects one job, which is a variable with the existing jobs', () => {
    const selectors = targets
      .flatMap(({ expr }) => [...partsOf(parsePromql(expr))])
      .filter((part) => part.kind === 'selector');
    const ofAnyJob = selectors.filter(
      ({ matchers }) => !matchers.some(({ label, value }) => label === 'job' && value === '$job'),
    );
    expect(ofAnyJob).toEqual([]);
    expect(dashboard.templating.list.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'datasource datasource',
      'job query',
    ]);
    const { query } = z.object({ query: z.string() }).parse(dashboard.templating.list[1]?.query);
    const [, metric = ''] = /^label_values\((\w+), job\)$/.exec(query) ?? [];
    expect([...vocabulary.keys()]).toContain(metric);
  });

  test('gives each panel a unique id and a place without overlap', () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    const taken = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
    );
    expect(new Set(taken).size).toBe(taken.length);
    expect(dashboard.panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
  });

  test('refers to no other host', () => {
    expect(read('monitoring/grafana.json')).not.toMatch(/\/\//);
  });
});

describe('both', () => {
  test('never add up the quota, which every process reports for the same account', () => {
    const sums = parts.filter((part) => part.kind === 'aggregation' && ['sum', 'avg', 'count'].includes(part.name));
    expect(sums.flatMap(named).filter((name) => name.startsWith('asin_gateway_quota_'))).toEqual([]);
    expect(parts.flatMap(named)).toContain('asin_gateway_quota_used');
  });

  test('name only existing settings and alerts', () => {
    const said = [
      ...rules.map(({ annotations }) => annotations['description']),
      ...panels.map((one) => one.description),
    ];
    const all = said.join('\n');
    const settings = new Set([...read('.env.example').matchAll(/^#?(\w+)=/gm)].map(([, name]) => name));
    const named = all.match(/\b[A-Z]+(?:_[A-Z]+)+\b|\bWORKERS\b/g) ?? [];
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !settings.has(name))).toEqual([]);
    const alerts = new Set(rules.map(({ alert }) => alert));
    expect((all.match(/\bAsinGateway\w+/g) ?? []).filter((name) => !alerts.has(name))).toEqual([]);
  });
});
