import { roundRobin } from '../../src/source/batching/round-robin.ts';
import type { LookupPriority } from '../../src/vocabulary.ts';

/** A request that waits for a lookup. */
export type SimulatedWaiter = {
  readonly at: number;
  /** After this time a stale copy answers; `Infinity` if there is none. */
  readonly staysMs: number;
};

/** A product that waits for a slot. Each request is an operation of its own, so each lookup is a party of its own. */
export type SimulatedLookup = {
  readonly product: number;
  readonly priority: LookupPriority;
  readonly party: object;
  readonly queuedAt: number;
  readonly dueBy: number;
  readonly waiters: SimulatedWaiter[];
};

/** The lookups that wait for a call of ten: those of one instance, or those of all. The order is the batcher's. */
export class Line {
  readonly #wanted = new Map<number, SimulatedLookup>();
  readonly #refreshes = new Map<number, SimulatedLookup>();
  /** Whether it has a permit or waits for one. */
  reserved = false;
  /** Until when its next call waits for more slots to fill. */
  pacedUntil = 0;

  get size(): number {
    return this.#wanted.size + this.#refreshes.size;
  }

  /** How many lookups wait that go before refreshes. */
  get wanted(): number {
    return this.#wanted.size;
  }

  /** The lookups that a call may start for; without any, the oldest refresh. */
  waiting(): readonly SimulatedLookup[] {
    return this.#wanted.size > 0 ? [...this.#wanted.values()] : [...this.#refreshes.values().take(1)];
  }

  find(product: number): SimulatedLookup | undefined {
    return this.#wanted.get(product) ?? this.#refreshes.get(product);
  }

  add(lookup: SimulatedLookup): void {
    (lookup.priority === 'REFRESH' ? this.#refreshes : this.#wanted).set(lookup.product, lookup);
  }

  delete({ product, priority }: SimulatedLookup): void {
    (priority === 'REFRESH' ? this.#refreshes : this.#wanted).delete(product);
  }

  /** The next `count` lookups in the batcher's order; they stay in the line. */
  first(count: number): readonly SimulatedLookup[] {
    // Refreshes that would not be chosen are left out: there can be very many.
    return roundRobin([...this.#wanted.values(), ...this.#refreshes.values().take(count)], count);
  }
}
