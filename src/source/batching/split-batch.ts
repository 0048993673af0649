import type { PendingLookup, SplitGroup } from './pending-lookup.ts';

/** How many more calls a refused call may cause: enough to isolate one bad id of ten. */
const extraCalls = 4;

/** Splits the lookups of a refused call into two halves with a call each, so that one bad id fails alone. */
export function splitBatch<Q, R>(lookups: readonly PendingLookup<Q, R>[]): void {
  const budget = lookups[0]?.group?.budget ?? { extraCalls };
  budget.extraCalls -= 2;
  const middle = Math.ceil(lookups.length / 2);
  for (const half of [lookups.slice(0, middle), lookups.slice(middle)]) {
    const group: SplitGroup = { budget };
    for (const lookup of half) lookup.split(group);
  }
}
