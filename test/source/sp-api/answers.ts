import { parseAsin, type Asin } from '../../../src/product/asin.ts';

/** India's id at SP-API. */
export const india = 'A21TJRUUN4KGV';

export function asin(text: string): Asin {
  const parsed = parseAsin(text);
  if (parsed === undefined) throw new Error(`${text} is no ASIN`);
  return parsed;
}

/** `howMany` different ids of the catalogue's form. */
export function asins(howMany: number): readonly Asin[] {
  return Array.from({ length: howMany }, (_, index) => asin(`B0SPAPI${String(index).padStart(3, '0')}`));
}

/** An item of the catalogue as Amazon shapes it, in India. */
export function anItem(id: string, parts: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    asin: id,
    summaries: [
      { marketplaceId: india, itemName: `Title of ${id}`, brand: 'Synthco', itemClassification: 'BASE_PRODUCT' },
    ],
    attributes: {
      list_price: [{ currency: 'INR', value: 2499, marketplace_id: india }],
      bullet_point: [{ value: 'Steel', language_tag: 'en_IN', marketplace_id: india }],
    },
    images: [
      {
        marketplaceId: india,
        images: [
          { variant: 'MAIN', link: `https://m.media-amazon.com/images/I/${id}._SL75_.jpg`, height: 75, width: 75 },
          { variant: 'MAIN', link: `https://m.media-amazon.com/images/I/${id}.jpg`, height: 1500, width: 1400 },
        ],
      },
    ],
    ...parts,
  };
}

export function aPage(items: readonly unknown[], rest: Readonly<Record<string, unknown>> = {}) {
  return { body: { numberOfResults: items.length, items, ...rest } };
}

/** A featured new offer in getCompetitivePricing. */
export function featured(id: string, amount: number, parts: Readonly<Record<string, unknown>> = {}) {
  const price = { ListingPrice: inr(amount), LandedPrice: inr(amount + 40), Shipping: inr(40) };
  return competitive(id, {
    CompetitivePrices: [
      { CompetitivePriceId: '1', condition: 'New', belongsToRequester: false, Price: price, ...parts },
    ],
    NumberOfOfferListings: [{ condition: 'New', Count: 3 }],
  });
}

/** An entry of getCompetitivePricing; without `pricing` it is Amazon's "Success" that says nothing. */
export function competitive(id: string, pricing?: Readonly<Record<string, unknown>>) {
  const Identifiers = { MarketplaceASIN: { MarketplaceId: india, ASIN: id } };
  return { status: 'Success', ASIN: id, Product: { Identifiers, ...(pricing && { CompetitivePricing: pricing }) } };
}

/** New offers exist, none of them is featured. */
export function unfeatured(id: string) {
  return competitive(id, { CompetitivePrices: [], NumberOfOfferListings: [{ condition: 'New', Count: 2 }] });
}

/** An entry of getItemOffersBatch. */
export function offers(id: string, payload: Readonly<Record<string, unknown>>, statusCode = 200) {
  return {
    status: { statusCode, reasonPhrase: 'whatever' },
    request: { MarketplaceId: india, ItemCondition: 'New', Asin: id },
    body: { payload: { ASIN: id, marketplaceId: india, ItemCondition: 'New', Offers: [], ...payload } },
  };
}

/** New offers in getItemOffersBatch of which none is featured. */
export function lowestOffers(id: string, amount: number) {
  return offers(id, {
    status: 'Success',
    Summary: {
      TotalOfferCount: 3,
      NumberOfOffers: [{ condition: 'new', fulfillmentChannel: 'Merchant', OfferCount: 2 }],
      LowestPrices: [
        { condition: 'used', ListingPrice: inr(1), LandedPrice: inr(1) },
        { condition: 'new', ListingPrice: inr(amount + 10), LandedPrice: inr(amount + 10) },
        { condition: 'new', ListingPrice: inr(amount), LandedPrice: inr(amount) },
      ],
    },
  });
}

export function inr(amount: number) {
  return { CurrencyCode: 'INR', Amount: amount };
}

/** An error answer. */
export function refusal(status: number, code: string, message: string, details = '') {
  return { status, body: { errors: [{ code, message, details }] } };
}
