import type { Offer } from '../../../../product/offer.ts';
import type { PriceStatus, Product } from '../../../../product/product.ts';
import { referencePrice } from '../../../../product/savings.ts';
import { chooseListing, readListings, type Listing } from './listing.ts';

/** The part of a product that comes from its offers. */
export type FeaturedOffer = Pick<
  Product,
  | 'price'
  | 'priceAccess'
  | 'listPrice'
  | 'listPriceKind'
  | 'savingsPercent'
  | 'unitPrice'
  | 'deal'
  | 'priceStatus'
  | 'availability'
  | 'availabilityMessage'
  | 'seller'
  | 'condition'
  | 'offers'
>;

/**
 * The offer of a new item, and all offers.
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
  // The price of a subscription is not that of one purchase.
  const others = listings.filter((listing) => listing !== chosen && !listing.subscription);
  if (chosen === undefined) {
    return { priceStatus: 'NO_FEATURED_OFFER', availability: 'UNKNOWN', ...allOffers(others) };
  }
  return { ...featured(chosen), ...allOffers([chosen, ...others]) };
}

function allOffers(listings: readonly Listing[]): Pick<Product, 'offers'> {
  return listings.length === 0 ? {} : { offers: listings.map(toOffer) };
}

function featured(listing: Listing): FeaturedOffer {
  const { availability, availabilityMessage, seller, condition, deal, unitPrice, savingBasisKind } = listing;
  const { price, listPrice, savingsPercent, priceAccess } = pricesOf(listing);
  return {
    ...(price !== undefined && { price }),
    ...(priceAccess !== undefined && { priceAccess }),
    ...(listPrice !== undefined && { listPrice, listPriceKind: savingBasisKind }),
    ...(savingsPercent !== undefined && { savingsPercent }),
    ...(price !== undefined && unitPrice !== undefined && { unitPrice }),
    ...(price !== undefined && deal !== undefined && { deal }),
    priceStatus: statusOf(listing, price !== undefined, availability === 'OUT_OF_STOCK'),
    availability,
    ...(availabilityMessage !== undefined && { availabilityMessage }),
    ...(seller.name !== undefined && { seller: seller.name }),
    ...(condition !== undefined && { condition }),
  };
}

function toOffer(listing: Listing): Offer {
  const { condition, subCondition, seller, availability, availabilityMessage, deal } = listing;
  const { buyBoxWinner, fulfilledByAmazon, minOrderQuantity, maxOrderQuantity } = listing;
  const { price, listPrice, priceAccess } = pricesOf(listing);
  return {
    ...(price !== undefined && { price }),
    ...(listPrice !== undefined && { listPrice }),
    ...(priceAccess !== undefined && { priceAccess }),
    ...(condition !== undefined && { condition }),
    ...(subCondition !== undefined && { subCondition }),
    ...(Object.keys(seller).length > 0 && { seller }),
    availability,
    ...(availabilityMessage !== undefined && { availabilityMessage }),
    ...(buyBoxWinner !== undefined && { isBuyBoxWinner: buyBoxWinner }),
    ...(fulfilledByAmazon !== undefined && { isFulfilledByAmazon: fulfilledByAmazon }),
    ...(minOrderQuantity !== undefined && { minOrderQuantity }),
    ...(maxOrderQuantity !== undefined && { maxOrderQuantity }),
    ...(price !== undefined && deal !== undefined && { deal }),
  };
}

type Prices = Pick<Product, 'price' | 'priceAccess' | 'listPrice' | 'savingsPercent'>;

/** An item out of stock may still have its former price, which nobody can pay. */
function pricesOf({ availability, price, savingBasis, savingsPercent, access }: Listing): Prices {
  if (availability === 'OUT_OF_STOCK') return {};
  return {
    ...(price !== undefined && { price, ...(access !== undefined && { priceAccess: access }) }),
    ...referencePrice(price, savingBasis, savingsPercent),
  };
}

function statusOf(listing: Listing, priced: boolean, outOfStock: boolean): PriceStatus {
  if (outOfStock) return 'OUT_OF_STOCK';
  if (priced) return 'AVAILABLE';
  return listing.violatesMap ? 'HIDDEN' : 'NOT_PROVIDED';
}
