import type { Report } from '../../event.ts';
import type { Clock } from '../../clock.ts';
import type { LeaseRequest, Leases, LeaseState } from '../../coordination/leases.ts';
import type { Outcome, OutcomeCodec } from '../source.ts';
import type { PendingLookup } from './pending-lookup.ts';
import type { WaitingList } from './waiting-list.ts';

/** How instances tell a queue's lookups apart and tell each other what came of them. */
export type Sharing<Q, R> = {
  readonly leases: Leases;
  /** Tells this queue's keys from those of all others. */
  readonly space: string;
  readonly codec: OutcomeCodec<Q, R>;
};

/** What the dedupe needs of its queue. */
export type CrossInstanceDedupeOptions<Q, R> = Sharing<Q, R> & {
  /** How long an asking instance is waited for. */
  readonly leaseMs: number;
  readonly clock: Clock;
  readonly report: Report;
  /** Another instance learned the outcome. */
  readonly onOutcome: (lookup: PendingLookup<Q, R>, outcome: Outcome<R>) => void;
  /** The instance that asked gave up or died: these have to be asked here. */
  readonly onFreed: (lookups: readonly PendingLookup<Q, R>[]) => void;
};

/** How many waiting lookups are looked at, so that slots of those asked elsewhere are filled with others. */
const candidates = 200;
const pollMs = 50;

/** One call per question among instances: which lookups this one may ask, and what becomes of those that others ask. */
export class CrossInstanceDedupe<Q, R> {
  readonly #options: CrossInstanceDedupeOptions<Q, R>;
  readonly #ours = new Set<PendingLookup<Q, R>>();
  readonly #elsewhere = new Set<PendingLookup<Q, R>>();
  #polling = false;

  constructor(options: CrossInstanceDedupeOptions<Q, R>) {
    this.#options = options;
  }

  /** Takes up to `slots` lookups off the list that no other instance is asking; those that one is asking wait for it. */
  async take(list: WaitingList<Q, R>, slots: number): Promise<readonly PendingLookup<Q, R>[]> {
    const asked = list.first(candidates);
    const standings = await this.#stand(asked, slots);
    if (standings === undefined) return list.take(slots);
    const chosen: PendingLookup<Q, R>[] = [];
    for (const [index, lookup] of asked.entries()) {
      const standing = standings[index];
      if (standing?.kind === 'held') this.#ours.add(lookup);
      // A lookup that was abandoned meanwhile takes no slot.
      if (!list.has(lookup)) this.left(lookup);
      else if (standing?.kind === 'held') chosen.push(lookup);
      else if (standing?.kind === 'held-elsewhere') this.#await(lookup, list);
      else if (standing?.kind === 'answered') {
        const outcome = this.#read(standing.outcome, lookup);
        if (outcome === undefined) {
          // Unreadable, and there for a while: it is asked here, beside whoever else asks.
          if (chosen.length < slots) chosen.push(lookup);
          continue;
        }
        list.delete(lookup);
        this.#options.onOutcome(lookup, outcome);
      }
    }
    for (const lookup of chosen) list.delete(lookup);
    return chosen;
  }

  /** The lookup ended here: the others learn how. */
  ended(lookup: PendingLookup<Q, R>, outcome: Outcome<R>): void {
    if (!this.#ours.delete(lookup)) return;
    const written = this.#options.codec.write(outcome, lookup.question);
    if (written === undefined) this.#options.leases.release(this.#keyOf(lookup));
    else this.#options.leases.publish(this.#keyOf(lookup), written);
  }

  /** Nobody waits for the lookup any more. */
  left(lookup: PendingLookup<Q, R>): void {
    this.#elsewhere.delete(lookup);
    if (this.#ours.delete(lookup)) this.#options.leases.release(this.#keyOf(lookup));
  }

  #await(lookup: PendingLookup<Q, R>, list: WaitingList<Q, R>): void {
    list.delete(lookup);
    lookup.askedElsewhere();
    this.#elsewhere.add(lookup);
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

  #sort(awaited: readonly PendingLookup<Q, R>[], standings: readonly LeaseState[] | undefined): void {
    const freed: PendingLookup<Q, R>[] = [];
    for (const [index, lookup] of awaited.entries()) {
      const standing = standings?.[index];
      if (standing?.kind === 'held-elsewhere' || !this.#elsewhere.delete(lookup)) continue;
      const outcome = standing?.kind === 'answered' ? this.#read(standing.outcome, lookup) : undefined;
      if (outcome === undefined) freed.push(lookup);
      else this.#options.onOutcome(lookup, outcome);
    }
    if (freed.length > 0) this.#options.onFreed(freed);
  }

  /** What other instances tell is checked, not believed. */
  #read(written: string, { key, question }: PendingLookup<Q, R>): Outcome<R> | undefined {
    const outcome = this.#options.codec.read(written, question);
    if (outcome === undefined) this.#options.report({ type: 'unreadable', where: 'lease', key });
    return outcome;
  }

  /** `undefined` when the others cannot be reached: then each instance asks for itself. */
  async #stand(lookups: readonly PendingLookup<Q, R>[], slots: number): Promise<readonly LeaseState[] | undefined> {
    const now = this.#options.clock.monotonic();
    const asked = lookups.map((lookup): LeaseRequest => ({
      key: this.#keyOf(lookup),
      waitedMs: now - lookup.joinedAt,
    }));
    return await this.#options.leases.take(asked, slots, this.#options.leaseMs).catch(() => undefined);
  }

  #keyOf({ key }: PendingLookup<Q, R>): string {
    return `${this.#options.space}:${key}`;
  }
}
