import type { MarketplaceCode } from '../../product/marketplace.ts';

/**
 * How a product stands in its marketplace.
 *
 * - `IN_STOCK`, `LIMITED` (a few left), `PREORDER`, `BACKORDER`: there is a featured new offer with a price.
 * - `OUT_OF_STOCK`: nothing to buy. `PARENT`: a variation parent, which is never sold itself.
 * - `NO_FEATURED_OFFER`: new offers exist, the marketplace features none; only SP-API knows the lowest.
 * - `HIDDEN_PRICE`: the minimum advertised price forbids showing it; only SP-API knows it.
 * - `USED_ONLY`: the only offer is a used one.
 */
export type SandboxState =
  | 'IN_STOCK'
  | 'LIMITED'
  | 'PREORDER'
  | 'BACKORDER'
  | 'OUT_OF_STOCK'
  | 'NO_FEATURED_OFFER'
  | 'HIDDEN_PRICE'
  | 'USED_ONLY'
  | 'PARENT';

/** An exact price. */
export type SandboxPrice = {
  /** In the currency's smallest unit: paise, cents, yen. */
  readonly minor: number;
  readonly currency: string;
  /** Exact decimal in major units: `1299.00`, `3490`. */
  readonly amount: string;
};

/** An invented product as one marketplace sells it. Every protocol of the sandbox tells of it what that protocol can. */
export type SandboxProduct = {
  readonly asin: string;
  readonly marketplace: MarketplaceCode;
  readonly title: string;
  readonly brand: string;
  /** Search index, e.g. `HomeAndKitchen`. */
  readonly category: string;
  /** The same for human eyes. */
  readonly department: string;
  readonly noun: string;
  /** Words that find it although its title lacks them. */
  readonly terms: readonly string[];
  readonly colour: string;
  readonly features: readonly string[];
  /** File names under `https://m.media-amazon.com/images/I/`, the main one first. */
  readonly imageIds: readonly string[];
  readonly state: SandboxState;
  /** What a shopper pays for the featured new offer; absent unless the state has one. */
  readonly price?: SandboxPrice;
  /** The struck-through reference price; above {@link SandboxProduct.price}. */
  readonly listPrice?: SandboxPrice;
  /** A new offer's price that no shopper is shown: `HIDDEN_PRICE` and `NO_FEATURED_OFFER` only, told by SP-API only. */
  readonly unshownPrice?: SandboxPrice;
  /** `USED_ONLY` only. */
  readonly usedPrice?: SandboxPrice;
  /** Stars and their number on the product page; absent where nobody has rated it. */
  readonly rating?: number;
  readonly reviewCount?: number;
  /** Whether the associates APIs pass the rating on; SP-API never does. */
  readonly ratingInApis: boolean;
  readonly salesRank: number;
  readonly seller: { readonly id: string; readonly name: string };
  /** `YYYY-MM-DD`. */
  readonly releasedOn: string;
  readonly parentAsin?: string;
  /** The variations of a `PARENT`, the one its page shows first. */
  readonly childAsins: readonly string[];
};
