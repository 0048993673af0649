import type { Asin } from '../../product/asin.ts';
import { marketplaces } from '../../product/marketplace.ts';
import { thrownFault } from './fault.ts';
import type { PriceCall, Window } from './price-calls.ts';
import { competitiveResult, itemOffersResult, unknownOffer, type PriceResult } from './pricing.ts';
import { competitivePricing, itemOffers } from './requests.ts';
import { readCompetitivePricing, readItemOffers } from './wire.ts';

/** One price result for each of up to 20 requested products. */
export type PriceResults = ReadonlyMap<Asin, PriceResult>;

/**
 * Looks up prices within a window. It waits for a permit that is due in time; otherwise the products are `failed` at
 * once with BUSY.
 */
export interface PricingClient {
  /**
   * The featured offers, with one call; without products, no call is made.
   *
   * @throws {SourceError} when the token was refused, so that the whole lookup can be retried, and when no waiter is left
   */
  featured(asins: readonly Asin[], window: Window): Promise<PriceResults>;
  /** As `featured`, and with one more call all new offers of products that are still `open`; none stays `open`. */
  withAllOffers(asins: readonly Asin[], window: Window): Promise<PriceResults>;
}

/** Creates the pricing client of one account. */
export function createPricingClient(call: PriceCall): PricingClient {
  async function featured(asins: readonly Asin[], window: Window): Promise<PriceResults> {
    if (asins.length === 0) return new Map();
    try {
      const request = competitivePricing(asins, window.marketplace);
      const entries = await call({ request, items: asins.length, read: readCompetitivePricing }, window);
      return new Map(asins.map((asin) => [asin, competitiveResult(entries.get(asin))]));
    } catch (thrown) {
      const error = thrownFault(thrown, 'SP-API competitivePricing', window.signal);
      if (error.tokenRefused || window.signal.aborted) throw error;
      return new Map(asins.map((asin) => [asin, { kind: 'failed', offer: unknownOffer, error }]));
    }
  }

  async function readAllOffers(open: PriceResults, window: Window): Promise<PriceResults> {
    try {
      const request = itemOffers([...open.keys()], window.marketplace);
      const read = (body: unknown) => readItemOffers(body, marketplaces[window.marketplace].spApiId);
      const entries = await call({ request, items: open.size, read }, window);
      return mapResults(open, (asin, { offer }) => itemOffersResult(entries.get(asin), offer));
    } catch (thrown) {
      const error = thrownFault(thrown, 'SP-API itemOffers', window.signal);
      if (window.signal.aborted) throw error;
      // The refused token has been discarded; the known prices are kept.
      return mapResults(open, (_, { offer }) => ({ kind: 'failed', offer, error }));
    }
  }

  return {
    featured,
    async withAllOffers(asins, window) {
      const prices = await featured(asins, window);
      const open = new Map([...prices].filter(([, { kind }]) => kind === 'open'));
      return open.size === 0 ? prices : new Map([...prices, ...(await readAllOffers(open, window))]);
    },
  };
}

function mapResults(prices: PriceResults, change: (asin: Asin, result: PriceResult) => PriceResult): PriceResults {
  return new Map([...prices].map(([asin, result]) => [asin, change(asin, result)]));
}
