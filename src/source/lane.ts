import type { UpstreamOperation } from '../event.ts';
import type { Permit } from '../upstream/permits.ts';
import { AskQueue } from './ask-queue.ts';
import { runCall } from './call.ts';
import { Flight, type Asker } from './flight.ts';
import { halve } from './halve.ts';
import type { LaneOptions, WaitingLane } from './lane-host.ts';
import { SharedFlights, type SharedOutcome, type Sharing } from './shared-flights.ts';
import { SourceError } from './source-error.ts';
import type { Source } from './source.ts';

/** Getting ready belongs to no operation: whoever hangs up leaves the token to the others. */
const unaborted = new AbortController().signal;

const safetyMs = 300;
const restBaseMs = 100;
const restJitterMs = 200;
const throttledToCredentials = 10;
/** How long after a call's time is up its end is waited to be told. */
const leaseGraceMs = 250;

/** The flights of one (source, marketplace, operation): who waits, and what becomes of a call's outcome. */
export class Lane<Q, R> implements WaitingLane {
  readonly source: Source;
  readonly operation: UpstreamOperation;
  readonly seats: number;
  readonly #options: LaneOptions<Q, R>;
  readonly #flights = new Map<string, Flight<Q, R>>();
  readonly #queue = new AskQueue<Q, R>();
  readonly #shared: SharedFlights<Q, R> | undefined;
  #calls = 0;
  #readiness: 'cold' | 'preparing' | 'ready' = 'cold';
  #throttledInARow = 0;

  constructor(options: LaneOptions<Q, R>) {
    this.#options = options;
    this.source = options.source;
    this.operation = options.operation;
    this.seats = options.seats;
    this.#shared = options.sharing && this.#share(options.sharing);
  }

  get size(): number {
    return this.#queue.size;
  }
  get hasForeground(): boolean {
    return this.#queue.hasForeground;
  }
  get oldestAt(): number {
    return this.#queue.oldestAt;
  }
  seatsUpTo(operation: object): number {
    return this.#queue.seatsUpTo(operation);
  }

  /**
   * The answer to `question`: by joining the flight that is under way for it, or by a new one.
   *
   * @throws {SourceError} `CIRCUIT_OPEN` or `BUSY` at once; later what the call ended with
   * @throws the asker's abort reason
   */
  async ask(question: Q, asker: Asker): Promise<R> {
    asker.signal.throwIfAborted();
    const { circuit, clock, host, keyOf } = this.#options;
    const key = keyOf(question);
    const underWay = this.#flights.get(key);
    const probing =
      circuit.state() === 'HALF_OPEN' && underWay === undefined && (this.#calls > 0 || this.size >= this.seats);
    if (circuit.state() === 'OPEN' || probing) throw this.#circuitOpen();
    // Never more than half of the time there is: a source that was slow once must be tried again to be seen fast.
    const leftMs = asker.deadlineAt - clock.monotonic();
    const marginMs = Math.min(host.p95Ms(this.source) + safetyMs, leftMs / 2);
    if (underWay?.onItsWay !== true) {
      const estimateMs = underWay === undefined ? host.estimateMs(this, asker.operation) : 0;
      if (estimateMs > leftMs - marginMs) {
        throw new SourceError('BUSY', 'no permit within this source’s share of the deadline', {
          retryAfterMs: estimateMs,
        });
      }
    }
    const flight = underWay ?? this.#open(key, question);
    const answer = flight.join(asker, marginMs);
    host.wake();
    return await answer;
  }

  prepare(): boolean {
    if (this.#readiness === 'cold') {
      this.#readiness = 'preparing';
      void this.#getReady();
    }
    return this.#readiness === 'ready';
  }

  depart(permit: Permit, dueAt: number, latestAt: number): boolean | Promise<boolean> {
    if (this.#shared === undefined) return this.#leave(this.#queue.take(this.seats), permit);
    return this.#departShared(this.#shared, permit, dueAt, latestAt);
  }

  async #departShared(shared: SharedFlights<Q, R>, permit: Permit, dueAt: number, latestAt: number): Promise<boolean> {
    const { clock } = this.#options;
    const seated = await shared.seat(this.#queue, this.seats);
    const restMs = dueAt - clock.monotonic();
    if (seated.length > 0 && restMs > 0) await new Promise((resolve) => setTimeout(resolve, Math.ceil(restMs)));
    const flights = seated.filter((flight) => !flight.abandoned);
    if (clock.monotonic() <= latestAt) return this.#leave(flights, permit);
    this.#queue.offerFirst(flights);
    return false;
  }

  #leave(flights: readonly Flight<Q, R>[], permit: Permit): boolean {
    if (flights.length === 0) return false;
    const { report } = this.#options;
    const oldestAt = Math.min(...flights.map(({ queuedAt }) => queuedAt));
    report({
      type: 'permit',
      source: this.source.id,
      waitedMs: this.#options.clock.monotonic() - oldestAt,
      queued: this.size,
    });
    this.#readiness = 'cold';
    void this.#fly(flights, permit);
    return true;
  }

  release(error: SourceError): void {
    for (const flight of this.#queue.takeAll()) this.#close(flight, { error });
  }

  #open(key: string, question: Q): Flight<Q, R> {
    const flight = new Flight<Q, R>(key, question, this.#options.clock, {
      abandoned: (left) => this.#abandoned(left),
      whyWaiting: () => this.#whyWaiting(),
    });
    this.#flights.set(key, flight);
    this.#queue.offer(flight);
    return flight;
  }

  #abandoned(flight: Flight<Q, R>): void {
    this.#queue.delete(flight);
    // A flight in a call stays joinable until the call ends; the call itself ends when nobody waits for any of it.
    if (flight.stage === 'called') return;
    this.#flights.delete(flight.key);
    this.#shared?.left(flight);
  }

  /** A token that does not come is the upstream's delay, not one of our permits. */
  #whyWaiting(): SourceError {
    return this.#readiness === 'preparing'
      ? new SourceError('TIMEOUT', `${this.source.id} did not get ready within its share of the deadline`)
      : new SourceError('BUSY', 'no permit within this source’s share of the deadline');
  }

  async #getReady(): Promise<void> {
    const { source, marketplace, circuit, host, report } = this.#options;
    try {
      await source.ready(marketplace, unaborted);
      this.#readiness = 'ready';
    } catch (thrown) {
      this.#readiness = 'cold';
      const error = SourceError.from(thrown, source.id);
      report({ type: 'not-ready', source: source.id, marketplace, code: error.code, message: error.message });
      // The queue learns the reason before the circuit, which this may open, tells it only that it is open.
      this.release(error);
      circuit.failed(error.code);
    }
    host.wake();
  }

  async #fly(flights: readonly Flight<Q, R>[], permit: Permit): Promise<void> {
    this.#calls += 1;
    const outcome = await runCall({ ...this.#options, flights, permit });
    this.#calls -= 1;
    if (outcome.error === undefined) {
      this.#throttledInARow = 0;
      for (const flight of flights) {
        const result = outcome.results.get(flight.key);
        const leftOut = () => new SourceError('MALFORMED', `${this.source.id} left out ${flight.key}`);
        this.#close(flight, result === undefined ? { error: leftOut() } : { result });
      }
    } else {
      this.#failed(
        flights.filter((flight) => this.#stillWanted(flight)),
        outcome.error,
      );
    }
    this.#options.host.wake();
  }

  #stillWanted(flight: Flight<Q, R>): boolean {
    if (!flight.abandoned) return true;
    this.#flights.delete(flight.key);
    this.#shared?.left(flight);
    return false;
  }

  #failed(flights: readonly Flight<Q, R>[], callError: SourceError): void {
    const error = this.#judge(callError);
    const again = flights.filter((flight) => this.#mayAskAgain(flight, error));
    for (const flight of flights) if (!again.includes(flight)) this.#close(flight, { error });
    if (again.length === 0) return;
    if (error.unnamedFault) this.#requeue(again, halve(again), error);
    else if (error.tokenRefused || error.code === 'THROTTLED') this.#requeue(again, [again], error);
    else this.#rest(again, error);
  }

  /** Ten 429s in a row at the lowest rate are not about the rate: Amazon answers so to accounts that are not eligible. */
  #judge(error: SourceError): SourceError {
    if (error.code !== 'THROTTLED') return error;
    const lowest = this.#options.host.throttled(error.retryAfterMs, this.source);
    this.#throttledInARow = lowest ? this.#throttledInARow + 1 : 0;
    if (this.#throttledInARow < throttledToCredentials) return error;
    const refused = new SourceError(
      'CREDENTIALS',
      `${this.source.id} answers 429 at any rate: the account may not be eligible (no qualified sales, or no access to this marketplace)`,
      { cause: error },
    );
    this.#options.circuit.failed(refused.code);
    return refused;
  }

  #mayAskAgain(flight: Flight<Q, R>, error: SourceError): boolean {
    if (this.#options.circuit.state() === 'OPEN') return false;
    if (error.code === 'THROTTLED') return flight.attempts < 3;
    if (error.unnamedFault) return flight.group === undefined || flight.group.budget.extraCalls > 0;
    if (flight.attempts > 1) return false;
    if (error.tokenRefused) return true;
    return (
      (error.code === 'NETWORK' || error.code === 'SERVER' || error.code === 'TIMEOUT') &&
      this.#options.retries.allows()
    );
  }

  #rest(flights: readonly Flight<Q, R>[], error: SourceError): void {
    const { circuit, host, random, retries } = this.#options;
    retries.spent();
    const restMs = restBaseMs + random() * restJitterMs;
    for (const flight of flights)
      flight.returned('resting', error, restMs + host.estimateMs(this, flight.operation ?? flight));
    setTimeout(() => {
      const wanted = flights.filter((flight) => !flight.abandoned);
      for (const flight of wanted) flight.stage = 'queued';
      this.#queue.offerFirst(wanted);
      if (circuit.state() === 'OPEN') this.release(error);
      host.wake();
    }, restMs);
  }

  #requeue(all: readonly Flight<Q, R>[], groups: readonly (readonly Flight<Q, R>[])[], error: SourceError): void {
    // In the queue before anybody is told to leave, so that whoever leaves is taken out of it.
    this.#queue.offerFirst(groups.flat());
    const estimateMs = this.#options.host.estimateMs(this, all[0] ?? this);
    for (const flight of all) flight.returned('queued', error, estimateMs);
  }

  #close(flight: Flight<Q, R>, outcome: SharedOutcome<R>): void {
    this.#flights.delete(flight.key);
    this.#shared?.ended(flight, outcome);
    if ('error' in outcome) flight.fail(outcome.error);
    else flight.settle(outcome.result);
  }

  #share(sharing: Sharing<Q, R>): SharedFlights<Q, R> {
    const gaveUp = new SourceError('TIMEOUT', 'the instance that asked did not tell what came of it');
    return new SharedFlights({
      ...sharing,
      leaseMs: this.source.timeoutMs + leaseGraceMs,
      clock: this.#options.clock,
      onOutcome: (flight, outcome) => this.#close(flight, outcome),
      onFreed: (flights) => {
        this.#requeue(flights, [flights], gaveUp);
        if (this.#options.circuit.state() === 'OPEN') this.release(gaveUp);
        this.#options.host.wake();
      },
    });
  }

  #circuitOpen(): SourceError {
    const { circuit } = this.#options;
    const why = circuit.code === undefined ? '' : ` after ${circuit.code}`;
    return new SourceError('CIRCUIT_OPEN', `${this.source.id} is not asked for now${why}`, {
      retryAfterMs: circuit.opensAgainInMs(),
    });
  }
}
