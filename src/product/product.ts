import type { Asin } from './asin.ts';
import type { MarketplaceCode } from './marketplace.ts';
import type { Money } from './money.ts';

/** Whether a new item can be bought from the store now. */
export type Availability = 'IN_STOCK' | 'LIMITED' | 'PREORDER' | 'BACKORDER' | 'OUT_OF_STOCK' | 'UNKNOWN';

/** Why a price is there, or why not. */
export type PriceStatus = 'AVAILABLE' | 'OUT_OF_STOCK' | 'NO_FEATURED_OFFER' | 'HIDDEN' | 'NOT_PROVIDED';

/** A link to a picture; the licence allows keeping the link for 24 hours, the picture not at all. */
export type ProductImage = {
  readonly url: string;
  /** Pixels; absent when the source does not say. */
  readonly width?: number;
  readonly height?: number;
};

/**
 * The normal form that every source's answer is brought into. An absent field means that the source did not
 * provide it, never that the product has none.
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
  /** What a shopper pays for a new item from the chosen offer. */
  readonly price?: Money;
  /** The struck-through reference price; always above {@link Product.price}. */
  readonly listPrice?: Money;
  /** Percent between list price and price, as the source says or as computed, one decimal at most. */
  readonly savingsPercent?: number;
  readonly priceStatus: PriceStatus;
  readonly availability: Availability;
  /** The store's own words, in its own language. */
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

/** What a product is asked for by. */
export type ProductQuestion = Pick<Product, 'asin' | 'marketplace'>;

/** The identifier that clients normalise by and other subgraphs refer to: `IN:B0CR7G9V56`. */
export function productId(product: ProductQuestion): string {
  return `${product.marketplace}:${product.asin}`;
}

/** Whether the product answers the question. Asked for the parent of variants, a source may answer with one of them. */
export function isAbout(product: Product, { asin, marketplace }: ProductQuestion): boolean {
  return product.marketplace === marketplace && (product.asin === asin || product.parentAsin === asin);
}
