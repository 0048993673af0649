import type { AroundCall, Report, UpstreamOperation } from '../event.ts';
import type { MarketplaceCode } from '../product/marketplace.ts';
import type { Circuit } from '../upstream/circuit.ts';
import type { Clock } from '../upstream/clock.ts';
import type { Permit } from '../upstream/permits.ts';
import type { RetryBudget } from './retry-budget.ts';
import type { Sharing } from './shared-flights.ts';
import type { SourceError } from './source-error.ts';
import type { CallContext, Source } from './source.ts';

/** What a lane needs of its account. */
export interface LaneHost {
  /** Something changed: a call may be formed. */
  wake(): void;
  /** When the next ask of `operation` in this lane would leave, in milliseconds. */
  estimateMs(lane: WaitingLane, operation: object): number;
  /** The upstream answered 429; returns whether the rate is now the lowest there is. */
  throttled(retryAfterMs: number | undefined, source: Source): boolean;
  /** A call of this source took so long; and what 95 of 100 take at most. */
  took(source: Source, durationMs: number): void;
  p95Ms(source: Source): number;
}

/** A lane as its account sees it. */
export interface WaitingLane {
  readonly source: Source;
  readonly operation: UpstreamOperation;
  readonly seats: number;
  readonly size: number;
  readonly hasForeground: boolean;
  readonly oldestAt: number;
  seatsUpTo(operation: object): number;
  /** Whether token and connection are ready; starts getting them ready when they are not. */
  prepare(): boolean;
  /**
   * Binds waiting asks to a call, which leaves at `dueAt` and not after `latestAt` (monotonic). Returns whether it did;
   * a promise only where other instances have to be asked first.
   */
  depart(permit: Permit, dueAt: number, latestAt: number): boolean | Promise<boolean>;
  /** Everybody who waits in the queue leaves with `error`. */
  release(error: SourceError): void;
}

/** What makes a lane: one source, one store, one operation, and how a call of it is made. */
export type LaneOptions<Q, R> = {
  readonly source: Source;
  readonly marketplace: MarketplaceCode;
  readonly operation: UpstreamOperation;
  /** Questions one call carries. */
  readonly seats: number;
  readonly keyOf: (question: Q) => string;
  /** One upstream transaction; an answer per question, by its key. */
  readonly perform: (questions: readonly Q[], context: CallContext) => Promise<ReadonlyMap<string, R>>;
  readonly circuit: Circuit;
  readonly retries: RetryBudget;
  readonly clock: Clock;
  readonly random: () => number;
  readonly report: Report;
  readonly host: LaneHost;
  /** Put around every call. */
  readonly around?: AroundCall | undefined;
  /** Absent where no other instance asks. */
  readonly sharing?: Sharing<Q, R>;
};
