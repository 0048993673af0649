import { lookupPriorities, type LookupPriority } from '../../vocabulary.ts';

/** What the order of turns depends on. */
export type Turn = {
  readonly priority: LookupPriority;
  /** Turns of one priority are taken round-robin across parties. */
  readonly party: unknown;
};

/** The first `count` turns: by priority, then in rounds with one turn for each party, in which earlier parties come first. */
export function roundRobin<T extends Turn>(waiting: readonly T[], count: number): readonly T[] {
  const chosen: T[] = [];
  for (const priority of lookupPriorities) {
    const parties = Map.groupBy(
      waiting.filter((turn) => turn.priority === priority),
      ({ party }) => party,
    );
    const longest = Math.max(0, ...[...parties.values()].map(({ length }) => length));
    for (let round = 0; round < longest && chosen.length < count; round += 1) {
      for (const turns of parties.values()) {
        const turn = turns[round];
        if (turn !== undefined && chosen.length < count) chosen.push(turn);
      }
    }
  }
  return chosen;
}
