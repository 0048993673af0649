import type { Report } from '../../event.ts';
import type { Clock } from '../../clock.ts';
import type { Permit, Permits } from '../../rate-limit/permits.ts';
import { lookupPriorities, type LookupPriority, type UpstreamOperation } from '../../vocabulary.ts';
import { SourceError } from '../source-error.ts';
import type { Source } from '../source.ts';
import type { QueuedLookup } from './queued-lookups.ts';
import { createPacing, type Pacing } from './pacing.ts';
import type { QueueOwner, WaitingQueue } from './queue-owner.ts';
import type { Turn } from './round-robin.ts';

const assumedP95Ms = 500;
const samples = 64;
/** How often the account checks whether a lookup still waits for the permit that it holds. */
const lookAgainMs = 500;
/**
 * The share of the spacing by which a call may be late: permits are spaced by that much more than the rate requires.
 */
const lateShare = 0.02;
/** How often a call that waits for more slots checks whether the day's calls last again. */
const holdAtMostMs = 5_000;
const timerSlackMs = 5;
/** After this many missed permits a call is sent late: a process that is always late must still make calls. */
const missedInARow = 3;

/** Options of {@link Account}. */
export type AccountParts = {
  readonly permits: Permits;
  readonly clock: Clock;
  readonly report: Report;
  /** How long before a permit is due its call is formed, in milliseconds. */
  readonly leadMs: () => number;
  /** The share of the day's calls that only interactive lookups may start. */
  readonly dayReserve: number;
  /** How long interactive lookups may take while calls are paced; `undefined` switches pacing off. */
  readonly interactiveP95Ms: number | undefined;
};

/**
 * The sources that share one allowance, and their queues. While lookups wait, the account reserves one permit at a
 * time, waits until it is due, and only then decides which lookups use it.
 *
 * Order before a call: circuit → queue → token and connection ready → pace → permit → time limit → HTTP.
 */
export class Account implements QueueOwner {
  readonly #permits: Permits;
  readonly #clock: Clock;
  readonly #report: Report;
  readonly #leadMs: () => number;
  readonly #dayReserve: number;
  /** Decides when a call waits for more slots to fill. */
  readonly pacing: Pacing;
  readonly #queues: WaitingQueue[] = [];
  readonly #durations = new Map<Source, { ring: number[]; p95Ms: number }>();
  #pumping = false;
  #woken = false;
  /** Ends the wait of a call for more slots. */
  #endHold: () => void = () => undefined;
  /** When the reserved permit is due (monotonic); `undefined` while none is reserved. */
  #heldDueAt: number | undefined;
  #throttles = 0;
  /** How many permits in a row were refunded because the process woke up too late. */
  #missed = 0;
  /** The number of the last turn of each operation. */
  readonly #turns = new Map<UpstreamOperation, number>();
  #turn = 0;

  constructor({ permits, clock, report, leadMs, dayReserve, interactiveP95Ms }: AccountParts) {
    this.#permits = permits;
    this.#clock = clock;
    this.#report = report;
    this.#leadMs = leadMs;
    this.#dayReserve = dayReserve;
    this.pacing = createPacing({ permits, clock, interactiveP95Ms });
  }

  add(queue: WaitingQueue): void {
    this.#queues.push(queue);
  }

  /** Starts the pump after all lookups of this turn of the event loop have been queued. */
  wake(): void {
    if (this.#woken) return;
    this.#woken = true;
    setImmediate(() => {
      this.#woken = false;
      if (this.#pumping) this.#endHold();
      else void this.#pump();
    });
  }

  /** The lookups of a source that wait for a slot. */
  waiting(source: Source): readonly QueuedLookup[] {
    return this.#queues.filter((queue) => queue.source === source).flatMap((queue) => queue.waiting());
  }

  refusal(priority: LookupPriority): SourceError | undefined {
    if (priority === 'INTERACTIVE') return undefined;
    const { perDay, usedToday, resetsAt } = this.#permits.quota();
    if (perDay === undefined || usedToday < perDay * (1 - this.#dayReserve)) return undefined;
    return new SourceError('DAY_QUOTA', 'the rest of the day’s calls is reserved for interactive lookups', {
      retryAfterMs: Math.max(0, resetsAt - this.#clock.wall()),
    });
  }

  estimateMs(queue: WaitingQueue, turn: Turn): number {
    const callsOf = new Map([[queue.operation, Math.ceil(queue.slotsUpTo(turn) / queue.slots)]]);
    for (const other of this.#queues) {
      if (other === queue) continue;
      const calls = Math.ceil(other.sizeAt(turn.priority) / other.slots);
      callsOf.set(other.operation, (callsOf.get(other.operation) ?? 0) + calls);
    }
    // Operations take turns: before the last call of this operation, each other one makes at most as many calls.
    const own = callsOf.get(queue.operation) ?? 0;
    let calls = 0;
    for (const others of callsOf.values()) calls += Math.min(own, others);
    const firstDueInMs =
      this.#heldDueAt === undefined ? this.#permits.dueInMs() : Math.max(0, this.#heldDueAt - this.#clock.monotonic());
    return firstDueInMs + (calls - 1) * this.#gapMs(queue, turn);
  }

  /** Full calls of bulk lookups leave as their permits are due; those of interactive ones leave at the pace. */
  #gapMs(queue: WaitingQueue, { priority }: Turn): number {
    if (priority !== 'INTERACTIVE' || !this.pacing.isActive()) return this.#permits.spacingMs();
    const waiting = this.#queues.flatMap((one) => one.waiting()).filter((lookup) => lookup.priority === priority);
    return this.pacing.gapMs(waiting, this.p95Ms(queue.source));
  }

  throttled(retryAfterMs: number | undefined, source: Source): boolean {
    this.#throttles += 1;
    const lowest = this.#permits.throttled(retryAfterMs);
    this.#report({ type: 'throttled', source: source.id, perSecond: this.#permits.quota().perSecond });
    return lowest;
  }

  took(source: Source, durationMs: number): void {
    const known = this.#durations.get(source) ?? { ring: [], p95Ms: assumedP95Ms };
    known.ring.push(durationMs);
    if (known.ring.length > samples) known.ring.shift();
    const sorted = known.ring.toSorted((a, b) => a - b);
    known.p95Ms = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? assumedP95Ms;
    this.#durations.set(source, known);
  }

  p95Ms(source: Source): number {
    return this.#durations.get(source)?.p95Ms ?? assumedP95Ms;
  }

  async #pump(): Promise<void> {
    this.#pumping = true;
    try {
      while (this.#nextQueue() !== undefined) {
        const refusal = this.refusal('BULK');
        if (refusal !== undefined) for (const queue of this.#queues) queue.release(refusal, 'BULK');
        if (this.#nextQueue() === undefined) continue;
        const holdMs = this.#heldUntil() - this.#clock.monotonic();
        if (holdMs > 0) {
          await this.#hold(holdMs);
          continue;
        }
        const permit = await this.#permits.reserve(Infinity);
        if ('refused' in permit) {
          this.#releaseAll(permit.retryAfterMs);
          return;
        }
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
    const throttles = this.#throttles;
    const dueAt = this.#clock.monotonic() + permit.dueInMs;
    const latestAt = this.#missed < missedInARow ? dueAt + this.#toleranceMs() : Infinity;
    const formInMs = permit.dueInMs - this.#leadMs();
    if (formInMs > 0) {
      this.#heldDueAt = dueAt;
      await this.#whileWanted(formInMs);
      this.#heldDueAt = undefined;
    }
    // The permit was reserved before the upstream answered 429: the call would be too early.
    const tooEarly = throttles !== this.#throttles;
    const queue = tooEarly || this.#clock.monotonic() > latestAt ? undefined : this.#nextQueue();
    if (queue !== undefined && (await queue.dispatch(permit, dueAt, latestAt))) {
      this.#turn += 1;
      this.#turns.set(queue.operation, this.#turn);
      this.#missed = 0;
      return true;
    }
    permit.refund();
    this.#missed = this.#clock.monotonic() > latestAt ? this.#missed + 1 : 0;
    return false;
  }

  /** Waits, but only while a lookup waits: a permit held without need would be charged to the day. */
  async #whileWanted(waitMs: number): Promise<void> {
    const until = this.#clock.monotonic() + waitMs;
    for (let leftMs = waitMs; leftMs > 0; leftMs = until - this.#clock.monotonic()) {
      if (!this.#queues.some(({ size }) => size > 0)) return;
      await later(Math.min(leftMs, lookAgainMs));
    }
  }

  /** A call that is later than this is too close to the next one, whose spacing starts when this one was due. */
  #toleranceMs(): number {
    return Math.max(timerSlackMs, lateShare * this.#permits.spacingMs());
  }

  /** Until when every call waits for more slots to fill (monotonic). */
  #heldUntil(): number {
    return Math.min(...this.#readyQueues().map((queue) => this.pacing.heldUntil(queue, this.p95Ms(queue.source))));
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
    return this.#queues.filter((queue) => queue.size > 0 && queue.prepare());
  }

  /** Those that do not wait for more slots to fill; all of them, if each waits. */
  #unheld(ready: readonly WaitingQueue[]): readonly WaitingQueue[] {
    if (ready.length < 2) return ready;
    const now = this.#clock.monotonic();
    const unheld = ready.filter((queue) => this.pacing.heldUntil(queue, this.p95Ms(queue.source)) <= now);
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

  #releaseAll(retryAfterMs: number): void {
    const error = new SourceError('DAY_QUOTA', 'the day’s calls are used up', { retryAfterMs });
    for (const queue of this.#queues) queue.release(error);
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/** The timer is unreferenced, because waiters have their own: a permit alone must not keep the process alive. */
function later(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, Math.ceil(ms)).unref());
}
