import { dropEarlyMs, storageLimitMs } from '../catalog/lifetimes.ts';
import type { Clock } from '../clock.ts';

/** A value with its ages. Absence that a source confirmed is a value too. */
export type Entry<T> = {
  readonly value: T;
  /** Wall clock, milliseconds since the epoch. */
  readonly fetchedAt: number;
  /** From `fetchedAt` on. */
  readonly freshMs: number;
  /** From `fetchedAt` on; equal to `freshMs` when a stale copy must not be used. */
  readonly staleMs: number;
  /** Monotonic time of fetching. Only in memory: it means nothing to another process. */
  readonly fetchedAtMonotonic?: number;
  /** Set by a read that found the entry in the store behind the process's memory. */
  readonly fromStore?: true;
};

/** Fresh: use it. Stale: use it when no source answers. Expired: treat it as absent. */
export type EntryState = 'fresh' | 'stale' | 'expired';

/**
 * Milliseconds since the entry was fetched: the higher of the ages by the wall clock and by the monotonic clock, so that
 * a clock that is set back makes no entry younger. `undefined` for a `fetchedAt` in the future.
 */
export function ageMs(entry: Entry<unknown>, clock: Clock): number | undefined {
  const wallAge = clock.wall() - entry.fetchedAt;
  if (wallAge < 0) return undefined;
  if (entry.fetchedAtMonotonic === undefined) return wallAge;
  return Math.max(wallAge, clock.monotonic() - entry.fetchedAtMonotonic);
}

/** The state of the entry at this moment. */
export function stateOf(entry: Entry<unknown>, clock: Clock): EntryState {
  const age = ageMs(entry, clock);
  if (age === undefined) return 'expired';
  if (age < entry.freshMs) return 'fresh';
  return age < entry.staleMs && age < storageLimitMs(entry.value) ? 'stale' : 'expired';
}

/** The time in milliseconds for which a store may still keep the entry; 0 when it has expired. */
export function timeToLiveMs(entry: Entry<unknown>, clock: Clock): number {
  const lifeMs = Math.min(Math.max(entry.freshMs, entry.staleMs), storageLimitMs(entry.value) - dropEarlyMs);
  const age = ageMs(entry, clock);
  return age === undefined ? 0 : Math.max(0, lifeMs - age);
}
