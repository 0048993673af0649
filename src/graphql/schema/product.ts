import type { ProductAnswer } from '../../catalog/answer.ts';
import { productId } from '../../product/product.ts';
import { AvailabilityEnum, PriceAccessEnum, PriceStatusEnum } from './availability.ts';
import { builder } from './builder.ts';
import { DataQualityType } from './data-quality.ts';
import { loadReference } from './entities.ts';
import { dependsOnTime, productLookup } from './field-traits.ts';
import { MarketplaceEnum } from './marketplace.ts';
import { MoneyType } from './money.ts';
import { ProductImageType } from './product-image.ts';
import { readProduct } from '../input/product-input.ts';
import { lookupArgs } from '../input/question-args.ts';
import { productLoader } from './product-loader.ts';
import { ProvenanceType } from './provenance.ts';
import { productOrNull } from './unavailable-error.ts';

/** A product of one store, with everything that says how far to trust it. */
export const ProductType = builder.objectRef<ProductAnswer>('Product');

ProductType.implement({
  description:
    'A product of one Amazon store. Null in any field means that the source did not provide it, never that the product has none. Everything is as old as `provenance.fetchedAt`: an hour at most while fresh by default, a day at most when stale.',
  isTypeOf: (value) => isProductAnswer(value),
  fields: (t) => ({
    id: t.id({
      description:
        'The store and the ASIN, e.g. "IN:B0CR7G9V56": what clients normalise by and other subgraphs refer to.',
      resolve: ({ product }) => productId(product),
    }),
    asin: t.field({
      type: 'ASIN',
      description: 'The ASIN that was asked for. The same ASIN may be another product in another store.',
      resolve: ({ product }) => product.asin,
    }),
    marketplace: t.field({
      type: MarketplaceEnum,
      description: 'The store whose product this is.',
      resolve: ({ product }) => product.marketplace,
    }),
    productUrl: t.field({
      type: 'URL',
      description: "The product's page, with the partner tag where the source adds it.",
      resolve: ({ product }) => product.productUrl,
    }),
    title: t.string({
      nullable: true,
      description: "The product's name in the store's language. Null when not provided.",
      resolve: ({ product }) => product.title,
    }),
    brand: t.string({
      nullable: true,
      description: 'The brand. Null when not provided.',
      resolve: ({ product }) => product.brand,
    }),
    features: t.stringList({
      description: 'The bullet points of the page, in their order. Empty when not provided.',
      resolve: ({ product }) => product.features,
    }),
    imageUrl: t.field({
      type: 'URL',
      nullable: true,
      description: 'The main picture. Null when not provided.',
      resolve: ({ product }) => product.imageUrl,
    }),
    images: t.field({
      type: [ProductImageType],
      description: 'All pictures, the main one first. Empty when not provided.',
      resolve: ({ product }) => product.images,
    }),
    price: t.field({
      type: MoneyType,
      nullable: true,
      description: 'What a shopper pays for a new item from the chosen offer. When null, `priceStatus` says why.',
      resolve: ({ product }) => product.price,
    }),
    listPrice: t.field({
      type: MoneyType,
      nullable: true,
      description:
        'The struck-through reference price, always above `price`. Null when there is none or none was provided.',
      resolve: ({ product }) => product.listPrice,
    }),
    savingsPercent: t.float({
      nullable: true,
      description: 'Percent saved against `listPrice`, at most one decimal. Null when there is no list price.',
      resolve: ({ product }) => product.savingsPercent,
    }),
    priceStatus: t.field({
      type: PriceStatusEnum,
      description: 'Why `price` is there, or why not; as fresh as the price.',
      resolve: ({ product }) => product.priceStatus,
    }),
    priceAccess: t.field({
      type: PriceAccessEnum,
      description:
        'Who gets `price`. Another value than EVERYONE means that no offer open to everybody was found. EVERYONE when there is no price or the source does not say.',
      resolve: ({ product }) => product.priceAccess ?? 'EVERYONE',
    }),
    availability: t.field({
      type: AvailabilityEnum,
      description: 'Whether a new item can be bought; UNKNOWN when the source does not say.',
      resolve: ({ product }) => product.availability,
    }),
    availabilityMessage: t.string({
      nullable: true,
      description: 'The store\'s own words in its own language, e.g. "In stock". Null when not provided.',
      resolve: ({ product }) => product.availabilityMessage,
    }),
    rating: t.float({
      nullable: true,
      description: "Mean of the customers' stars, 0 to 5. Null when not provided, as by most APIs.",
      resolve: ({ product }) => product.rating,
    }),
    reviewCount: t.int({
      nullable: true,
      description: 'How many customers rated it. Null when not provided.',
      resolve: ({ product }) => product.reviewCount,
    }),
    parentAsin: t.field({
      type: 'ASIN',
      nullable: true,
      description: 'The ASIN that joins its variants (sizes, colours). Null when it has none or none was provided.',
      resolve: ({ product }) => product.parentAsin,
    }),
    category: t.string({
      nullable: true,
      description: "The category in the store's own words. Null when not provided.",
      resolve: ({ product }) => product.category,
    }),
    salesRank: t.int({
      nullable: true,
      description: 'Rank by sales in `category`, 1 is best. Null when not provided.',
      resolve: ({ product }) => product.salesRank,
    }),
    seller: t.string({
      nullable: true,
      description: 'Who sells the chosen offer. Null when not provided.',
      resolve: ({ product }) => product.seller,
    }),
    condition: t.string({
      nullable: true,
      description: 'Condition of the chosen offer, e.g. "New". Null when not provided.',
      resolve: ({ product }) => product.condition,
    }),
    quality: t.field({
      type: DataQualityType,
      description: 'How far this answer can be trusted, scored at the age it has now.',
      extensions: dependsOnTime((answer) => JSON.stringify(answer.quality())),
      resolve: (answer) => answer.quality(),
    }),
    provenance: t.field({
      type: ProvenanceType,
      description: 'Which source said so and when.',
      resolve: (answer) => answer,
    }),
  }),
});

builder.asEntity(ProductType, {
  // ASIN alone is no key: a router that joins on it comes back with the wrong store's price.
  key: [
    builder.selection<{ id: string }>('id'),
    builder.selection<{ asin: string; marketplace: string }>('asin marketplace'),
  ],
  resolveReference: loadReference,
});

builder.queryField('product', (t) =>
  t.field({
    type: ProductType,
    nullable: true,
    directives: { cost: { weight: 1 } },
    description:
      'One product. Null without an error means that it does not exist: every source that answered said so. When it could not be learned: null plus an error whose extensions carry `code`, `asin`, `marketplace`, `retryable`, `retryAfterMs` and `attempts`.',
    args: {
      asin: t.arg({ type: 'ASIN', required: true, description: 'Which product. Malformed: BAD_USER_INPUT.' }),
      ...lookupArgs,
    },
    extensions: productLookup({
      keys: (args: Parameters<typeof readProduct>[0], context) => [readProduct(args, context)],
      value: productOrNull,
    }),
    resolve: async (_, args, context) => productOrNull(await productLoader(context).load(readProduct(args, context))),
  }),
);

function isProductAnswer(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'product';
}
