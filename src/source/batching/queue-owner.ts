import type { AroundCall, Report } from '../../event.ts';
import type { QuestionGroup } from '../../product/question.ts';
import type { Circuit } from '../../upstream/circuit.ts';
import type { Clock } from '../../clock.ts';
import type { LookupQueue } from '../../coordination/queue/lookup-queue.ts';
import type { Permit } from '../../rate-limit/permits.ts';
import type { LookupPriority, UpstreamOperation } from '../../vocabulary.ts';
import type { SourceError } from '../source-error.ts';
import type { Source, SourceOperation } from '../source.ts';
import type { RetryBudget } from './retry-budget.ts';
import type { PacedUntil } from './paced-call.ts';
import type { QueuedLookup } from './queued-lookups.ts';
import type { Turn } from './round-robin.ts';
import type { SharedQueueMember } from './pump/shared-view.ts';

/** The account of a queue. */
export interface QueueOwner {
  /** Something changed, so that a call may be formed. */
  wake(): void;
  /** The estimated milliseconds until the next lookup with this turn in this queue is sent. */
  estimateMs(queue: WaitingQueue, turn: Turn): number;
  /** Why lookups of this priority are refused for the rest of the day; `undefined` while they are not. */
  refusal(priority: LookupPriority): SourceError | undefined;
  /** The upstream answered 429. Returns whether the rate is now at its minimum. */
  throttled(retryAfterMs: number | undefined, source: Source): boolean;
  /** Records the duration of a call; `p95Ms` is the 95th percentile of the durations. */
  took(source: Source, durationMs: number): void;
  p95Ms(source: Source): number;
}

/** The account, as what forms its calls sees it. */
export interface PumpOwner {
  readonly queues: readonly WaitingQueue[];
  wake(): void;
  /** How often the upstream has answered 429. */
  throttles(): number;
  /** Why calls wait for more slots to fill, as far as this instance knows; `undefined` while they do not. */
  shortage(): keyof PacedUntil | undefined;
  /** Until when the next call of this instance's lookups may wait for more slots to fill. */
  pacedUntil(queue: WaitingQueue): PacedUntil;
  /** Ends lookups that the rest of the day's calls is not for. */
  releaseReserved(): void;
  /** The day's calls are used up. */
  releaseAll(retryAfterMs: number): void;
}

/** The view of a queue that its account has. */
export interface WaitingQueue extends SharedQueueMember {
  readonly source: Source;
  readonly operation: UpstreamOperation;
  readonly slots: number;
  readonly size: number;
  /** The highest priority of a waiting lookup; `undefined` if none waits. */
  readonly priority: LookupPriority | undefined;
  readonly oldestAt: number;
  /** The waiting lookups. */
  waiting(): readonly QueuedLookup[];
  /** How many lookups wait that go before those of a lower priority than `priority`. */
  sizeAt(priority: LookupPriority): number;
  /** How many slots will be filled up to and including the next lookup with this turn. */
  slotsUpTo(turn: Turn): number;
  /** Whether token and connection are ready; starts to prepare them if not. */
  prepare(): boolean;
  /** Forms a call of waiting lookups and sends it. Returns whether a call was sent. */
  dispatch(permit: Permit): boolean;
  /** Ends every waiting lookup of this and lower priorities with `error`. Default: all. */
  release(error: SourceError, from?: LookupPriority): void;
}

/** Options of a queue, which serves one operation of one source and one group of questions. */
export type CallQueueOptions<Q extends QuestionGroup, R> = {
  readonly source: Source;
  /** The group of all its questions. */
  readonly group: QuestionGroup;
  readonly operation: SourceOperation<Q, R>;
  readonly circuit: Circuit;
  readonly retries: RetryBudget;
  /** Whether another account of the source serves the marketplace, too. */
  readonly otherAccounts: boolean;
  readonly clock: Clock;
  readonly random: () => number;
  readonly report: Report;
  readonly owner: QueueOwner;
  /** Wraps every call. */
  readonly around?: AroundCall | undefined;
  /** The queue of all instances; absent if there is only one. */
  readonly shared?: LookupQueue | undefined;
};
