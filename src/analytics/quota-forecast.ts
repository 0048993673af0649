import type { SourceReport } from './snapshot.ts';

/** When a daily quota will be used up at the given pace; `undefined` when it lasts until its reset. */
export function forecastQuota(quota: NonNullable<SourceReport['quota']>, pace: Pace, now: number): number | undefined {
  if (quota.remainingToday === undefined) return undefined;
  if (quota.remainingToday === 0) return now;
  // The first calls after the start must not be taken for a high rate.
  const perMs = pace.calls / Math.max(minimumPaceMs, pace.overMs);
  const spentAt = now + quota.remainingToday / perMs;
  return spentAt < quota.resetsAt ? spentAt : undefined;
}

/** Calls made over some time. */
export type Pace = { readonly calls: number; readonly overMs: number };

const minimumPaceMs = 10 * 60_000;
