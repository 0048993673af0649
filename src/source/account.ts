import type { Report } from '../event.ts';
import type { Clock } from '../upstream/clock.ts';
import type { Permit, Permits } from '../upstream/permits.ts';
import type { LaneHost, WaitingLane } from './lane-host.ts';
import { SourceError } from './source-error.ts';
import type { Source } from './source.ts';

const assumedP95Ms = 500;
const samples = 64;
/** How often it is looked whether anybody still waits for the permit that is held. */
const lookAgainMs = 500;
/** What the spacing of permits has to spare. */
const lateShare = 0.02;
const timerSlackMs = 5;
/** A process that is always late still has to call. */
const missedInARow = 3;

/**
 * The unit of permits: every source that shares one allowance, and the lanes of all of them. While asks wait it
 * reserves one permit at a time, waits until it falls due, and only then decides whose asks leave with it.
 *
 * Order before a call: circuit gate → queue → token and connection ready → permit → time limit → HTTP.
 */
export class Account implements LaneHost {
  readonly #permits: Permits;
  readonly #clock: Clock;
  readonly #report: Report;
  readonly #leadMs: () => number;
  readonly #lanes: WaitingLane[] = [];
  readonly #durations = new Map<Source, { ring: number[]; p95Ms: number }>();
  #pumping = false;
  #woken = false;
  /** When the permit in hand falls due, while one is. */
  #heldDueAt: number | undefined;
  #throttles = 0;
  /** Permits given back in a row because the process woke up too late for them. */
  #missed = 0;
  #lastOperation: WaitingLane['operation'] = 'search';

  /** @param leadMs how long before a permit falls due its call is formed */
  constructor(permits: Permits, clock: Clock, report: Report, leadMs: () => number) {
    this.#permits = permits;
    this.#clock = clock;
    this.#report = report;
    this.#leadMs = leadMs;
  }

  add(lane: WaitingLane): void {
    this.#lanes.push(lane);
  }

  /** The pump starts after everything that is being asked in this turn of the event loop has been offered. */
  wake(): void {
    if (this.#pumping || this.#woken) return;
    this.#woken = true;
    setImmediate(() => {
      this.#woken = false;
      void this.#pump();
    });
  }

  estimateMs(lane: WaitingLane, operation: object): number {
    let alike = Math.ceil(lane.seatsUpTo(operation) / lane.seats);
    let unlike = 0;
    for (const other of this.#lanes) {
      if (other === lane || !other.hasForeground) continue;
      const calls = Math.ceil(other.size / other.seats);
      if (other.operation === lane.operation) alike += calls;
      else unlike += calls;
    }
    const calls = alike + Math.min(alike, unlike);
    const firstDueInMs =
      this.#heldDueAt === undefined ? this.#permits.dueInMs() : Math.max(0, this.#heldDueAt - this.#clock.monotonic());
    return firstDueInMs + (calls - 1) * this.#permits.spacingMs();
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
      while (this.#nextLane() !== undefined) {
        const permit = await this.#permits.reserve(Infinity);
        if ('refused' in permit) {
          this.#releaseAll(permit.retryAfterMs);
          return;
        }
        // A permit that goes back at once must not keep the event loop from everything else.
        if (!(await this.#due(permit))) await nextTurn();
      }
    } finally {
      this.#pumping = false;
    }
  }

  /**
   * Waits until the permit falls due and gives it to the lane whose turn it is then; back it goes if nobody waits.
   * Returns whether a call left.
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
    // Reserved before the upstream asked to slow down: it would leave too early.
    const tooEarly = throttles !== this.#throttles;
    const lane = tooEarly || this.#clock.monotonic() > latestAt ? undefined : this.#nextLane();
    if (lane !== undefined && (await lane.depart(permit, dueAt, latestAt))) {
      this.#lastOperation = lane.operation;
      this.#missed = 0;
      return true;
    }
    permit.refund();
    this.#missed = this.#clock.monotonic() > latestAt ? this.#missed + 1 : 0;
    return false;
  }

  /** Waits so long, but no longer than somebody waits for a call: a permit held for nobody is charged to the day. */
  async #whileWanted(waitMs: number): Promise<void> {
    const until = this.#clock.monotonic() + waitMs;
    for (let leftMs = waitMs; leftMs > 0; leftMs = until - this.#clock.monotonic()) {
      if (!this.#lanes.some(({ size }) => size > 0)) return;
      await later(Math.min(leftMs, lookAgainMs));
    }
  }

  /** A call that leaves later than this comes too close before the next one, which is spaced from when it was due. */
  #toleranceMs(): number {
    return Math.max(timerSlackMs, lateShare * this.#permits.spacingMs());
  }

  /** Lookups and searches alternate while both wait; among alike the longest-waiting lane; background asks last. */
  #nextLane(): WaitingLane | undefined {
    const ready = this.#lanes.filter((lane) => lane.size > 0 && lane.prepare());
    const foreground = ready.filter((lane) => lane.hasForeground);
    const waiting = foreground.length > 0 ? foreground : ready;
    const others = waiting.filter((lane) => lane.operation !== this.#lastOperation);
    const candidates = others.length > 0 ? others : waiting;
    return candidates.reduce<WaitingLane | undefined>(
      (longest, lane) => (longest === undefined || lane.oldestAt < longest.oldestAt ? lane : longest),
      undefined,
    );
  }

  #releaseAll(retryAfterMs: number): void {
    const error = new SourceError('DAY_QUOTA', 'the day’s calls are used up', { retryAfterMs });
    for (const lane of this.#lanes) lane.release(error);
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/** Whoever waits for a call has a timer of his own: a permit that nobody waits for must not keep the process alive. */
function later(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, Math.ceil(ms)).unref());
}
