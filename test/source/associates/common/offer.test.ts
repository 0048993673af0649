import { describe, expect, test } from 'vitest';
import { availabilityOf } from '../../../../src/source/associates/common/item/availability.ts';
import { chooseListing, readListings } from '../../../../src/source/associates/common/item/listing.ts';
import { readOffer } from '../../../../src/source/associates/common/item/offer.ts';

const rupees = (amount: number) => ({ money: { amount, currency: 'INR', displayAmount: `₹${amount}` } });
const listing = (amount: number | undefined, over: object = {}) => ({
  ...(amount !== undefined && { price: rupees(amount) }),
  availability: { type: 'IN_STOCK' },
  condition: { value: 'New' },
  ...over,
});
const offers = (...listings: readonly unknown[]) => ({ offersV2: { listings } });
const used = { condition: { value: 'Used' } };

describe('the listing whose price counts', () => {
  const chosen = (...listings: readonly unknown[]) =>
    chooseListing(readListings(offers(...listings)) ?? [])?.price?.amount;

  test('is new, even when a used one wins the buy box', () => {
    expect(chosen(listing(1, { ...used, isBuyBoxWinner: true }), listing(2))).toBe('2.00');
  });

  test('is the buy-box winner among the new ones', () => {
    expect(chosen(listing(1), listing(2, { isBuyBoxWinner: true }))).toBe('2.00');
  });

  test('is the first when none wins the buy box', () => {
    expect(chosen(listing(3, { isBuyBoxWinner: false }), listing(2))).toBe('3.00');
  });

  test('is one that says it is new before one that does not say', () => {
    expect(chosen(listing(1, { condition: null, isBuyBoxWinner: true }), listing(2))).toBe('2.00');
    expect(chosen(listing(1, { condition: { value: 'Unknown' } }))).toBe('1.00');
  });

  test('is a subscription only when there is nothing else, not even a hidden price', () => {
    const subscription = listing(1, { type: 'SUBSCRIBE_AND_SAVE', isBuyBoxWinner: true });
    expect(chosen(subscription, listing(2))).toBe('2.00');
    const hidden = listing(undefined, { violatesMAP: true });
    expect(readOffer(offers(subscription, hidden))).toEqual({
      priceStatus: 'HIDDEN',
      availability: 'IN_STOCK',
      condition: 'New',
      offers: [{ condition: 'New', availability: 'IN_STOCK' }],
    });
    expect(chosen(subscription)).toBe('1.00');
  });

  const exclusive = { dealDetails: { accessType: 'PRIME_EXCLUSIVE' }, isBuyBoxWinner: true };

  test('is one for everybody before one for members, even where that wins the buy box', () => {
    expect(chosen(listing(1, exclusive), listing(2))).toBe('2.00');
    expect(chosen(listing(1, exclusive), listing(2, { dealDetails: { accessType: 'ALL' } }))).toBe('2.00');
    expect(chosen(listing(1, exclusive))).toBe('1.00');
  });

  test.each([
    ['of zero', listing(0, { isBuyBoxWinner: true })],
    ['without a price', listing(undefined, { isBuyBoxWinner: true })],
    ['whose price is hidden', listing(undefined, { isBuyBoxWinner: true, violatesMAP: true })],
    ['that is out of stock', listing(1, { isBuyBoxWinner: true, availability: { type: 'OUT_OF_STOCK' } })],
  ])('is a priced one before one %s', (_what, other) => {
    expect(chosen(other, listing(2))).toBe('2.00');
    expect(chosen(listing(2, { condition: { value: 'Unknown' } }), other)).toBe('2.00');
  });

  test.each(['Used', 'Refurbished', 'Collectible'])('is never a %s one', (value) => {
    expect(chosen(listing(1, { condition: { value } }))).toBeUndefined();
  });
});

describe('what an offer says', () => {
  test('a priced new listing: price, list price, savings, seller, condition, message', () => {
    const price = { ...rupees(1195), savingBasis: rupees(1795), savings: { percentage: 33 } };
    const full = {
      price,
      merchantInfo: { name: 'Cloudtail' },
      availability: { type: 'IN_STOCK', message: 'In stock' },
    };
    const said = {
      price: { amount: '1195.00', currency: 'INR', formatted: '₹1195' },
      listPrice: { amount: '1795.00', currency: 'INR', formatted: '₹1795' },
      availability: 'IN_STOCK',
      availabilityMessage: 'In stock',
      condition: 'New',
    };
    expect(readOffer(offers(listing(undefined, full)))).toEqual({
      ...said,
      listPriceKind: 'UNKNOWN',
      savingsPercent: 33,
      priceStatus: 'AVAILABLE',
      seller: 'Cloudtail',
      offers: [{ ...said, seller: { name: 'Cloudtail' } }],
    });
  });

  test.each([
    [{ dealDetails: { accessType: 'PRIME_EXCLUSIVE' } }, 'PRIME_EXCLUSIVE'],
    [{ dealDetails: { accessType: 'PRIME_EARLY_ACCESS' } }, 'PRIME_EARLY_ACCESS'],
    [{ programEligibility: { isPrimeExclusive: true } }, 'PRIME_EXCLUSIVE'],
    [{ dealDetails: { accessType: 'ALL' } }, undefined],
    [{ dealDetails: { accessType: 'SOMETHING_NEW' } }, undefined],
    [{ dealDetails: null }, undefined],
  ])('who gets the price of a listing with %j: %s', (over, access) => {
    expect(readOffer(offers(listing(100, over))).priceAccess).toBe(access);
  });

  test('nobody is kept from a price that is not there', () => {
    expect(
      readOffer(offers(listing(undefined, { dealDetails: { accessType: 'PRIME_EXCLUSIVE' } }))),
    ).not.toHaveProperty('priceAccess');
  });

  test('the first Offers of PA-API, with the saving basis beside the price, say the same', () => {
    const item = {
      Offers: {
        Listings: [
          {
            Price: { Amount: 30, Currency: 'EUR', DisplayAmount: '30,00 €', Savings: { Amount: 10, Percentage: 25 } },
            SavingBasis: { Amount: 40, Currency: 'EUR', DisplayAmount: '40,00 €' },
            Availability: { Type: 'Now', Message: 'Auf Lager.' },
            Condition: { Value: 'New' },
            MerchantInfo: { Name: 'Amazon' },
          },
        ],
      },
    };
    expect(readOffer(item)).toMatchObject({
      price: { amount: '30.00', currency: 'EUR' },
      listPrice: { amount: '40.00' },
      savingsPercent: 25,
      availability: 'IN_STOCK',
      seller: 'Amazon',
    });
  });

  test('OffersV2 is preferred to the first Offers, unless it is empty', () => {
    const Offers = { Listings: [{ Price: { Amount: 1, Currency: 'USD' } }] };
    const OffersV2 = { Listings: [{ Price: { Money: { Amount: 2, Currency: 'USD' } } }] };
    expect(readOffer({ Offers, OffersV2 }).price?.amount).toBe('2.00');
    expect(readOffer({ Offers, OffersV2: { Listings: [] } }).price?.amount).toBe('1.00');
  });

  test('yen have no decimals', () => {
    const price = { money: { amount: 3490, currency: 'JPY', displayAmount: '￥3,490' } };
    expect(readOffer(offers({ price })).price).toEqual({ amount: '3490', currency: 'JPY', formatted: '￥3,490' });
  });

  test('used listings only: there is no price of a new item, and its availability is not known', () => {
    const price = { amount: '100.00', currency: 'INR', formatted: '₹100' };
    expect(readOffer(offers(listing(100, used)))).toEqual({
      priceStatus: 'NO_FEATURED_OFFER',
      availability: 'UNKNOWN',
      offers: [{ price, condition: 'Used', availability: 'IN_STOCK' }],
    });
  });

  test('a minimum advertised price hides the price, not the stock', () => {
    expect(readOffer(offers(listing(undefined, { violatesMAP: true })))).toMatchObject({
      priceStatus: 'HIDDEN',
      availability: 'IN_STOCK',
    });
  });

  test('out of stock with a leftover price: neither price nor reference price', () => {
    const leftover = { price: { ...rupees(499), savingBasis: rupees(999) }, availability: { type: 'OUT_OF_STOCK' } };
    const offer = readOffer(offers(listing(undefined, leftover)));
    const said = { availability: 'OUT_OF_STOCK', condition: 'New' };
    expect(offer).toEqual({ ...said, priceStatus: 'OUT_OF_STOCK', offers: [said] });
  });

  test('an explicitly empty list is out of stock; no list at all is not known', () => {
    expect(readOffer(offers())).toEqual({ priceStatus: 'OUT_OF_STOCK', availability: 'OUT_OF_STOCK' });
    const unknown = { priceStatus: 'NOT_PROVIDED', availability: 'UNKNOWN' };
    expect(readOffer({})).toEqual(unknown);
    expect(readOffer({ offersV2: null })).toEqual(unknown);
    expect(readOffer({ offersV2: { listings: null } })).toEqual(unknown);
    expect(readOffer(offers(null, 'x'))).toEqual(unknown);
  });

  test('a listing without a price that nothing explains: not provided', () => {
    expect(readOffer(offers(listing(undefined)))).toMatchObject({ priceStatus: 'NOT_PROVIDED' });
    expect(readOffer(offers(listing(0)))).toMatchObject({ priceStatus: 'NOT_PROVIDED' });
  });
});

describe('all offers', () => {
  test('are the listings, the chosen one first, each with its own seller, terms and price', () => {
    const winner = listing(250, {
      isBuyBoxWinner: true,
      condition: { value: 'New', subCondition: 'Unknown' },
      merchantInfo: { id: 'A1', name: 'Cloudtail' },
      availability: { type: 'IN_STOCK', minOrderQuantity: 1, maxOrderQuantity: 3 },
    });
    const good = listing(90, { condition: { value: 'Used', subCondition: 'Good' }, isBuyBoxWinner: false });
    const { offers: all = [] } = readOffer(offers(good, listing(300), winner));
    expect(all.map(({ price }) => price?.amount)).toEqual(['250.00', '90.00', '300.00']);
    expect(all[0]).toMatchObject({
      seller: { id: 'A1', name: 'Cloudtail' },
      isBuyBoxWinner: true,
      minOrderQuantity: 1,
      maxOrderQuantity: 3,
    });
    expect(all[0]).not.toHaveProperty('subCondition');
    expect(all[1]).toMatchObject({ condition: 'Used', subCondition: 'Good', isBuyBoxWinner: false });
    expect(all[2]).not.toHaveProperty('isBuyBoxWinner');
  });

  test('leave out the price of a subscription, which is not that of one purchase', () => {
    const subscription = listing(80, { type: 'SUBSCRIBE_AND_SAVE' });
    expect(readOffer(offers(subscription, listing(100))).offers).toHaveLength(1);
  });

  test('have the sub-condition and the fulfilment of PA-API’s Offers', () => {
    const Condition = { Value: 'Used', SubCondition: { Value: 'VeryGood' } };
    const Listings = [{ Condition, DeliveryInfo: { IsAmazonFulfilled: true } }];
    expect(readOffer({ Offers: { Listings } }).offers?.[0]).toMatchObject({
      subCondition: 'VeryGood',
      isFulfilledByAmazon: true,
    });
  });
});

describe('the kind of the struck-through price', () => {
  const kindOf = (savingBasisType: unknown) =>
    readOffer(
      offers(listing(undefined, { price: { ...rupees(100), savingBasis: { ...rupees(150), savingBasisType } } })),
    ).listPriceKind;

  test.each([
    ['LIST_PRICE', 'LIST_PRICE'],
    ['WAS_PRICE', 'WAS_PRICE'],
    ['LOWEST_PRICE', 'LOWEST_PRICE'],
    ['LOWEST_PRICE_STRIKETHROUGH', 'LOWEST_PRICE'],
    ['...', 'UNKNOWN'],
    [undefined, 'UNKNOWN'],
  ])('%s is %s', (type, kind) => {
    expect(kindOf(type)).toBe(kind);
  });

  test('is absent where there is no such price, or none above the price', () => {
    expect(readOffer(offers(listing(100)))).not.toHaveProperty('listPriceKind');
    const below = { ...rupees(100), savingBasis: { ...rupees(90), savingBasisType: 'LIST_PRICE' } };
    expect(readOffer(offers(listing(undefined, { price: below })))).not.toHaveProperty('listPriceKind');
  });
});

describe('the price per unit', () => {
  test('of OffersV2 names its unit in the display text', () => {
    const pricePerUnit = { amount: 29.75, currency: 'USD', displayAmount: '$29.75 / Count' };
    expect(readOffer(offers(listing(undefined, { price: { ...rupees(59), pricePerUnit } }))).unitPrice).toEqual({
      price: { amount: '29.75', currency: 'USD', formatted: '$29.75' },
      unit: 'Count',
    });
  });

  test('of PA-API’s Offers is a number, and its text is in brackets', () => {
    const Price = { Amount: 38.9, Currency: 'EUR', DisplayAmount: '38,90 € (7,78 € / l)', PricePerUnit: 7.78 };
    expect(readOffer({ Offers: { Listings: [{ Price }] } }).unitPrice).toEqual({
      price: { amount: '7.78', currency: 'EUR', formatted: '7,78 €' },
      unit: 'l',
    });
  });

  test('without a unit stays without one, and zero is none', () => {
    const of = (pricePerUnit: unknown) =>
      readOffer(offers(listing(undefined, { price: { ...rupees(59), pricePerUnit } }))).unitPrice;
    expect(of({ amount: 5, currency: 'INR' })).toEqual({ price: { amount: '5.00', currency: 'INR' } });
    expect(of({ amount: 0, currency: 'INR', displayAmount: '₹0 / l' })).toBeUndefined();
    expect(of('5')).toBeUndefined();
  });
});

describe('the deal', () => {
  const dealOf = (dealDetails: unknown) => readOffer(offers(listing(100, { dealDetails }))).deal;

  test('has badge, times without seconds, share claimed and access', () => {
    const details = {
      accessType: 'PRIME_EARLY_ACCESS',
      badge: 'Limited time deal',
      startTime: '2026-09-24T00:00Z',
      endTime: '2026-09-26T06:00:00Z',
      percentClaimed: '42',
    };
    const deal = {
      badge: 'Limited time deal',
      startsAt: Date.UTC(2026, 8, 24),
      endsAt: Date.UTC(2026, 8, 26, 6),
      percentClaimed: 42,
      access: 'PRIME_EARLY_ACCESS',
    };
    expect(dealOf(details)).toEqual(deal);
    expect(readOffer(offers(listing(100, { dealDetails: details }))).offers?.[0]?.deal).toEqual(deal);
  });

  test.each([
    ['a badge that begins a countdown', { badge: 'Ends in ' }],
    ['a placeholder', { badge: '...', startTime: '...', endTime: '...' }],
    ['a time without a zone, which may be any', { endTime: '2026-09-26T06:00' }],
    ['a date that is none', { endTime: '2026-13-45T06:00Z' }],
    ['more than all claimed', { percentClaimed: 101 }],
    ['a share in words', { percentClaimed: 'most' }],
    ['access for everybody', { accessType: 'ALL' }],
    ['nothing', {}],
  ])('%s alone is no deal', (_, details) => {
    expect(dealOf(details)).toBeUndefined();
  });

  test('of a listing without a price is none', () => {
    expect(readOffer(offers(listing(undefined, { dealDetails: { badge: 'Deal' } })))).not.toHaveProperty('deal');
  });
});

describe('availability', () => {
  test.each([
    ['Now', 'IN_STOCK'],
    ['IN_STOCK', 'IN_STOCK'],
    ['IN_STOCK_SCARCE', 'LIMITED'],
    ['Backorderable', 'BACKORDER'],
    ['AVAILABLE_DATE', 'BACKORDER'],
    ['LEADTIME', 'BACKORDER'],
    ['Preorderable', 'PREORDER'],
    ['PREORDER', 'PREORDER'],
    ['OUT_OF_STOCK', 'OUT_OF_STOCK'],
    ['UNAVAILABLE', 'OUT_OF_STOCK'],
    ['UNKNOWN', 'UNKNOWN'],
    ['SOMETHING_NEW', 'UNKNOWN'],
  ])('%s is %s', (type, expected) => {
    expect(availabilityOf(type, { priced: true, message: 'In stock' })).toBe(expected);
  });

  test('without a type: in stock when there are a price and a message, else unknown', () => {
    expect(availabilityOf(undefined, { priced: true, message: 'In stock.' })).toBe('IN_STOCK');
    expect(availabilityOf(undefined, { priced: true, message: undefined })).toBe('UNKNOWN');
    expect(availabilityOf(undefined, { priced: false, message: 'In stock.' })).toBe('UNKNOWN');
  });
});
