import type { Waiter } from '../source/batching/waiter.ts';
import type { Operation } from './answer.ts';

/** The operation as a waiter of the batcher. @param askedAt monotonic milliseconds before its question read the cache */
export function waiterOf(operation: Operation, askedAt?: number): Waiter {
  const { signal, deadlineAt, priority, client } = operation;
  return {
    operation,
    signal,
    deadlineAt,
    priority,
    ...(client !== undefined && { client }),
    ...(askedAt !== undefined && { askedAt }),
  };
}

/** A background refresh as a waiter of the batcher: it takes only slots that no other lookup needs. */
export function refreshWaiter(signal: AbortSignal, deadlineAt: number): Waiter {
  return { operation: {}, signal, deadlineAt, priority: 'REFRESH' };
}
