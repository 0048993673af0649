import type { GatewayEvent } from '../event.ts';
import { addDuration, addHistogram, createHistogram, type Histogram } from './histogram.ts';

/** An upstream call that ended. */
export type CallEvent = Extract<GatewayEvent, { readonly type: 'call' }>;

/** One step of one product's trail. */
export type AttemptEvent = Extract<GatewayEvent, { readonly type: 'attempt' }>;

/** One source's calls over some time. A call that nobody waited for any more is not in it, nor is one whose request was at fault. */
export type Tally = {
  requests: number;
  successes: number;
  /** Robot checks. */
  blocked: number;
  lookups: number;
  /** ASINs that the lookups carried. */
  items: number;
  /** How single products fared with the source. */
  readonly outcomes: Record<AttemptEvent['attempt']['outcome'], number>;
  /** Products that were read, and how many of them had no price. */
  scored: number;
  priceless: number;
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
    outcomes: { FOUND: 0, MISSING: 0, REJECTED: 0, FAILED: 0, SKIPPED: 0 },
    scored: 0,
    priceless: 0,
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

/** Counts one product that was read. */
export function addScore(tally: Tally, hasPrice: boolean): void {
  tally.scored += 1;
  if (!hasPrice) tally.priceless += 1;
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
    sum.scored += tally.scored;
    sum.priceless += tally.priceless;
    addOutcomes(sum.outcomes, tally.outcomes);
    if (sum.latency !== undefined && tally.latency !== undefined) addHistogram(sum.latency, tally.latency);
  }
  return sum;
}

function addOutcomes(sum: Tally['outcomes'], part: Tally['outcomes']): void {
  sum.FOUND += part.FOUND;
  sum.MISSING += part.MISSING;
  sum.REJECTED += part.REJECTED;
  sum.FAILED += part.FAILED;
  sum.SKIPPED += part.SKIPPED;
}

/** Successes per request; `undefined` before the first. */
export function successRateOf(tally: Tally): number | undefined {
  return tally.requests === 0 ? undefined : tally.successes / tally.requests;
}
