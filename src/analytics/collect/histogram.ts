import type { Latency } from '../snapshot.ts';

/** Durations in buckets whose width grows by 8 %, so that percentiles are accurate to a few percent at any scale. */
export type Histogram = {
  readonly counts: Uint32Array;
  count: number;
  minMs: number;
  maxMs: number;
};

const firstEdgeMs = 0.5;
const growth = 1.08;
const lastEdgeMs = 120_000;
const buckets = Math.ceil(Math.log(lastEdgeMs / firstEdgeMs) / Math.log(growth)) + 1;

/** An empty histogram, which always takes less than a kilobyte. */
export function createHistogram(): Histogram {
  return { counts: new Uint32Array(buckets), count: 0, minMs: Infinity, maxMs: 0 };
}

/** Counts one duration. */
export function addDuration(histogram: Histogram, durationMs: number): void {
  const bucket = bucketOf(durationMs);
  histogram.counts[bucket] = (histogram.counts[bucket] ?? 0) + 1;
  histogram.count += 1;
  histogram.minMs = Math.min(histogram.minMs, durationMs);
  histogram.maxMs = Math.max(histogram.maxMs, durationMs);
}

/** Adds the counts of `part` to `sum`. */
export function addHistogram(sum: Histogram, part: Histogram): void {
  for (const [bucket, count] of part.counts.entries()) sum.counts[bucket] = (sum.counts[bucket] ?? 0) + count;
  sum.count += part.count;
  sum.minMs = Math.min(sum.minMs, part.minMs);
  sum.maxMs = Math.max(sum.maxMs, part.maxMs);
}

/** The percentiles, rounded to a tenth of a millisecond; `undefined` for an empty histogram. */
export function latencyOf(histogram: Histogram): Latency | undefined {
  if (histogram.count === 0) return undefined;
  const at = (share: number) => percentile(histogram, share);
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), count: histogram.count };
}

function percentile(histogram: Histogram, share: number): number {
  const rank = Math.ceil(share * histogram.count);
  let seen = 0;
  const bucket = histogram.counts.findIndex((count) => {
    seen += count;
    return seen >= rank;
  });
  const middleMs = firstEdgeMs * growth ** (bucket - 0.5);
  const clampedMs = Math.min(histogram.maxMs, Math.max(histogram.minMs, middleMs));
  return Math.round(clampedMs * 10) / 10;
}

function bucketOf(durationMs: number): number {
  if (!(durationMs > firstEdgeMs)) return 0;
  return Math.min(buckets - 1, Math.ceil(Math.log(durationMs / firstEdgeMs) / Math.log(growth)));
}
