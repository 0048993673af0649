import type { AnalyticsWindow } from '../snapshot.ts';

/** Counters of the last five minutes, hour and day and since the start, in bounded memory. */
export interface Windows<T> {
  /** Changes the current counters of every window. */
  record(change: (counters: T) => void): void;
  /** The counters whose sum is the window. */
  countersIn(window: AnalyticsWindow): readonly T[];
  /** The slices of the window, the oldest first; for `SINCE_START`, those of the last day. */
  slices(window: AnalyticsWindow): readonly Slice<T>[];
}

/** Part of a window, in monotonic milliseconds; without `counters`, nothing happened in it. */
export type Slice<T> = { readonly from: number; readonly durationMs: number; readonly counters: T | undefined };

/** Each window is a ring of `size` counters, one per slice of `sliceMs`; the oldest slice is dropped at a time. */
const rings = {
  LAST_5_MINUTES: { sliceMs: 5_000, size: 60 },
  LAST_HOUR: { sliceMs: 60_000, size: 60 },
  LAST_DAY: { sliceMs: 30 * 60_000, size: 48 },
} as const;

const shortestSliceMs = rings.LAST_5_MINUTES.sliceMs;

/**
 * Creates windows.
 *
 * @param create counters at zero
 * @param now monotonic milliseconds, so that a change of the wall clock loses nothing
 */
export function createWindows<T>(create: () => T, now: () => number): Windows<T> {
  const total = create();
  const byWindow = {
    LAST_5_MINUTES: createRing(create, rings.LAST_5_MINUTES),
    LAST_HOUR: createRing(create, rings.LAST_HOUR),
    LAST_DAY: createRing(create, rings.LAST_DAY),
  };
  const all = Object.values(byWindow);
  // Kept for a slice: events are counted more often than anything else happens (`npm run bench -- hot`).
  let current: readonly T[] = [];
  let currentUntil = -Infinity;

  return {
    record(change) {
      const at = now();
      if (at >= currentUntil) {
        current = [total, ...all.map((ring) => ring.current(at))];
        // All slices end at multiples of the shortest.
        currentUntil = (Math.floor(at / shortestSliceMs) + 1) * shortestSliceMs;
      }
      for (const counters of current) change(counters);
    },
    countersIn: (window) => (window === 'SINCE_START' ? [total] : byWindow[window].since(now())),
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
  { sliceMs, size }: { readonly sliceMs: number; readonly size: number },
): Ring<T> {
  const slots: { readonly turn: number; readonly counters: T }[] = [];
  const turnOf = (at: number) => Math.floor(at / sliceMs);

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
        return { from: turn * sliceMs, durationMs: sliceMs, counters: kept?.turn === turn ? kept.counters : undefined };
      });
    },
  };
}
