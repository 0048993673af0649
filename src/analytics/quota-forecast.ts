import type { SourceReport } from './snapshot.ts';

/** When a day's quota will be spent at the pace of the last hour; `undefined` when it lasts until its reset. */
export function forecastQuota(quota: NonNullable<SourceReport['quota']>, pace: Pace, now: number): number | undefined {
  if (quota.remainingToday === undefined) return undefined;
  if (quota.remainingToday === 0) return now;
  // A process that has just started has shown no pace yet: its first calls must not look like a rush.
  const perMs = pace.calls / Math.max(shortestPaceMs, pace.overMs);
  const spentAt = now + quota.remainingToday / perMs;
  return spentAt < quota.resetsAt ? spentAt : undefined;
}

/** Calls made over some time. */
export type Pace = { readonly calls: number; readonly overMs: number };

const shortestPaceMs = 10 * 60_000;
