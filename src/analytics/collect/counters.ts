import type { GatewayEvent } from '../../event.ts';
import { addDuration, addHistogram, createHistogram, type Histogram } from './histogram.ts';

/** An upstream call that ended. */
export type CallEvent = Extract<GatewayEvent, { readonly type: 'call' }>;

/** One attempt of a source to find a product. */
export type AttemptEvent = Extract<GatewayEvent, { readonly type: 'attempt' }>;

/** Counts of one source over some time, without aborted calls and calls whose request was invalid. */
export type Counters = {
  requests: number;
  successes: number;
  /** Robot checks. */
  blocked: number;
  lookups: number;
  /** ASINs in these lookups. */
  items: number;
  /** Attempts by outcome. */
  readonly outcomes: Record<AttemptEvent['attempt']['outcome'], number>;
  /** Fetched products, and those without a price. */
  scored: number;
  withoutPrice: number;
  /** Durations of answered calls; absent when only counters are kept. */
  readonly latency: Histogram | undefined;
};

/** Counters at zero. */
export function createCounters(tracking: boolean): Counters {
  return {
    requests: 0,
    successes: 0,
    blocked: 0,
    lookups: 0,
    items: 0,
    outcomes: { FOUND: 0, MISSING: 0, REJECTED: 0, FAILED: 0, SKIPPED: 0 },
    scored: 0,
    withoutPrice: 0,
    latency: tracking ? createHistogram() : undefined,
  };
}

/** Counts one call. */
export function addCall(counters: Counters, call: CallEvent): void {
  counters.requests += 1;
  if (call.outcome === 'BLOCKED') counters.blocked += 1;
  if (call.operation === 'lookup') {
    counters.lookups += 1;
    counters.items += call.items;
  }
  if (call.outcome !== 'ANSWERED') return;
  counters.successes += 1;
  if (counters.latency !== undefined) addDuration(counters.latency, call.durationMs);
}

/** Counts one fetched product. */
export function addScore(counters: Counters, hasPrice: boolean): void {
  counters.scored += 1;
  if (!hasPrice) counters.withoutPrice += 1;
}

/** The sum of several counters. */
export function sumCounters(parts: readonly Counters[], tracking: boolean): Counters {
  const sum = createCounters(tracking);
  for (const counters of parts) {
    sum.requests += counters.requests;
    sum.successes += counters.successes;
    sum.blocked += counters.blocked;
    sum.lookups += counters.lookups;
    sum.items += counters.items;
    sum.scored += counters.scored;
    sum.withoutPrice += counters.withoutPrice;
    addOutcomes(sum.outcomes, counters.outcomes);
    if (sum.latency !== undefined && counters.latency !== undefined) addHistogram(sum.latency, counters.latency);
  }
  return sum;
}

function addOutcomes(sum: Counters['outcomes'], part: Counters['outcomes']): void {
  sum.FOUND += part.FOUND;
  sum.MISSING += part.MISSING;
  sum.REJECTED += part.REJECTED;
  sum.FAILED += part.FAILED;
  sum.SKIPPED += part.SKIPPED;
}

/** Successes per request; `undefined` without requests. */
export function successRateOf(counters: Counters): number | undefined {
  return counters.requests === 0 ? undefined : counters.successes / counters.requests;
}
