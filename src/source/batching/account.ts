import type { Report } from '../../event.ts';
import type { Clock } from '../../clock.ts';
import type { LookupQueue } from '../../coordination/queue/lookup-queue.ts';
import type { Permits } from '../../rate-limit/permits.ts';
import type { LookupPriority } from '../../vocabulary.ts';
import { SourceError } from '../source-error.ts';
import type { Source } from '../source.ts';
import { createCallDurations, type CallDurations } from './call-durations.ts';
import { LocalPump } from './pump/local-pump.ts';
import type { PacedUntil } from './paced-call.ts';
import { createPacing, type Pacing } from './pacing.ts';
import type { PumpOwner, QueueOwner, WaitingQueue } from './queue-owner.ts';
import type { QueuedLookup } from './queued-lookups.ts';
import type { Turn } from './round-robin.ts';
import { SharedPump } from './pump/shared-pump.ts';

/** Options of {@link Account}. */
export type AccountParts = {
  readonly permits: Permits;
  readonly clock: Clock;
  readonly report: Report;
  /** The share of the day's calls that only interactive lookups may start. */
  readonly dayReserve: number;
  /** How long interactive lookups may take while calls are paced; `undefined` switches pacing off. */
  readonly interactiveP95Ms: number | undefined;
  /** The queue of all instances; absent if there is only one. */
  readonly shared?: LookupQueue | undefined;
};

/**
 * The sources that share one allowance, and their queues. Calls are formed by the queue that all instances share, or, alone
 * or without Redis, by this instance.
 *
 * Order before a call: circuit → queue → token and connection ready → pace → permit → time limit → HTTP.
 */
export class Account implements QueueOwner, PumpOwner {
  readonly queues: WaitingQueue[] = [];
  /** Decides when a call waits for more slots to fill. */
  readonly pacing: Pacing;
  readonly #permits: Permits;
  readonly #clock: Clock;
  readonly #report: Report;
  readonly #dayReserve: number;
  readonly #durations: CallDurations = createCallDurations();
  readonly #local: LocalPump;
  readonly #shared: SharedPump | undefined;
  #woken = false;
  #throttles = 0;

  constructor({ permits, clock, report, dayReserve, interactiveP95Ms, shared }: AccountParts) {
    this.pacing = createPacing({ permits, clock, interactiveP95Ms });
    this.#permits = permits;
    this.#clock = clock;
    this.#report = report;
    this.#dayReserve = dayReserve;
    this.#local = new LocalPump({ permits, clock, owner: this, active: () => this.#shared?.isAlone() !== false });
    this.#shared =
      shared && new SharedPump({ queue: shared, permits, clock, owner: this, onChange: () => this.wake() });
  }

  add(queue: WaitingQueue): void {
    this.queues.push(queue);
  }

  /** Forms calls after all lookups of this turn of the event loop have been queued. */
  wake(): void {
    if (this.#woken) return;
    this.#woken = true;
    setImmediate(() => {
      this.#woken = false;
      void (this.#shared?.isAlone() === false ? this.#shared.run() : this.#local.run());
    });
  }

  throttles(): number {
    return this.#throttles;
  }

  /** The lookups of a source that wait for a slot. */
  waiting(source: Source): readonly QueuedLookup[] {
    return this.queues.filter((queue) => queue.source === source).flatMap((queue) => queue.waiting());
  }

  refusal(priority: LookupPriority): SourceError | undefined {
    if (priority === 'INTERACTIVE') return undefined;
    const { perDay, usedToday, resetsAt } = this.#permits.quota();
    const reserved = this.#local.hasPermit() || this.#shared?.hasPermit() === true ? 1 : 0;
    if (perDay === undefined || usedToday - reserved < perDay * (1 - this.#dayReserve)) return undefined;
    return new SourceError('DAY_QUOTA', 'the rest of the day’s calls is reserved for interactive lookups', {
      retryAfterMs: Math.max(0, resetsAt - this.#clock.wall()),
    });
  }

  releaseReserved(): void {
    const refusal = this.refusal('BULK');
    if (refusal !== undefined) for (const queue of this.queues) queue.release(refusal, 'BULK');
  }

  releaseAll(retryAfterMs: number): void {
    const error = new SourceError('DAY_QUOTA', 'the day’s calls are used up', { retryAfterMs });
    for (const queue of this.queues) queue.release(error);
  }

  /** Of this instance's lookups alone; those of others may take longer. */
  estimateMs(queue: WaitingQueue, turn: Turn): number {
    const callsOf = new Map([[queue.operation, Math.ceil(queue.slotsUpTo(turn) / queue.slots)]]);
    for (const other of this.queues) {
      if (other === queue) continue;
      const calls = Math.ceil(other.sizeAt(turn.priority) / other.slots);
      callsOf.set(other.operation, (callsOf.get(other.operation) ?? 0) + calls);
    }
    // Operations take turns: before the last call of this operation, each other one makes at most as many calls.
    const own = callsOf.get(queue.operation) ?? 0;
    let calls = 0;
    for (const others of callsOf.values()) calls += Math.min(own, others);
    const firstDueInMs = this.#shared?.dueInMs() ?? this.#local.dueInMs();
    return firstDueInMs + (calls - 1) * this.#permits.spacingMs();
  }

  shortage(): keyof PacedUntil | undefined {
    return this.pacing.shortage();
  }

  pacedUntil(queue: WaitingQueue): PacedUntil {
    const own = this.queues.filter((one) => one.sizeAt('BULK') > 0).length;
    const groups = Math.max(1, own, this.#shared?.groups() ?? 0);
    return this.pacing.until(queue, { callP95Ms: this.p95Ms(queue.source), groups });
  }

  throttled(retryAfterMs: number | undefined, source: Source): boolean {
    this.#throttles += 1;
    const lowest = this.#permits.throttled(retryAfterMs);
    this.#report({ type: 'throttled', source: source.id, perSecond: this.#permits.quota().perSecond });
    return lowest;
  }

  took(source: Source, durationMs: number): void {
    this.#durations.took(source, durationMs);
  }

  p95Ms(source: Source): number {
    return this.#durations.p95Ms(source);
  }
}
