import type { Asin } from './asin.ts';
import type { MarketplaceCode } from './marketplace.ts';
import type { Money } from './money.ts';
import { keyOf, type ProductQuestion } from './question.ts';

/** Whether a new item can be bought now. */
export type Availability = 'IN_STOCK' | 'LIMITED' | 'PREORDER' | 'BACKORDER' | 'OUT_OF_STOCK' | 'UNKNOWN';

/** Whether there is a price, or why not. */
export type PriceStatus = 'AVAILABLE' | 'OUT_OF_STOCK' | 'NO_FEATURED_OFFER' | 'HIDDEN' | 'NOT_PROVIDED';

/** Who gets a price: Prime members only, or Prime members before everybody else. */
export type PriceAccess = 'EVERYONE' | 'PRIME_EXCLUSIVE' | 'PRIME_EARLY_ACCESS';

/** A link to a picture. The licence allows caching the link for 24 hours, but not the picture. */
export type ProductImage = {
  readonly url: string;
  /** Pixels; absent if the source does not provide it. */
  readonly width?: number;
  readonly height?: number;
};

/**
 * A product in the normal form that all sources produce. An absent field means that the source did not provide it, not
 * that the product has none.
 */
export type Product = {
  readonly asin: Asin;
  readonly marketplace: MarketplaceCode;
  readonly productUrl: string;
  readonly title?: string;
  readonly brand?: string;
  readonly features: readonly string[];
  readonly images: readonly ProductImage[];
  /** The main picture; also the first of {@link Product.images}. */
  readonly imageUrl?: string;
  /** The price of a new item in the chosen offer. */
  readonly price?: Money;
  /** Who gets {@link Product.price}; absent if everybody does. */
  readonly priceAccess?: Exclude<PriceAccess, 'EVERYONE'>;
  /** The struck-through reference price; always above {@link Product.price}. */
  readonly listPrice?: Money;
  /** Savings against the list price in percent, stated by the source or computed, with at most one decimal. */
  readonly savingsPercent?: number;
  readonly priceStatus: PriceStatus;
  readonly availability: Availability;
  /** The message of the marketplace, in its language. */
  readonly availabilityMessage?: string;
  /** Mean of the customers' stars, 0 to 5. */
  readonly rating?: number;
  readonly reviewCount?: number;
  readonly parentAsin?: Asin;
  readonly category?: string;
  readonly salesRank?: number;
  readonly seller?: string;
  readonly condition?: string;
};

/** The identifier that clients normalise by and other subgraphs refer to: `IN:B0CR7G9V56`. */
export function productId(product: ProductQuestion): string {
  return keyOf(product);
}

/** Whether the product answers the question. For the parent of variations, a source may return one of them. */
export function isAbout(product: Product, { asin, marketplace }: ProductQuestion): boolean {
  return product.marketplace === marketplace && (product.asin === asin || product.parentAsin === asin);
}
