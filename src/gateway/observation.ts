import { createAlerts, type Alerts } from '../analytics/alerts/alerts.ts';
import { createAnalytics, type AnalyticsOptions, type SourceAnalytics } from '../analytics/analytics.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { secretsOf } from '../config/secrets.ts';
import { dashboardPages } from '../dashboard/pages.ts';
import type { Report } from '../event.ts';
import type { Page, PageHandler } from '../http/page.ts';
import { createLog, type Log } from '../log.ts';
import { createRedactor } from '../log/redact.ts';
import { createMetrics, type Metrics } from '../metrics/metrics.ts';
import type { ProcessReadings } from '../metrics/process.ts';
import type { Tracing } from '../tracing/tracing.ts';
import { apiLimits, createUpstream } from '../upstream/upstream.ts';
import { gatewayVersion } from '../upstream/user-agent.ts';
import { createWebhook } from '../upstream/webhook.ts';

/** Where the metrics are served. */
export const metricsPath = '/metrics';

/** A worker's number, and how it turns its own metrics into those of all workers. */
export type WorkerMetrics = {
  readonly id: string;
  readonly gather: (own: Metrics['samples']) => Metrics['text'];
};

/** Options of `createObservation`. */
export type ObservationOptions = Pick<
  AnalyticsOptions,
  'sources' | 'quota' | 'queued' | 'accounts' | 'cacheSize' | 'unavailableReason'
> & {
  readonly config: Config;
  readonly clock: Clock;
  /** Names of operations that are counted by name. */
  readonly operationNames: ReadonlySet<string>;
  /** `undefined` if no OpenTelemetry SDK is registered. */
  readonly tracing: Tracing | undefined;
  /** Readings of the process for its metrics. */
  readonly process: ProcessReadings | undefined;
  readonly worker: WorkerMetrics | undefined;
  readonly writeLog: (line: string) => void;
  /** Reports events of the listeners themselves, such as alerts. */
  readonly report: Report;
  readonly stack: AsyncDisposableStack;
};

/** The listeners of events, and what they publish. */
export type Observation = {
  readonly listeners: readonly Report[];
  readonly log: Log;
  readonly analytics: SourceAnalytics;
  /** `/metrics` and the dashboard. */
  readonly pages: ReadonlyMap<string, PageHandler>;
};

/** Creates the listeners: statistics, metrics, log, alerts and traces. None of them changes an answer. */
export function createObservation(options: ObservationOptions): Observation {
  const { config, clock, report, tracing } = options;
  const secrets = secretsOf(config);
  const log = createLog({
    level: config.log.level,
    secrets,
    now: clock.monotonic,
    traceIdOf: tracing?.traceIdOf,
    write: options.writeLog,
  });
  const analytics = createAnalytics({
    sources: options.sources,
    quota: options.quota,
    queued: options.queued,
    defaultMarketplace: config.defaultMarketplace,
    ...(options.unavailableReason !== undefined && { unavailableReason: options.unavailableReason }),
    ...(options.accounts !== undefined && { accounts: options.accounts }),
    cacheSize: options.cacheSize,
    lowSuccessRate: config.analytics.lowSuccessRate,
    tracking: config.analytics.tracking,
    clock,
    report,
  });
  const metrics = createMetrics({
    operationNames: options.operationNames,
    snapshot: () => analytics.snapshot('SINCE_START'),
    version: gatewayVersion,
    process: options.process,
    worker: options.worker?.id,
  });
  const alerts = alertsFor(options, createRedactor(secrets));
  // Traces are last, because they end the spans that the log reads trace ids from.
  const listeners = [analytics.listen, metrics.listen, log.listen, alerts?.listen, tracing?.listen];
  return {
    listeners: listeners.filter((listener) => listener !== undefined),
    log,
    analytics,
    pages: pagesOf(metrics, options.worker),
  };
}

function pagesOf(metrics: Metrics, worker: WorkerMetrics | undefined): ReadonlyMap<string, PageHandler> {
  const text = worker === undefined ? metrics.text : worker.gather(metrics.samples);
  return new Map<string, PageHandler>([
    [
      metricsPath,
      shared(async () => ({ status: 200, contentType: metrics.contentType, body: Buffer.from(await text()) })),
    ],
    ...dashboardPages(),
  ]);
}

/** Requests that arrive while a page is being created get the same page. */
function shared(create: () => Promise<Page>): PageHandler {
  let pending: Promise<Page> | undefined;
  return () => (pending ??= create().finally(() => (pending = undefined)));
}

function alertsFor(
  { config, clock, stack, report }: ObservationOptions,
  redact: (text: string) => string,
): Alerts | undefined {
  const url = config.analytics.alertWebhookUrl;
  if (url === undefined) return undefined;
  const webhook = createWebhook(stack.use(createUpstream(apiLimits)), url);
  const post = (body: string, signal: AbortSignal) => webhook(redact(body), signal);
  return stack.use(createAlerts({ post, format: config.analytics.alertFormat, wall: clock.wall, report }));
}
