import type { Offer, Seller } from '../../../product/offer.ts';
import { AvailabilityEnum, PriceAccessEnum } from '../availability.ts';
import { builder } from '../builder.ts';
import { MoneyType } from '../money.ts';
import { ProductType } from '../product.ts';
import { ProductDealType } from './product-deal.ts';

const ProductSellerType = builder.objectRef<Seller>('ProductSeller').implement({
  description: 'The seller of an offer.',
  shareable: true,
  fields: (t) => ({
    id: t.exposeString('id', { nullable: true, description: "Amazon's id of the seller. Null when not provided." }),
    name: t.exposeString('name', { nullable: true, description: 'The name of the seller. Null when not provided.' }),
  }),
});

const ProductOfferType = builder.objectRef<Offer>('ProductOffer').implement({
  description: 'The offer of one seller. It is as old as the product.',
  shareable: true,
  fields: (t) => ({
    price: t.expose('price', { type: MoneyType, nullable: true, description: 'The price. Null when not provided.' }),
    listPrice: t.expose('listPrice', {
      type: MoneyType,
      nullable: true,
      description: 'The struck-through reference price, always above `price`. Null when there is none.',
    }),
    priceAccess: t.field({
      type: PriceAccessEnum,
      description: 'Which shoppers can buy at `price`. EVERYONE when not provided.',
      resolve: ({ priceAccess }) => priceAccess ?? 'EVERYONE',
    }),
    condition: t.exposeString('condition', {
      nullable: true,
      description: 'The condition of the item, e.g. "New" or "Used". Null when not provided.',
    }),
    subCondition: t.exposeString('subCondition', {
      nullable: true,
      description: 'The finer condition of a used item, e.g. "VeryGood". Null when not provided.',
    }),
    seller: t.expose('seller', {
      type: ProductSellerType,
      nullable: true,
      description: 'The seller. Null when not provided.',
    }),
    availability: t.expose('availability', {
      type: AvailabilityEnum,
      description: 'Whether the item can be bought from this seller; UNKNOWN when not provided.',
    }),
    availabilityMessage: t.exposeString('availabilityMessage', {
      nullable: true,
      description: 'The availability text in the language of the answer. Null when not provided.',
    }),
    isBuyBoxWinner: t.exposeBoolean('isBuyBoxWinner', {
      nullable: true,
      description: 'Whether the marketplace features this offer. Null when not provided.',
    }),
    isFulfilledByAmazon: t.exposeBoolean('isFulfilledByAmazon', {
      nullable: true,
      description: 'Whether Amazon ships the item. Null when not provided.',
    }),
    minOrderQuantity: t.exposeInt('minOrderQuantity', {
      nullable: true,
      description: 'The least number of items in one order. Null when not provided.',
    }),
    maxOrderQuantity: t.exposeInt('maxOrderQuantity', {
      nullable: true,
      description: 'The greatest number of items in one order. Null when not provided.',
    }),
    deal: t.expose('deal', {
      type: ProductDealType,
      nullable: true,
      description: 'The deal that sets the price. Null when there is none, or when not provided.',
    }),
  }),
});

builder.objectFields(ProductType, (t) => ({
  offers: t.field({
    type: [ProductOfferType],
    description:
      'All offers that the source provided, the selected one first. Most sources provide one or a few of the offers of the marketplace. Empty when not provided.',
    resolve: ({ product }) => product.offers ?? [],
  }),
}));
