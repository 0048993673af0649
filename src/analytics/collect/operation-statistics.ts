import type { GatewayEvent } from '../../event.ts';
import { addDuration, addHistogram, createHistogram, latencyOf, type Histogram } from './histogram.ts';
import type { AnalyticsWindow, AnswerCounts, OperationCounts, OperationsReport } from '../snapshot.ts';
import { createWindows, type Slice } from './windows.ts';

type OperationEvent = Extract<GatewayEvent, { readonly type: 'operation' }>;
type AnsweredEvent = Extract<GatewayEvent, { readonly type: 'answered' }>;

/** Counts of operations and lookups over some time. */
export type OperationCounters = {
  readonly operations: { -readonly [outcome in keyof OperationCounts]: number };
  readonly answers: { -readonly [outcome in keyof AnswerCounts]: number };
  readonly latency: Histogram | undefined;
};

/** Counts operations and product lookups by outcome. */
export interface OperationStatistics {
  listen(event: OperationEvent | AnsweredEvent): void;
  report(window: AnalyticsWindow): OperationsReport;
  slices(window: AnalyticsWindow): readonly Slice<OperationCounters>[];
}

/** The name of the dashboard's operation, which is not counted: an idle gateway would look busy. */
export const dashboardOperation = 'Dashboard';

const outcomes = { OK: 'ok', PARTIAL: 'partial', FAILED: 'failed', REFUSED: 'refused' } as const;

/** Counts operations and lookups; durations only with `tracking`. */
export function createOperationStatistics(monotonic: () => number, tracking: boolean): OperationStatistics {
  const windows = createWindows(() => createCounters(tracking), monotonic);
  return {
    listen(event) {
      if (event.type === 'answered') {
        const answer = answerOf(event);
        windows.record((counters) => (counters.answers[answer] += 1));
      } else if (event.name !== dashboardOperation) {
        windows.record((counters) => {
          counters.operations[outcomes[event.outcome]] += 1;
          if (counters.latency !== undefined) addDuration(counters.latency, event.durationMs);
        });
      }
    },
    report(window) {
      const { operations, answers, latency } = sum(windows.countersIn(window), tracking);
      const total = operations.ok + operations.partial + operations.failed + operations.refused;
      const percentiles = latency && latencyOf(latency);
      return { ...operations, total, answers, ...(percentiles !== undefined && { latency: percentiles }) };
    },
    slices: (window) => windows.slices(window),
  };
}

/** Classifies an answer. It is partial when no attempt found the product: then it is the best rejected candidate. */
export function answerOf({ outcome, cacheStatus, attempts }: AnsweredEvent): keyof AnswerCounts {
  if (outcome === 'UNAVAILABLE') return 'failed';
  if (outcome === 'NOT_FOUND') return 'missing';
  if (cacheStatus === 'STALE') return 'stale';
  // A product that came with a search has no attempts.
  const accepted = attempts.length === 0 || attempts.some((attempt) => attempt.outcome === 'FOUND');
  return accepted ? 'fresh' : 'partial';
}

function createCounters(tracking: boolean): OperationCounters {
  return {
    operations: { ok: 0, partial: 0, failed: 0, refused: 0 },
    answers: { fresh: 0, stale: 0, partial: 0, missing: 0, failed: 0 },
    latency: tracking ? createHistogram() : undefined,
  };
}

function sum(parts: readonly OperationCounters[], tracking: boolean): OperationCounters {
  const total = createCounters(tracking);
  for (const { operations, answers, latency } of parts) {
    total.operations.ok += operations.ok;
    total.operations.partial += operations.partial;
    total.operations.failed += operations.failed;
    total.operations.refused += operations.refused;
    total.answers.fresh += answers.fresh;
    total.answers.stale += answers.stale;
    total.answers.partial += answers.partial;
    total.answers.missing += answers.missing;
    total.answers.failed += answers.failed;
    if (total.latency !== undefined && latency !== undefined) addHistogram(total.latency, latency);
  }
  return total;
}
