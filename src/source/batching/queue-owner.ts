import type { AroundCall, Report } from '../../event.ts';
import type { QuestionGroup } from '../../product/question.ts';
import type { Circuit } from '../../upstream/circuit.ts';
import type { Clock } from '../../clock.ts';
import type { Permit } from '../../rate-limit/permits.ts';
import type { UpstreamOperation } from '../../vocabulary.ts';
import type { SourceError } from '../source-error.ts';
import type { Source, SourceOperation } from '../source.ts';
import type { Sharing } from './cross-instance-dedupe.ts';
import type { RetryBudget } from './retry-budget.ts';

/** What a queue needs of its account. */
export interface QueueOwner {
  /** Something changed: a call may be formed. */
  wake(): void;
  /** In how many milliseconds the next lookup of `operation` in this queue would be sent. */
  estimateMs(queue: WaitingQueue, operation: object): number;
  /** The upstream answered 429; returns whether the rate is now the lowest there is. */
  throttled(retryAfterMs: number | undefined, source: Source): boolean;
  /** A call of this source took so long; and what 95 of 100 take at most. */
  took(source: Source, durationMs: number): void;
  p95Ms(source: Source): number;
}

/** A queue as its account sees it. */
export interface WaitingQueue {
  readonly source: Source;
  readonly operation: UpstreamOperation;
  readonly slots: number;
  readonly size: number;
  readonly hasForeground: boolean;
  readonly oldestAt: number;
  slotsUpTo(operation: object): number;
  /** Whether token and connection are ready; starts to get them ready when they are not. */
  prepare(): boolean;
  /**
   * Binds waiting lookups to a call, which is sent at `dueAt` and not after `latestAt` (monotonic). Returns whether it
   * was; a promise only where other instances have to be consulted first.
   */
  dispatch(permit: Permit, dueAt: number, latestAt: number): boolean | Promise<boolean>;
  /** Every waiting lookup ends with `error`. */
  release(error: SourceError): void;
}

/** What makes a queue: one operation of one source, and one group of questions. */
export type CallQueueOptions<Q extends QuestionGroup, R> = {
  readonly source: Source;
  /** What all its questions have in common. */
  readonly group: QuestionGroup;
  readonly operation: SourceOperation<Q, R>;
  readonly circuit: Circuit;
  readonly retries: RetryBudget;
  readonly clock: Clock;
  readonly random: () => number;
  readonly report: Report;
  readonly owner: QueueOwner;
  /** Put around every call. */
  readonly around?: AroundCall | undefined;
  /** Absent where no other instance asks. */
  readonly sharing?: Sharing<Q, R>;
};
