import type { Allowance, Permits } from '../../rate-limit/permits.ts';

/** The operations of SP-API that are used; each has a bucket of its own. */
export type SpApiOperation = 'catalog' | 'competitivePricing' | 'itemOffers';

/** One account's permits, by operation. The `catalog` one is taken by whoever calls `lookup` or `search`. */
export type SpApiLimits = Readonly<Record<SpApiOperation, Permits>>;

/**
 * What an account and application pair may do until Amazon says otherwise in `x-amzn-RateLimit-Limit`.
 *
 * Sources: "Catalog Items API rate limits", "Product Pricing API rate limits"; the models' usage plans agree.
 * Item offers were lowered from 0.5 to 0.1 on 2023-07-10.
 */
export const spApiAllowances: Readonly<Record<SpApiOperation, Allowance>> = {
  catalog: { perSecond: 2, burst: 2 },
  competitivePricing: { perSecond: 0.5, burst: 1 },
  itemOffers: { perSecond: 0.1, burst: 1 },
};
