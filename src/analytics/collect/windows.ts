import type { AnalyticsWindow } from '../snapshot.ts';

/** Tallies of the last minutes, hour and day and of the whole life, in memory that does not grow. */
export interface Windows<T> {
  /** Changes the counters of now, in every window. */
  record(change: (counters: T) => void): void;
  /** The counterList that together make up the window. */
  counterList(window: AnalyticsWindow): readonly T[];
  /** The window slice by slice, the oldest first; the whole life is shown by its last day. */
  slices(window: AnalyticsWindow): readonly Slice<T>[];
}

/** Part of a window; without a counters nothing happened in it. Monotonic milliseconds. */
export type Slice<T> = { readonly from: number; readonly durationMs: number; readonly counters: T | undefined };

/** Each window is a ring of so many counterList of so long; the oldest part of a window leaves one counters at a time. */
const rings = {
  LAST_5_MINUTES: { tallyMs: 5_000, size: 60 },
  LAST_HOUR: { tallyMs: 60_000, size: 60 },
  LAST_DAY: { tallyMs: 30 * 60_000, size: 48 },
} as const;

/**
 * Windows over counterList that `create` makes.
 *
 * @param now monotonic milliseconds, so that a clock set back loses nothing
 */
export function createWindows<T>(create: () => T, now: () => number): Windows<T> {
  const total = create();
  const byWindow = {
    LAST_5_MINUTES: createRing(create, rings.LAST_5_MINUTES),
    LAST_HOUR: createRing(create, rings.LAST_HOUR),
    LAST_DAY: createRing(create, rings.LAST_DAY),
  };
  const all = Object.values(byWindow);

  return {
    record(change) {
      change(total);
      const at = now();
      for (const ring of all) change(ring.current(at));
    },
    counterList: (window) => (window === 'SINCE_START' ? [total] : byWindow[window].since(now())),
    slices: (window) => byWindow[window === 'SINCE_START' ? 'LAST_DAY' : window].slices(now()),
  };
}

type Ring<T> = {
  readonly current: (at: number) => T;
  readonly since: (at: number) => readonly T[];
  readonly slices: (at: number) => readonly Slice<T>[];
};

function createRing<T>(
  create: () => T,
  { tallyMs, size }: { readonly tallyMs: number; readonly size: number },
): Ring<T> {
  const slots: { readonly turn: number; readonly counters: T }[] = [];
  const turnOf = (at: number) => Math.floor(at / tallyMs);

  return {
    current(at) {
      const turn = turnOf(at);
      const kept = slots[turn % size];
      if (kept?.turn === turn) return kept.counters;
      const counters = create();
      slots[turn % size] = { turn, counters };
      return counters;
    },
    since(at) {
      const oldest = turnOf(at) - size + 1;
      return slots.flatMap((slot) => (slot.turn >= oldest ? [slot.counters] : []));
    },
    slices(at) {
      const oldest = turnOf(at) - size + 1;
      return Array.from({ length: size }, (_, index) => {
        const turn = oldest + index;
        const kept = turn < 0 ? undefined : slots[turn % size];
        return { from: turn * tallyMs, durationMs: tallyMs, counters: kept?.turn === turn ? kept.counters : undefined };
      });
    },
  };
}
