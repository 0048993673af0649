import type { Allowance, Permits } from '../../rate-limit/permits.ts';

/** The operations of SP-API that the gateway uses. Amazon limits the rate of each separately. */
export type SpApiOperation = 'catalog' | 'competitivePricing' | 'itemOffers';

/** The permits of one account, by operation. The batcher takes those of `catalog`. */
export type SpApiLimits = Readonly<Record<SpApiOperation, Permits>>;

/**
 * The default allowances, used until Amazon sends another rate in `x-amzn-RateLimit-Limit`.
 *
 * Sources: "Catalog Items API rate limits", "Product Pricing API rate limits"; the models' usage plans agree.
 * Item offers were lowered from 0.5 to 0.1 on 2023-07-10.
 */
export const spApiAllowances: Readonly<Record<SpApiOperation, Allowance>> = {
  catalog: { perSecond: 2, burst: 2 },
  competitivePricing: { perSecond: 0.5, burst: 1 },
  itemOffers: { perSecond: 0.1, burst: 1 },
};
