import type { Clock } from '../upstream/clock.ts';
import { SourceError } from './source-error.ts';

/** Who asks, and how long it can wait. */
export type Asker = {
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
export type FlightStage = 'queued' | 'resting' | 'called' | 'elsewhere';

/** The asks that came out of one refused call and may not be packed with others, and how often it may still be split. */
export type SplitGroup = { readonly budget: { extraCalls: number } };

/** What a flight needs of its lane. */
export type FlightHost<Q, R> = {
  /** Nobody waits for the flight any more. */
  readonly abandoned: (flight: Flight<Q, R>) => void;
  /** Why a queued flight has not left by now. */
  readonly whyWaiting: () => SourceError;
};

type Waiter<R> = {
  readonly asker: Asker;
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
export class Flight<Q, R> {
  readonly key: string;
  readonly question: Q;
  readonly queuedAt: number;
  /** When it was last joined: an answer from before is too old for somebody. */
  joinedAt: number;
  stage: FlightStage = 'queued';
  /** Calls it has been in. */
  attempts = 0;
  group: SplitGroup | undefined;
  /** Why it is being asked again. */
  lastError: SourceError | undefined;
  /** Somebody's deadline passed while the flight was in a call. */
  timedOut = false;
  /** Told when the last waiter leaves, while the flight is in a call. */
  whenAbandoned: (() => void) | undefined;

  readonly #clock: Clock;
  readonly #host: FlightHost<Q, R>;
  readonly #waiters = new Set<Waiter<R>>();

  constructor(key: string, question: Q, clock: Clock, host: FlightHost<Q, R>) {
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
    return this.#waiters.size === 0;
  }

  /** Whether only background refreshes wait. */
  get background(): boolean {
    for (const waiter of this.#waiters) if (!waiter.asker.background) return false;
    return true;
  }

  /** The operation whose turn a seat for this flight is. */
  get operation(): object | undefined {
    for (const waiter of this.#waiters) return waiter.asker.operation;
    return undefined;
  }

  /** The latest moment anybody still waits for. */
  get deadlineAt(): number {
    let latest = -Infinity;
    for (const waiter of this.#waiters) latest = Math.max(latest, waiter.asker.deadlineAt);
    return latest;
  }

  /**
   * Waits for the answer. Leaves the queue `marginMs` before the asker's deadline (a call that could not be answered
   * in time is not worth its permit), and a call at the deadline itself.
   */
  join(asker: Asker, marginMs: number): Promise<R> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter<R> = {
        asker,
        leaveQueueAt: asker.deadlineAt - marginMs,
        resolve,
        reject,
        onAbort: () => this.#leave(waiter, asker.signal.reason),
        timer: undefined,
      };
      asker.signal.addEventListener('abort', waiter.onAbort, { once: true });
      this.joinedAt = this.#clock.monotonic();
      this.#waiters.add(waiter);
      this.#arm(waiter);
    });
  }

  /** The flight is on its way in a call. */
  called(): void {
    this.stage = 'called';
    this.attempts += 1;
    for (const waiter of this.#waiters) this.#arm(waiter);
  }

  /** Another instance is asking; the flight waits for what comes of it. */
  askedElsewhere(): void {
    this.stage = 'elsewhere';
    for (const waiter of this.#waiters) this.#arm(waiter);
  }

  /** The flight will be asked again, because of `error`; whoever could not be answered in time then leaves now. */
  returned(stage: 'queued' | 'resting', error: SourceError, estimateMs: number): void {
    this.stage = stage;
    this.lastError = error;
    const now = this.#clock.monotonic();
    for (const waiter of this.#waiters) {
      if (now + estimateMs > waiter.leaveQueueAt) this.#leave(waiter, error);
      else this.#arm(waiter);
    }
  }

  settle(result: R): void {
    for (const waiter of this.#waiters) {
      this.#release(waiter);
      waiter.resolve(result);
    }
  }

  fail(reason: unknown): void {
    for (const waiter of this.#waiters) {
      this.#release(waiter);
      waiter.reject(reason);
    }
  }

  #arm(waiter: Waiter<R>): void {
    clearTimeout(waiter.timer);
    const leaveAt = this.onItsWay ? waiter.asker.deadlineAt : waiter.leaveQueueAt;
    waiter.timer = setTimeout(() => this.#late(waiter), Math.max(0, leaveAt - this.#clock.monotonic()));
  }

  #late(waiter: Waiter<R>): void {
    if (this.stage === 'called') this.timedOut = true;
    this.#leave(waiter, this.#lateError());
  }

  #lateError(): SourceError {
    if (this.onItsWay) return new SourceError('TIMEOUT', 'no answer within this source’s share of the deadline');
    return this.lastError ?? this.#host.whyWaiting();
  }

  #leave(waiter: Waiter<R>, reason: unknown): void {
    this.#release(waiter);
    waiter.reject(reason);
    if (!this.abandoned) return;
    this.#host.abandoned(this);
    this.whenAbandoned?.();
  }

  #release(waiter: Waiter<R>): void {
    clearTimeout(waiter.timer);
    waiter.asker.signal.removeEventListener('abort', waiter.onAbort);
    this.#waiters.delete(waiter);
  }
}
