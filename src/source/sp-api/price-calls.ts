import type { Report } from '../../event.ts';
import type { MarketplaceCode } from '../../product/marketplace.ts';
import type { QuestionGroup } from '../../product/question.ts';
import { createCircuit, type Circuit } from '../../upstream/circuit.ts';
import type { Clock } from '../../clock.ts';
import type { Permit } from '../../rate-limit/permits.ts';
import { takePermit } from '../../rate-limit/take-permit.ts';
import { madeNoCall, type UpstreamOperation } from '../../vocabulary.ts';
import { createRetryBudget } from '../batching/retry-budget.ts';
import { SourceError } from '../source-error.ts';
import type { SpApiClient } from './client.ts';
import { thrownFault } from './fault.ts';
import type { SpApiLimits, SpApiOperation } from './limits.ts';
import { batchSize, type SpApiRequest } from './requests.ts';

/** The group, abort signal and remaining time of the lookup or search that the calls belong to. */
export type Window = QuestionGroup & {
  readonly signal: AbortSignal;
  /** Milliseconds until the whole transaction must be answered. */
  readonly leftMs: () => number;
};

/** Options of {@link createPriceCall}. */
export type PriceCallsOptions = {
  readonly client: SpApiClient;
  readonly limits: SpApiLimits;
  readonly clock: Clock;
  /** Receives an event for each permit, call, 429 and change of a circuit. */
  readonly report: Report;
};

/** One pricing call. */
export type PriceQuestion<T> = {
  readonly request: SpApiRequest;
  /** How many products it carries. */
  readonly items: number;
  /** Reads the answer. @throws {SourceError} if it is malformed */
  readonly read: (body: unknown) => T;
};

/**
 * Makes one pricing call, and retries it once after a transient failure.
 *
 * @throws {SourceError} also without a call: `CIRCUIT_OPEN`, `BUSY`, `DEADLINE`
 */
export type PriceCall = <T>(question: PriceQuestion<T>, window: Window) => Promise<T>;

/** With less time than this a call cannot be answered, so it takes no permit. */
const leastCallMs = 100;
/** The usual duration of a call: a permit that is due with less time left is useless. */
const usualCallMs = 700;
/** A permit that is due now is always taken; the clock moves on during the request for it. */
const leastWaitMs = 1;
/** Reserved so that the results are returned before the whole lookup times out. */
const returnMs = 50;
/** The time limit of a call in a window without an end. */
const longestMs = 60_000;

const source = 'SP_API';
/** The names of the operations in events. */
const names: Readonly<Record<SpApiOperation, UpstreamOperation>> = {
  catalog: 'lookup',
  competitivePricing: 'prices',
  itemOffers: 'offers',
};

/** A circuit, and the number of calls that run or wait for a permit; a half-open circuit allows one. */
type GuardedOperation = { readonly circuit: Circuit; calls: number };

/**
 * Pricing calls are made within a lookup or a search, so they do not pass through a queue: permits, circuits (one per
 * marketplace and operation), retry budget and events are handled here.
 */
export function createPriceCall({ client, limits, clock, report }: PriceCallsOptions): PriceCall {
  const guards = new Map<string, GuardedOperation>();
  const retries = createRetryBudget();
  let waiting = 0;

  function guardOf({ marketplace, operation }: SpApiRequest): GuardedOperation {
    const key = `${marketplace} ${operation}`;
    const guard = guards.get(key) ?? { circuit: openCircuit(marketplace, names[operation]), calls: 0 };
    guards.set(key, guard);
    return guard;
  }

  function openCircuit(marketplace: MarketplaceCode, operation: UpstreamOperation): Circuit {
    return createCircuit(clock, (state, code) => {
      report({ type: 'circuit', source, marketplace, operation, state, ...(code !== undefined && { code }) });
    });
  }

  async function take(request: SpApiRequest, window: Window): Promise<Permit> {
    const requestedAt = clock.monotonic();
    waiting += 1;
    const permit = await takePermit(limits[request.operation], waitableMs(request, window), window.signal).finally(
      () => (waiting -= 1),
    );
    if ('refused' in permit) {
      const { refused, retryAfterMs } = permit;
      throw new SourceError(refused, `${whereOf(request)}: no permit in time`, { retryAfterMs, unsent: true });
    }
    report({ type: 'permit', source, waitedMs: clock.monotonic() - requestedAt, queued: waiting });
    return permit;
  }

  async function once<T>(question: PriceQuestion<T>, window: Window): Promise<T> {
    const { request } = question;
    const where = whereOf(request);
    const guard = guardOf(request);
    const { circuit } = guard;
    if (circuit.state() === 'OPEN' || (circuit.state() === 'HALF_OPEN' && guard.calls > 0)) {
      const retryAfterMs = circuit.opensAgainInMs();
      throw new SourceError('CIRCUIT_OPEN', `${where}: not called for now`, { retryAfterMs, unsent: true });
    }
    if (window.leftMs() < leastCallMs) throw new SourceError('DEADLINE', `${where}: no time left for the call`);
    guard.calls += 1;
    try {
      return await send(question, await take(request, window), circuit, window);
    } finally {
      guard.calls -= 1;
    }
  }

  async function send<T>(
    { request, items, read }: PriceQuestion<T>,
    permit: Permit,
    circuit: Circuit,
    window: Window,
  ): Promise<T> {
    const startedAt = clock.monotonic();
    const reportCall = (outcome: 'ANSWERED' | 'ABORTED' | SourceError['code'], error?: SourceError) => {
      report({
        type: 'call',
        source,
        marketplace: request.marketplace,
        operation: names[request.operation],
        outcome,
        durationMs: clock.monotonic() - startedAt,
        items,
        slots: batchSize,
        ...(error !== undefined && { message: error.message, badRequest: error.badRequest }),
      });
    };
    const timeLimit = AbortSignal.timeout(Math.ceil(Math.min(longestMs, Math.max(1, window.leftMs() - returnMs))));
    retries.called();
    try {
      const answer = read(await client.call(request, AbortSignal.any([window.signal, timeLimit])));
      circuit.succeeded();
      reportCall('ANSWERED');
      return answer;
    } catch (thrown) {
      const fault = thrownFault(thrown, whereOf(request), timeLimit);
      if (fault.unsent) permit.refund();
      if (window.signal.aborted) reportCall('ABORTED');
      else {
        if (fault.code === 'THROTTLED') throttled(request, fault);
        else if (!fault.badRequest && !fault.tokenRefused) circuit.failed(fault.code);
        reportCall(fault.code, fault);
      }
      throw fault;
    }
  }

  function throttled({ operation }: SpApiRequest, { retryAfterMs }: SourceError): void {
    limits[operation].throttled(retryAfterMs);
    report({ type: 'throttled', source, perSecond: limits[operation].quota().perSecond });
  }

  return async (question, window) => {
    try {
      return await once(question, window);
    } catch (first) {
      const { circuit } = guardOf(question.request);
      const mayRetry = first instanceof SourceError && isTransient(first) && circuit.state() !== 'OPEN';
      if (!mayRetry || window.signal.aborted || !retries.allows()) throw first;
      retries.spent();
      return await once(question, window).catch((second: unknown) => {
        // If there was no time for a second call, the first failure is more informative.
        throw second instanceof SourceError && madeNoCall(second.code) ? first : second;
      });
    }
  };
}

function isTransient({ code }: SourceError): boolean {
  return code === 'NETWORK' || code === 'SERVER' || code === 'TIMEOUT';
}

function whereOf({ operation, marketplace }: SpApiRequest): string {
  return `SP-API ${operation} ${marketplace}`;
}

/**
 * How long to wait for a permit, in milliseconds. `itemOffers` concerns only a few products and has one permit in ten
 * seconds, so it may delay the answer about all other products for at most half of the remaining time.
 */
function waitableMs({ operation }: SpApiRequest, window: Window): number {
  const leftMs = window.leftMs();
  const inTime = Math.max(leastWaitMs, leftMs - usualCallMs);
  return operation === 'itemOffers' ? Math.min(inTime, leftMs / 2) : inTime;
}
