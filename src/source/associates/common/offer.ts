import type { PriceStatus, Product } from '../../../product/product.ts';
import { referencePrice } from '../../../product/savings.ts';
import { chooseListing, readListings, type Listing } from './listing.ts';

/** The part of a product that comes from its offers. */
export type FeaturedOffer = Pick<
  Product,
  | 'price'
  | 'priceAccess'
  | 'listPrice'
  | 'savingsPercent'
  | 'priceStatus'
  | 'availability'
  | 'availabilityMessage'
  | 'seller'
  | 'condition'
>;

/**
 * The offer of a new item.
 *
 * - No offers at all: nothing is known. Items out of stock have none, but neither has any item if the resources are not
 *   granted (PA-API omitted offers of in-stock items when it retired Offers on 2026-01-31).
 * - An empty list: the item cannot be bought (observed for items out of stock).
 * - Only used listings: no price, and it is unknown whether a new item can be bought.
 */
export function readOffer(item: unknown): FeaturedOffer {
  const listings = readListings(item);
  if (listings === undefined) return { priceStatus: 'NOT_PROVIDED', availability: 'UNKNOWN' };
  if (listings.length === 0) return { priceStatus: 'OUT_OF_STOCK', availability: 'OUT_OF_STOCK' };
  const chosen = chooseListing(listings);
  if (chosen === undefined) return { priceStatus: 'NO_FEATURED_OFFER', availability: 'UNKNOWN' };
  return offerOf(chosen);
}

function offerOf(listing: Listing): FeaturedOffer {
  const { availability, availabilityMessage, seller, condition, access } = listing;
  // An item out of stock may still have its former price.
  const price = availability === 'OUT_OF_STOCK' ? undefined : listing.price;
  const savingBasis = availability === 'OUT_OF_STOCK' ? undefined : listing.savingBasis;
  return {
    ...(price !== undefined && { price, ...(access !== undefined && { priceAccess: access }) }),
    ...referencePrice(price, savingBasis, listing.savingsPercent),
    priceStatus: statusOf(listing, price !== undefined, availability === 'OUT_OF_STOCK'),
    availability,
    ...(availabilityMessage !== undefined && { availabilityMessage }),
    ...(seller !== undefined && { seller }),
    ...(condition !== undefined && { condition }),
  };
}

function statusOf(listing: Listing, priced: boolean, outOfStock: boolean): PriceStatus {
  if (outOfStock) return 'OUT_OF_STOCK';
  if (priced) return 'AVAILABLE';
  return listing.violatesMap ? 'HIDDEN' : 'NOT_PROVIDED';
}
