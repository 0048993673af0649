import type { PendingLookup, SplitGroup } from './pending-lookup.ts';

/** Two halves of a refused call, each to be asked by itself, so that one bad id costs only itself. */
export function splitBatch<Q, R>(flights: readonly PendingLookup<Q, R>[]): readonly (readonly PendingLookup<Q, R>[])[] {
  const budget = flights[0]?.group?.budget ?? { extraCalls: 4 };
  budget.extraCalls -= 2;
  const middle = Math.ceil(flights.length / 2);
  return [flights.slice(0, middle), flights.slice(middle)].map((half) => {
    const group: SplitGroup = { budget };
    for (const flight of half) flight.group = group;
    return half;
  });
}
