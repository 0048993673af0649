import type { Clock } from '../../clock.ts';
import { SourceError } from '../source-error.ts';
import type { Waiter } from './waiter.ts';

/** What a pending lookup needs of its queue. */
export type LookupOwner<Q, R> = {
  /** Nobody waits for the lookup any more. */
  readonly abandoned: (lookup: PendingLookup<Q, R>) => void;
  /** Why a queued lookup has not been sent by now. */
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
 * One question to one source that any number of operations wait for. It belongs to none of them: each leaves at its own
 * deadline or abort, and the lookup ends when nobody is left. Its state changes by these methods alone:
 *
 * | from                  | method         | to          |
 * | --------------------- | -------------- | ----------- |
 * | queued                | called         | called      |
 * | queued                | askedElsewhere | elsewhere   |
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
  #joinedAt: number;
  #calls = 0;
  #group: SplitGroup | undefined;
  #lastError: SourceError | undefined;
  #timedOut = false;
  #onAbandoned: (() => void) | undefined;

  constructor(key: string, question: Q, clock: Clock, owner: LookupOwner<Q, R>) {
    this.key = key;
    this.question = question;
    this.queuedAt = clock.monotonic();
    this.#joinedAt = this.queuedAt;
    this.#clock = clock;
    this.#owner = owner;
  }

  /** Whether it is in a call of this instance. */
  get inCall(): boolean {
    return this.#state === 'called';
  }

  /** Whether it has been sent, here or by another instance: what it waits for is the answer. */
  get isSent(): boolean {
    return this.#state === 'called' || this.#state === 'elsewhere';
  }

  /** When it was last joined: an answer from before is too old for somebody. */
  get joinedAt(): number {
    return this.#joinedAt;
  }

  /** How many calls it has been in. */
  get calls(): number {
    return this.#calls;
  }

  /** The half of a refused call that it belongs to. */
  get group(): SplitGroup | undefined {
    return this.#group;
  }

  /** Whether the refused call that carried it may be split once more. */
  get maySplit(): boolean {
    return this.#group === undefined || this.#group.budget.extraCalls > 0;
  }

  /** Why it is being asked again. */
  get lastError(): SourceError | undefined {
    return this.#lastError;
  }

  /** Whether a waiter's deadline passed while the lookup was in a call. */
  get timedOut(): boolean {
    return this.#timedOut;
  }

  /** Whether nobody waits any more. */
  get abandoned(): boolean {
    return this.#subscriptions.size === 0;
  }

  /** Whether only background refreshes wait. */
  get background(): boolean {
    for (const { waiter } of this.#subscriptions) if (!waiter.background) return false;
    return true;
  }

  /** The operation on whose turn the lookup gets a slot. */
  get operation(): object | undefined {
    for (const { waiter } of this.#subscriptions) return waiter.operation;
    return undefined;
  }

  /** The latest moment anybody still waits for. */
  get deadlineAt(): number {
    let latest = -Infinity;
    for (const { waiter } of this.#subscriptions) latest = Math.max(latest, waiter.deadlineAt);
    return latest;
  }

  /**
   * Waits for the answer. The waiter leaves the queue `marginMs` before its deadline (a call that could not be answered in
   * time is not worth its permit), and a call at the deadline itself.
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
      this.#joinedAt = this.#clock.monotonic();
      this.#subscriptions.add(subscription);
      this.#arm(subscription);
    });
  }

  /** A call carries the lookup; `onAbandoned` is told when the last waiter leaves before the call ends. */
  called(onAbandoned: () => void): void {
    this.#state = 'called';
    this.#calls += 1;
    this.#onAbandoned = onAbandoned;
    this.#armAll();
  }

  /** The call that carries the lookup ended, however. */
  callEnded(): void {
    this.#onAbandoned = undefined;
  }

  /** Another instance is asking; the lookup waits for what comes of it. */
  askedElsewhere(): void {
    this.#state = 'elsewhere';
    this.#armAll();
  }

  /** The lookup belongs to one half of a refused call. */
  split(group: SplitGroup): void {
    this.#group = group;
  }

  /** The lookup waits for a call again because of `error`. Waiters that could not be answered in time leave now. */
  requeued(error: SourceError, estimateMs: number): void {
    this.#again('queued', error, estimateMs);
  }

  /** As {@link requeued}, but the lookup takes no slot until it is {@link resumed}. */
  backedOff(error: SourceError, estimateMs: number): void {
    this.#again('backing off', error, estimateMs);
  }

  /** The moment after {@link backedOff} is over. */
  resumed(): void {
    this.#state = 'queued';
  }

  /** Every waiter gets the answer. */
  settle(result: R): void {
    for (const subscription of this.#subscriptions) {
      this.#release(subscription);
      subscription.resolve(result);
    }
  }

  /** Every waiter gets the reason why there is no answer. */
  fail(reason: unknown): void {
    for (const subscription of this.#subscriptions) {
      this.#release(subscription);
      subscription.reject(reason);
    }
  }

  #again(state: State, error: SourceError, estimateMs: number): void {
    this.#state = state;
    this.#lastError = error;
    const now = this.#clock.monotonic();
    for (const subscription of this.#subscriptions) {
      if (now + estimateMs > subscription.leaveQueueAt) this.#leave(subscription, error);
      else this.#arm(subscription);
    }
  }

  #armAll(): void {
    for (const subscription of this.#subscriptions) this.#arm(subscription);
  }

  #arm(subscription: Subscription<R>): void {
    clearTimeout(subscription.timer);
    const leaveAt = this.isSent ? subscription.waiter.deadlineAt : subscription.leaveQueueAt;
    subscription.timer = setTimeout(() => this.#late(subscription), Math.max(0, leaveAt - this.#clock.monotonic()));
  }

  #late(subscription: Subscription<R>): void {
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
