import type { Report } from '../../event.ts';
import { withTimeout } from '../../async.ts';
import type { Clock } from '../../clock.ts';
import type { LeaseRequest, Leases, LeaseState } from '../../coordination/leases.ts';
import type { Outcome, OutcomeCodec } from '../source.ts';
import type { PendingLookup } from './pending-lookup.ts';
import type { WaitingList } from './waiting-list.ts';

/** How instances identify the lookups of a queue and exchange outcomes. */
export type Sharing<Q, R> = {
  readonly leases: Leases;
  /** Prefix of the keys of this queue. */
  readonly space: string;
  readonly codec: OutcomeCodec<Q, R>;
};

/** Options of {@link CrossInstanceDedupe}. */
export type CrossInstanceDedupeOptions<Q, R> = Sharing<Q, R> & {
  /** How long others wait for the instance that makes the call. */
  readonly leaseMs: number;
  readonly clock: Clock;
  readonly report: Report;
  /** Called with the outcome from another instance. */
  readonly onOutcome: (lookup: PendingLookup<Q, R>, outcome: Outcome<R>) => void;
  /** Called with lookups whose instance gave up or died, so that this instance must make the call. */
  readonly onFreed: (lookups: readonly PendingLookup<Q, R>[]) => void;
};

/** How many waiting lookups are considered: slots of lookups that other instances make are filled with others. */
const candidates = 200;
const pollMs = 50;
/** Others wait no longer for the store, nor for a source that is called after an incomplete answer. */
const longestWriteMs = 100;

/** Makes sure that only one of all instances calls for a question; the others wait for its outcome. */
export class CrossInstanceDedupe<Q, R> {
  readonly #options: CrossInstanceDedupeOptions<Q, R>;
  readonly #held = new Set<PendingLookup<Q, R>>();
  readonly #elsewhere = new Set<PendingLookup<Q, R>>();
  #polling = false;

  constructor(options: CrossInstanceDedupeOptions<Q, R>) {
    this.#options = options;
  }

  /** Takes up to `slots` lookups that no other instance makes; lookups that another one makes wait for its outcome. */
  async take(list: WaitingList<Q, R>, slots: number): Promise<readonly PendingLookup<Q, R>[]> {
    const waiting = list.first(candidates);
    const states = await this.#takeLeases(waiting, slots);
    if (states === undefined) return list.take(slots);
    const chosen: PendingLookup<Q, R>[] = [];
    for (const [index, lookup] of waiting.entries()) {
      const state = states[index];
      if (state?.kind === 'held') this.#held.add(lookup);
      // A lookup that was abandoned in the meantime takes no slot.
      if (!list.has(lookup)) this.left(lookup);
      else if (state?.kind === 'held') chosen.push(lookup);
      else if (state?.kind === 'held-elsewhere') this.#await(lookup, list);
      else if (state?.kind === 'answered') {
        const outcome = this.#read(state.outcome, lookup);
        if (outcome === undefined) {
          // The outcome is unreadable and stays there for a while, so this instance makes its own call.
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

  /**
   * Publishes the outcome of a lookup that this instance made. An answer is in the store before its lease ends: an
   * instance that reads the store too early finds the lease or the outcome, so that no question is called for twice.
   */
  ended(lookup: PendingLookup<Q, R>, outcome: Outcome<R>): void {
    if (!this.#held.delete(lookup)) return;
    const written = this.#options.codec.write(outcome, lookup.question);
    if (written === undefined) this.#options.leases.release(this.#keyOf(lookup));
    else if ('error' in outcome) this.#options.leases.publish(this.#keyOf(lookup), written);
    else void this.#publishStored(lookup, written);
  }

  async #publishStored(lookup: PendingLookup<Q, R>, written: string): Promise<void> {
    await withTimeout(lookup.stored(), longestWriteMs, () => undefined);
    this.#options.leases.publish(this.#keyOf(lookup), written);
  }

  /** Releases a lookup that has no waiter any more. */
  left(lookup: PendingLookup<Q, R>): void {
    this.#elsewhere.delete(lookup);
    if (this.#held.delete(lookup)) this.#options.leases.release(this.#keyOf(lookup));
  }

  #await(lookup: PendingLookup<Q, R>, list: WaitingList<Q, R>): void {
    list.delete(lookup);
    lookup.calledElsewhere();
    this.#elsewhere.add(lookup);
    if (!this.#polling) void this.#poll();
  }

  async #poll(): Promise<void> {
    this.#polling = true;
    while (this.#elsewhere.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, pollMs));
      const awaited = [...this.#elsewhere];
      if (awaited.length > 0) this.#applyStates(awaited, await this.#takeLeases(awaited, 0));
    }
    this.#polling = false;
  }

  #applyStates(awaited: readonly PendingLookup<Q, R>[], states: readonly LeaseState[] | undefined): void {
    const freed: PendingLookup<Q, R>[] = [];
    for (const [index, lookup] of awaited.entries()) {
      const state = states?.[index];
      if (state?.kind === 'held-elsewhere' || !this.#elsewhere.delete(lookup)) continue;
      const outcome = state?.kind === 'answered' ? this.#read(state.outcome, lookup) : undefined;
      if (outcome === undefined) freed.push(lookup);
      else this.#options.onOutcome(lookup, outcome);
    }
    if (freed.length > 0) this.#options.onFreed(freed);
  }

  /** Outcomes of other instances are validated. */
  #read(written: string, { key, question }: PendingLookup<Q, R>): Outcome<R> | undefined {
    const outcome = this.#options.codec.read(written, question);
    if (outcome === undefined) this.#options.report({ type: 'unreadable', where: 'lease', key });
    return outcome;
  }

  /** `undefined` when the other instances cannot be reached: then each one makes its own calls. */
  async #takeLeases(
    lookups: readonly PendingLookup<Q, R>[],
    slots: number,
  ): Promise<readonly LeaseState[] | undefined> {
    const now = this.#options.clock.monotonic();
    const asked = lookups.map((lookup): LeaseRequest => ({
      key: this.#keyOf(lookup),
      waitedMs: now - lookup.askedAt,
    }));
    return await this.#options.leases.take(asked, slots, this.#options.leaseMs).catch(() => undefined);
  }

  #keyOf({ key }: PendingLookup<Q, R>): string {
    return `${this.#options.space}:${key}`;
  }
}
