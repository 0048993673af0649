import type { Clock } from '../../../clock.ts';
import type { Permit, Permits } from '../../../rate-limit/permits.ts';
import { lookupPriorities, type UpstreamOperation } from '../../../vocabulary.ts';
import type { PumpOwner, WaitingQueue } from '../queue-owner.ts';
import { createLateness, type Lateness } from './lateness.ts';

/** How often the pump checks whether a lookup still waits for the permit that it holds. */
const lookAgainMs = 500;
/** How often a call that waits for more slots checks whether the day's calls last again. */
const paceAgainMs = 5_000;

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
  #endPause: () => void = () => undefined;
  /** When the reserved permit is due (monotonic); `undefined` while none is reserved. */
  #reservedDueAt: number | undefined;
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
    return this.#reservedDueAt === undefined ? permits.dueInMs() : Math.max(0, this.#reservedDueAt - clock.monotonic());
  }

  /** Whether a permit is reserved, so that the day's count includes a call that has not left. */
  hasPermit(): boolean {
    return this.#reservedDueAt !== undefined;
  }

  /** Starts if lookups wait. */
  async run(): Promise<void> {
    if (this.#pumping) return this.#endPause();
    this.#pumping = true;
    const { permits, clock, owner } = this.#options;
    try {
      while (this.#nextQueue() !== undefined) {
        owner.releaseReserved();
        if (this.#nextQueue() === undefined) continue;
        const pauseMs = Math.min(...this.#readyQueues().map((queue) => this.#pacedUntil(queue))) - clock.monotonic();
        if (pauseMs > 0) {
          await this.#pause(pauseMs);
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
      this.#reservedDueAt = dueAt;
      await this.#whileWanted(permit.dueInMs);
      this.#reservedDueAt = undefined;
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

  /** Waits, but only while a lookup waits: a permit reserved without need would be charged to the day. */
  async #whileWanted(waitMs: number): Promise<void> {
    const { clock, owner, active } = this.#options;
    const until = clock.monotonic() + waitMs;
    for (let leftMs = waitMs; leftMs > 0; leftMs = until - clock.monotonic()) {
      if (!active() || !owner.queues.some(({ size }) => size > 0)) return;
      await later(Math.min(leftMs, lookAgainMs));
    }
  }

  /** Until when the queue's next call waits for more slots to fill (monotonic). */
  #pacedUntil(queue: WaitingQueue): number {
    const { owner } = this.#options;
    const shortage = owner.shortage();
    return shortage === undefined ? -Infinity : owner.pacedUntil(queue)[shortage];
  }

  /** Waits until another lookup is queued, but not longer than this. */
  #pause(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.ceil(Math.min(waitMs, paceAgainMs))).unref();
      this.#endPause = () => {
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
  #unpaced(ready: readonly WaitingQueue[]): readonly WaitingQueue[] {
    if (ready.length < 2) return ready;
    const now = this.#options.clock.monotonic();
    const unpaced = ready.filter((queue) => this.#pacedUntil(queue) <= now);
    return unpaced.length > 0 ? unpaced : ready;
  }

  /** Of the queues with the highest priority: the operation whose last turn is longest ago; of its queues the longest-waiting. */
  #nextQueue(): WaitingQueue | undefined {
    const ready = this.#unpaced(this.#readyQueues());
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
