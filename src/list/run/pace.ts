/** How a batch of rows went. */
export type BatchTiming = {
  readonly rows: number;
  readonly durationMs: number;
  /** Upstream calls that it used. Without any, its answers were cached. */
  readonly calls: number;
  /** Rows that would have missed their deadline. */
  readonly late: number;
};

/** How many rows are asked for at the same time, and how many in one operation. */
export interface Pace {
  /** Rows that may be under way. */
  readonly rows: number;
  /** Rows of one operation. */
  readonly batchRows: number;
  ended(timing: BatchTiming): void;
  /** The gateway refused an operation because it had too many. */
  refused(): void;
}

/** As many as share one upstream call of most sources: answers are on the disk as soon as their call is answered. */
const smallBatch = 10;
/** The most that `lookup` takes. */
const largeBatch = 50;
const leastRows = 20;
const mostRows = 1_000;
/** Rows of one marketplace fill a call of ten; the others are for lists of many marketplaces. */
const firstRows = 100;
/** An operation that is answered sooner than this leaves room for more, */
const shortMs = 5_000;
/** and one that takes longer is too near to its deadline, of which one source gets a part. */
const longMs = 15_000;
const cachedMs = 300;

/**
 * Adapts to how fast the gateway answers: enough rows wait there to fill the slots of every call, and no row waits so long
 * that it would miss its deadline. Cached answers say nothing about the sources, so they only make operations larger.
 */
export function createPace(): Pace {
  let rows = firstRows;
  let batchRows = smallBatch;
  let fewOperations = false;
  return {
    get rows() {
      return rows;
    },
    get batchRows() {
      return Math.min(batchRows, Math.max(1, Math.floor(rows / 2)));
    },
    ended(timing) {
      const cached = timing.calls === 0 && timing.durationMs < cachedMs;
      batchRows = cached || fewOperations ? largeBatch : smallBatch;
      const isLong = timing.late > 0 || timing.durationMs > longMs;
      if (isLong) rows = Math.max(leastRows, rows - timing.rows / 2);
      else if (timing.calls > 0 && timing.durationMs < shortMs) rows = Math.min(mostRows, rows + timing.rows / 4);
    },
    refused() {
      fewOperations = true;
      batchRows = largeBatch;
    },
  };
}
