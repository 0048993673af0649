import type { GatewayEvent, Report } from '../event.ts';
import type { SourceId } from '../vocabulary.ts';
import type { Clock } from '../clock.ts';
import type { MarketplaceCode } from '../product/marketplace.ts';
import { createCacheStatistics } from './collect/cache-statistics.ts';
import { createErrorCounts } from './collect/error-counts.ts';
import { createOperationStatistics } from './collect/operation-statistics.ts';
import { forecastQuota, type Pace } from './quota-forecast.ts';
import { createRecentLookups } from './collect/recent-lookups.ts';
import { recommend, type RuleContext } from './advice/recommendations.ts';
import type { AccountReport, Analytics, AnalyticsWindow, QueuedLookups, SourceReport } from './snapshot.ts';
import { createStoreTrouble } from './collect/store-trouble.ts';
import {
  createSourceStatistics,
  quotaReport,
  type AnyQuota,
  type SourceStatistics,
  type SourceInfo,
} from './collect/source-statistics.ts';
import type { Skip, SourceView } from './advice/source-view.ts';
import { refusals, skips } from './advice/unusable-sources.ts';
import { createSuccessRateMonitor } from './advice/success-rate-monitor.ts';
import { timelineOf } from './timeline.ts';

/** Options of the analytics. */
export type AnalyticsOptions = {
  /** All sources in chain order, including those that are switched off. */
  readonly sources: readonly SourceInfo[];
  readonly quota: (source: SourceId) => AnyQuota | undefined;
  /** The lookups of a source that wait for a slot; by default none. */
  readonly queued?: ((source: SourceId) => readonly QueuedLookups[]) | undefined;
  /** The accounts of a source; none if it is switched off. */
  readonly accounts?: (source: SourceId) => readonly (Omit<AccountReport, 'quota'> & { readonly quota: AnyQuota })[];
  /** The marketplace of queries that name none. */
  readonly defaultMarketplace?: MarketplaceCode;
  /** Why a source does not serve a marketplace, such as `NO_PARTNER_TAG`. Default: each serves all. */
  readonly unavailableReason?: (source: SourceId, marketplace: MarketplaceCode) => string | undefined;
  /** Number of cached entries; `undefined` for stores where counting is expensive. */
  readonly cacheSize: () => number | undefined;
  readonly lowSuccessRate: number;
  /** `false`: counters only, no latencies. */
  readonly tracking: boolean;
  readonly clock: Clock;
  /** Receives an event when a source's success rate crosses the threshold. */
  readonly report?: Report;
};

/** Analytics of events, and what `/ready` names of them. */
export type SourceAnalytics = Analytics & {
  readonly listen: Report;
  /** Sources that cannot answer for the default marketplace, or whose credentials are refused; a line each. */
  unusableSources(): readonly string[];
};

const hourMs = 60 * 60 * 1000;

/** Creates statistics that `listen` updates. Their memory does not grow with traffic. */
export function createAnalytics(options: AnalyticsOptions): SourceAnalytics {
  const { clock, lowSuccessRate, report = () => undefined } = options;
  const startedAt = clock.monotonic();
  const cache = createCacheStatistics(clock.monotonic);
  const sources = options.sources.map((sourceInfo) =>
    createSourceStatistics(sourceInfo, { ...clock, tracking: options.tracking }),
  );
  const byId = new Map(sources.map((statistics) => [statistics.sourceInfo.id, statistics]));
  const monitors = new Map(
    sources.map((of) => [of.sourceInfo.id, createSuccessRateMonitor(of, lowSuccessRate, report)]),
  );

  const operations = createOperationStatistics(clock.monotonic, options.tracking);
  const recentLookups = createRecentLookups(clock.wall);
  const errors = createErrorCounts(clock.wall);
  const store = createStoreTrouble(clock.wall);

  const associatesPace = (): Pace => ({
    calls: callsOfLastHour(sources.filter(({ sourceInfo }) => sourceInfo.role === 'associates')),
    overMs: Math.min(hourMs, clock.monotonic() - startedAt),
  });
  const ruleContext = (): RuleContext => ({
    lowSuccessRate,
    now: clock.wall(),
    storeDown: store.down,
  });

  const enabled = sources.filter(({ sourceInfo }) => sourceInfo.enabled);
  const skipped = (of: SourceStatistics) => skipsOf(of, enabled, options);

  return {
    unusableSources() {
      const troubles = enabled.flatMap((of) => {
        const { sourceInfo, sourceHealth } = of;
        const atHome = skipped(of).filter(({ isDefault }) => isDefault);
        return [...skips({ sourceInfo, skipped: atHome }), ...refusals({ sourceInfo, sourceHealth })];
      });
      return troubles.map(({ message }) => message);
    },
    listen(event) {
      // The events of every operation first: a response from memory takes little longer than counting it.
      if (event.type === 'http') return;
      if (event.type === 'cache') return cache.count(event);
      if (event.type === 'operation') return operations.listen(event);
      if (event.type === 'answered') {
        operations.listen(event);
        return recentLookups.add(event);
      }
      if (event.type === 'store') return store.listen(event);
      errors.listen(event);
      const source = sourceOf(event);
      if (source === undefined) return;
      byId.get(source)?.listen(event);
      if (event.type === 'call') monitors.get(source)?.();
    },
    snapshot(window) {
      const pace = associatesPace();
      const views = sources.map((statistics) => {
        const { id } = statistics.sourceInfo;
        const accounts = options.accounts?.(id).map((one) => ({ ...one, quota: quotaReport(one.quota) })) ?? [];
        const report = {
          ...statistics.report(window, options.quota(id)),
          queued: options.queued?.(id) ?? [],
          ...(accounts.length > 0 && { accounts }),
        };
        return viewOf(statistics, window, withForecast(report, statistics, pace, clock.wall()), skipped(statistics));
      });
      return {
        timestamp: clock.wall(),
        window,
        sources: views.map(({ report }) => report),
        cache: cache.report(window, options.cacheSize()),
        operations: operations.report(window),
        timeline: timelineOf(window, { operations, cache, sources, clock }),
        recentLookups: recentLookups.list(),
        errors: errors.list(),
        recommendations: recommend(views, ruleContext()),
      };
    },
  };
}

function viewOf(
  statistics: SourceStatistics,
  window: AnalyticsWindow,
  report: SourceReport,
  skipped: readonly Skip[],
): SourceView {
  const { requests, blocked } = statistics.counters(window);
  return {
    sourceInfo: statistics.sourceInfo,
    sourceHealth: statistics.sourceHealth,
    report,
    skipped,
    blockedShare: requests === 0 ? 0 : blocked / requests,
    prices: { lastHour: statistics.counters('LAST_HOUR'), lastDay: statistics.counters('LAST_DAY') },
  };
}

/** The marketplaces for which a source is skipped: the default one, and those that were asked for. */
function skipsOf(
  { sourceInfo, sourceHealth }: SourceStatistics,
  enabled: readonly SourceStatistics[],
  { defaultMarketplace, unavailableReason = () => undefined }: AnalyticsOptions,
): readonly Skip[] {
  const asked = new Set(sourceHealth.skipped);
  if (defaultMarketplace !== undefined) asked.add(defaultMarketplace);
  const apis = enabled.filter((other) => other.sourceInfo.role !== 'page');
  return [...asked].flatMap((marketplace) => {
    const reason = unavailableReason(sourceInfo.id, marketplace);
    if (reason === undefined) return [];
    const isCovered = apis.some((other) => unavailableReason(other.sourceInfo.id, marketplace) === undefined);
    return [{ marketplace, reason, isDefault: marketplace === defaultMarketplace, isCovered }];
  });
}

/** Only the associates account has a daily quota. */
function withForecast(report: SourceReport, { sourceInfo }: SourceStatistics, pace: Pace, now: number): SourceReport {
  if (report.quota === undefined || sourceInfo.role !== 'associates') return report;
  const spentAt = forecastQuota(report.quota, pace, now);
  return spentAt === undefined ? report : { ...report, quota: { ...report.quota, spentAt } };
}

function callsOfLastHour(sources: readonly SourceStatistics[]): number {
  return sources.reduce((calls, statistics) => calls + statistics.counters('LAST_HOUR').requests, 0);
}

function sourceOf(event: GatewayEvent): SourceId | undefined {
  if (event.type === 'attempt') return event.attempt.source;
  const ofSource =
    event.type === 'call' || event.type === 'circuit' || event.type === 'token-refused' || event.type === 'scored';
  return ofSource ? event.source : undefined;
}
