/** How a request was answered: from a fresh copy, by a call, from a stale copy, or not at all. */
export type Kind = 'fresh' | 'live' | 'stale' | 'none';

/** The counts of a simulated day. */
export type Tally = {
  readonly counts: Readonly<Record<Kind, number>>;
  readonly calls: number;
  readonly lookups: number;
  /** When the day's calls were used up, in milliseconds from midnight. */
  readonly spentAt: number | undefined;
  /** A percentile of the time that live answers took, in milliseconds. */
  readonly waitMs: (share: number) => number;
};

const bucketMs = 50;

/** Counts the answers and calls of a simulation. */
export function createTally() {
  const counts = { fresh: 0, live: 0, stale: 0, none: 0 };
  const waits: number[] = [];
  let calls = 0;
  let lookups = 0;

  function waitMs(share: number): number {
    let seen = 0;
    for (const [bucket, count = 0] of waits.entries()) {
      seen += count;
      if (seen >= share * counts.live) return bucket * bucketMs;
    }
    return 0;
  }

  return {
    answer(kind: Kind, waitedMs: number) {
      counts[kind] += 1;
      if (kind !== 'live') return;
      const bucket = Math.ceil(waitedMs / bucketMs);
      waits[bucket] = (waits[bucket] ?? 0) + 1;
    },
    called(carried: number) {
      calls += 1;
      lookups += carried;
    },
    end: (spentAt: number | undefined): Tally => ({ counts, calls, lookups, spentAt, waitMs }),
  };
}
