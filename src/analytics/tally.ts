import type { GatewayEvent } from '../event.ts';
import { addDuration, addHistogram, createHistogram, type Histogram } from './histogram.ts';

/** An upstream call that ended. */
export type CallEvent = Extract<GatewayEvent, { readonly type: 'call' }>;

/** One source's calls over some time. A call that nobody waited for any more is not in it. */
export type Tally = {
  requests: number;
  successes: number;
  /** Robot checks. */
  blocked: number;
  lookups: number;
  /** ASINs that the lookups carried. */
  items: number;
  /** Durations of the calls that were answered; absent when only counters are kept. */
  readonly latency: Histogram | undefined;
};

/** An empty tally. */
export function createTally(tracking: boolean): Tally {
  return {
    requests: 0,
    successes: 0,
    blocked: 0,
    lookups: 0,
    items: 0,
    latency: tracking ? createHistogram() : undefined,
  };
}

/** Counts one call. */
export function addCall(tally: Tally, call: CallEvent): void {
  tally.requests += 1;
  if (call.outcome === 'BLOCKED') tally.blocked += 1;
  if (call.operation === 'lookup') {
    tally.lookups += 1;
    tally.items += call.items;
  }
  if (call.outcome !== 'ANSWERED') return;
  tally.successes += 1;
  if (tally.latency !== undefined) addDuration(tally.latency, call.durationMs);
}

/** What several tallies amount to. */
export function sumTallies(tallies: readonly Tally[], tracking: boolean): Tally {
  const sum = createTally(tracking);
  for (const tally of tallies) {
    sum.requests += tally.requests;
    sum.successes += tally.successes;
    sum.blocked += tally.blocked;
    sum.lookups += tally.lookups;
    sum.items += tally.items;
    if (sum.latency !== undefined && tally.latency !== undefined) addHistogram(sum.latency, tally.latency);
  }
  return sum;
}

/** Successes per request; `undefined` before the first. */
export function successRateOf(tally: Tally): number | undefined {
  return tally.requests === 0 ? undefined : tally.successes / tally.requests;
}
