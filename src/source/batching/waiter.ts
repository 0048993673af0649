import type { LookupPriority } from '../../vocabulary.ts';

/** A caller that waits for an answer. */
export type Waiter = {
  /** The GraphQL operation, by identity. */
  readonly operation: object;
  readonly priority: LookupPriority;
  /** The name of the client's key; absent when clients need no key. */
  readonly client?: string;
  readonly signal: AbortSignal;
  /** Monotonic milliseconds at which the waiter continues without this source. */
  readonly deadlineAt: number;
  /** Monotonic milliseconds before the cache was read for the question: a later answer is young enough. Default: now. */
  readonly askedAt?: number;
  /** How much older its answer may be; a failure may not. Default: 0. */
  readonly mayBeOldMs?: number;
  /** Resolves when the answer is in the store, or will not be written. Default: nothing is written. */
  readonly stored?: Promise<void>;
};

/**
 * The party that a waiter's turns belong to: slots are assigned round-robin across parties. Bulk lookups of one client are
 * one list, however many operations it sends.
 */
export function partyOf({ operation, priority, client }: Waiter): unknown {
  return priority === 'BULK' && client !== undefined ? client : operation;
}
