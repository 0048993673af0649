/** Who waits for an answer, and until when. */
export type Waiter = {
  /** Fairness is between operations: two waiters belong together only if this is the same object. */
  readonly operation: object;
  readonly signal: AbortSignal;
  /** Monotonic milliseconds by which the waiter goes on without this source. */
  readonly deadlineAt: number;
  /** Takes only slots that nobody else wants. */
  readonly background: boolean;
};
