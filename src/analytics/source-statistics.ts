import type { GatewayEvent } from '../event.ts';
import type { SourceId } from '../vocabulary.ts';
import type { Quota } from '../upstream/permits.ts';
import { createCircuitHistory } from './circuit-history.ts';
import { latencyOf } from './histogram.ts';
import type { AnalyticsWindow, SourceBucket, SourceReport } from './snapshot.ts';
import { addCall, addScore, createTally, successRateOf, sumTallies, type CallEvent, type Tally } from './tally.ts';
import { createTroubles, type Troubles } from './troubles.ts';
import { createWindows, type Slice } from './windows.ts';

/** What the statistics need to know of a source, which declares it itself. */
export type SourceTraits = {
  readonly id: SourceId;
  /** The name for people, e.g. `Creators API`. */
  readonly label: string;
  /** `associates` sources share one account and its day; a `page` is read, not asked. */
  readonly role: 'associates' | 'seller' | 'page';
  /** Whether it is configured and in the chain. */
  readonly enabled: boolean;
  /** The variables to look at when it is refused, e.g. `AMAZON_SPAPI_…`. */
  readonly settings: string;
  /** Since when Amazon no longer offers it, and what it offers instead. */
  readonly retired?: { readonly on: string; readonly successor: SourceId };
};

/** One source's statistics. */
export interface SourceStatistics {
  readonly traits: SourceTraits;
  readonly troubles: Troubles;
  /** Told only this source's events. */
  listen(event: GatewayEvent): void;
  tally(window: AnalyticsWindow): Tally;
  report(window: AnalyticsWindow, quota: Quota | undefined): SourceReport;
  /** The window slice by slice. */
  buckets(window: AnalyticsWindow): readonly SourceBucket[];
}

/** Gathers one source's statistics; with `tracking` off, counters and state only. */
export function createSourceStatistics(
  traits: SourceTraits,
  options: { readonly tracking: boolean; readonly wall: () => number; readonly monotonic: () => number },
): SourceStatistics {
  const { tracking } = options;
  const windows = createWindows(() => createTally(tracking), options.monotonic);
  const troubles = createTroubles(options.wall);
  const circuits = createCircuitHistory(options.monotonic);
  let meanMs: number | undefined;

  const count = (call: CallEvent) => {
    if (call.outcome === 'ABORTED' || call.badRequest === true) return;
    windows.record((tally) => addCall(tally, call));
    if (call.outcome === 'ANSWERED')
      meanMs = meanMs === undefined ? call.durationMs : 0.9 * meanMs + 0.1 * call.durationMs;
  };
  const bucketOf = ({ from, durationMs, tally }: Slice<Tally>): SourceBucket => {
    const { FOUND = 0, MISSING = 0, REJECTED = 0, FAILED = 0, SKIPPED = 0 } = tally?.outcomes ?? {};
    const p95Ms = tally?.latency && latencyOf(tally.latency)?.p95Ms;
    return {
      source: traits.id,
      calls: tally?.requests ?? 0,
      found: FOUND,
      missing: MISSING,
      rejected: REJECTED,
      failed: FAILED,
      skipped: SKIPPED,
      ...(p95Ms !== undefined && { p95Ms }),
      circuit: circuits.worst(from, from + durationMs),
    };
  };
  const tallyOf = (window: AnalyticsWindow) => sumTallies(windows.tallies(window), tracking);

  return {
    traits,
    troubles,
    listen(event) {
      troubles.listen(event);
      if (event.type === 'call') count(event);
      if (event.type === 'circuit') circuits.changed(troubles.worstCircuit);
      if (event.type === 'attempt') windows.record((tally) => (tally.outcomes[event.attempt.outcome] += 1));
      if (event.type === 'scored') windows.record((tally) => addScore(tally, event.product.price !== undefined));
    },
    buckets: (window) => windows.slices(window).map(bucketOf),
    tally: tallyOf,
    report(window, quota) {
      const tally = tallyOf(window);
      const successRate = successRateOf(tally);
      const latency = tally.latency && latencyOf(tally.latency);
      const { lastError } = troubles;
      return {
        source: traits.id,
        label: traits.label,
        enabled: traits.enabled,
        totalRequests: tally.requests,
        successes: tally.successes,
        ...(successRate !== undefined && { successRate }),
        // The mean is recent by its own weighting; a window only says whether there is anything recent.
        ...(latency !== undefined && meanMs !== undefined && { averageResponseMs: meanMs, latency }),
        circuit: troubles.worstCircuit,
        ...(quota !== undefined && { quota: quotaReport(quota) }),
        ...(tracking && tally.lookups > 0 && { itemsPerCall: tally.items / tally.lookups }),
        ...(lastError !== undefined && { lastError }),
      };
    },
  };
}

function quotaReport(quota: Quota): NonNullable<SourceReport['quota']> {
  const { perDay, usedToday } = quota;
  return { ...quota, ...(perDay !== undefined && { remainingToday: Math.max(0, perDay - usedToday) }) };
}
