import type { GatewayEvent } from '../../event.ts';
import type { RecentLookup } from '../snapshot.ts';

type AnsweredEvent = Extract<GatewayEvent, { readonly type: 'answered' }>;

/** The latest lookups, in bounded memory. */
export interface RecentLookups {
  add(event: AnsweredEvent): void;
  /** Newest first. */
  list(): readonly RecentLookup[];
}

const kept = 100;

/** Keeps the latest hundred lookups with their attempts. */
export function createRecentLookups(wall: () => number): RecentLookups {
  const ring: { readonly at: number; readonly event: AnsweredEvent }[] = [];
  let added = 0;
  return {
    add(event) {
      ring[added % kept] = { at: wall(), event };
      added += 1;
    },
    list() {
      const newest = added % kept;
      const newestFirst = [...ring.slice(newest), ...ring.slice(0, newest)].toReversed();
      return newestFirst.map(({ at, event: { asin, marketplace, outcome, cacheStatus, attempts } }) => {
        const status = cacheStatus !== undefined && { cacheStatus };
        return { at, asin, marketplace, outcome, attempts, ...status };
      });
    },
  };
}
