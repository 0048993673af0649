import type { Clock } from '../../upstream/clock.ts';
import { SourceError } from '../source-error.ts';

/** Who asks, and how long it can wait. */
export type Waiter = {
  /** Fairness is between operations: two asks belong together only if this is the same object. */
  readonly operation: object;
  readonly signal: AbortSignal;
  /** Monotonic milliseconds by which the asker goes on without this source. */
  readonly deadlineAt: number;
  /** Takes only what nobody waits for. */
  readonly background: boolean;
};

/**
 * How far a flight has come: waiting for a seat, waiting to be asked again, on its way in a call, or in a call of
 * another instance.
 */
export type LookupStage = 'queued' | 'resting' | 'called' | 'elsewhere';

/** The asks that came out of one refused call and may not be packed with others, and how often it may still be split. */
export type SplitGroup = { readonly budget: { extraCalls: number } };

/** What a flight needs of its lane. */
export type LookupOwner<Q, R> = {
  /** Nobody waits for the flight any more. */
  readonly abandoned: (flight: PendingLookup<Q, R>) => void;
  /** Why a queued flight has not left by now. */
  readonly whyWaiting: () => SourceError;
};

type Subscription<R> = {
  readonly asker: Waiter;
  readonly leaveQueueAt: number;
  readonly resolve: (result: R) => void;
  readonly reject: (reason: unknown) => void;
  readonly onAbort: () => void;
  timer: NodeJS.Timeout | undefined;
};

/**
 * One question to one source that any number of operations wait for. It belongs to none of them: each leaves at its
 * own deadline or abort, and the flight ends when nobody is left.
 */
export class PendingLookup<Q, R> {
  readonly key: string;
  readonly question: Q;
  readonly queuedAt: number;
  /** When it was last joined: an answer from before is too old for somebody. */
  joinedAt: number;
  stage: LookupStage = 'queued';
  /** Calls it has been in. */
  attempts = 0;
  group: SplitGroup | undefined;
  /** Why it is being asked again. */
  lastError: SourceError | undefined;
  /** Somebody's deadline passed while the flight was in a call. */
  timedOut = false;
  /** Told when the last subscription leaves, while the flight is in a call. */
  whenAbandoned: (() => void) | undefined;

  readonly #clock: Clock;
  readonly #host: LookupOwner<Q, R>;
  readonly #subscriptions = new Set<Subscription<R>>();

  constructor(key: string, question: Q, clock: Clock, host: LookupOwner<Q, R>) {
    this.key = key;
    this.question = question;
    this.queuedAt = clock.monotonic();
    this.joinedAt = this.queuedAt;
    this.#clock = clock;
    this.#host = host;
  }

  /** Somebody is being asked: what it waits for is the answer. */
  get onItsWay(): boolean {
    return this.stage === 'called' || this.stage === 'elsewhere';
  }

  /** Nobody waits any more. */
  get abandoned(): boolean {
    return this.#subscriptions.size === 0;
  }

  /** Whether only background refreshes wait. */
  get background(): boolean {
    for (const subscription of this.#subscriptions) if (!subscription.asker.background) return false;
    return true;
  }

  /** The operation whose turn a seat for this flight is. */
  get operation(): object | undefined {
    for (const subscription of this.#subscriptions) return subscription.asker.operation;
    return undefined;
  }

  /** The latest moment anybody still waits for. */
  get deadlineAt(): number {
    let latest = -Infinity;
    for (const subscription of this.#subscriptions) latest = Math.max(latest, subscription.asker.deadlineAt);
    return latest;
  }

  /**
   * Waits for the answer. Leaves the queue `marginMs` before the asker's deadline (a call that could not be answered
   * in time is not worth its permit), and a call at the deadline itself.
   */
  join(asker: Waiter, marginMs: number): Promise<R> {
    return new Promise((resolve, reject) => {
      const subscription: Subscription<R> = {
        asker,
        leaveQueueAt: asker.deadlineAt - marginMs,
        resolve,
        reject,
        onAbort: () => this.#send(subscription, asker.signal.reason),
        timer: undefined,
      };
      asker.signal.addEventListener('abort', subscription.onAbort, { once: true });
      this.joinedAt = this.#clock.monotonic();
      this.#subscriptions.add(subscription);
      this.#arm(subscription);
    });
  }

  /** The flight is on its way in a call. */
  called(): void {
    this.stage = 'called';
    this.attempts += 1;
    for (const subscription of this.#subscriptions) this.#arm(subscription);
  }

  /** Another instance is asking; the flight waits for what comes of it. */
  askedElsewhere(): void {
    this.stage = 'elsewhere';
    for (const subscription of this.#subscriptions) this.#arm(subscription);
  }

  /** The flight will be asked again, because of `error`; whoever could not be answered in time then leaves now. */
  returned(stage: 'queued' | 'resting', error: SourceError, estimateMs: number): void {
    this.stage = stage;
    this.lastError = error;
    const now = this.#clock.monotonic();
    for (const subscription of this.#subscriptions) {
      if (now + estimateMs > subscription.leaveQueueAt) this.#send(subscription, error);
      else this.#arm(subscription);
    }
  }

  settle(result: R): void {
    for (const subscription of this.#subscriptions) {
      this.#release(subscription);
      subscription.resolve(result);
    }
  }

  fail(reason: unknown): void {
    for (const subscription of this.#subscriptions) {
      this.#release(subscription);
      subscription.reject(reason);
    }
  }

  #arm(subscription: Subscription<R>): void {
    clearTimeout(subscription.timer);
    const leaveAt = this.onItsWay ? subscription.asker.deadlineAt : subscription.leaveQueueAt;
    subscription.timer = setTimeout(() => this.#late(subscription), Math.max(0, leaveAt - this.#clock.monotonic()));
  }

  #late(subscription: Subscription<R>): void {
    if (this.stage === 'called') this.timedOut = true;
    this.#send(subscription, this.#lateError());
  }

  #lateError(): SourceError {
    if (this.onItsWay) return new SourceError('TIMEOUT', 'no answer within this source’s share of the deadline');
    return this.lastError ?? this.#host.whyWaiting();
  }

  #send(subscription: Subscription<R>, reason: unknown): void {
    this.#release(subscription);
    subscription.reject(reason);
    if (!this.abandoned) return;
    this.#host.abandoned(this);
    this.whenAbandoned?.();
  }

  #release(subscription: Subscription<R>): void {
    clearTimeout(subscription.timer);
    subscription.asker.signal.removeEventListener('abort', subscription.onAbort);
    this.#subscriptions.delete(subscription);
  }
}
