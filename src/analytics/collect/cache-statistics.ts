import type { AnalyticsWindow, CacheReport } from '../snapshot.ts';
import { createWindows, type Slice } from './windows.ts';

/** Copies found, by age. */
export type CacheCounts = { readonly fresh: number; readonly stale: number; readonly missed: number };

/** What the cache did. */
export interface CacheStatistics {
  count(found: CacheCounts): void;
  /** @param size entries held, where known */
  report(window: AnalyticsWindow, size: number | undefined): CacheReport;
  slices(window: AnalyticsWindow): readonly Slice<CacheCounts>[];
}

/** Counts copies found; the hit rate is the share of fresh ones. */
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
      const counterList = windows.counterList(window);
      const sum = (key: keyof CacheCounts) => counterList.reduce((total, counters) => total + counters[key], 0);
      const [hits, staleHits, misses] = [sum('fresh'), sum('stale'), sum('missed')];
      const asked = hits + staleHits + misses;
      return {
        ...(size !== undefined && { size }),
        hits,
        staleHits,
        misses,
        ...(asked > 0 && { hitRate: hits / asked }),
      };
    },
  };
}
