import type { PendingLookup, SplitGroup } from './pending-lookup.ts';

/** How many more calls a refused call may cause: enough to single out one bad id of ten. */
const extraCalls = 4;

/** Splits the lookups of a refused call into two halves, each to be asked by itself, so that one bad id costs only itself. */
export function splitBatch<Q, R>(lookups: readonly PendingLookup<Q, R>[]): void {
  const budget = lookups[0]?.group?.budget ?? { extraCalls };
  budget.extraCalls -= 2;
  const middle = Math.ceil(lookups.length / 2);
  for (const half of [lookups.slice(0, middle), lookups.slice(middle)]) {
    const group: SplitGroup = { budget };
    for (const lookup of half) lookup.split(group);
  }
}
