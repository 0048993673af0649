import { z } from 'zod';
import type { Analytics, AnalyticsSnapshot, FleetCounts, FleetTotals } from './snapshot.ts';

/** Where instances exchange their counts. */
export interface InstanceStats {
  /** Replaces the counts that this instance published before by `own`, and returns those of the other instances. */
  publish(own: string): Promise<readonly string[]>;
  /** Removes the counts of this instance. */
  remove(): Promise<void>;
}

/** Totals over all instances that share a Redis. */
export interface Fleet extends AsyncDisposable {
  /**
   * The current counts of this instance plus the last known ones of the others; `undefined` while Redis is
   * unavailable.
   */
  totals(): FleetTotals | undefined;
}

/** Options of the fleet. */
export type FleetOptions = {
  readonly instanceStats: InstanceStats;
  readonly counts: () => FleetCounts;
  /** How often counts are exchanged. */
  readonly everyMs?: number;
};

/** Exchanges counts with the other instances at a fixed interval. */
export function createFleet({ instanceStats, counts, everyMs = 5_000 }: FleetOptions): Fleet {
  let others: readonly SharedCounts[] | undefined;

  async function exchange(): Promise<void> {
    try {
      const published = await instanceStats.publish(JSON.stringify(counts()));
      others = published.map(readCounts).filter((read) => read !== undefined);
    } catch {
      others = undefined;
    }
  }
  void exchange();
  const timer = setInterval(() => void exchange(), everyMs).unref();

  return {
    totals: () => others && { instances: others.length + 1, ...others.reduce(add, counts()) },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      // The counts of an instance that could not remove them expire.
      await instanceStats.remove().catch(() => undefined);
    },
  };
}

/** Adds the totals of all instances to the statistics of one. */
export function withFleet(analytics: Analytics, fleet: Fleet): Analytics {
  return {
    snapshot(window) {
      const totals = fleet.totals();
      return { ...analytics.snapshot(window), ...(totals !== undefined && { fleet: totals }) };
    },
  };
}

function add(counts: FleetCounts, other: SharedCounts): FleetCounts {
  const sources = counts.sources.map((own) => {
    const same = other.sources.find(({ source }) => source === own.source);
    const totalRequests = own.totalRequests + (same?.totalRequests ?? 0);
    return { source: own.source, totalRequests, successes: own.successes + (same?.successes ?? 0) };
  });
  const hits = counts.cache.hits + other.cache.hits;
  const staleHits = counts.cache.staleHits + other.cache.staleHits;
  return { sources, cache: { hits, staleHits, misses: counts.cache.misses + other.cache.misses } };
}

/** The counts of one instance. */
export function fleetCountsOf({ sources, cache }: AnalyticsSnapshot): FleetCounts {
  const { hits, staleHits, misses } = cache;
  return {
    sources: sources.map(({ source, totalRequests, successes }) => ({ source, totalRequests, successes })),
    cache: { hits, staleHits, misses },
  };
}

const count = z.number().nonnegative();
const countsShape = z.object({
  sources: z.array(z.object({ source: z.string(), totalRequests: count, successes: count })),
  cache: z.object({ hits: count, staleHits: count, misses: count }),
});

type SharedCounts = z.infer<typeof countsShape>;

/** The counts that an instance, perhaps of another version, published; `undefined` when they are invalid. */
function readCounts(published: string): SharedCounts | undefined {
  try {
    return countsShape.safeParse(JSON.parse(published)).data;
  } catch {
    return undefined;
  }
}
