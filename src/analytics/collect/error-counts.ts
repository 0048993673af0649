import type { GatewayEvent } from '../../event.ts';
import { madeNoCall } from '../../vocabulary.ts';
import type { ErrorCount } from '../snapshot.ts';

/** Failures of the sources, by source, store and class: all bounded sets. */
export interface ErrorCounts {
  listen(event: GatewayEvent): void;
  /** The latest first. */
  list(): readonly ErrorCount[];
}

/** Counts every failure once: a call's, a token's, and those of products that no call was made for. */
export function createErrorCounts(wall: () => number): ErrorCounts {
  const counts = new Map<string, ErrorCount>();

  function add({ source, marketplace, code, message = '' }: Omit<ErrorCount, 'count' | 'lastAt' | 'message'> & Told) {
    const key = `${source} ${marketplace} ${code}`;
    const count = (counts.get(key)?.count ?? 0) + 1;
    counts.set(key, { source, marketplace, code, count, message, lastAt: wall() });
  }

  return {
    listen(event) {
      if (event.type === 'not-ready') add(event);
      if (event.type === 'call' && event.outcome !== 'ANSWERED' && event.outcome !== 'ABORTED') {
        add({ ...event, code: event.outcome });
      }
      if (event.type === 'attempt') {
        const { marketplace, attempt } = event;
        const { source, code, message = '' } = attempt;
        // The others are told by their call.
        if (code !== undefined && madeNoCall(code)) add({ marketplace, source, code, message });
      }
    },
    list: () => [...counts.values()].toSorted((a, b) => b.lastAt - a.lastAt),
  };
}

type Told = { readonly message?: string };
