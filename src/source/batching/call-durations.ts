import type { Source } from '../source.ts';

const assumedP95Ms = 500;
const samples = 64;

/** The durations of the last calls of each source. */
export interface CallDurations {
  took(source: Source, durationMs: number): void;
  /** The 95th percentile; half a second before the first call. */
  p95Ms(source: Source): number;
}

/** Keeps the last 64 durations of each source. */
export function createCallDurations(): CallDurations {
  const known = new Map<Source, { readonly ring: number[]; readonly p95Ms: number }>();
  return {
    took(source, durationMs) {
      const ring = [...(known.get(source)?.ring ?? []), durationMs].slice(-samples);
      const sorted = ring.toSorted((a, b) => a - b);
      known.set(source, { ring, p95Ms: sorted[Math.ceil(sorted.length * 0.95) - 1] ?? assumedP95Ms });
    },
    p95Ms: (source) => known.get(source)?.p95Ms ?? assumedP95Ms,
  };
}
