import type { CacheStatistics } from './collect/cache-statistics.ts';
import { latencyOf } from './collect/histogram.ts';
import type { OperationStatistics } from './collect/operation-statistics.ts';
import type { AnalyticsWindow, SourceBucket, TimelineBucket } from './snapshot.ts';
import type { SourceStatistics } from './collect/source-statistics.ts';

/** The statistics that a timeline combines; all have the same slices by the same clock. */
export type TimelineParts = {
  readonly operations: OperationStatistics;
  readonly cache: CacheStatistics;
  /** In chain order. */
  readonly sources: readonly SourceStatistics[];
  readonly clock: { readonly wall: () => number; readonly monotonic: () => number };
};

/** The slices of a window, for charts. */
export function timelineOf(window: AnalyticsWindow, parts: TimelineParts): readonly TimelineBucket[] {
  const { operations, cache, sources, clock } = parts;
  const cacheSlices = cache.slices(window);
  const bySource = sources.map((source) => source.buckets(window));
  // Slices are on the monotonic clock; the timeline is in wall-clock time.
  const offset = clock.wall() - clock.monotonic();
  return operations.slices(window).map(({ from, durationMs, counters }, index): TimelineBucket => {
    const ofSources = bySource.flatMap((buckets) => buckets[index] ?? []);
    const { fresh = 0, stale = 0, missed = 0 } = cacheSlices[index]?.counters ?? {};
    const p95Ms = counters?.latency && latencyOf(counters.latency)?.p95Ms;
    const depth = fallbackDepth(ofSources);
    return {
      from: Math.round(offset + from),
      durationMs,
      operations: { ok: 0, partial: 0, failed: 0, refused: 0, ...counters?.operations },
      ...(p95Ms !== undefined && { operationP95Ms: p95Ms }),
      answers: { fresh: 0, stale: 0, partial: 0, missing: 0, failed: 0, ...counters?.answers },
      cache: { fresh, stale, missed },
      ...(depth !== undefined && { fallbackDepth: depth }),
      sources: ofSources,
    };
  });
}

/** Every pass through the chain counts an attempt or a skip for its first source. */
function fallbackDepth(sources: readonly SourceBucket[]): number | undefined {
  const called = sources.map(({ found, missing, rejected, failed }) => found + missing + rejected + failed);
  const passes = Math.max(0, ...sources.map(({ skipped }, index) => skipped + (called[index] ?? 0)));
  return passes === 0 ? undefined : called.reduce((sum, part) => sum + part, 0) / passes;
}
