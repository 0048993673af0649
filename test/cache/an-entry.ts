import type { Entry } from '../../src/cache/entry.ts';
import type { StoredEntry } from '../../src/cache/store.ts';
import { systemClock, type Clock } from '../../src/clock.ts';

/** An entry fetched now, fresh for a minute, stale for another, but for what `parts` says. */
export function anEntry(
  value: unknown,
  parts: Partial<Entry<unknown>> = {},
  clock: Clock = systemClock,
): Entry<unknown> {
  return { value, fetchedAt: clock.wall(), freshMs: 60_000, staleMs: 120_000, ...parts };
}

/** That many entries, each with its number as value, under `k0`, `k1`… */
export function entries(count: number): readonly StoredEntry[] {
  return Array.from({ length: count }, (_, n) => ({ key: `k${n}`, entry: anEntry(n) }));
}
