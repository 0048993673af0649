import type { PendingLookup } from './pending-lookup.ts';

/**
 * The lookups of one queue that wait for a slot, oldest first. Slots are assigned only when a permit is held, so that a
 * lookup without waiters takes no slot.
 */
export class WaitingList<Q, R> {
  #waiting = new Set<PendingLookup<Q, R>>();

  /** How many lookups wait. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Whether a lookup waits that is not a background refresh. */
  get hasForeground(): boolean {
    for (const lookup of this.#waiting) if (!lookup.background) return true;
    return false;
  }

  /** When the longest-waiting lookup was queued; `Infinity` if the list is empty. */
  get oldestAt(): number {
    let oldest = Infinity;
    for (const lookup of this.#waiting) oldest = Math.min(oldest, lookup.queuedAt);
    return oldest;
  }

  add(lookup: PendingLookup<Q, R>): void {
    this.#waiting.add(lookup);
  }

  /** Adds lookups that are retried before all others. */
  addFirst(lookups: readonly PendingLookup<Q, R>[]): void {
    this.#waiting = new Set([...lookups, ...this.#waiting]);
  }

  delete(lookup: PendingLookup<Q, R>): void {
    this.#waiting.delete(lookup);
  }

  /** Removes and returns all lookups. */
  takeAll(): readonly PendingLookup<Q, R>[] {
    const all = [...this.#waiting];
    this.#waiting.clear();
    return all;
  }

  has(lookup: PendingLookup<Q, R>): boolean {
    return this.#waiting.has(lookup);
  }

  /** Removes and returns up to `slots` lookups, in the order of {@link WaitingList.first}. */
  take(slots: number): readonly PendingLookup<Q, R>[] {
    const chosen = this.first(slots);
    for (const lookup of chosen) this.#waiting.delete(lookup);
    return chosen;
  }

  /**
   * Up to `count` lookups in the order of their turns. Each half of a split call is returned alone. All other lookups
   * are taken round-robin over the waiting operations, so that fifty lookups of one do not starve a single lookup of
   * another; background refreshes take the remaining slots.
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
