import { z } from 'zod';
import type { Analytics, AnalyticsSnapshot, FleetCounts, FleetTotals } from './snapshot.ts';

/** Where instances tell each other their counts. */
export interface InstanceStats {
  /** Puts `own` up in the place of what this instance said before, and returns what the others say. */
  publish(own: string): Promise<readonly string[]>;
  /** Takes down what this instance said. */
  remove(): Promise<void>;
}

/** Totals over all instances that share a store. */
export interface Fleet extends AsyncDisposable {
  /** This instance's counts of now and what the others told last; `undefined` while they cannot be asked. */
  totals(): FleetTotals | undefined;
}

/** What a fleet is made of. */
export type FleetOptions = {
  readonly instanceStats: InstanceStats;
  readonly counts: () => FleetCounts;
  /** How often counts are exchanged. */
  readonly everyMs?: number;
};

/** Exchanges counts every few seconds, whatever the traffic. */
export function createFleet({ instanceStats, counts, everyMs = 5_000 }: FleetOptions): Fleet {
  let others: readonly ToldCounts[] | undefined;

  async function exchange(): Promise<void> {
    try {
      const told = await instanceStats.publish(JSON.stringify(counts()));
      others = told.map(readCounts).filter((read) => read !== undefined);
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
      // An instance that cannot say goodbye is forgotten after a while.
      await instanceStats.remove().catch(() => undefined);
    },
  };
}

/** The statistics of one instance, with the totals of all beside them. */
export function withFleet(analytics: Analytics, fleet: Fleet): Analytics {
  return {
    snapshot(window) {
      const totals = fleet.totals();
      return { ...analytics.snapshot(window), ...(totals !== undefined && { fleet: totals }) };
    },
  };
}

function add(counts: FleetCounts, told: ToldCounts): FleetCounts {
  const sources = counts.sources.map((own) => {
    const theirs = told.sources.find(({ source }) => source === own.source);
    const totalRequests = own.totalRequests + (theirs?.totalRequests ?? 0);
    return { source: own.source, totalRequests, successes: own.successes + (theirs?.successes ?? 0) };
  });
  const hits = counts.cache.hits + told.cache.hits;
  const staleHits = counts.cache.staleHits + told.cache.staleHits;
  return { sources, cache: { hits, staleHits, misses: counts.cache.misses + told.cache.misses } };
}

/** The part of an instance's statistics that can be added up. */
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

type ToldCounts = z.infer<typeof countsShape>;

/** What an instance, perhaps of another version, told; `undefined` when it cannot be read. */
function readCounts(told: string): ToldCounts | undefined {
  try {
    return countsShape.safeParse(JSON.parse(told)).data;
  } catch {
    return undefined;
  }
}
