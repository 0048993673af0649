import type { GatewayEvent } from '../../event.ts';
import { madeNoCall } from '../../vocabulary.ts';
import type { ErrorCount } from '../snapshot.ts';

/** Failures by source, marketplace and class, all of which are bounded sets. */
export interface ErrorCounts {
  listen(event: GatewayEvent): void;
  /** The most recent failure first. */
  list(): readonly ErrorCount[];
}

/** Counts every failure of a call, of a token, and of a product for which no call was made, each once. */
export function createErrorCounts(wall: () => number): ErrorCounts {
  const counts = new Map<string, ErrorCount>();

  function add({ source, marketplace, code, message = '' }: Failure) {
    const key = `${source} ${marketplace} ${code}`;
    const count = (counts.get(key)?.count ?? 0) + 1;
    counts.set(key, { source, marketplace, code, count, message, lastAt: wall() });
  }

  return {
    listen(event) {
      if (event.type === 'token-refused') add(event);
      if (event.type === 'call' && event.outcome !== 'ANSWERED' && event.outcome !== 'ABORTED') {
        add({ ...event, code: event.outcome });
      }
      if (event.type === 'attempt') {
        const { marketplace, attempt } = event;
        const { source, code, message = '' } = attempt;
        // Other failures are counted for their call.
        if (code !== undefined && madeNoCall(code)) add({ marketplace, source, code, message });
      }
    },
    list: () => [...counts.values()].toSorted((a, b) => b.lastAt - a.lastAt),
  };
}

type Failure = Pick<ErrorCount, 'source' | 'marketplace' | 'code'> & { readonly message?: string };
