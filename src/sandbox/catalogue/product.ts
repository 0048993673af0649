import type { MarketplaceCode } from '../../product/marketplace.ts';
import type { SandboxDeal } from './deal.ts';
import type { SandboxDelivery } from './delivery.ts';
import type { SandboxFacts } from './facts.ts';

/**
 * The offers of a product in its marketplace.
 *
 * - `IN_STOCK`, `LIMITED` (a few left), `PREORDER`, `BACKORDER`: there is a featured new offer with a price.
 * - `OUT_OF_STOCK`: nothing to buy. `PARENT`: a variation parent, which is never sold itself.
 * - `NO_FEATURED_OFFER`: new offers exist, but none is featured; only SP-API has the lowest price.
 * - `HIDDEN_PRICE`: the minimum advertised price forbids showing the price; only SP-API has it.
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

/** An offer beside the featured one. */
export type SandboxOffer = {
  readonly price: SandboxPrice;
  readonly condition: 'New' | 'Used';
  readonly subCondition: 'New' | 'LikeNew' | 'Good';
  readonly seller: { readonly id: string; readonly name: string };
  readonly isFulfilledByAmazon: boolean;
};

/** An invented product in one marketplace. Each interface returns the fields that the real one has. */
export type SandboxProduct = {
  readonly asin: string;
  readonly marketplace: MarketplaceCode;
  /** In the marketplace's own language. */
  readonly title: string;
  /** By language, as far as it is translated. */
  readonly otherTitles: Readonly<Record<string, string>>;
  readonly brand: string;
  /** Search index, e.g. `HomeAndKitchen`. */
  readonly category: string;
  /** The display name of the category. */
  readonly department: string;
  readonly noun: string;
  /** Further words that a search finds it by. */
  readonly terms: readonly string[];
  readonly colour: string;
  readonly features: readonly string[];
  /** File names under `https://m.media-amazon.com/images/I/`, the main one first. */
  readonly imageIds: readonly string[];
  readonly state: SandboxState;
  /** The price of the featured new offer; absent unless the state has one. */
  readonly price?: SandboxPrice;
  /** The struck-through reference price; above {@link SandboxProduct.price}. */
  readonly listPrice?: SandboxPrice;
  /** Only of a product with a {@link SandboxProduct.listPrice}; the associates APIs and the page show it. */
  readonly deal?: SandboxDeal;
  /** A new offer's price that only SP-API returns: for `HIDDEN_PRICE` and `NO_FEATURED_OFFER`. */
  readonly unshownPrice?: SandboxPrice;
  /** How the featured offer can be delivered. */
  readonly delivery: readonly SandboxDelivery[];
  /** Offers beside the featured one. */
  readonly otherOffers: readonly SandboxOffer[];
  /** For `USED_ONLY`. */
  readonly usedPrice?: SandboxPrice;
  /** Average stars on the product page; absent, as is the count, for a product without reviews. */
  readonly rating?: number;
  readonly reviewCount?: number;
  /** Whether the associates APIs return the rating; SP-API never does. */
  readonly ratingInApis: boolean;
  readonly salesRank: number;
  readonly seller: { readonly id: string; readonly name: string };
  readonly facts: SandboxFacts;
  /** `YYYY-MM-DD`. */
  readonly releasedOn: string;
  readonly parentAsin?: string;
  /** The variations of a `PARENT`; its page shows the first one. */
  readonly childAsins: readonly string[];
};
