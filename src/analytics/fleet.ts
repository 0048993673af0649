import { z } from 'zod';
import type { SourceId } from '../source/source.ts';
import type { AnalyticsSnapshot } from './snapshot.ts';

/** What is counted of one source over all instances. */
export type SourceCounts = { readonly totalRequests: number; readonly successes: number };

/** What one or several instances have counted since each of them started. */
export type FleetCounts = {
  readonly sources: Readonly<Partial<Record<SourceId, SourceCounts>>>;
  readonly cache: { readonly hits: number; readonly staleHits: number; readonly misses: number };
};

/** The counts of all instances that are running now, and how many they are. */
export type FleetTotals = FleetCounts & { readonly instances: number };

/** Where instances tell each other their counts. */
export interface FleetBoard {
  /** Puts `own` up in the place of what this instance said before, and returns what the others say. */
  exchange(own: string): Promise<readonly string[]>;
  /** Takes down what this instance said. */
  leave(): Promise<void>;
}

/** Totals over all instances that share a store. */
export interface Fleet extends AsyncDisposable {
  /** This instance's counts of now and what the others told last; `undefined` while they cannot be asked. */
  totals(): FleetTotals | undefined;
}

/** What a fleet is made of. */
export type FleetOptions = {
  readonly board: FleetBoard;
  readonly counts: () => FleetCounts;
  /** How often counts are exchanged. */
  readonly everyMs?: number;
};

/** Exchanges counts every few seconds, whatever the traffic. */
export function createFleet({ board, counts, everyMs = 5_000 }: FleetOptions): Fleet {
  let others: readonly FleetCounts[] | undefined;

  async function exchange(): Promise<void> {
    try {
      const told = await board.exchange(JSON.stringify(counts()));
      others = told.map(readCounts).filter((read) => read !== undefined);
    } catch {
      others = undefined;
    }
  }
  void exchange();
  const timer = setInterval(() => void exchange(), everyMs).unref();

  return {
    totals: () => others && { instances: others.length + 1, ...[counts(), ...others].reduce(sum) },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      // An instance that cannot say goodbye is forgotten after a while.
      await board.leave().catch(() => undefined);
    },
  };
}

const sourceIds = ['CREATORS_API', 'PA_API', 'SP_API', 'SCRAPING'] as const satisfies readonly SourceId[];

function sum(one: FleetCounts, other: FleetCounts): FleetCounts {
  const sources: Partial<Record<SourceId, SourceCounts>> = {};
  for (const id of sourceIds) {
    const [a = nothing, b = nothing] = [one.sources[id], other.sources[id]];
    if (a === nothing && b === nothing) continue;
    sources[id] = { totalRequests: a.totalRequests + b.totalRequests, successes: a.successes + b.successes };
  }
  const hits = one.cache.hits + other.cache.hits;
  const staleHits = one.cache.staleHits + other.cache.staleHits;
  return { sources, cache: { hits, staleHits, misses: one.cache.misses + other.cache.misses } };
}

const nothing: SourceCounts = { totalRequests: 0, successes: 0 };

/** The part of an instance's statistics that can be added up. */
export function fleetCountsOf(snapshot: AnalyticsSnapshot): FleetCounts {
  const sources: Partial<Record<SourceId, SourceCounts>> = {};
  for (const { source, totalRequests, successes } of snapshot.sources) sources[source] = { totalRequests, successes };
  const { hits, staleHits, misses } = snapshot.cache;
  return { sources, cache: { hits, staleHits, misses } };
}

const count = z.number().nonnegative();
const countsShape = z.object({
  sources: z.partialRecord(z.enum(sourceIds), z.object({ totalRequests: count, successes: count })),
  cache: z.object({ hits: count, staleHits: count, misses: count }),
});

/** What an instance, perhaps of another version, told; `undefined` when it cannot be read. */
function readCounts(told: string): FleetCounts | undefined {
  try {
    return countsShape.safeParse(JSON.parse(told)).data;
  } catch {
    return undefined;
  }
}
