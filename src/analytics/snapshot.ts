import type { CircuitState } from '../event.ts';
import type { SourceId } from '../source/source.ts';

/** How far back a snapshot looks. */
export type AnalyticsWindow = 'LAST_5_MINUTES' | 'LAST_HOUR' | 'LAST_DAY' | 'SINCE_START';

/** Percentiles of a source's answers, from a histogram. */
export type Latency = {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly count: number;
};

/** One source's record. A request is one upstream call; it succeeds when it was answered in the expected shape. */
export type SourceReport = {
  readonly source: SourceId;
  readonly enabled: boolean;
  readonly totalRequests: number;
  readonly successes: number;
  /** Absent before the first request. */
  readonly successRate?: number;
  /** Exponential mean: 0.9 old, 0.1 new. */
  readonly averageResponseMs?: number;
  readonly latency?: Latency;
  /** The source's worst circuit. */
  readonly circuit: CircuitState;
  readonly quota?: {
    readonly perSecond: number;
    readonly perDay?: number;
    readonly usedToday: number;
    readonly remainingToday?: number;
    readonly resetsAt: number;
  };
  /** Mean ASINs per lookup call. */
  readonly itemsPerCall?: number;
  readonly lastError?: { readonly code: string; readonly message: string; readonly at: number };
};

/** What the cache did. */
export type CacheReport = {
  /** Entries held; absent where counting them costs. */
  readonly size?: number;
  readonly hits: number;
  readonly staleHits: number;
  readonly misses: number;
  readonly hitRate?: number;
};

/** What an operator should do. */
export type Recommendation = {
  readonly severity: 'INFO' | 'WARNING' | 'CRITICAL';
  readonly source?: SourceId;
  readonly message: string;
};

/** The statistics at one moment. Times are milliseconds since the epoch. */
export type AnalyticsSnapshot = {
  readonly timestamp: number;
  readonly window: AnalyticsWindow;
  readonly sources: readonly SourceReport[];
  readonly cache: CacheReport;
  readonly recommendations: readonly Recommendation[];
};

/** Answers for the statistics gathered so far. */
export interface Analytics {
  snapshot(window: AnalyticsWindow): AnalyticsSnapshot;
}
