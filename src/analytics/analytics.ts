import type { GatewayEvent, Report } from '../event.ts';
import type { SourceId } from '../source/source.ts';
import type { Clock } from '../upstream/clock.ts';
import type { Quota } from '../upstream/permits.ts';
import { createCacheStatistics } from './cache-statistics.ts';
import { recommend, type RuleContext } from './recommendations.ts';
import type { Analytics, AnalyticsWindow } from './snapshot.ts';
import { createSourceStatistics, type SourceStatistics, type SourceTraits } from './source-statistics.ts';
import { createSuccessAlarm } from './success-alarm.ts';

/** What analytics watches. */
export type AnalyticsOptions = {
  /** Every source there is, in chain order, those that are switched off included. */
  readonly sources: readonly SourceTraits[];
  readonly quota: (source: SourceId) => Quota | undefined;
  /** Entries in the cache; `undefined` where counting them costs. */
  readonly cacheSize: () => number | undefined;
  readonly lowSuccessRate: number;
  /** `false`: counters only. */
  readonly tracking: boolean;
  readonly clock: Clock;
  /** Told when a source's success rate crosses the line. */
  readonly report?: Report;
};

const hourMs = 60 * 60 * 1000;

/** Statistics fed by events; hand `listen` to whoever reports them. Memory does not grow with traffic. */
export function createAnalytics(options: AnalyticsOptions): Analytics & { readonly listen: Report } {
  const { clock, lowSuccessRate, report = () => undefined } = options;
  const startedAt = clock.monotonic();
  const cache = createCacheStatistics(clock.monotonic);
  const sources = options.sources.map((traits) =>
    createSourceStatistics(traits, { ...clock, tracking: options.tracking }),
  );
  const byId = new Map(sources.map((statistics) => [statistics.traits.id, statistics]));
  const alarms = new Map(sources.map((of) => [of.traits.id, createSuccessAlarm(of, lowSuccessRate, report)]));

  const ruleContext = (): RuleContext => ({
    lowSuccessRate,
    associatesPace: {
      calls: callsOfLastHour(sources.filter(({ traits }) => traits.role === 'associates')),
      overMs: Math.min(hourMs, clock.monotonic() - startedAt),
    },
    now: clock.wall(),
  });

  return {
    listen(event) {
      if (event.type === 'cache') cache.count(event);
      const source = sourceOf(event);
      if (source === undefined) return;
      byId.get(source)?.listen(event);
      if (event.type === 'call') alarms.get(source)?.();
    },
    snapshot(window) {
      const views = sources.map((statistics) => viewOf(statistics, window, options.quota(statistics.traits.id)));
      return {
        timestamp: clock.wall(),
        window,
        sources: views.map(({ report }) => report),
        cache: cache.report(window, options.cacheSize()),
        recommendations: recommend(views, ruleContext()),
      };
    },
  };
}

function viewOf(statistics: SourceStatistics, window: AnalyticsWindow, quota: Quota | undefined) {
  const { requests, blocked } = statistics.tally(window);
  return {
    traits: statistics.traits,
    troubles: statistics.troubles,
    report: statistics.report(window, quota),
    blockedShare: requests === 0 ? 0 : blocked / requests,
  };
}

function callsOfLastHour(sources: readonly SourceStatistics[]): number {
  return sources.reduce((calls, statistics) => calls + statistics.tally('LAST_HOUR').requests, 0);
}

function sourceOf(event: GatewayEvent): SourceId | undefined {
  const ofSource = event.type === 'call' || event.type === 'circuit' || event.type === 'not-ready';
  return ofSource ? event.source : undefined;
}
