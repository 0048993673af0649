import type { PendingLookup } from './pending-lookup.ts';

/**
 * The flights of one lane that wait for a seat, oldest first. Nothing in it is bound to a call: seats are given when
 * a permit is in hand, so that whoever hung up in the meantime takes no seat.
 */
export class WaitingList<Q, R> {
  #waiting = new Set<PendingLookup<Q, R>>();

  /** How many wait. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Whether somebody waits who is not a background refresh. */
  get hasForeground(): boolean {
    for (const flight of this.#waiting) if (!flight.background) return true;
    return false;
  }

  /** When the longest-waiting flight was first asked for; `Infinity` when none waits. */
  get oldestAt(): number {
    let oldest = Infinity;
    for (const flight of this.#waiting) oldest = Math.min(oldest, flight.queuedAt);
    return oldest;
  }

  add(flight: PendingLookup<Q, R>): void {
    this.#waiting.add(flight);
  }

  /** Puts flights that have to be asked again before everybody else. */
  addFirst(flights: readonly PendingLookup<Q, R>[]): void {
    this.#waiting = new Set([...flights, ...this.#waiting]);
  }

  delete(flight: PendingLookup<Q, R>): void {
    this.#waiting.delete(flight);
  }

  /** Empties the queue. */
  takeAll(): readonly PendingLookup<Q, R>[] {
    const all = [...this.#waiting];
    this.#waiting.clear();
    return all;
  }

  has(flight: PendingLookup<Q, R>): boolean {
    return this.#waiting.has(flight);
  }

  /** Takes up to `seats` flights, those that {@link WaitingList.first} names. */
  take(seats: number): readonly PendingLookup<Q, R>[] {
    const chosen = this.first(seats);
    for (const flight of chosen) this.#waiting.delete(flight);
    return chosen;
  }

  /**
   * Up to `count` flights in the order of their turns: the halves of a split call by themselves; else round-robin over the operations that
   * wait, so that fifty asks of one do not starve a single ask of another, and background refreshes in what is left.
   */
  first(count: number): readonly PendingLookup<Q, R>[] {
    const [first] = this.#waiting;
    if (first === undefined) return [];
    return first.group === undefined
      ? this.#roundRobin(count)
      : [...this.#waiting].filter(({ group }) => group === first.group);
  }

  /** How many flights will be seated up to and including the next one that `operation` asks for. */
  slotsUpTo(operation: object): number {
    const perOperation = new Map<object | undefined, number>();
    for (const flight of this.#waiting) {
      if (!flight.background) perOperation.set(flight.operation, (perOperation.get(flight.operation) ?? 0) + 1);
    }
    const own = (perOperation.get(operation) ?? 0) + 1;
    perOperation.delete(operation);
    let seats = own;
    for (const count of perOperation.values()) seats += Math.min(count, own);
    return seats;
  }

  #roundRobin(seats: number): PendingLookup<Q, R>[] {
    const turns = new Map<object | undefined, PendingLookup<Q, R>[]>();
    const fill: PendingLookup<Q, R>[] = [];
    for (const flight of this.#waiting) {
      if (flight.group !== undefined) continue;
      if (flight.background) {
        fill.push(flight);
        continue;
      }
      const turn = turns.get(flight.operation);
      if (turn === undefined) turns.set(flight.operation, [flight]);
      else turn.push(flight);
    }
    const chosen: PendingLookup<Q, R>[] = [];
    for (let round = 0; chosen.length < seats; round += 1) {
      const seated = chosen.length;
      for (const turn of turns.values()) {
        const flight = turn[round];
        if (flight !== undefined && chosen.length < seats) chosen.push(flight);
      }
      if (chosen.length === seated) break;
    }
    return [...chosen, ...fill.slice(0, seats - chosen.length)];
  }
}
