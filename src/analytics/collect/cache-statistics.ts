import type { AnalyticsWindow, CacheReport } from '../snapshot.ts';
import { createWindows, type Slice } from './windows.ts';

/** Cache lookups by result. */
export type CacheCounts = { readonly fresh: number; readonly stale: number; readonly missed: number };

/** Counts cache lookups. */
export interface CacheStatistics {
  count(found: CacheCounts): void;
  /** @param size number of entries, where known */
  report(window: AnalyticsWindow, size: number | undefined): CacheReport;
  slices(window: AnalyticsWindow): readonly Slice<CacheCounts>[];
}

/** Counts cache lookups; the hit rate is the share of fresh entries. */
export function createCacheStatistics(monotonic: () => number): CacheStatistics {
  const windows = createWindows(() => ({ fresh: 0, stale: 0, missed: 0 }), monotonic);
  return {
    count: (found) =>
      windows.record((counters) => {
        counters.fresh += found.fresh;
        counters.stale += found.stale;
        counters.missed += found.missed;
      }),
    slices: (window) => windows.slices(window),
    report(window, size) {
      const parts = windows.countersIn(window);
      const sum = (key: keyof CacheCounts) => parts.reduce((total, counters) => total + counters[key], 0);
      const [hits, staleHits, misses] = [sum('fresh'), sum('stale'), sum('missed')];
      const lookups = hits + staleHits + misses;
      return {
        ...(size !== undefined && { size }),
        hits,
        staleHits,
        misses,
        ...(lookups > 0 && { hitRate: hits / lookups }),
      };
    },
  };
}
