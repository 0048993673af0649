import type { GatewayEvent } from '../../event.ts';
import type { SourceId } from '../../vocabulary.ts';
import type { PacedQuota, Quota } from '../../rate-limit/permits.ts';
import { createCircuitHistory } from './circuit-history.ts';
import { latencyOf } from './histogram.ts';
import type { AnalyticsWindow, SourceBucket, SourceReport } from '../snapshot.ts';
import {
  addCall,
  addScore,
  createCounters,
  successRateOf,
  sumCounters,
  type CallEvent,
  type Counters,
} from './counters.ts';
import { createSourceHealth, type SourceHealth } from './source-health.ts';
import { createWindows, type Slice } from './windows.ts';

/** The description of a source, which its definition declares. */
export type SourceInfo = {
  readonly id: SourceId;
  /** Display name, such as `Creators API`. */
  readonly label: string;
  /** `associates` sources share one account and its daily quota; `page` is scraping. */
  readonly role: 'associates' | 'seller' | 'page';
  /** Whether it is configured and in the chain. */
  readonly enabled: boolean;
  /** The variables to check when its credentials are refused, such as `AMAZON_SPAPI_…`. */
  readonly settings: string;
  /** When Amazon retired it, and its successor. */
  readonly retired?: { readonly on: string; readonly successor: SourceId };
};

/** One source's statistics. */
export interface SourceStatistics {
  readonly sourceInfo: SourceInfo;
  readonly sourceHealth: SourceHealth;
  /** Expects only events of this source. */
  listen(event: GatewayEvent): void;
  counters(window: AnalyticsWindow): Counters;
  report(window: AnalyticsWindow, quota: AnyQuota | undefined): Omit<SourceReport, 'queued'>;
  /** The slices of the window. */
  buckets(window: AnalyticsWindow): readonly SourceBucket[];
}

/** Gathers the statistics of one source; latencies and items per call only with `tracking`. */
export function createSourceStatistics(
  sourceInfo: SourceInfo,
  options: { readonly tracking: boolean; readonly wall: () => number; readonly monotonic: () => number },
): SourceStatistics {
  const { tracking } = options;
  const windows = createWindows(() => createCounters(tracking), options.monotonic);
  const sourceHealth = createSourceHealth(options.wall);
  const circuits = createCircuitHistory(options.monotonic);
  let meanMs: number | undefined;

  const count = (call: CallEvent) => {
    if (call.outcome === 'ABORTED' || call.badRequest === true) return;
    windows.record((counters) => addCall(counters, call));
    if (call.outcome === 'ANSWERED')
      meanMs = meanMs === undefined ? call.durationMs : 0.9 * meanMs + 0.1 * call.durationMs;
  };
  const bucketOf = ({ from, durationMs, counters }: Slice<Counters>): SourceBucket => {
    const { FOUND = 0, MISSING = 0, REJECTED = 0, FAILED = 0, SKIPPED = 0 } = counters?.outcomes ?? {};
    const p95Ms = counters?.latency && latencyOf(counters.latency)?.p95Ms;
    return {
      source: sourceInfo.id,
      calls: counters?.requests ?? 0,
      found: FOUND,
      missing: MISSING,
      rejected: REJECTED,
      failed: FAILED,
      skipped: SKIPPED,
      ...(p95Ms !== undefined && { p95Ms }),
      circuit: circuits.worst(from, from + durationMs),
    };
  };
  const countersOf = (window: AnalyticsWindow) => sumCounters(windows.countersIn(window), tracking);

  return {
    sourceInfo,
    sourceHealth,
    listen(event) {
      sourceHealth.listen(event);
      if (event.type === 'call') count(event);
      if (event.type === 'circuit') circuits.changed(sourceHealth.worstCircuit);
      if (event.type === 'attempt') windows.record((counters) => (counters.outcomes[event.attempt.outcome] += 1));
      if (event.type === 'scored') windows.record((counters) => addScore(counters, event.product.price !== undefined));
    },
    buckets: (window) => windows.slices(window).map(bucketOf),
    counters: countersOf,
    report(window, quota) {
      const counters = countersOf(window);
      const successRate = successRateOf(counters);
      const latency = counters.latency && latencyOf(counters.latency);
      const { lastError } = sourceHealth;
      return {
        source: sourceInfo.id,
        label: sourceInfo.label,
        enabled: sourceInfo.enabled,
        totalRequests: counters.requests,
        successes: counters.successes,
        ...(successRate !== undefined && { successRate }),
        // The moving average has no window; it is omitted when the window has no answered call.
        ...(latency !== undefined && meanMs !== undefined && { averageResponseMs: meanMs, latency }),
        circuit: sourceHealth.worstCircuit,
        ...(quota !== undefined && { quota: quotaReport(quota) }),
        ...(tracking && counters.lookups > 0 && { itemsPerCall: counters.items / counters.lookups }),
        ...(lastError !== undefined && { lastError }),
      };
    },
  };
}

/** A quota, with or without its pacing. */
export type AnyQuota = Quota & Partial<PacedQuota>;

/** The quota with what is left of it. */
export function quotaReport(quota: AnyQuota): NonNullable<SourceReport['quota']> {
  const { perDay, usedToday } = quota;
  return { ...quota, ...(perDay !== undefined && { remainingToday: Math.max(0, perDay - usedToday) }) };
}
