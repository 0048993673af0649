import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** How many operations may be under way at a time, and how many may wait for their turn. */
export type ConcurrencyLimitOptions = { readonly mostInFlight: number; readonly mostWaiting: number };

/** Enough for every operation that waits for its permits; few enough for their answers to fit into memory. */
export const defaultInFlight = 512;

/** Waiting longer would eat up the time that the sources need. */
const longestWaitMs = 1_000;

/**
 * Runs at most so many operations at a time. Some more wait, the first come first served; who finds no place, or none
 * in a second, is answered 503 `OVERLOADED` with `Retry-After`. Only whole operations count: a client that is slow to
 * send one takes nobody's place.
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
    // The place goes from one to the other, so that nobody who comes now is faster.
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
  return new GraphQLError('The gateway has as many operations under way as it can take. Ask again in a second.', {
    extensions: {
      code: 'OVERLOADED',
      retryable: true,
      retryAfterMs: 1000,
      http: { status: 503, headers: { 'retry-after': '1' } },
    },
  });
}
