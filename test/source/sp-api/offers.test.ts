import { expect, test } from 'vitest';
import { readOffers } from '../../../src/source/sp-api/item/offers.ts';
import { itemOffersResult, unknownOffer } from '../../../src/source/sp-api/pricing.ts';

const inr = (Amount: number) => ({ CurrencyCode: 'INR', Amount });
const offer = (SellerId: string, price: number, more: object = {}) => ({
  SellerId,
  SubCondition: 'new',
  ListingPrice: inr(price),
  Shipping: inr(0),
  ShippingTime: { availabilityType: 'NOW' },
  ...more,
});

test('all offers are listed: the winners of the buy box first, then the cheapest with delivery', () => {
  const Offers = [
    offer('A1', 80, { Shipping: inr(50) }),
    offer('A2', 100, { IsBuyBoxWinner: false, IsFulfilledByAmazon: true }),
    offer('A3', 120, { IsBuyBoxWinner: true, ShippingTime: { availabilityType: 'FUTURE_WITH_DATE' } }),
    { SubCondition: 'open_box', ShippingTime: { availabilityType: 'FUTURE_WITHOUT_DATE' } },
  ];
  const price = (amount: string) => ({ price: { amount, currency: 'INR' }, condition: 'New' });
  expect(readOffers({ ItemCondition: 'New', Offers })).toEqual([
    { ...price('120.00'), seller: { id: 'A3' }, availability: 'PREORDER', isBuyBoxWinner: true },
    {
      ...price('100.00'),
      seller: { id: 'A2' },
      availability: 'IN_STOCK',
      isBuyBoxWinner: false,
      isFulfilledByAmazon: true,
    },
    { ...price('80.00'), seller: { id: 'A1' }, availability: 'IN_STOCK' },
    { condition: 'New', subCondition: 'open_box', availability: 'BACKORDER' },
  ]);
});

test('an answer without offers has none, and malformed ones are left out', () => {
  const settledWith = (Offers: unknown) => {
    const payload = { status: 'Success', ItemCondition: 'New', Summary: {}, Offers };
    return itemOffersResult({ status: { statusCode: 200 }, body: { payload } }, unknownOffer).offer;
  };
  for (const none of [undefined, [], 'x', [7]]) expect(settledWith(none)).not.toHaveProperty('offers');
  expect(settledWith([offer('A1', 9)]).offers).toHaveLength(1);
});
