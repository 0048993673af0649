import { compareDecimals, moneyFromNumber, type Money } from '../../product/money.ts';
import type { Availability, Offer as ProductOffer } from '../../product/offer.ts';
import type { PriceStatus } from '../../product/product.ts';
import { quoted } from '../foreign-text.ts';
import { record, text } from '../json.ts';
import { SourceError } from '../source-error.ts';
import { codeOf, statedText } from './fault.ts';
import { landedPrice } from './item/landed-price.ts';
import { readOffers, shippingAvailability } from './item/offers.ts';
import { object, objects, type Json } from './json.ts';
import { payloadOf } from './wire.ts';

/** Availability and price of a product. */
export type Offer = {
  readonly availability: Availability;
  readonly priceStatus: PriceStatus;
  readonly price?: Money;
  /** From the pricing API; that of the catalogue is preferred. */
  readonly listPrice?: Money;
  /** The featured one alone, unless all offers were asked for. */
  readonly offers?: readonly ProductOffer[];
};

/** The result of a pricing answer for one product. */
export type PriceResult =
  /** The offer is known. */
  | { readonly kind: 'settled'; readonly offer: Offer }
  /** All offers of the product are needed to decide. */
  | { readonly kind: 'open'; readonly offer: Offer }
  /** The offer is unknown or only partly known. */
  | { readonly kind: 'failed'; readonly offer: Offer; readonly error: SourceError };

/** Nothing is known about the offer. */
export const unknownOffer: Offer = { availability: 'UNKNOWN', priceStatus: 'NOT_PROVIDED' };

const soldOut: Offer = { availability: 'OUT_OF_STOCK', priceStatus: 'OUT_OF_STOCK' };
const unfeatured: Offer = { availability: 'IN_STOCK', priceStatus: 'NO_FEATURED_OFFER' };
/**
 * One answer counts new offers, and another one states that none can be bought. Only one thing is certain: there is no
 * featured offer. Source: selling-partner-api-docs issue 3290.
 */
const contradicted: Offer = { availability: 'UNKNOWN', priceStatus: 'NO_FEATURED_OFFER' };

/**
 * Reads one entry of getCompetitivePricing.
 *
 * "Success" without `CompetitivePricing` or without a featured price occurs for products that are on sale (recorded,
 * and selling-partner-api-models issue 2910), so the result is `open`. `NumberOfOfferListings` omits conditions without
 * offers: a list without new offers means that there are none.
 */
export function competitiveResult(entry: Json | undefined): PriceResult {
  if (entry === undefined) return failed('competitivePricing: no entry for this product');
  const status = text(entry['status']);
  if (status !== 'Success') {
    const code = /server|throttl|internal/i.test(status ?? '') ? 'SERVER' : 'MALFORMED';
    return failed(`competitivePricing: status ${word(status)} for this product`, code);
  }
  const pricing = object(object(entry['Product'])['CompetitivePricing']);
  const price = featuredPrice(objects(pricing['CompetitivePrices']), (featured) => object(featured['Price']));
  if (price !== undefined) {
    const offers = [featuredOffer(price)];
    return settled({ availability: 'IN_STOCK', priceStatus: 'AVAILABLE', price, offers });
  }
  const listings = objects(pricing['NumberOfOfferListings']);
  if (listings.length === 0) return { kind: 'open', offer: unknownOffer };
  const noneNew = listings.filter(isNew).every((listing) => listing['Count'] === 0);
  return noneNew ? settled(soldOut) : { kind: 'open', offer: unfeatured };
}

/**
 * Reads one response of getItemOffersBatch: the featured new offer, else the lowest new price, else no new offer.
 * `TotalOfferCount` is not read, because it includes used offers (recorded: 16 for 15 new ones).
 *
 * @param before the offer known so far, kept if this entry has no information
 */
export function itemOffersResult(entry: Json | undefined, before: Offer): PriceResult {
  if (entry === undefined) return failed('itemOffers: no entry for this product', 'MALFORMED', before);
  const httpStatus = object(entry['status'])['statusCode'];
  if (typeof httpStatus === 'number' && httpStatus !== 200) {
    const said = statedText(entry['body']);
    const why = said === undefined ? '' : `, ${quoted(said, [])}`;
    return failed(`itemOffers: HTTP ${httpStatus} for this product${why}`, codeOf(httpStatus), before);
  }
  const payload = payloadOf(entry);
  const status = text(payload['status']);
  if (status === 'NoBuyableOffers') return settled(countsNew(payload) ? contradicted : nothingNew(before));
  // ActiveButTooSoonForProcessing: Amazon has not computed the offers yet.
  if (status !== 'Success') {
    const code = status?.startsWith('Active') === true ? 'SERVER' : 'MALFORMED';
    return failed(`itemOffers: status ${word(status)} for this product`, code, before);
  }
  const summary = record(payload['Summary']);
  if (summary === undefined) return failed('itemOffers: no summary for this product', 'MALFORMED', before);
  const offers = readOffers(payload);
  return settled({
    ...offerOf(summary, objects(payload['Offers']), before),
    ...(offers.length > 0 && { offers }),
  });
}

function offerOf(summary: Json, offers: readonly Json[], before: Offer): Offer {
  const listPrice = money(summary['ListPrice']);
  const reference = listPrice === undefined ? {} : { listPrice };
  const featured = featuredPrice(objects(summary['BuyBoxPrices']), (price) => price);
  const price = featured ?? lowestPrice(objects(summary['LowestPrices']).filter(isNew));
  if (price !== undefined) {
    const availability = featured === undefined ? 'IN_STOCK' : winnersAvailability(offers);
    return { availability, priceStatus: 'AVAILABLE', price, ...reference };
  }
  const someNew = offers.length > 0 || objects(summary['NumberOfOffers']).some(isCountOfNew);
  return { ...(someNew ? unfeatured : nothingNew(before)), ...reference };
}

/** No new offer, unless the earlier answer counted some. */
function nothingNew(before: Offer): Offer {
  return before.availability === 'IN_STOCK' ? contradicted : soldOut;
}

function countsNew(payload: Json): boolean {
  return objects(object(payload['Summary'])['NumberOfOffers']).some(isCountOfNew);
}

function isCountOfNew(entry: Json): boolean {
  return isNew(entry) && entry['OfferCount'] !== 0;
}

/**
 * The consumer price of the featured new offer, without shipping and after promotions. Business offers, quantity tiers
 * and the featured used offer (`CompetitivePriceId` 2) are ignored.
 */
function featuredPrice(entries: readonly Json[], priceOf: (entry: Json) => Json): Money | undefined {
  const consumer = entries.find(
    (entry) =>
      isNew(entry) &&
      entry['quantityTier'] === undefined &&
      text(entry['offerType'])?.toUpperCase() !== 'B2B' &&
      money(priceOf(entry)['ListingPrice']) !== undefined,
  );
  return consumer === undefined ? undefined : money(priceOf(consumer)['ListingPrice']);
}

/** The featured offer as getCompetitivePricing tells it: without its seller. */
function featuredOffer(price: Money): ProductOffer {
  return { price, condition: 'New', availability: 'IN_STOCK', isBuyBoxWinner: true };
}

/** The listing price of the offer that is cheapest with delivery. */
function lowestPrice(entries: readonly Json[]): Money | undefined {
  const priced = entries.flatMap((entry) => {
    const price = money(entry['ListingPrice']);
    return price === undefined ? [] : [{ price, landed: landedPrice(entry, price) }];
  });
  priced.sort((a, b) => compareDecimals(a.landed.amount, b.landed.amount));
  return priced[0]?.price;
}

/** There may be two winners, with and without Prime. The product is in stock if either is. */
function winnersAvailability(offers: readonly Json[]): Availability {
  const winners = offers.filter((offer) => offer['IsBuyBoxWinner'] === true).map(shippingAvailability);
  if (winners.length === 0 || winners.includes('IN_STOCK')) return 'IN_STOCK';
  return winners.includes('PREORDER') ? 'PREORDER' : 'BACKORDER';
}

function money(value: unknown): Money | undefined {
  const { Amount: amount, CurrencyCode: currency } = object(value);
  return moneyFromNumber(amount, currency);
}

/** Some lists have `New`, others `new`. */
function isNew(entry: Json): boolean {
  return text(entry['condition'])?.toLowerCase() === 'new';
}

function settled(offer: Offer): PriceResult {
  return { kind: 'settled', offer };
}

function failed(message: string, code: SourceError['code'] = 'MALFORMED', offer = unknownOffer): PriceResult {
  return { kind: 'failed', offer, error: new SourceError(code, `SP-API ${message}`) };
}

/** The value if it is safe for a message, else `unknown`. */
function word(value: string | undefined): string {
  return value !== undefined && /^\w{1,40}$/.test(value) ? value : 'unknown';
}
