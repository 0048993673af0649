import { compareDecimals, moneyFromNumber, type Money } from '../../../product/money.ts';
import type { Availability, Offer } from '../../../product/offer.ts';
import { text } from '../../json.ts';
import { object, objects, type Json } from '../json.ts';
import { landedPrice } from './landed-price.ts';

/**
 * All offers in the payload of getItemOffersBatch, at most twenty: those that won the buy box first, then the cheapest with
 * delivery. Sellers have no names there.
 */
export function readOffers(payload: Json): readonly Offer[] {
  const condition = text(payload['ItemCondition']);
  const offers = objects(payload['Offers']).map((entry) => ({
    offer: readOffer(entry, condition),
    landed: landedPriceOf(entry),
  }));
  const sorted = offers.toSorted(
    (a, b) => Number(isWinner(b.offer)) - Number(isWinner(a.offer)) || compareLanded(a.landed, b.landed),
  );
  return sorted.map(({ offer }) => offer);
}

function readOffer(entry: Json, condition: string | undefined): Offer {
  const price = priceOf(entry);
  const subCondition = text(entry['SubCondition']);
  const id = text(entry['SellerId']);
  const { IsBuyBoxWinner: wins, IsFulfilledByAmazon: byAmazon } = entry;
  return {
    ...(price !== undefined && { price }),
    ...(condition !== undefined && { condition }),
    // "new" of a new item says nothing.
    ...(subCondition !== undefined && subCondition.toLowerCase() !== condition?.toLowerCase() && { subCondition }),
    ...(id !== undefined && { seller: { id } }),
    availability: shippingAvailability(entry),
    ...(typeof wins === 'boolean' && { isBuyBoxWinner: wins }),
    ...(typeof byAmazon === 'boolean' && { isFulfilledByAmazon: byAmazon }),
  };
}

/** When an offer can be sent. */
export function shippingAvailability(entry: Json): Availability {
  const type = object(entry['ShippingTime'])['availabilityType'];
  if (type === 'FUTURE_WITH_DATE') return 'PREORDER';
  return type === 'FUTURE_WITHOUT_DATE' ? 'BACKORDER' : 'IN_STOCK';
}

function priceOf(entry: Json): Money | undefined {
  const { Amount: amount, CurrencyCode: currency } = object(entry['ListingPrice']);
  return moneyFromNumber(amount, currency);
}

function landedPriceOf(entry: Json): Money | undefined {
  const price = priceOf(entry);
  return price === undefined ? undefined : landedPrice(entry, price);
}

function isWinner(offer: Offer): boolean {
  return offer.isBuyBoxWinner === true;
}

function compareLanded(a: Money | undefined, b: Money | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return compareDecimals(a.amount, b.amount);
}
