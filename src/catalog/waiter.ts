import type { Waiter } from '../source/batching/waiter.ts';
import type { Operation } from './answer.ts';

/**
 * An answer that another instance gave so shortly before the question is as good as a cached copy, which it may not be yet.
 */
const recentMs = 2_000;

/**
 * The operation as a waiter of the batcher.
 *
 * @param askedAt monotonic milliseconds before its question read the cache
 * @param realTime whether no earlier answer will do
 */
export function waiterOf(operation: Operation, askedAt?: number, realTime = true): Waiter {
  const { signal, deadlineAt, priority, client } = operation;
  return {
    operation,
    signal,
    deadlineAt,
    priority,
    ...(client !== undefined && { client }),
    ...(askedAt !== undefined && { askedAt }),
    ...(!realTime && { mayBeOldMs: recentMs }),
  };
}

/** A background refresh as a waiter of the batcher: it takes only slots that no other lookup needs. */
export function refreshWaiter(signal: AbortSignal, deadlineAt: number): Waiter {
  return { operation: {}, signal, deadlineAt, priority: 'REFRESH' };
}
