import { dropEarlyMs, licenceLimitMs } from '../catalog/lifetimes.ts';
import type { Clock } from '../clock.ts';

/** Something that was learned, and how long it holds. Absence that was learned is a value too. */
export type Entry<T> = {
  readonly value: T;
  /** Wall clock, milliseconds since the epoch. */
  readonly fetchedAt: number;
  /** From `fetchedAt` on. */
  readonly freshMs: number;
  /** From `fetchedAt` on; as long as `freshMs` when a stale copy must not serve. */
  readonly staleMs: number;
  /** Monotonic time of fetching; only in the process that fetched it, never in a shared store. */
  readonly fetchedAtMonotonic?: number;
  /** Only as read: it was not in the process's memory but in the store behind it. */
  readonly fromStore?: true;
};

/** Fresh: answer with it. Stale: answer with it when nothing better can be had. Expired: forget it. */
export type EntryState = 'fresh' | 'stale' | 'expired';

/**
 * Milliseconds since the entry was fetched: the older of what the wall clock and the monotonic clock say, so that a
 * clock set back makes nothing young again. `undefined` for a `fetchedAt` in the future, which no clock explains.
 */
export function ageMs(entry: Entry<unknown>, clock: Clock): number | undefined {
  const wallAge = clock.wall() - entry.fetchedAt;
  if (wallAge < 0) return undefined;
  if (entry.fetchedAtMonotonic === undefined) return wallAge;
  return Math.max(wallAge, clock.monotonic() - entry.fetchedAtMonotonic);
}

/** Which of its three ages the entry is in. */
export function stateOf(entry: Entry<unknown>, clock: Clock): EntryState {
  const age = ageMs(entry, clock);
  if (age === undefined) return 'expired';
  if (age < entry.freshMs) return 'fresh';
  return age < entry.staleMs && age < licenceLimitMs ? 'stale' : 'expired';
}

/** How long a store may hold the entry from now on; 0 when not at all. */
export function timeToLiveMs(entry: Entry<unknown>, clock: Clock): number {
  const lifeMs = Math.min(Math.max(entry.freshMs, entry.staleMs), licenceLimitMs - dropEarlyMs);
  const age = ageMs(entry, clock);
  return age === undefined ? 0 : Math.max(0, lifeMs - age);
}
