import type { QuestionGroup } from '../../product/question.ts';
import type { Permit } from '../../rate-limit/permits.ts';
import type { LookupPriority, UpstreamOperation } from '../../vocabulary.ts';
import { SourceError } from '../source-error.ts';
import type { Outcome, Source } from '../source.ts';
import { runCall } from './call.ts';
import { CrossInstanceDedupe, type Sharing } from './cross-instance-dedupe.ts';
import { PendingLookup } from './pending-lookup.ts';
import type { CallQueueOptions, WaitingQueue } from './queue-owner.ts';
import { Readiness } from './readiness.ts';
import type { QueuedLookup } from './queued-lookups.ts';
import { refusedAtAnyRate, retryDecision } from './retry-policy.ts';
import { splitBatch } from './split-batch.ts';
import type { Turn } from './round-robin.ts';
import { partyOf, type Waiter } from './waiter.ts';
import { WaitingList } from './waiting-list.ts';

/** Preparation belongs to no operation: when a client disconnects, others still need the token. */
const unaborted = new AbortController().signal;

const safetyMs = 300;
const backOffMs = 100;
const backOffJitterMs = 200;
/** How long other instances wait for the outcome after the call's time is up. */
const leaseGraceMs = 250;

/** The pending lookups of one operation and one group of a source. Forms calls, and decides about retries. */
export class CallQueue<Q extends QuestionGroup, R> implements WaitingQueue {
  readonly source: Source;
  readonly group: QuestionGroup;
  readonly operation: UpstreamOperation;
  readonly slots: number;
  readonly #options: CallQueueOptions<Q, R>;
  readonly #lookups = new Map<string, PendingLookup<Q, R>>();
  readonly #waiting = new WaitingList<Q, R>();
  readonly #readiness: Readiness;
  readonly #shared: CrossInstanceDedupe<Q, R> | undefined;
  #calls = 0;
  #throttledInARow = 0;

  constructor(options: CallQueueOptions<Q, R>) {
    this.#options = options;
    this.source = options.source;
    this.group = options.group;
    this.operation = options.operation.name;
    this.slots = options.operation.batchSize;
    this.#shared = options.sharing && this.#share(options.sharing);
    this.#readiness = new Readiness({
      getReady: () => options.source.ready(options.group.marketplace, unaborted),
      onFailure: (thrown) => this.#notReady(thrown),
      onChange: () => options.owner.wake(),
    });
  }

  get size(): number {
    return this.#waiting.size;
  }
  get priority(): LookupPriority | undefined {
    return this.#waiting.priority;
  }
  /** Whether the question is pending already, so that it needs no slot. */
  has(question: Q): boolean {
    return this.#lookups.has(this.#options.operation.keyOf(question));
  }
  get oldestAt(): number {
    return this.#waiting.oldestAt;
  }
  waiting(): readonly QueuedLookup[] {
    return [...this.#waiting];
  }
  sizeAt(priority: LookupPriority): number {
    return this.#waiting.sizeAt(priority);
  }
  slotsUpTo(turn: Turn): number {
    return this.#waiting.slotsUpTo(turn);
  }

  /**
   * Joins the pending lookup for `question`, or opens one.
   *
   * @throws {SourceError} `CIRCUIT_OPEN`, `DAY_QUOTA` or `BUSY` at once; later the error of the call
   * @throws the waiter's abort reason
   */
  async answer(question: Q, waiter: Waiter): Promise<R> {
    waiter.signal.throwIfAborted();
    const { circuit, clock, owner, operation } = this.#options;
    const key = operation.keyOf(question);
    const pending = this.#lookups.get(key);
    const probing =
      circuit.state() === 'HALF_OPEN' && pending === undefined && (this.#calls > 0 || this.size >= this.slots);
    if (circuit.state() === 'OPEN' || probing) throw this.#circuitOpen();
    // At most half of the remaining time: otherwise a source that was slow once would never be called again.
    const leftMs = waiter.deadlineAt - clock.monotonic();
    const marginMs = Math.min(owner.p95Ms(this.source) + safetyMs, leftMs / 2);
    if (pending?.isSent !== true) {
      const refusal = pending === undefined ? owner.refusal(waiter.priority) : undefined;
      if (refusal !== undefined) throw refusal;
      const estimateMs = pending === undefined ? owner.estimateMs(this, { ...waiter, party: partyOf(waiter) }) : 0;
      if (estimateMs > leftMs - marginMs) {
        throw new SourceError('BUSY', 'no permit within this source’s share of the deadline', {
          retryAfterMs: estimateMs,
        });
      }
    }
    const lookup = pending ?? this.#open(key, question);
    const answer = lookup.join(waiter, marginMs);
    owner.wake();
    return await answer;
  }

  prepare(): boolean {
    return this.#readiness.prepare();
  }

  dispatch(permit: Permit, dueAt: number, latestAt: number): boolean | Promise<boolean> {
    if (this.#shared === undefined) return this.#send(this.#waiting.take(this.slots), permit);
    return this.#dispatchShared(this.#shared, permit, dueAt, latestAt);
  }

  async #dispatchShared(
    shared: CrossInstanceDedupe<Q, R>,
    permit: Permit,
    dueAt: number,
    latestAt: number,
  ): Promise<boolean> {
    const { clock } = this.#options;
    const chosen = await shared.take(this.#waiting, this.slots);
    const leftMs = dueAt - clock.monotonic();
    if (chosen.length > 0 && leftMs > 0) await new Promise((resolve) => setTimeout(resolve, Math.ceil(leftMs)));
    const lookups = chosen.filter((lookup) => !lookup.abandoned);
    if (clock.monotonic() <= latestAt) return this.#send(lookups, permit);
    this.#waiting.addFirst(lookups);
    return false;
  }

  #send(lookups: readonly PendingLookup<Q, R>[], permit: Permit): boolean {
    if (lookups.length === 0) return false;
    const { report } = this.#options;
    const oldestAt = Math.min(...lookups.map(({ queuedAt }) => queuedAt));
    report({
      type: 'permit',
      source: this.source.id,
      waitedMs: this.#options.clock.monotonic() - oldestAt,
      queued: this.size,
    });
    this.#readiness.used();
    void this.#run(lookups, permit);
    return true;
  }

  release(error: SourceError, from: LookupPriority = 'INTERACTIVE'): void {
    for (const lookup of this.#waiting.takeFrom(from)) this.#close(lookup, { error });
  }

  #open(key: string, question: Q): PendingLookup<Q, R> {
    const lookup = new PendingLookup<Q, R>(key, question, this.#options.clock, {
      abandoned: (left) => this.#abandoned(left),
      whyWaiting: () => this.#whyWaiting(),
    });
    this.#lookups.set(key, lookup);
    this.#waiting.add(lookup);
    return lookup;
  }

  #abandoned(lookup: PendingLookup<Q, R>): void {
    this.#waiting.delete(lookup);
    // A lookup in a call can be joined until the call ends. The call is aborted when none of its lookups has a waiter.
    if (lookup.inCall) return;
    this.#lookups.delete(lookup.key);
    this.#shared?.left(lookup);
  }

  /** A late token is a delay of the upstream, not of our permits. */
  #whyWaiting(): SourceError {
    return this.#readiness.preparing
      ? new SourceError('TIMEOUT', `${this.source.id} was not ready within its share of the deadline`)
      : new SourceError('BUSY', 'no permit within this source’s share of the deadline');
  }

  #notReady(thrown: unknown): void {
    const { source, circuit, report } = this.#options;
    const { marketplace } = this.group;
    const error = SourceError.from(thrown, source.id);
    report({ type: 'token-refused', source: source.id, marketplace, code: error.code, message: error.message });
    // Before the circuit: if it opens, the queue would only learn that it is open, not why.
    this.release(error);
    // As with calls, throttling is not a failure.
    if (error.code !== 'THROTTLED') circuit.failed(error.code);
  }

  async #run(lookups: readonly PendingLookup<Q, R>[], permit: Permit): Promise<void> {
    this.#calls += 1;
    const outcome = await runCall({ ...this.#options, lookups, permit });
    this.#calls -= 1;
    if (outcome.error === undefined) {
      this.#throttledInARow = 0;
      for (const lookup of lookups) {
        const result = outcome.results.get(lookup.key);
        const leftOut = () => new SourceError('MALFORMED', `${this.source.id} left out ${lookup.key}`);
        this.#close(lookup, result === undefined ? { error: leftOut() } : { result });
      }
    } else {
      this.#failed(
        lookups.filter((lookup) => this.#hasWaiter(lookup)),
        outcome.error,
      );
    }
    this.#options.owner.wake();
  }

  #hasWaiter(lookup: PendingLookup<Q, R>): boolean {
    if (!lookup.abandoned) return true;
    this.#lookups.delete(lookup.key);
    this.#shared?.left(lookup);
    return false;
  }

  #failed(lookups: readonly PendingLookup<Q, R>[], callError: SourceError): void {
    const { circuit, otherAccounts, retries } = this.#options;
    const error = this.#afterThrottling(callError);
    const decided = Map.groupBy(lookups, ({ calls, maySplit }) => {
      const circuitOpen = circuit.state() === 'OPEN';
      return retryDecision(error, { calls, maySplit, circuitOpen, otherAccounts, retriesLeft: retries.allows() });
    });
    for (const lookup of decided.get('close') ?? []) this.#close(lookup, { error });
    const split = decided.get('split');
    if (split !== undefined) splitBatch(split);
    const again = split ?? decided.get('requeue');
    if (again !== undefined) this.#requeue(again, error);
    const later = decided.get('backOff');
    if (later !== undefined) this.#backOff(later, error);
  }

  #afterThrottling(error: SourceError): SourceError {
    if (error.code !== 'THROTTLED') return error;
    const lowest = this.#options.owner.throttled(error.retryAfterMs, this.source);
    this.#throttledInARow = lowest ? this.#throttledInARow + 1 : 0;
    const refused = refusedAtAnyRate(this.#throttledInARow, error, this.source.id);
    if (refused !== undefined) this.#options.circuit.failed(refused.code);
    return refused ?? error;
  }

  #backOff(lookups: readonly PendingLookup<Q, R>[], error: SourceError): void {
    const { circuit, owner, random, retries } = this.#options;
    retries.spent();
    const waitMs = backOffMs + random() * backOffJitterMs;
    for (const lookup of lookups) lookup.backedOff(error, waitMs + owner.estimateMs(this, lookup));
    setTimeout(() => {
      const wanted = lookups.filter((lookup) => !lookup.abandoned);
      for (const lookup of wanted) lookup.resumed();
      this.#waiting.addFirst(wanted);
      if (circuit.state() === 'OPEN') this.release(error);
      owner.wake();
    }, waitMs);
  }

  #requeue(lookups: readonly PendingLookup<Q, R>[], error: SourceError): void {
    // First put them on the list: lookups whose waiters all leave now are then removed from it.
    this.#waiting.addFirst(lookups);
    // They go before the other lookups of their parties, so each of them counts as a party of its own.
    const { priority = 'INTERACTIVE' } = lookups[0] ?? {};
    const estimateMs = this.#options.owner.estimateMs(this, { priority, party: lookups });
    for (const lookup of lookups) lookup.requeued(error, estimateMs);
  }

  #close(lookup: PendingLookup<Q, R>, outcome: Outcome<R>): void {
    this.#lookups.delete(lookup.key);
    this.#shared?.ended(lookup, outcome);
    if ('error' in outcome) lookup.fail(outcome.error);
    else lookup.settle(outcome.result);
  }

  #share(sharing: Sharing<Q, R>): CrossInstanceDedupe<Q, R> {
    const gaveUp = new SourceError('TIMEOUT', 'the instance that made the call did not report its outcome');
    return new CrossInstanceDedupe({
      ...sharing,
      leaseMs: this.source.timeoutMs + leaseGraceMs,
      clock: this.#options.clock,
      report: this.#options.report,
      onOutcome: (lookup, outcome) => this.#close(lookup, outcome),
      onFreed: (lookups) => {
        this.#requeue(lookups, gaveUp);
        if (this.#options.circuit.state() === 'OPEN') this.release(gaveUp);
        this.#options.owner.wake();
      },
    });
  }

  #circuitOpen(): SourceError {
    const { circuit } = this.#options;
    const why = circuit.code === undefined ? '' : ` after ${circuit.code}`;
    return new SourceError('CIRCUIT_OPEN', `${this.source.id} is not called for now${why}`, {
      retryAfterMs: circuit.opensAgainInMs(),
    });
  }
}
