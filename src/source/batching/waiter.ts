/** A caller that waits for an answer. */
export type Waiter = {
  /** The GraphQL operation, by identity. Slots are assigned round-robin across operations. */
  readonly operation: object;
  readonly signal: AbortSignal;
  /** Monotonic milliseconds at which the waiter continues without this source. */
  readonly deadlineAt: number;
  /** Takes only slots that no other waiter needs. */
  readonly background: boolean;
};
