import { groupOf, type QuestionGroup } from '../../product/question.ts';
import type { LookupQueue, TakenCall, TakenLookup } from '../../coordination/queue/lookup-queue.ts';
import type { Permit } from '../../rate-limit/permits.ts';
import { lookupPriorities, type LookupPriority, type UpstreamOperation } from '../../vocabulary.ts';
import { SourceError } from '../source-error.ts';
import type { Outcome, Source } from '../source.ts';
import { runCall } from './call.ts';
import { FailedCalls } from './failed-calls.ts';
import { PendingLookup } from './pending-lookup.ts';
import type { CallQueueOptions, WaitingQueue } from './queue-owner.ts';
import { Readiness } from './readiness.ts';
import type { QueuedLookup } from './queued-lookups.ts';
import { SharedLookups } from './pump/shared-lookups.ts';
import type { Turn } from './round-robin.ts';
import { partyOf, type Waiter } from './waiter.ts';
import { WaitingList } from './waiting-list.ts';

/** Preparation belongs to no operation: when a client disconnects, others still need the token. */
const unaborted = new AbortController().signal;

const safetyMs = 300;

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
  readonly #failures: FailedCalls<Q, R>;
  readonly shared: SharedLookups<Q, R> | undefined;
  #calls = 0;

  constructor(options: CallQueueOptions<Q, R>) {
    this.#options = options;
    this.source = options.source;
    this.group = options.group;
    this.operation = options.operation.name;
    this.slots = options.operation.batchSize;
    this.#failures = new FailedCalls<Q, R>({
      ...options,
      estimateMs: (lookup) => options.owner.estimateMs(this, lookup),
      close: (lookup, error) => this.#close(lookup, { error }),
      requeue: (lookups, error) => this.#requeue(lookups, error),
      resume: (lookups, error) => this.#resume(lookups, error),
    });
    this.shared = options.shared && this.#share(options.shared);
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
    if (pending === undefined) this.#waiting.add(lookup);
    const answer = lookup.join(waiter, marginMs);
    this.prepare();
    owner.wake();
    return await answer;
  }

  prepare(): boolean {
    return this.#readiness.prepare();
  }

  dispatch(permit: Permit): boolean {
    const lookups = this.#waiting.take(this.slots);
    this.shared?.calls(lookups);
    return this.#send(lookups, permit);
  }

  async dispatchTaken(call: TakenCall, dueAt: number, mayLeave: () => boolean): Promise<boolean> {
    const { clock } = this.#options;
    const taken = this.shared?.take(call.group, call.lookups) ?? [];
    const leftMs = dueAt - clock.monotonic();
    if (taken.length > 0 && leftMs > 0) await new Promise((resolve) => setTimeout(resolve, Math.ceil(leftMs)));
    const lookups = taken.filter((lookup) => !lookup.abandoned);
    if (mayLeave()) return this.#send(lookups, call.permit);
    this.#waiting.addFirst(lookups);
    this.shared?.waitsAgain(lookups);
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

  #open(key: string, question: Q, calls = 0): PendingLookup<Q, R> {
    const owner = {
      abandoned: (left: PendingLookup<Q, R>) => this.#abandoned(left),
      whyWaiting: () => this.#whyWaiting(),
    };
    const lookup = new PendingLookup<Q, R>(key, question, this.#options.clock, owner, calls);
    this.#lookups.set(key, lookup);
    return lookup;
  }

  /** Opens a lookup that waits in another instance, for as long as it waits there. */
  #adopt({ key, question: written, priority, calls, deadlineInMs }: TakenLookup): PendingLookup<Q, R> | undefined {
    const { operation, clock } = this.#options;
    const question = operation.shared?.readQuestion(written, this.group);
    if (question === undefined || operation.keyOf(question) !== key) return undefined;
    const lookup = this.#open(key, question, calls);
    const deadlineAt = clock.monotonic() + deadlineInMs;
    const waiter = { operation: {}, priority: lookupPriorities[priority] ?? 'REFRESH', signal: unaborted, deadlineAt };
    lookup.join(waiter, 0).catch(() => undefined);
    return lookup;
  }

  #abandoned(lookup: PendingLookup<Q, R>): void {
    this.#waiting.delete(lookup);
    // A lookup in a call can be joined until the call ends. The call is aborted when none of its lookups has a waiter.
    if (lookup.inCall) return;
    this.#lookups.delete(lookup.key);
    this.shared?.left(lookup);
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
      this.#failures.answered();
      for (const lookup of lookups) {
        const result = outcome.results.get(lookup.key);
        const leftOut = () => new SourceError('MALFORMED', `${this.source.id} left out ${lookup.key}`);
        this.#close(lookup, result === undefined ? { error: leftOut() } : { result });
      }
    } else {
      this.#failures.add(
        lookups.filter((lookup) => this.#hasWaiter(lookup)),
        outcome.error,
      );
    }
    this.#options.owner.wake();
  }

  #hasWaiter(lookup: PendingLookup<Q, R>): boolean {
    if (!lookup.abandoned) return true;
    this.#lookups.delete(lookup.key);
    this.shared?.left(lookup);
    return false;
  }

  #resume(lookups: readonly PendingLookup<Q, R>[], error: SourceError): void {
    this.#waiting.addFirst(lookups);
    this.shared?.waitsAgain(lookups);
    if (this.#options.circuit.state() === 'OPEN') this.release(error);
    this.#options.owner.wake();
  }

  #requeue(lookups: readonly PendingLookup<Q, R>[], error: SourceError): void {
    // First put them on the list: lookups whose waiters all leave now are then removed from it.
    this.#waiting.addFirst(lookups);
    this.shared?.waitsAgain(lookups);
    // They go before the other lookups of their parties, so each of them counts as a party of its own.
    const { priority = 'INTERACTIVE' } = lookups[0] ?? {};
    const estimateMs = this.#options.owner.estimateMs(this, { priority, party: lookups });
    for (const lookup of lookups) lookup.requeued(error, estimateMs);
  }

  #close(lookup: PendingLookup<Q, R>, outcome: Outcome<R>): void {
    this.#lookups.delete(lookup.key);
    this.#waiting.delete(lookup);
    this.shared?.ended(lookup, outcome);
    if ('error' in outcome) lookup.fail(outcome.error);
    else lookup.settle(outcome.result);
  }

  #share(queue: LookupQueue): SharedLookups<Q, R> {
    const { source, operation, clock, report, circuit, owner } = this.#options;
    const name = `${queue.namespace}/${source.id}/${operation.name}/${groupOf(this.group)}`;
    const unreachable = new SourceError('TIMEOUT', 'the instance that made the call did not report its outcome');
    return new SharedLookups<Q, R>({
      queue,
      group: { name, operation: operation.name, slots: this.slots },
      codec: operation.shared,
      list: this.#waiting,
      clock,
      report,
      isReady: () => (circuit.state() === 'CLOSED' || (this.size > 0 && this.#calls === 0)) && this.prepare(),
      find: (key) => this.#lookups.get(key),
      adopt: (taken) => this.#adopt(taken),
      close: (lookup, outcome) => this.#close(lookup, outcome),
      requeue: (lookups) => {
        this.#requeue(lookups, unreachable);
        if (circuit.state() === 'OPEN') this.release(unreachable);
        owner.wake();
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
