import type { GatewayEvent } from '../event.ts';
import type { MarketplaceCode } from '../product/marketplace.ts';
import type { CircuitState, SourceId } from '../vocabulary.ts';

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
  /** The source's name for people. */
  readonly label: string;
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
    /** When the day's calls will be used up at the pace of the last hour; absent when they last. */
    readonly spentAt?: number;
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

/** What is counted of one source over all instances. */
export type SourceCounts = { readonly source: SourceId; readonly totalRequests: number; readonly successes: number };

/** What one or several instances have counted since each of them started. */
export type FleetCounts = {
  /** Every source there is, in chain order. */
  readonly sources: readonly SourceCounts[];
  readonly cache: { readonly hits: number; readonly staleHits: number; readonly misses: number };
};

/** The counts of all instances that are running now, and how many they are. */
export type FleetTotals = FleetCounts & { readonly instances: number };

/** What an operator should do. */
export type Recommendation = {
  readonly severity: 'INFO' | 'WARNING' | 'CRITICAL';
  readonly source?: SourceId;
  readonly message: string;
};

/** How GraphQL operations ended; the dashboard's own are not among them. */
export type OperationCounts = {
  readonly ok: number;
  readonly partial: number;
  readonly failed: number;
  /** Refused before anything was asked: malformed, too complex, over a limit. */
  readonly refused: number;
};

/** How single lookups were answered, as far as the answer can be trusted. */
export type AnswerCounts = {
  /** From a source just now, or from a copy that is still fresh. */
  readonly fresh: number;
  readonly stale: number;
  /** With less than was wanted: the best of what no source could complete. */
  readonly partial: number;
  /** No such product. */
  readonly missing: number;
  /** It could not be learned. */
  readonly failed: number;
};

/** Operations and lookups in the window. */
export type OperationsReport = OperationCounts & {
  readonly total: number;
  readonly latency?: Latency;
  readonly answers: AnswerCounts;
};

/** How a source fared with single products in one slice of time. */
export type SourceBucket = {
  readonly source: SourceId;
  readonly calls: number;
  readonly found: number;
  readonly missing: number;
  readonly rejected: number;
  readonly failed: number;
  readonly skipped: number;
  /** Of its answered calls. */
  readonly p95Ms?: number;
  /** Its worst circuit in that time. */
  readonly circuit: CircuitState;
};

/** One slice of a window. */
export type TimelineBucket = {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly durationMs: number;
  readonly operations: OperationCounts;
  readonly operationP95Ms?: number;
  readonly answers: AnswerCounts;
  readonly cache: { readonly fresh: number; readonly stale: number; readonly missed: number };
  /** Mean number of sources asked for one product; absent when none was asked for any. */
  readonly fallbackDepth?: number;
  /** In chain order. */
  readonly sources: readonly SourceBucket[];
};

/** How one product was come by. */
export type RecentLookup = Omit<Extract<GatewayEvent, { readonly type: 'answered' }>, 'type'> & {
  /** Milliseconds since the epoch. */
  readonly at: number;
};

/** Failures of one kind since the start. */
export type ErrorCount = {
  readonly source: SourceId;
  readonly marketplace: MarketplaceCode;
  readonly code: string;
  readonly count: number;
  /** What the last one said, and when it was. */
  readonly message: string;
  readonly lastAt: number;
};

/** The statistics at one moment. Times are milliseconds since the epoch. */
export type AnalyticsSnapshot = {
  readonly timestamp: number;
  readonly window: AnalyticsWindow;
  readonly sources: readonly SourceReport[];
  readonly cache: CacheReport;
  readonly operations: OperationsReport;
  /** The window in slices, the oldest first, all of the same length; since the start, the last day. */
  readonly timeline: readonly TimelineBucket[];
  /** The latest first. */
  readonly recentLookups: readonly RecentLookup[];
  /** The latest first. */
  readonly errors: readonly ErrorCount[];
  /** All instances that share a store; absent where there is none to share, or it is lost. */
  readonly fleet?: FleetTotals;
  readonly recommendations: readonly Recommendation[];
};

/** Answers for the statistics gathered so far. */
export interface Analytics {
  snapshot(window: AnalyticsWindow): AnalyticsSnapshot;
}
