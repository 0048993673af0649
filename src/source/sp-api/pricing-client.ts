import type { Asin } from '../../product/asin.ts';
import { marketplaces } from '../../product/marketplace.ts';
import { thrownFault } from './fault.ts';
import type { PriceCall, Window } from './price-calls.ts';
import { competitiveResult, itemOffersResult, nothingLearned, type PriceResult } from './pricing.ts';
import { competitivePricing, itemOffers } from './requests.ts';
import { readCompetitivePricing, readItemOffers } from './wire.ts';

/** PriceResults on up to 20 products; one for each that was asked. */
export type PriceResults = ReadonlyMap<Asin, PriceResult>;

/**
 * Asks for prices within a window. Its own permits decide whether a call is made: one that comes in time is waited
 * for, and where none does the products are `failed` at once, with BUSY.
 */
export interface PricingClient {
  /**
   * The featured offers, by one call; no call for no products.
   *
   * @throws {SourceError} when the token was refused, so that all of it can be asked again with a fresh one, and when
   * nobody waits any more
   */
  featured(asins: readonly Asin[], window: Window): Promise<PriceResults>;
  /** The same, and by one more call all new offers of those that it left open: none stays `open`. */
  withAllOffers(asins: readonly Asin[], window: Window): Promise<PriceResults>;
}

/** Makes the pricing of one account. */
export function createPricingClient(ask: PriceCall): PricingClient {
  async function featured(asins: readonly Asin[], window: Window): Promise<PriceResults> {
    if (asins.length === 0) return new Map();
    try {
      const request = competitivePricing(asins, window.marketplace);
      const entries = await ask({ request, items: asins.length, read: readCompetitivePricing }, window);
      return new Map(asins.map((asin) => [asin, competitiveResult(entries.get(asin))]));
    } catch (thrown) {
      const error = thrownFault(thrown, 'SP-API competitivePricing', window.signal);
      if (error.tokenRefused || window.signal.aborted) throw error;
      return new Map(asins.map((asin) => [asin, { kind: 'failed', offer: nothingLearned, error }]));
    }
  }

  async function settle(open: PriceResults, window: Window): Promise<PriceResults> {
    try {
      const request = itemOffers([...open.keys()], window.marketplace);
      const read = (body: unknown) => readItemOffers(body, marketplaces[window.marketplace].spApiId);
      const entries = await ask({ request, items: open.size, read }, window);
      return mapResults(open, (asin, { offer }) => itemOffersResult(entries.get(asin), offer));
    } catch (thrown) {
      const error = thrownFault(thrown, 'SP-API itemOffers', window.signal);
      if (window.signal.aborted) throw error;
      // A refused token has been dropped; the others' prices are not thrown away for it.
      return mapResults(open, (_, { offer }) => ({ kind: 'failed', offer, error }));
    }
  }

  return {
    featured,
    async withAllOffers(asins, window) {
      const prices = await featured(asins, window);
      const open = new Map([...prices].filter(([, { kind }]) => kind === 'open'));
      return open.size === 0 ? prices : new Map([...prices, ...(await settle(open, window))]);
    },
  };
}

function mapResults(prices: PriceResults, change: (asin: Asin, result: PriceResult) => PriceResult): PriceResults {
  return new Map([...prices].map(([asin, result]) => [asin, change(asin, result)]));
}
