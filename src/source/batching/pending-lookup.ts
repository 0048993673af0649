import type { Clock } from '../../clock.ts';
import { SourceError } from '../source-error.ts';
import { precedes, type LookupPriority } from '../../vocabulary.ts';
import { partyOf, type Waiter } from './waiter.ts';

/** The queue of a pending lookup. */
export type LookupOwner<Q, R> = {
  /** Called when the last waiter has left. */
  readonly abandoned: (lookup: PendingLookup<Q, R>) => void;
  /** Why a queued lookup has not been sent yet. */
  readonly whyWaiting: () => SourceError;
};

/** The lookups of one half of a refused call: they are not batched with others. The halves share a budget of calls. */
export type SplitGroup = { readonly budget: { extraCalls: number } };

type State = 'queued' | 'backing off' | 'called' | 'elsewhere';

type Subscription<R> = {
  readonly waiter: Waiter;
  readonly leaveQueueAt: number;
  readonly resolve: (result: R) => void;
  readonly reject: (reason: unknown) => void;
  readonly onAbort: () => void;
  timer: NodeJS.Timeout | undefined;
};

/**
 * One question to one source, with any number of waiters. It belongs to none of them: each leaves at its own deadline
 * or abort, and the lookup ends when none is left. Only these methods change its state:
 *
 * | from                  | method         | to          |
 * | --------------------- | -------------- | ----------- |
 * | queued, elsewhere     | called         | called      |
 * | queued                | calledElsewhere | elsewhere   |
 * | called, elsewhere     | requeued       | queued      |
 * | called                | backedOff      | backing off |
 * | backing off           | resumed        | queued      |
 * | any                   | settle, fail   | ended       |
 */
export class PendingLookup<Q, R> {
  readonly key: string;
  readonly question: Q;
  readonly queuedAt: number;

  readonly #clock: Clock;
  readonly #owner: LookupOwner<Q, R>;
  readonly #subscriptions = new Set<Subscription<R>>();
  #state: State = 'queued';
  #askedAt = -Infinity;
  #answersFrom = -Infinity;
  readonly #writes: Promise<void>[] = [];
  #calls: number;
  #group: SplitGroup | undefined;
  #lastError: SourceError | undefined;
  #timedOut = false;
  #onAbandoned: (() => void) | undefined;

  /** @param calls how many calls of other instances have carried it */
  constructor(key: string, question: Q, clock: Clock, owner: LookupOwner<Q, R>, calls = 0) {
    this.#calls = calls;
    this.key = key;
    this.question = question;
    this.queuedAt = clock.monotonic();
    this.#clock = clock;
    this.#owner = owner;
  }

  /** Whether a call of this instance carries it. */
  get inCall(): boolean {
    return this.#state === 'called';
  }

  /** Whether it has been sent, by this or another instance, and waits for the answer. */
  get isSent(): boolean {
    return this.#state === 'called' || this.#state === 'elsewhere';
  }

  /** When the last question was asked (monotonic): an older failure is not its outcome. */
  get askedAt(): number {
    return this.#askedAt;
  }

  /** From when on (monotonic) an answer is young enough for every waiter. */
  get answersFrom(): number {
    return this.#answersFrom;
  }

  /** Resolves when the answer is in the store for every waiter that writes it. */
  async stored(): Promise<void> {
    await Promise.all(this.#writes);
  }

  /** How many calls have carried it. */
  get calls(): number {
    return this.#calls;
  }

  /** The half of a split call that it belongs to. */
  get group(): SplitGroup | undefined {
    return this.#group;
  }

  /** Whether the refused call that carried it may be split again. */
  get maySplit(): boolean {
    return this.#group === undefined || this.#group.budget.extraCalls > 0;
  }

  /** The error of the last call. */
  get lastError(): SourceError | undefined {
    return this.#lastError;
  }

  /** Whether a waiter's deadline passed while the lookup was in a call. */
  get timedOut(): boolean {
    return this.#timedOut;
  }

  /** Whether no waiter is left. */
  get abandoned(): boolean {
    return this.#subscriptions.size === 0;
  }

  /** The highest priority of all waiters: a waiter that joins may promote the lookup. */
  get priority(): LookupPriority {
    return this.#first?.priority ?? 'REFRESH';
  }

  /** The party whose turn gives the lookup a slot. */
  get party(): unknown {
    return this.#first && partyOf(this.#first);
  }

  /** The name of the key of the client whose turn it is. */
  get client(): string | undefined {
    return this.#first?.client;
  }

  /** The operation that the call is attributed to. */
  get operation(): object | undefined {
    return this.#first?.operation;
  }

  /** The latest deadline of all waiters (monotonic). */
  get deadlineAt(): number {
    let latest = -Infinity;
    for (const { waiter } of this.#subscriptions) latest = Math.max(latest, waiter.deadlineAt);
    return latest;
  }

  /** The earliest deadline of all waiters (monotonic). */
  get dueBy(): number {
    let earliest = Infinity;
    for (const { waiter } of this.#subscriptions) earliest = Math.min(earliest, waiter.deadlineAt);
    return earliest;
  }

  /** The latest time at which a call would still be in time for a waiter (monotonic). */
  get leaveQueueAt(): number {
    let latest = -Infinity;
    for (const { leaveQueueAt } of this.#subscriptions) latest = Math.max(latest, leaveQueueAt);
    return latest;
  }

  /**
   * Waits for the answer. The waiter leaves the queue `marginMs` before its deadline, because a later call could not be
   * answered in time. It leaves a call at the deadline itself.
   */
  join(waiter: Waiter, marginMs: number): Promise<R> {
    return new Promise((resolve, reject) => {
      const subscription: Subscription<R> = {
        waiter,
        leaveQueueAt: waiter.deadlineAt - marginMs,
        resolve,
        reject,
        onAbort: () => this.#leave(subscription, waiter.signal.reason),
        timer: undefined,
      };
      waiter.signal.addEventListener('abort', subscription.onAbort, { once: true });
      const askedAt = waiter.askedAt ?? this.#clock.monotonic();
      this.#askedAt = Math.max(this.#askedAt, askedAt);
      this.#answersFrom = Math.max(this.#answersFrom, askedAt - (waiter.mayBeOldMs ?? 0));
      if (waiter.stored !== undefined) this.#writes.push(waiter.stored);
      this.#subscriptions.add(subscription);
      this.#startTimer(subscription);
    });
  }

  /** A call carries the lookup. `onAbandoned` is called when the last waiter leaves before the call ends. */
  called(onAbandoned: () => void): void {
    this.#state = 'called';
    this.#calls += 1;
    this.#onAbandoned = onAbandoned;
    this.#restartTimers();
  }

  /** The call that carries the lookup ended, with or without an answer. */
  callEnded(): void {
    this.#onAbandoned = undefined;
  }

  /** Another instance makes the call; the lookup waits for its outcome. */
  calledElsewhere(): void {
    this.#state = 'elsewhere';
    this.#restartTimers();
  }

  /** The lookup becomes part of one half of a split call. */
  split(group: SplitGroup): void {
    this.#group = group;
  }

  /** The lookup waits for another call after `error`. Waiters that could not be answered in time leave now. */
  requeued(error: SourceError, estimateMs: number): void {
    this.#waitAgain('queued', error, estimateMs);
  }

  /** As {@link requeued}, but the lookup takes no slot before {@link resumed}. */
  backedOff(error: SourceError, estimateMs: number): void {
    this.#waitAgain('backing off', error, estimateMs);
  }

  /** The pause after {@link backedOff} is over. */
  resumed(): void {
    this.#state = 'queued';
  }

  /** Resolves every waiter with the answer. */
  settle(result: R): void {
    for (const subscription of this.#subscriptions) {
      this.#release(subscription);
      subscription.resolve(result);
    }
  }

  /** Rejects every waiter. */
  fail(reason: unknown): void {
    for (const subscription of this.#subscriptions) {
      this.#release(subscription);
      subscription.reject(reason);
    }
  }

  /** The first waiter of the highest priority. */
  get #first(): Waiter | undefined {
    let first: Waiter | undefined;
    for (const { waiter } of this.#subscriptions) {
      if (first === undefined || precedes(waiter.priority, first.priority)) first = waiter;
    }
    return first;
  }

  #waitAgain(state: State, error: SourceError, estimateMs: number): void {
    this.#state = state;
    this.#lastError = error;
    const now = this.#clock.monotonic();
    for (const subscription of this.#subscriptions) {
      if (now + estimateMs > subscription.leaveQueueAt) this.#leave(subscription, error);
      else this.#startTimer(subscription);
    }
  }

  #restartTimers(): void {
    for (const subscription of this.#subscriptions) this.#startTimer(subscription);
  }

  #startTimer(subscription: Subscription<R>): void {
    clearTimeout(subscription.timer);
    const leaveAt = this.isSent ? subscription.waiter.deadlineAt : subscription.leaveQueueAt;
    subscription.timer = setTimeout(
      () => this.#onDeadline(subscription),
      Math.max(0, leaveAt - this.#clock.monotonic()),
    );
  }

  #onDeadline(subscription: Subscription<R>): void {
    if (this.inCall) this.#timedOut = true;
    this.#leave(subscription, this.#lateError());
  }

  #lateError(): SourceError {
    if (this.isSent) return new SourceError('TIMEOUT', 'no answer within this source’s share of the deadline');
    return this.#lastError ?? this.#owner.whyWaiting();
  }

  #leave(subscription: Subscription<R>, reason: unknown): void {
    this.#release(subscription);
    subscription.reject(reason);
    if (!this.abandoned) return;
    this.#owner.abandoned(this);
    this.#onAbandoned?.();
  }

  #release(subscription: Subscription<R>): void {
    clearTimeout(subscription.timer);
    subscription.waiter.signal.removeEventListener('abort', subscription.onAbort);
    this.#subscriptions.delete(subscription);
  }
}
