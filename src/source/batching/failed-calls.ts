import type { Circuit } from '../../upstream/circuit.ts';
import type { SourceError } from '../source-error.ts';
import type { Source } from '../source.ts';
import type { PendingLookup } from './pending-lookup.ts';
import type { RetryBudget } from './retry-budget.ts';
import { refusedAtAnyRate, retryDecision } from './retry-policy.ts';
import { splitBatch } from './split-batch.ts';

const backOffMs = 100;
const backOffJitterMs = 200;

/** What failed calls need of their queue. */
export type FailedCallsOptions<Q, R> = {
  readonly source: Source;
  readonly circuit: Circuit;
  readonly retries: RetryBudget;
  readonly otherAccounts: boolean;
  /** Between 0 and 1. */
  readonly random: () => number;
  readonly owner: { throttled(retryAfterMs: number | undefined, source: Source): boolean };
  /** When a call of the lookup would be sent, in milliseconds. */
  readonly estimateMs: (lookup: PendingLookup<Q, R>) => number;
  readonly close: (lookup: PendingLookup<Q, R>, error: SourceError) => void;
  /** The lookups wait for another call at once. */
  readonly requeue: (lookups: readonly PendingLookup<Q, R>[], error: SourceError) => void;
  /** The pause of the lookups is over. */
  readonly resume: (lookups: readonly PendingLookup<Q, R>[], error: SourceError) => void;
};

/** Decides what happens to the lookups of a queue whose call failed. */
export class FailedCalls<Q, R> {
  readonly #options: FailedCallsOptions<Q, R>;
  #throttledInARow = 0;

  constructor(options: FailedCallsOptions<Q, R>) {
    this.#options = options;
  }

  /** A call was answered. */
  answered(): void {
    this.#throttledInARow = 0;
  }

  /** A call of these lookups failed. */
  add(lookups: readonly PendingLookup<Q, R>[], callError: SourceError): void {
    const { circuit, otherAccounts, retries, close, requeue } = this.#options;
    const error = this.#afterThrottling(callError);
    const decided = Map.groupBy(lookups, ({ calls, maySplit }) => {
      const circuitOpen = circuit.state() === 'OPEN';
      return retryDecision(error, { calls, maySplit, circuitOpen, otherAccounts, retriesLeft: retries.allows() });
    });
    for (const lookup of decided.get('close') ?? []) close(lookup, error);
    const split = decided.get('split');
    if (split !== undefined) splitBatch(split);
    const again = split ?? decided.get('requeue');
    if (again !== undefined) requeue(again, error);
    const later = decided.get('backOff');
    if (later !== undefined) this.#backOff(later, error);
  }

  #afterThrottling(error: SourceError): SourceError {
    if (error.code !== 'THROTTLED') return error;
    const { owner, source, circuit } = this.#options;
    const lowest = owner.throttled(error.retryAfterMs, source);
    this.#throttledInARow = lowest ? this.#throttledInARow + 1 : 0;
    const refused = refusedAtAnyRate(this.#throttledInARow, error, source.id);
    if (refused !== undefined) circuit.failed(refused.code);
    return refused ?? error;
  }

  #backOff(lookups: readonly PendingLookup<Q, R>[], error: SourceError): void {
    const { random, retries, estimateMs, resume } = this.#options;
    retries.spent();
    const waitMs = backOffMs + random() * backOffJitterMs;
    for (const lookup of lookups) lookup.backedOff(error, waitMs + estimateMs(lookup));
    setTimeout(() => {
      const wanted = lookups.filter((lookup) => !lookup.abandoned);
      for (const lookup of wanted) lookup.resumed();
      resume(wanted, error);
    }, waitMs);
  }
}
