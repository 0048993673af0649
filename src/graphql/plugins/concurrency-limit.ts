import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** How many operations may run at the same time, and how many more may wait. */
export type ConcurrencyLimitOptions = { readonly mostInFlight: number; readonly mostWaiting: number };

/** Enough operations to wait for all permits, and few enough for their answers to fit into memory. */
export const defaultInFlight = 512;

/** A longer wait would take too much of the operation's deadline. */
const longestWaitMs = 1_000;

/**
 * Limits the number of operations that run at the same time. More operations wait, first come, first served. When the queue
 * is full, or after a second in the queue, an operation is answered with 503 `OVERLOADED` and `Retry-After`. An operation
 * counts only after its whole request has arrived, so that a slow client takes no slot.
 */
export function useConcurrencyLimit({ mostInFlight, mostWaiting }: ConcurrencyLimitOptions): Plugin {
  let inFlight = 0;
  const waiting = new Set<(admitted: boolean) => void>();

  function enter(request: Request): boolean | Promise<boolean> {
    if (inFlight < mostInFlight) {
      inFlight += 1;
      return true;
    }
    if (waiting.size >= mostWaiting) return false;
    const { signal } = request;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const end = (admitted: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', refuse);
      waiting.delete(end);
      resolve(admitted);
    };
    const refuse = () => end(false);
    const timer = setTimeout(refuse, longestWaitMs);
    signal.addEventListener('abort', refuse, { once: true });
    waiting.add(end);
    return promise;
  }

  function leave(): void {
    const [next] = waiting;
    // The slot passes to the next operation, so that a new operation cannot overtake the queue.
    if (next === undefined) inFlight -= 1;
    else next(true);
  }

  return {
    onParams({ paramsHandler, setParamsHandler }) {
      setParamsHandler(async (payload) => {
        if (!(await enter(payload.request))) return { errors: [overloaded()] };
        try {
          return await paramsHandler(payload);
        } finally {
          leave();
        }
      });
    },
  };
}

function overloaded(): GraphQLError {
  return new GraphQLError('The gateway is overloaded: too many operations are running. Retry after one second.', {
    extensions: {
      code: 'OVERLOADED',
      retryable: true,
      retryAfterMs: 1000,
      http: { status: 503, headers: { 'retry-after': '1' } },
    },
  });
}
