import type { Asin } from './asin.ts';
import type { ProductBrowseNode } from './browse-node.ts';
import type { Attribute, Contributor, Details, Identifiers } from './details.ts';
import { productPageUrl, type MarketplaceCode } from './marketplace.ts';
import type { Money } from './money.ts';
import type { Availability, Deal, ListPriceKind, MembersAccess, Offer, UnitPrice } from './offer.ts';
import { groupIn, keyOf, type ProductQuestion, type QuestionGroup } from './question.ts';

/** Whether there is a price, or why not. */
export type PriceStatus = 'AVAILABLE' | 'OUT_OF_STOCK' | 'NO_FEATURED_OFFER' | 'HIDDEN' | 'NOT_PROVIDED';

/** A link to a picture. The licence allows caching the link for 24 hours, but not the picture. */
export type ProductImage = {
  readonly url: string;
  /** Pixels; absent if the source does not provide it. */
  readonly width?: number;
  readonly height?: number;
  /** Which view it shows, as the source names it, e.g. `MAIN` or `PT01`. */
  readonly variant?: string;
};

/**
 * A product in the normal form that all sources produce. An absent field means that the source did not provide it, not
 * that the product has none.
 */
export type Product = {
  readonly asin: Asin;
  readonly marketplace: MarketplaceCode;
  /** The language and the currency that the question named; absent for the marketplace's own. */
  readonly language?: string;
  readonly currency?: string;
  /** The language of the texts, if the source knows it: it may ignore the language of the question. */
  readonly textLanguage?: string;
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
  readonly priceAccess?: MembersAccess;
  /** The struck-through reference price; always above {@link Product.price}. */
  readonly listPrice?: Money;
  /** What {@link Product.listPrice} is; absent without one. */
  readonly listPriceKind?: ListPriceKind;
  /** Savings against the list price in percent, stated by the source or computed, with at most one decimal. */
  readonly savingsPercent?: number;
  readonly unitPrice?: UnitPrice;
  /** The deal of the chosen offer. */
  readonly deal?: Deal;
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
  /** All offers that the source provided, the chosen one first. */
  readonly offers?: readonly Offer[];
  readonly identifiers?: Identifiers;
  /** In the source's order. */
  readonly contributors?: readonly Contributor[];
  readonly details?: Details;
  /** What tells the product apart from the other variants of its parent, e.g. its size. */
  readonly variationAttributes?: readonly Attribute[];
  /** In the source's order. */
  readonly browseNodes?: readonly ProductBrowseNode[];
};

/** The identifier that clients normalise by and other subgraphs refer to: `IN:B0CR7G9V56`. */
export function productId(product: ProductQuestion): string {
  return keyOf(product);
}

/** Whether the product answers the question. */
export function isAbout(product: Product, question: ProductQuestion): boolean {
  return keyOf(product) === keyOf(question);
}

/**
 * What one of a parent's variations tells about the parent: the facts of the whole family. Price, offers, availability and
 * everything else of the one variation are left out, because the parent itself is not for sale.
 */
export function parentOf(child: Product, parentAsin: Asin): Product {
  const { marketplace, title, brand, features, images, imageUrl, rating, reviewCount } = child;
  const { textLanguage, category, contributors, browseNodes } = child;
  return {
    asin: parentAsin,
    marketplace,
    productUrl: productPageUrl(marketplace, parentAsin),
    ...(textLanguage !== undefined && { textLanguage }),
    ...(title !== undefined && { title }),
    ...(brand !== undefined && { brand }),
    features,
    images,
    ...(imageUrl !== undefined && { imageUrl }),
    priceStatus: 'NOT_PROVIDED',
    availability: 'UNKNOWN',
    ...(rating !== undefined && { rating }),
    ...(reviewCount !== undefined && { reviewCount }),
    ...(category !== undefined && { category }),
    ...(contributors !== undefined && { contributors }),
    ...(browseNodes !== undefined && { browseNodes: browseNodes.map(withoutRank) }),
  };
}

/** The product as the answer to a question of this group: it has the language and the currency of the group. */
export function inGroup(product: Product, group: QuestionGroup): Product {
  return { ...product, ...groupIn(group) };
}

function withoutRank({ id, name, isRoot, ancestors }: ProductBrowseNode): ProductBrowseNode {
  return { id, name, ...(isRoot !== undefined && { isRoot }), ...(ancestors !== undefined && { ancestors }) };
}
