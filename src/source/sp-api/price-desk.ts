import type { Asin } from '../../product/asin.ts';
import { marketplaces } from '../../product/marketplace.ts';
import { takePermit } from '../../upstream/take-permit.ts';
import type { CallContext } from '../source.ts';
import { SourceError } from '../source-error.ts';
import type { SpApiClient } from './client.ts';
import { thrownFault } from './fault.ts';
import type { SpApiLimits } from './limits.ts';
import { competitiveVerdict, itemOffersVerdict, nothingLearned, type Verdict } from './pricing.ts';
import { competitivePricing, itemOffers, type SpApiRequest } from './requests.ts';
import { readCompetitivePricing, readItemOffers } from './wire.ts';

/** What is left of the transaction that prices are asked in. */
export type Window = Pick<CallContext, 'marketplace' | 'signal'> & {
  /** Milliseconds until the whole transaction must be answered. */
  readonly leftMs: () => number;
};

/** Verdicts on up to 20 products; one for each that was asked. */
export type Verdicts = ReadonlyMap<Asin, Verdict>;

/**
 * Asks for prices within a window. Its own permits decide whether a call is made: one that comes in time is waited
 * for, and where none does the products are `failed` at once, with BUSY.
 */
export interface PriceDesk {
  /**
   * The featured offers, by one call; no call for no products.
   *
   * @throws {SourceError} when the token was refused, so that all of it can be asked again with a fresh one, and when
   * nobody waits any more
   */
  featured(asins: readonly Asin[], window: Window): Promise<Verdicts>;
  /** The same, and by one more call all new offers of those that it left open: none stays `open`. */
  thorough(asins: readonly Asin[], window: Window): Promise<Verdicts>;
}

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

/** Makes the desk of one account. */
export function createPriceDesk(client: SpApiClient, limits: SpApiLimits): PriceDesk {
  async function ask(request: SpApiRequest, window: Window): Promise<unknown> {
    const where = `SP-API ${request.operation} ${request.marketplace}`;
    const permits = limits[request.operation];
    if (window.leftMs() < leastCallMs) throw new SourceError('DEADLINE', `${where}: no time left for the call`);
    const permit = await takePermit(permits, waitableMs(request, window), window.signal);
    if ('refused' in permit) {
      const { refused, retryAfterMs } = permit;
      throw new SourceError(refused, `${where}: no permit in time`, { retryAfterMs, unsent: true });
    }
    const patience = AbortSignal.timeout(Math.ceil(Math.min(longestMs, Math.max(1, window.leftMs() - returnMs))));
    try {
      return await client.call(request, AbortSignal.any([window.signal, patience]));
    } catch (thrown) {
      const fault = thrownFault(thrown, where, patience);
      if (fault.unsent) permit.refund();
      if (fault.code === 'THROTTLED') permits.throttled(fault.retryAfterMs);
      throw fault;
    }
  }

  async function featured(asins: readonly Asin[], window: Window): Promise<Verdicts> {
    if (asins.length === 0) return new Map();
    try {
      const entries = readCompetitivePricing(await ask(competitivePricing(asins, window.marketplace), window));
      return new Map(asins.map((asin) => [asin, competitiveVerdict(entries.get(asin))]));
    } catch (thrown) {
      const error = thrownFault(thrown, 'SP-API competitivePricing', window.signal);
      if (error.tokenRefused || window.signal.aborted) throw error;
      return new Map(asins.map((asin) => [asin, { kind: 'failed', offer: nothingLearned, error }]));
    }
  }

  async function settle(open: Verdicts, window: Window): Promise<Verdicts> {
    try {
      const answer = await ask(itemOffers([...open.keys()], window.marketplace), window);
      const entries = readItemOffers(answer, marketplaces[window.marketplace].spApiId);
      return mapVerdicts(open, (asin, { offer }) => itemOffersVerdict(entries.get(asin), offer));
    } catch (thrown) {
      const error = thrownFault(thrown, 'SP-API itemOffers', window.signal);
      if (window.signal.aborted) throw error;
      // A refused token has been dropped; the others' prices are not thrown away for it.
      return mapVerdicts(open, (_, { offer }) => ({ kind: 'failed', offer, error }));
    }
  }

  return {
    featured,
    async thorough(asins, window) {
      const verdicts = await featured(asins, window);
      const open = new Map([...verdicts].filter(([, { kind }]) => kind === 'open'));
      return open.size === 0 ? verdicts : new Map([...verdicts, ...(await settle(open, window))]);
    },
  };
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

function mapVerdicts(verdicts: Verdicts, change: (asin: Asin, verdict: Verdict) => Verdict): Verdicts {
  return new Map([...verdicts].map(([asin, verdict]) => [asin, change(asin, verdict)]));
}
