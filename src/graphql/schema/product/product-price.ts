import type { UnitPrice } from '../../../product/offer.ts';
import { builder } from '../builder.ts';
import { MoneyType } from '../money.ts';
import { ProductType } from '../product.ts';
import { ProductDealType } from './product-deal.ts';

const ListPriceKindEnum = builder.enumType('ListPriceKind', {
  description: 'What a struck-through price is.',
  values: {
    LIST_PRICE: { description: "The manufacturer's suggested price." },
    WAS_PRICE: { description: 'A former price in the marketplace.' },
    LOWEST_PRICE: { description: 'The lowest price of a recent period, which the law requires in some countries.' },
    UNKNOWN: { description: 'The source does not say what the price is.' },
  },
});

const ProductUnitPriceType = builder.objectRef<UnitPrice>('ProductUnitPrice').implement({
  description: 'A price per unit of measure.',
  shareable: true,
  fields: (t) => ({
    price: t.expose('price', { type: MoneyType, description: 'The price of one unit.' }),
    unit: t.exposeString('unit', {
      nullable: true,
      description: 'The unit in the language of the answer, e.g. "100 g". Null when not provided.',
    }),
  }),
});

builder.objectFields(ProductType, (t) => ({
  listPriceKind: t.field({
    type: ListPriceKindEnum,
    nullable: true,
    description: 'What `listPrice` is. Null when there is no list price.',
    resolve: ({ product: { listPrice, listPriceKind } }) => listPrice && (listPriceKind ?? 'UNKNOWN'),
  }),
  unitPrice: t.field({
    type: ProductUnitPriceType,
    nullable: true,
    description: 'The price per unit of measure in the selected offer. Null when not provided.',
    resolve: ({ product }) => product.unitPrice,
  }),
  deal: t.field({
    type: ProductDealType,
    nullable: true,
    description: 'The deal that sets `price`. Null when there is none, or when not provided.',
    resolve: ({ product }) => product.deal,
  }),
}));
