import type { Clock } from '../../../clock.ts';
import type { Permit, Permits } from '../../../rate-limit/permits.ts';
import { lookupPriorities, type UpstreamOperation } from '../../../vocabulary.ts';
import type { PumpOwner, WaitingQueue } from '../queue-owner.ts';
import { createLateness, type Lateness } from './lateness.ts';

/** How often the pump checks whether a lookup still waits for the permit that it holds. */
const lookAgainMs = 500;
/** How often a call that waits for more slots checks whether the day's calls last again. */
const holdAtMostMs = 5_000;

/** Options of {@link LocalPump}. */
export type LocalPumpOptions = {
  readonly permits: Permits;
  readonly clock: Clock;
  readonly owner: PumpOwner;
  /** Whether this instance forms its calls by itself. */
  readonly active: () => boolean;
};

/**
 * Forms the calls of one instance. While lookups wait, it reserves one permit at a time, waits until it is due, and only
 * then decides which lookups use it.
 */
export class LocalPump {
  readonly #options: LocalPumpOptions;
  readonly #lateness: Lateness;
  #pumping = false;
  /** Ends the wait of a call for more slots. */
  #endHold: () => void = () => undefined;
  /** When the reserved permit is due (monotonic); `undefined` while none is reserved. */
  #heldDueAt: number | undefined;
  /** The number of the last turn of each operation. */
  readonly #turns = new Map<UpstreamOperation, number>();
  #turn = 0;

  constructor(options: LocalPumpOptions) {
    this.#options = options;
    this.#lateness = createLateness(options.permits);
  }

  /** When the next permit is due, in milliseconds. */
  dueInMs(): number {
    const { permits, clock } = this.#options;
    return this.#heldDueAt === undefined ? permits.dueInMs() : Math.max(0, this.#heldDueAt - clock.monotonic());
  }

  /** Whether a permit is reserved, so that the day's count includes a call that has not left. */
  hasPermit(): boolean {
    return this.#heldDueAt !== undefined;
  }

  /** Starts if lookups wait. */
  async run(): Promise<void> {
    if (this.#pumping) return this.#endHold();
    this.#pumping = true;
    const { permits, clock, owner } = this.#options;
    try {
      while (this.#nextQueue() !== undefined) {
        owner.releaseReserved();
        if (this.#nextQueue() === undefined) continue;
        const holdMs = this.#heldUntil() - clock.monotonic();
        if (holdMs > 0) {
          await this.#hold(holdMs);
          continue;
        }
        const permit = await permits.reserve(Infinity);
        if ('refused' in permit) return owner.releaseAll(permit.retryAfterMs);
        // A permit that is refunded at once must not block the event loop.
        if (!(await this.#due(permit))) await nextTurn();
      }
    } finally {
      this.#pumping = false;
    }
  }

  /**
   * Waits until the permit is due and gives it to the queue whose turn it is; refunds it if no lookup waits. Returns
   * whether a call was sent.
   */
  async #due(permit: Permit): Promise<boolean> {
    const { clock, owner } = this.#options;
    const throttles = owner.throttles();
    const dueAt = clock.monotonic() + permit.dueInMs;
    const latestAt = this.#lateness.latestAt(dueAt);
    if (permit.dueInMs > 0) {
      this.#heldDueAt = dueAt;
      await this.#whileWanted(permit.dueInMs);
      this.#heldDueAt = undefined;
    }
    // The permit was reserved before the upstream answered 429: the call would be too early.
    const tooEarly = throttles !== owner.throttles();
    const isLate = clock.monotonic() > latestAt;
    const queue = tooEarly || isLate ? undefined : this.#nextQueue();
    if (queue?.dispatch(permit) === true) {
      this.#turn += 1;
      this.#turns.set(queue.operation, this.#turn);
      this.#lateness.inTime();
      return true;
    }
    permit.refund();
    this.#lateness.ended(isLate);
    return false;
  }

  /** Waits, but only while a lookup waits: a permit held without need would be charged to the day. */
  async #whileWanted(waitMs: number): Promise<void> {
    const { clock, owner, active } = this.#options;
    const until = clock.monotonic() + waitMs;
    for (let leftMs = waitMs; leftMs > 0; leftMs = until - clock.monotonic()) {
      if (!active() || !owner.queues.some(({ size }) => size > 0)) return;
      await later(Math.min(leftMs, lookAgainMs));
    }
  }

  /** Until when every call waits for more slots to fill (monotonic). */
  #heldUntil(): number {
    return Math.min(...this.#readyQueues().map((queue) => this.#options.owner.heldUntil(queue)));
  }

  /** Waits until another lookup is queued, but not longer than this. */
  #hold(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.ceil(Math.min(waitMs, holdAtMostMs))).unref();
      this.#endHold = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #readyQueues(): readonly WaitingQueue[] {
    const { owner, active } = this.#options;
    return active() ? owner.queues.filter((queue) => queue.size > 0 && queue.prepare()) : [];
  }

  /** Those that do not wait for more slots to fill; all of them, if each waits. */
  #unheld(ready: readonly WaitingQueue[]): readonly WaitingQueue[] {
    const { owner, clock } = this.#options;
    if (ready.length < 2) return ready;
    const now = clock.monotonic();
    const unheld = ready.filter((queue) => owner.heldUntil(queue) <= now);
    return unheld.length > 0 ? unheld : ready;
  }

  /** Of the queues with the highest priority: the operation whose last turn is longest ago; of its queues the longest-waiting. */
  #nextQueue(): WaitingQueue | undefined {
    const ready = this.#unheld(this.#readyQueues());
    const highest = lookupPriorities.find((priority) => ready.some((queue) => queue.priority === priority));
    const waiting = ready.filter(({ priority }) => priority === highest);
    const lastTurn = ({ operation }: WaitingQueue) => this.#turns.get(operation) ?? 0;
    const longestAgo = Math.min(...waiting.map(lastTurn));
    const candidates = waiting.filter((queue) => lastTurn(queue) === longestAgo);
    return candidates.reduce<WaitingQueue | undefined>(
      (longest, queue) => (longest === undefined || queue.oldestAt < longest.oldestAt ? queue : longest),
      undefined,
    );
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/** The timer is unreferenced, because waiters have their own: a permit alone must not keep the process alive. */
function later(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, Math.ceil(ms)).unref());
}
