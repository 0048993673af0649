import { lookupPriorities, precedes, type LookupPriority } from '../../vocabulary.ts';
import type { PendingLookup } from './pending-lookup.ts';
import { roundRobin, type Turn } from './round-robin.ts';

/**
 * The lookups of one queue that wait for a slot, oldest first. Slots are assigned only when a permit is due, so that a
 * lookup without waiters takes no slot.
 */
export class WaitingList<Q, R> {
  #waiting = new Set<PendingLookup<Q, R>>();

  /** How many lookups wait. */
  get size(): number {
    return this.#waiting.size;
  }

  /** The highest priority of a waiting lookup; `undefined` if the list is empty. */
  get priority(): LookupPriority | undefined {
    const waiting = new Set([...this.#waiting].map(({ priority }) => priority));
    return lookupPriorities.find((priority) => waiting.has(priority));
  }

  /** How many lookups wait that go before those of a lower priority than `priority`. */
  sizeAt(priority: LookupPriority): number {
    let size = 0;
    for (const lookup of this.#waiting) if (!precedes(priority, lookup.priority)) size += 1;
    return size;
  }

  [Symbol.iterator](): Iterator<PendingLookup<Q, R>> {
    return this.#waiting[Symbol.iterator]();
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

  /** Removes and returns all lookups of this and lower priorities. */
  takeFrom(priority: LookupPriority): readonly PendingLookup<Q, R>[] {
    const taken = [...this.#waiting].filter((lookup) => !precedes(lookup.priority, priority));
    for (const lookup of taken) this.#waiting.delete(lookup);
    return taken;
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
   * are taken by priority, and round-robin over the parties of one priority, so that fifty lookups of one do not starve a
   * single lookup of another.
   */
  first(count: number): readonly PendingLookup<Q, R>[] {
    const highest = this.priority;
    const first = [...this.#waiting].find(({ priority }) => priority === highest);
    if (first === undefined) return [];
    if (first.group !== undefined) return [...this.#waiting].filter(({ group }) => group === first.group);
    return roundRobin(
      [...this.#waiting].filter(({ group }) => group === undefined),
      count,
    );
  }

  /** How many slots will be filled up to and including the next lookup with this turn. */
  slotsUpTo({ priority, party }: Turn): number {
    const perParty = new Map<unknown, number>();
    let before = 0;
    for (const lookup of this.#waiting) {
      if (precedes(lookup.priority, priority)) before += 1;
      else if (lookup.priority === priority) perParty.set(lookup.party, (perParty.get(lookup.party) ?? 0) + 1);
    }
    const own = (perParty.get(party) ?? 0) + 1;
    perParty.delete(party);
    let slots = before + own;
    for (const count of perParty.values()) slots += Math.min(count, own);
    return slots;
  }
}

/** Counts, in the order of the list, how many lookups of its party and priority wait before a lookup. */
export function createTurnCounter(): (turn: Turn) => number {
  const counts = new Map<LookupPriority, Map<unknown, number>>();
  return ({ priority, party }) => {
    const ofPriority = counts.get(priority) ?? new Map<unknown, number>();
    counts.set(priority, ofPriority);
    const count = ofPriority.get(party) ?? 0;
    ofPriority.set(party, count + 1);
    return count;
  };
}
