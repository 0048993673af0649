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

/** What the pricing calls of one account are made with. */
export type PriceCallsOptions = {
  readonly client: SpApiClient;
  readonly limits: SpApiLimits;
  readonly clock: Clock;
  /** Told of every permit, call, 429 and change of a circuit. */
  readonly report: Report;
};

/** One pricing call to make. */
export type PriceQuestion<T> = {
  readonly request: SpApiRequest;
  /** How many products it is about. */
  readonly items: number;
  /** Reads the answer. @throws {SourceError} when it cannot be read */
  readonly read: (body: unknown) => T;
};

/**
 * Makes one pricing call, and a second one where the first failed for a moment.
 *
 * @throws {SourceError} also where no call is made: `CIRCUIT_OPEN`, `BUSY`, `DEADLINE`
 */
export type PriceCall = <T>(question: PriceQuestion<T>, window: Window) => Promise<T>;

/** Below this a call has no chance of an answer, so its permit is left to somebody else. */
const leastCallMs = 100;
/** What an answer usually takes: a permit that falls due later than this before the end is of no use. */
const usualCallMs = 700;
/** A permit that is due now is taken however little time there is; the clock moves on while one asks for it. */
const leastWaitMs = 1;
/** Kept back so that what was learned gets out before the whole transaction is given up. */
const returnMs = 50;
/** An end to windows that have none. */
const longestMs = 60_000;

const source = 'SP_API';
/** What events call the operations. */
const names: Readonly<Record<SpApiOperation, UpstreamOperation>> = {
  catalog: 'lookup',
  competitivePricing: 'prices',
  itemOffers: 'offers',
};

/** A circuit and the calls that are under way or wait for a permit, of which a half-open one lets one through. */
type Gate = { readonly circuit: Circuit; calls: number };

/**
 * Pricing calls are made within a lookup or a search, so they pass no lane: permits, circuits (one per marketplace and
 * operation), retry budget and events are those of this function.
 */
export function createPriceCall({ client, limits, clock, report }: PriceCallsOptions): PriceCall {
  const gates = new Map<string, Gate>();
  const retries = createRetryBudget();
  let waiting = 0;

  function gateOf({ marketplace, operation }: SpApiRequest): Gate {
    const key = `${marketplace} ${operation}`;
    const gate = gates.get(key) ?? { circuit: openCircuit(marketplace, names[operation]), calls: 0 };
    gates.set(key, gate);
    return gate;
  }

  function openCircuit(marketplace: MarketplaceCode, operation: UpstreamOperation): Circuit {
    return createCircuit(clock, (state, code) => {
      report({ type: 'circuit', source, marketplace, operation, state, ...(code !== undefined && { code }) });
    });
  }

  async function take(request: SpApiRequest, window: Window): Promise<Permit> {
    const askedAt = clock.monotonic();
    waiting += 1;
    const permit = await takePermit(limits[request.operation], waitableMs(request, window), window.signal).finally(
      () => (waiting -= 1),
    );
    if ('refused' in permit) {
      const { refused, retryAfterMs } = permit;
      throw new SourceError(refused, `${whereOf(request)}: no permit in time`, { retryAfterMs, unsent: true });
    }
    report({ type: 'permit', source, waitedMs: clock.monotonic() - askedAt, queued: waiting });
    return permit;
  }

  async function once<T>(question: PriceQuestion<T>, window: Window): Promise<T> {
    const { request } = question;
    const where = whereOf(request);
    const gate = gateOf(request);
    const { circuit } = gate;
    if (circuit.state() === 'OPEN' || (circuit.state() === 'HALF_OPEN' && gate.calls > 0)) {
      const retryAfterMs = circuit.opensAgainInMs();
      throw new SourceError('CIRCUIT_OPEN', `${where}: not asked for now`, { retryAfterMs, unsent: true });
    }
    if (window.leftMs() < leastCallMs) throw new SourceError('DEADLINE', `${where}: no time left for the call`);
    gate.calls += 1;
    try {
      return await leave(question, await take(request, window), circuit, window);
    } finally {
      gate.calls -= 1;
    }
  }

  async function leave<T>(
    { request, items, read }: PriceQuestion<T>,
    permit: Permit,
    circuit: Circuit,
    window: Window,
  ): Promise<T> {
    const startedAt = clock.monotonic();
    const tell = (outcome: 'ANSWERED' | 'ABORTED' | SourceError['code'], error?: SourceError) => {
      report({
        type: 'call',
        source,
        marketplace: request.marketplace,
        operation: names[request.operation],
        outcome,
        durationMs: clock.monotonic() - startedAt,
        items,
        seats: batchSize,
        ...(error !== undefined && { message: error.message, badRequest: error.badRequest }),
      });
    };
    const patience = AbortSignal.timeout(Math.ceil(Math.min(longestMs, Math.max(1, window.leftMs() - returnMs))));
    retries.called();
    try {
      const answer = read(await client.call(request, AbortSignal.any([window.signal, patience])));
      circuit.succeeded();
      tell('ANSWERED');
      return answer;
    } catch (thrown) {
      const fault = thrownFault(thrown, whereOf(request), patience);
      if (fault.unsent) permit.refund();
      if (window.signal.aborted) tell('ABORTED');
      else {
        if (fault.code === 'THROTTLED') throttled(request, fault);
        else if (!fault.badRequest && !fault.tokenRefused) circuit.failed(fault.code);
        tell(fault.code, fault);
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
      const { circuit } = gateOf(question.request);
      const mayPass = first instanceof SourceError && isMomentary(first) && circuit.state() !== 'OPEN';
      if (!mayPass || window.signal.aborted || !retries.allows()) throw first;
      retries.spent();
      return await once(question, window).catch((second: unknown) => {
        // That there was no time for a second call says less than how the first one ended.
        throw second instanceof SourceError && madeNoCall(second.code) ? first : second;
      });
    }
  };
}

function isMomentary({ code }: SourceError): boolean {
  return code === 'NETWORK' || code === 'SERVER' || code === 'TIMEOUT';
}

function whereOf({ operation, marketplace }: SpApiRequest): string {
  return `SP-API ${operation} ${marketplace}`;
}

/**
 * How long a permit may keep us waiting. The second call is about a few products only, at one call in ten seconds:
 * it may not hold up the answer about all the others for more than half of the time there is.
 */
function waitableMs({ operation }: SpApiRequest, window: Window): number {
  const leftMs = window.leftMs();
  const inTime = Math.max(leastWaitMs, leftMs - usualCallMs);
  return operation === 'itemOffers' ? Math.min(inTime, leftMs / 2) : inTime;
}
