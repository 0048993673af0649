import type { GatewayEvent } from '../event.ts';
import type { MarketplaceCode } from '../product/marketplace.ts';
import type { CircuitState, LookupPriority, SourceId } from '../vocabulary.ts';

/** The time span of a snapshot. */
export type AnalyticsWindow = 'LAST_5_MINUTES' | 'LAST_HOUR' | 'LAST_DAY' | 'SINCE_START';

/** Latency percentiles of answered calls or operations, from a histogram. */
export type Latency = {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly count: number;
};

/** One account of a source. */
export type AccountReport = {
  /** For operators; it is no part of a credential. */
  readonly name: string;
  readonly quota: NonNullable<SourceReport['quota']>;
  /** The worst state of the source's circuits in this account. */
  readonly circuit: CircuitState;
  /** Lookups and searches that wait for a call. */
  readonly queued: number;
};

/** Statistics of one source. A request is one upstream call, which succeeds when its answer has the expected shape. */
export type SourceReport = {
  readonly source: SourceId;
  /** Display name. */
  readonly label: string;
  readonly enabled: boolean;
  readonly totalRequests: number;
  readonly successes: number;
  /** Absent before the first request. */
  readonly successRate?: number;
  /** Exponential moving average with a weight of 0.1 for the latest call. */
  readonly averageResponseMs?: number;
  readonly latency?: Latency;
  /** The worst state of the source's circuits. */
  readonly circuit: CircuitState;
  readonly quota?: {
    readonly perSecond: number;
    readonly perDay?: number;
    readonly usedToday: number;
    readonly remainingToday?: number;
    readonly resetsAt: number;
    /** When the quota will be used up at the pace of the last hour; absent when it lasts until its reset. */
    readonly spentAt?: number;
    /** The calls of the whole day at the pace of the last quarter of an hour; absent when the day is not limited. */
    readonly projectedToday?: number;
    /** Whether calls wait so that the day's calls last; absent: they never do. */
    readonly pacing?: 'OFF' | 'READY' | 'ACTIVE';
  };
  /** The lookups that wait for a slot, by priority and client. */
  readonly queued: readonly QueuedLookups[];
  /** Each of its accounts; absent if it is switched off. The quota above is that of all of them. */
  readonly accounts?: readonly AccountReport[];
  /** Mean ASINs per lookup call. */
  readonly itemsPerCall?: number;
  readonly lastError?: { readonly code: string; readonly message: string; readonly at: number };
};

/** The lookups of one priority and client that wait for a slot. */
export type QueuedLookups = {
  readonly priority: LookupPriority;
  /** The name of the client's key; absent when clients need no key, and for refreshes. */
  readonly client?: string;
  readonly count: number;
  readonly oldestWaitMs: number;
};

/** Statistics of the cache. */
export type CacheReport = {
  /** Number of entries; absent for stores where counting is expensive. */
  readonly size?: number;
  readonly hits: number;
  readonly staleHits: number;
  readonly misses: number;
  readonly hitRate?: number;
};

/** Counts of one source. */
export type SourceCounts = { readonly source: SourceId; readonly totalRequests: number; readonly successes: number };

/** Counts of one or several instances since the start of each. */
export type FleetCounts = {
  /** All sources in chain order. */
  readonly sources: readonly SourceCounts[];
  readonly cache: { readonly hits: number; readonly staleHits: number; readonly misses: number };
};

/** The counts of all running instances, and their number. */
export type FleetTotals = FleetCounts & { readonly instances: number };

/** Advice for the operator. */
export type Recommendation = {
  readonly severity: 'INFO' | 'WARNING' | 'CRITICAL';
  readonly source?: SourceId;
  readonly message: string;
};

/** GraphQL operations by outcome, without those of the dashboard. */
export type OperationCounts = {
  readonly ok: number;
  readonly partial: number;
  readonly failed: number;
  /** Refused before execution: malformed, too complex or over a limit. */
  readonly refused: number;
};

/** Product lookups by answer. */
export type AnswerCounts = {
  /** Answered by a source or from a fresh cache entry. */
  readonly fresh: number;
  /** Answered from a stale cache entry. */
  readonly stale: number;
  /** Answered with an incomplete product, because no source had a complete one. */
  readonly partial: number;
  /** The product does not exist. */
  readonly missing: number;
  /** Not answered: every source failed. */
  readonly failed: number;
};

/** Operations and lookups in the window. */
export type OperationsReport = OperationCounts & {
  readonly total: number;
  readonly latency?: Latency;
  readonly answers: AnswerCounts;
};

/** Attempts of a source in one slice of time, by outcome. */
export type SourceBucket = {
  readonly source: SourceId;
  readonly calls: number;
  readonly found: number;
  readonly missing: number;
  readonly rejected: number;
  readonly failed: number;
  readonly skipped: number;
  /** 95th percentile of its answered calls. */
  readonly p95Ms?: number;
  /** The worst state of its circuits in the slice. */
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
  /** Mean number of sources called per product; absent when there was no lookup. */
  readonly fallbackDepth?: number;
  /** In chain order. */
  readonly sources: readonly SourceBucket[];
};

/** One lookup and the attempts of the sources. */
export type RecentLookup = Omit<Extract<GatewayEvent, { readonly type: 'answered' }>, 'type'> & {
  /** Milliseconds since the epoch. */
  readonly at: number;
};

/** Failures of one source, marketplace and class since the start. */
export type ErrorCount = {
  readonly source: SourceId;
  readonly marketplace: MarketplaceCode;
  readonly code: string;
  readonly count: number;
  /** The message of the latest failure. */
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
  /** The window in slices of equal length, the oldest first; for `SINCE_START`, the last day. */
  readonly timeline: readonly TimelineBucket[];
  /** Newest first. */
  readonly recentLookups: readonly RecentLookup[];
  /** The most recent failure first. */
  readonly errors: readonly ErrorCount[];
  /** All instances that share a Redis; absent without one, or while it is unavailable. */
  readonly fleet?: FleetTotals;
  readonly recommendations: readonly Recommendation[];
};

/** Access to the statistics. */
export interface Analytics {
  snapshot(window: AnalyticsWindow): AnalyticsSnapshot;
}
