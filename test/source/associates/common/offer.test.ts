import { describe, expect, test } from 'vitest';
import { availabilityOf } from '../../../../src/source/associates/common/availability.ts';
import { chooseListing, readListings } from '../../../../src/source/associates/common/listing.ts';
import { readOffer } from '../../../../src/source/associates/common/offer.ts';

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

  test('is a subscription only when there is nothing else', () => {
    const subscription = listing(1, { type: 'SUBSCRIBE_AND_SAVE', isBuyBoxWinner: true });
    expect(chosen(subscription, listing(2))).toBe('2.00');
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
    expect(readOffer(offers(listing(undefined, full)))).toEqual({
      price: { amount: '1195.00', currency: 'INR', formatted: '₹1195' },
      listPrice: { amount: '1795.00', currency: 'INR', formatted: '₹1795' },
      savingsPercent: 33,
      priceStatus: 'AVAILABLE',
      availability: 'IN_STOCK',
      availabilityMessage: 'In stock',
      seller: 'Cloudtail',
      condition: 'New',
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
    expect(readOffer(offers(listing(100, used)))).toEqual({
      priceStatus: 'NO_FEATURED_OFFER',
      availability: 'UNKNOWN',
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
    expect(offer).toEqual({ priceStatus: 'OUT_OF_STOCK', availability: 'OUT_OF_STOCK', condition: 'New' });
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
