import { describe, expect, test } from 'vitest';
import {
  competitiveResult,
  itemOffersResult,
  unknownOffer,
  type PriceResult,
} from '../../../src/source/sp-api/pricing.ts';
import { competitive, featured, inr, lowestOffers, offers, unfeatured } from './answers.ts';

const id = 'B0SPAPI001';

function summary({ kind, offer }: PriceResult): string {
  return [kind, offer.availability, offer.priceStatus, offer.price?.amount].filter(Boolean).join(' ');
}

describe('featured offers', () => {
  test('the price is the listing price, without shipping', () => {
    expect(summary(competitiveResult(featured(id, 1999)))).toBe('settled IN_STOCK AVAILABLE 1999.00');
  });

  test('the featured offer is the one that is told, and without one there is none', () => {
    expect(competitiveResult(featured(id, 1999)).offer.offers).toEqual([
      {
        price: { amount: '1999.00', currency: 'INR' },
        condition: 'New',
        availability: 'IN_STOCK',
        isBuyBoxWinner: true,
      },
    ]);
    expect(competitiveResult(unfeatured(id)).offer).not.toHaveProperty('offers');
  });

  test.each([
    ['a used offer', { condition: 'Used', CompetitivePriceId: '2' }],
    ['a business offer', { offerType: 'B2B' }],
    ['a quantity tier', { quantityTier: 3 }],
    ['a price of zero', { Price: { ListingPrice: inr(0) } }],
    ['a price without a currency', { Price: { ListingPrice: { Amount: 12 } } }],
  ])('%s is nobody’s featured price', (_, parts) => {
    expect(summary(competitiveResult(featured(id, 5, parts)))).toBe('open IN_STOCK NO_FEATURED_OFFER');
  });

  test('conditions are the same in any case', () => {
    expect(summary(competitiveResult(featured(id, 5, { condition: 'new' })))).toBe('settled IN_STOCK AVAILABLE 5.00');
  });

  test.each([
    ['“Success” that says nothing is open', competitive(id), 'open UNKNOWN NOT_PROVIDED'],
    ['no prices and no counts is open', competitive(id, { CompetitivePrices: [] }), 'open UNKNOWN NOT_PROVIDED'],
    ['new offers without a featured one are open, and on sale', unfeatured(id), 'open IN_STOCK NO_FEATURED_OFFER'],
    [
      'a count of 0 new offers is sold out',
      competitive(id, { NumberOfOfferListings: [{ condition: 'New', Count: 0 }] }),
      'settled OUT_OF_STOCK OUT_OF_STOCK',
    ],
    [
      'used offers only is sold out',
      competitive(id, {
        NumberOfOfferListings: [
          { condition: 'Used', Count: 2 },
          { condition: 'Any', Count: 2 },
        ],
      }),
      'settled OUT_OF_STOCK OUT_OF_STOCK',
    ],
    [
      'an unreadable count of new offers is not none',
      competitive(id, { NumberOfOfferListings: [{ condition: 'New', Count: '2' }] }),
      'open IN_STOCK NO_FEATURED_OFFER',
    ],
  ])('%s', (_, entry, expected) => {
    expect(summary(competitiveResult(entry))).toBe(expected);
  });

  test.each([
    ['no entry', undefined, 'MALFORMED'],
    ['ClientError', { status: 'ClientError', ASIN: id }, 'MALFORMED'],
    ['ServerError', { status: 'ServerError', ASIN: id }, 'SERVER'],
    ['no status', { ASIN: id }, 'MALFORMED'],
  ])('%s is a failure of that product', (_, entry, code) => {
    expect(competitiveResult(entry)).toMatchObject({ kind: 'failed', offer: unknownOffer, error: { code } });
  });
});

describe('all offers', () => {
  const before = { availability: 'IN_STOCK', priceStatus: 'NO_FEATURED_OFFER' } as const;
  const result = (payload: Readonly<Record<string, unknown>>, statusCode = 200) =>
    itemOffersResult(offers(id, { status: 'Success', ...payload }, statusCode), before);

  test('without a featured one the lowest new price is taken, and the price counts as available', () => {
    expect(summary(itemOffersResult(lowestOffers(id, 800), before))).toBe('settled IN_STOCK AVAILABLE 800.00');
  });

  test('the featured new price comes before a lower one that is not featured', () => {
    const Summary = {
      BuyBoxPrices: [
        { condition: 'Used', ListingPrice: inr(1) },
        { condition: 'New', ListingPrice: inr(90) },
      ],
      LowestPrices: [{ condition: 'new', ListingPrice: inr(80) }],
      ListPrice: inr(120),
    };
    expect(result({ Summary })).toEqual({
      kind: 'settled',
      offer: {
        availability: 'IN_STOCK',
        priceStatus: 'AVAILABLE',
        price: { amount: '90.00', currency: 'INR' },
        listPrice: { amount: '120.00', currency: 'INR' },
      },
    });
  });

  test('the lowest is the cheapest to have delivered, at its price before delivery', () => {
    const LowestPrices = [
      { condition: 'new', ListingPrice: inr(10), LandedPrice: inr(100) },
      { condition: 'new', ListingPrice: inr(50), LandedPrice: inr(60) },
    ];
    expect(result({ Summary: { LowestPrices } }).offer.price?.amount).toBe('50.00');
  });

  test('what an offer costs delivered is computed where the stated sum disagrees with its parts', () => {
    const LowestPrices = [
      { condition: 'new', ListingPrice: inr(40), Shipping: inr(60), LandedPrice: inr(40) },
      { condition: 'new', ListingPrice: inr(50), Shipping: inr(0), LandedPrice: inr(50) },
    ];
    expect(result({ Summary: { LowestPrices } }).offer.price?.amount).toBe('50.00');
    const Points = { PointsNumber: 70, PointsMonetaryValue: inr(70) };
    const withPoints = [{ ...LowestPrices[0], Points }, LowestPrices[1]];
    expect(result({ Summary: { LowestPrices: withPoints } }).offer.price?.amount).toBe('40.00');
  });

  test('a price with float noise is that price', () => {
    const BuyBoxPrices = [{ condition: 'New', ListingPrice: inr(24.990000000000002) }];
    expect(result({ Summary: { BuyBoxPrices } }).offer.price?.amount).toBe('24.99');
  });

  test('a list price of 0 is unknown', () => {
    expect(
      result({ Summary: { BuyBoxPrices: [{ condition: 'New', ListingPrice: inr(9) }], ListPrice: inr(0) } }).offer,
    ).not.toHaveProperty('listPrice');
  });

  test.each([
    [['NOW'], 'IN_STOCK'],
    [['FUTURE_WITH_DATE'], 'PREORDER'],
    [['FUTURE_WITHOUT_DATE'], 'BACKORDER'],
    [['FUTURE_WITH_DATE', 'NOW'], 'IN_STOCK'],
    [[], 'IN_STOCK'],
  ])('winners that ship %s are %s', (types, availability) => {
    const winners = types.map((availabilityType) => ({ IsBuyBoxWinner: true, ShippingTime: { availabilityType } }));
    const loser = { IsBuyBoxWinner: false, ShippingTime: { availabilityType: 'FUTURE_WITH_DATE' } };
    const payload = {
      Summary: { BuyBoxPrices: [{ condition: 'New', ListingPrice: inr(9) }] },
      Offers: [...winners, loser],
    };
    expect(result(payload).offer.availability).toBe(availability);
  });

  const counted = { NumberOfOffers: [{ condition: 'New', OfferCount: 2 }] };

  test.each([
    ['NoBuyableOffers', unknownOffer, { status: 'NoBuyableOffers' }, 'settled OUT_OF_STOCK OUT_OF_STOCK'],
    ['NoBuyableOffers', before, { status: 'NoBuyableOffers' }, 'settled UNKNOWN NO_FEATURED_OFFER'],
    [
      'NoBuyableOffers beside a count of its own',
      unknownOffer,
      { status: 'NoBuyableOffers', Summary: counted },
      'settled UNKNOWN NO_FEATURED_OFFER',
    ],
    ['an empty list', before, { Summary: {} }, 'settled UNKNOWN NO_FEATURED_OFFER'],
    [
      'a count of 0',
      before,
      { Summary: { NumberOfOffers: [{ condition: 'new', OfferCount: 0 }] } },
      'settled UNKNOWN NO_FEATURED_OFFER',
    ],
    ['an empty list', unknownOffer, { Summary: {} }, 'settled OUT_OF_STOCK OUT_OF_STOCK'],
  ])('%s after %j is sold out only if nothing counted new offers', (_, known, payload, expected) => {
    expect(summary(itemOffersResult(offers(id, { status: 'Success', ...payload }), known))).toBe(expected);
  });

  test('a refused entry is told in Amazon’s own words', () => {
    const entry = {
      ...offers(id, {}, 400),
      body: { errors: [{ code: 'InvalidInput', message: 'bad id', details: 'B0 is no id' }] },
    };
    expect(itemOffersResult(entry, before)).toMatchObject({
      error: { message: 'SP-API itemOffers: HTTP 400 for this product, InvalidInput bad id · B0 is no id' },
    });
  });

  test.each([
    [
      'used offers do not count as stock',
      { Summary: { TotalOfferCount: 16, NumberOfOffers: [{ condition: 'used', OfferCount: 16 }] } },
      'settled UNKNOWN NO_FEATURED_OFFER',
    ],
    [
      'new offers without any price are on sale, unpriced',
      { Summary: { NumberOfOffers: [{ condition: 'new', OfferCount: 2 }] } },
      'settled IN_STOCK NO_FEATURED_OFFER',
    ],
  ])('%s', (_, payload, expected) => {
    expect(summary(result(payload))).toBe(expected);
  });

  test.each([
    ['an entry of 429', result({}, 429), 'THROTTLED'],
    ['an entry of 500', result({}, 500), 'SERVER'],
    ['an entry of 400', result({}, 400), 'MALFORMED'],
    ['an entry of 403', result({}, 403), 'CREDENTIALS'],
    ['an entry too soon for processing', result({ status: 'ActiveButTooSoonForProcessing' }), 'SERVER'],
    ['an entry without summary', result({}), 'MALFORMED'],
    ['no entry', itemOffersResult(undefined, before), 'MALFORMED'],
  ])('%s is a failure that keeps what was known', (_, failed, code) => {
    expect(failed).toMatchObject({ kind: 'failed', offer: before, error: { code } });
  });
});
