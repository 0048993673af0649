import type { Clock } from '../upstream/clock.ts';
import type { AskedKey, Leases, Standing } from '../upstream/leases.ts';
import type { AskQueue } from './ask-queue.ts';
import type { Flight } from './flight.ts';
import type { SourceError } from './source-error.ts';

/** What came of a question: its answer, or why there is none. */
export type SharedOutcome<R> = { readonly result: R } | { readonly error: SourceError };

/** How a lane's flights are told apart and told about among instances. */
export type Sharing<Q, R> = {
  readonly leases: Leases;
  /** Tells this lane's keys from those of all others. */
  readonly space: string;
  /** `undefined` when the outcome is no other instance's business. */
  readonly write: (outcome: SharedOutcome<R>, question: Q) => string | undefined;
  /** `undefined` when it cannot be read, or answers another question. */
  readonly read: (written: string, question: Q) => SharedOutcome<R> | undefined;
};

/** What shared flights need of their lane. */
export type SharedFlightsOptions<Q, R> = Sharing<Q, R> & {
  /** How long an asking instance is waited for. */
  readonly leaseMs: number;
  readonly clock: Clock;
  /** Another instance was answered. */
  readonly onOutcome: (flight: Flight<Q, R>, outcome: SharedOutcome<R>) => void;
  /** The instance that asked gave up or died: these have to be asked for here. */
  readonly onFreed: (flights: readonly Flight<Q, R>[]) => void;
};

/** How many waiting asks are looked at, so that seats whose asks are on their way elsewhere are filled with others. */
const candidates = 200;
const pollMs = 50;

/** One flight per question among instances: which flights this one may ask, and what becomes of those that others ask. */
export class SharedFlights<Q, R> {
  readonly #options: SharedFlightsOptions<Q, R>;
  readonly #ours = new Set<Flight<Q, R>>();
  readonly #elsewhere = new Set<Flight<Q, R>>();
  #polling = false;

  constructor(options: SharedFlightsOptions<Q, R>) {
    this.#options = options;
  }

  /** Takes up to `seats` flights off the queue that no other instance asks; those that one does ask wait for it. */
  async seat(queue: AskQueue<Q, R>, seats: number): Promise<readonly Flight<Q, R>[]> {
    const asked = queue.first(candidates);
    const standings = await this.#stand(asked, seats);
    if (standings === undefined) return queue.take(seats);
    const seated: Flight<Q, R>[] = [];
    for (const [index, flight] of asked.entries()) {
      const standing = standings[index];
      if (standing?.kind === 'ours') this.#ours.add(flight);
      // Whoever left meanwhile takes no seat.
      if (!queue.has(flight)) this.left(flight);
      else if (standing?.kind === 'ours') seated.push(flight);
      else if (standing?.kind === 'theirs') this.#await(flight, queue);
      else if (standing?.kind === 'answered') {
        const outcome = this.#options.read(standing.outcome, flight.question);
        if (outcome === undefined) {
          // Unreadable, and there for a while: it is asked here, beside whoever else asks.
          if (seated.length < seats) seated.push(flight);
          continue;
        }
        queue.delete(flight);
        this.#options.onOutcome(flight, outcome);
      }
    }
    for (const flight of seated) queue.delete(flight);
    return seated;
  }

  /** The flight ended here: the others learn how. */
  ended(flight: Flight<Q, R>, outcome: SharedOutcome<R>): void {
    if (!this.#ours.delete(flight)) return;
    const written = this.#options.write(outcome, flight.question);
    if (written === undefined) this.#options.leases.giveBack(this.#keyOf(flight));
    else this.#options.leases.publish(this.#keyOf(flight), written);
  }

  /** Nobody waits for the flight any more. */
  left(flight: Flight<Q, R>): void {
    this.#elsewhere.delete(flight);
    if (this.#ours.delete(flight)) this.#options.leases.giveBack(this.#keyOf(flight));
  }

  #await(flight: Flight<Q, R>, queue: AskQueue<Q, R>): void {
    queue.delete(flight);
    flight.askedElsewhere();
    this.#elsewhere.add(flight);
    if (!this.#polling) void this.#poll();
  }

  async #poll(): Promise<void> {
    this.#polling = true;
    while (this.#elsewhere.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, pollMs));
      const awaited = [...this.#elsewhere];
      if (awaited.length > 0) this.#sort(awaited, await this.#stand(awaited, 0));
    }
    this.#polling = false;
  }

  #sort(awaited: readonly Flight<Q, R>[], standings: readonly Standing[] | undefined): void {
    const freed: Flight<Q, R>[] = [];
    for (const [index, flight] of awaited.entries()) {
      const standing = standings?.[index];
      if (standing?.kind === 'theirs' || !this.#elsewhere.delete(flight)) continue;
      const outcome = standing?.kind === 'answered' ? this.#options.read(standing.outcome, flight.question) : undefined;
      if (outcome === undefined) freed.push(flight);
      else this.#options.onOutcome(flight, outcome);
    }
    if (freed.length > 0) this.#options.onFreed(freed);
  }

  /** `undefined` when the others cannot be reached: then everybody asks for himself. */
  async #stand(flights: readonly Flight<Q, R>[], seats: number): Promise<readonly Standing[] | undefined> {
    const now = this.#options.clock.monotonic();
    const asked = flights.map((flight): AskedKey => ({ key: this.#keyOf(flight), waitedMs: now - flight.joinedAt }));
    return await this.#options.leases.take(asked, seats, this.#options.leaseMs).catch(() => undefined);
  }

  #keyOf({ key }: Flight<Q, R>): string {
    return `${this.#options.space}:${key}`;
  }
}
