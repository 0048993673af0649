import { createAlerts } from '../analytics/alerts/alerts.ts';
import { createAnalytics, type AnalyticsOptions } from '../analytics/analytics.ts';
import { createMetrics, type Metrics } from '../metrics/metrics.ts';
import type { ProcessReadings } from '../metrics/process.ts';
import { dashboardOperation } from '../analytics/collect/operation-statistics.ts';
import type { Analytics } from '../analytics/snapshot.ts';
import type { Config } from '../config.ts';
import { secretsOf } from '../config/secrets.ts';
import { dashboardPages } from '../dashboard/pages.ts';
import { reportTo, type Report } from '../event.ts';
import { exampleOperationNames } from '../graphql/plugins/operation-names.ts';
import type { Page, PageHandler } from '../http/page.ts';
import { createLog, type Log } from '../log.ts';
import { createRedactor } from '../log/redact.ts';
import { createTracing, type Tracing } from '../tracing/tracing.ts';
import type { Clock } from '../clock.ts';
import { apiLimits, createUpstream } from '../upstream/upstream.ts';
import { gatewayVersion } from '../upstream/user-agent.ts';
import { createWebhook } from '../upstream/webhook.ts';

/** A worker's number, and how it turns its own metrics into those of all workers. */
export type WorkerMetrics = {
  readonly id: string;
  readonly gather: (own: Metrics['samples']) => Metrics['text'];
};

/** Options of the observation. */
export type ObservationOptions = Pick<AnalyticsOptions, 'sources' | 'quota' | 'cacheSize'> & {
  readonly config: Config;
  readonly clock: Clock;
  readonly process: ProcessReadings | undefined;
  readonly worker: WorkerMetrics | undefined;
  readonly writeLog: (line: string) => void;
  /** Told of everything, last. */
  readonly watch: Report;
  /** Names of operations, besides the published examples, that are counted by name. */
  readonly operationNames?: readonly string[];
  readonly stack: AsyncDisposableStack;
};

/** Everything that looks on and changes nothing. */
export type Observation = {
  readonly report: Report;
  readonly log: Log;
  readonly analytics: Analytics;
  /** `undefined` where no OpenTelemetry SDK is registered. */
  readonly tracing: Tracing | undefined;
  /** `/metrics` and the dashboard. */
  readonly pages: ReadonlyMap<string, PageHandler>;
};

/** Log, statistics, metrics, traces and alerts: listeners of the same events. */
export function createObservation(options: ObservationOptions): Observation {
  const { config, clock } = options;
  const secrets = secretsOf(config);
  const names = new Set([dashboardOperation, ...exampleOperationNames(), ...(options.operationNames ?? [])]);
  const tracing = createTracing(clock, names);
  const log = createLog({
    level: config.log.level,
    secrets,
    now: clock.monotonic,
    traceIdOf: tracing?.traceIdOf,
    write: options.writeLog,
  });
  const report: Report = (event) => listenAll(event);
  const analytics = createAnalytics({ ...options, ...config.analytics, clock, report });
  const metrics = createMetrics({
    operationNames: names,
    snapshot: () => analytics.snapshot('SINCE_START'),
    version: gatewayVersion,
    process: options.process,
    worker: options.worker?.id,
  });
  const alerts = alertsTo(config.analytics.alertWebhookUrl, createRedactor(secrets), options, report);
  // Traces end their spans last: the log asks them for the trace that an event belongs to.
  const listeners = [analytics.listen, metrics.listen, log.listen, alerts, tracing?.listen, options.watch];
  const listenAll = reportTo(...listeners.filter((listener) => listener !== undefined));
  return { report, log, analytics, tracing, pages: pagesOf(metrics, options.worker) };
}

function pagesOf(metrics: Metrics, worker: WorkerMetrics | undefined): ReadonlyMap<string, PageHandler> {
  const text = worker === undefined ? metrics.text : worker.gather(metrics.samples);
  return new Map<string, PageHandler>([
    [
      '/metrics',
      shared(async () => ({ status: 200, contentType: metrics.contentType, body: Buffer.from(await text()) })),
    ],
    ...dashboardPages(),
  ]);
}

/** Requests that come while the page is being made get the same one. */
function shared(make: () => Promise<Page>): PageHandler {
  let making: Promise<Page> | undefined;
  return () => (making ??= make().finally(() => (making = undefined)));
}

function alertsTo(
  url: string | undefined,
  redact: (text: string) => string,
  { clock, stack }: ObservationOptions,
  report: Report,
): Report | undefined {
  if (url === undefined) return undefined;
  const webhook = createWebhook(stack.use(createUpstream(apiLimits)), url);
  const post = (body: string, signal: AbortSignal) => webhook(redact(body), signal);
  return stack.use(createAlerts({ post, wall: clock.wall, report })).listen;
}
