import type { GatewayEvent } from '../../event.ts';
import type { RecentLookup } from '../snapshot.ts';

/** The latest lookups, in bounded memory. */
export interface RecentLookups {
  add(event: Extract<GatewayEvent, { readonly type: 'answered' }>): void;
  /** Newest first. */
  list(): readonly RecentLookup[];
}

const kept = 100;

/** Keeps the latest hundred lookups with their attempts. */
export function createRecentLookups(wall: () => number): RecentLookups {
  const ring: RecentLookup[] = [];
  let added = 0;
  return {
    add({ asin, marketplace, outcome, cacheStatus, attempts }) {
      const status = cacheStatus !== undefined && { cacheStatus };
      ring[added % kept] = { at: wall(), asin, marketplace, outcome, attempts, ...status };
      added += 1;
    },
    list() {
      const newest = added % kept;
      return [...ring.slice(newest), ...ring.slice(0, newest)].toReversed();
    },
  };
}
