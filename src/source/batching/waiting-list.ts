import type { PendingLookup } from './pending-lookup.ts';

/**
 * The lookups of one queue that wait for a slot, oldest first. None of them is bound to a call: slots are given when a
 * permit is held, so that a lookup nobody waits for any more takes no slot.
 */
export class WaitingList<Q, R> {
  #waiting = new Set<PendingLookup<Q, R>>();

  /** How many wait. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Whether anything but background refreshes waits. */
  get hasForeground(): boolean {
    for (const lookup of this.#waiting) if (!lookup.background) return true;
    return false;
  }

  /** When the longest-waiting lookup was first asked for; `Infinity` when none waits. */
  get oldestAt(): number {
    let oldest = Infinity;
    for (const lookup of this.#waiting) oldest = Math.min(oldest, lookup.queuedAt);
    return oldest;
  }

  add(lookup: PendingLookup<Q, R>): void {
    this.#waiting.add(lookup);
  }

  /** Puts lookups that have to be asked again before everybody else. */
  addFirst(lookups: readonly PendingLookup<Q, R>[]): void {
    this.#waiting = new Set([...lookups, ...this.#waiting]);
  }

  delete(lookup: PendingLookup<Q, R>): void {
    this.#waiting.delete(lookup);
  }

  /** Takes all of them. */
  takeAll(): readonly PendingLookup<Q, R>[] {
    const all = [...this.#waiting];
    this.#waiting.clear();
    return all;
  }

  has(lookup: PendingLookup<Q, R>): boolean {
    return this.#waiting.has(lookup);
  }

  /** Takes up to `slots` lookups, those that {@link WaitingList.first} names. */
  take(slots: number): readonly PendingLookup<Q, R>[] {
    const chosen = this.first(slots);
    for (const lookup of chosen) this.#waiting.delete(lookup);
    return chosen;
  }

  /**
   * Up to `count` lookups in the order of their turns. The halves of a split call come by themselves. The others come
   * round-robin over the operations that wait, so that fifty lookups of one do not starve a single lookup of another;
   * background refreshes take the slots that are left.
   */
  first(count: number): readonly PendingLookup<Q, R>[] {
    const [first] = this.#waiting;
    if (first === undefined) return [];
    return first.group === undefined
      ? this.#roundRobin(count)
      : [...this.#waiting].filter(({ group }) => group === first.group);
  }

  /** How many slots will be filled up to and including the next lookup of `operation`. */
  slotsUpTo(operation: object): number {
    const perOperation = new Map<object | undefined, number>();
    for (const lookup of this.#waiting) {
      if (!lookup.background) perOperation.set(lookup.operation, (perOperation.get(lookup.operation) ?? 0) + 1);
    }
    const own = (perOperation.get(operation) ?? 0) + 1;
    perOperation.delete(operation);
    let slots = own;
    for (const count of perOperation.values()) slots += Math.min(count, own);
    return slots;
  }

  #roundRobin(slots: number): PendingLookup<Q, R>[] {
    const turns = new Map<object | undefined, PendingLookup<Q, R>[]>();
    const fill: PendingLookup<Q, R>[] = [];
    for (const lookup of this.#waiting) {
      if (lookup.group !== undefined) continue;
      if (lookup.background) {
        fill.push(lookup);
        continue;
      }
      const turn = turns.get(lookup.operation);
      if (turn === undefined) turns.set(lookup.operation, [lookup]);
      else turn.push(lookup);
    }
    const chosen: PendingLookup<Q, R>[] = [];
    for (let round = 0; chosen.length < slots; round += 1) {
      const before = chosen.length;
      for (const turn of turns.values()) {
        const lookup = turn[round];
        if (lookup !== undefined && chosen.length < slots) chosen.push(lookup);
      }
      if (chosen.length === before) break;
    }
    return [...chosen, ...fill.slice(0, slots - chosen.length)];
  }
}
