import type { ProductAnswer } from '../../catalog/answer.ts';
import { productId } from '../../product/product.ts';
import { AvailabilityEnum, PriceAccessEnum, PriceStatusEnum } from './availability.ts';
import { builder } from './builder.ts';
import { DataQualityType } from './data-quality.ts';
import { loadProduct } from './entities.ts';
import { dependsOnTime, productLookup } from './field-traits.ts';
import { MarketplaceEnum } from './marketplace.ts';
import { MoneyType } from './money.ts';
import { ProductImageType } from './product/product-image.ts';
import { readProduct } from '../input/product-input.ts';
import { lookupArgs } from '../input/question-args.ts';
import { productLoader } from './product-loader.ts';
import { ProvenanceType } from './provenance.ts';
import { productOrNull } from './unavailable-error.ts';

export const ProductType = builder.objectRef<ProductAnswer>('Product');

ProductType.implement({
  description:
    'A product of one Amazon marketplace. Null in a field means that the source did not provide the value, never that the product has none. All values are as old as `provenance.fetchedAt`: by default at most one hour while fresh, and at most one day when stale.',
  isTypeOf: (value) => isProductAnswer(value),
  fields: (t) => ({
    id: t.id({
      description:
        'The marketplace and the ASIN, e.g. "IN:B0CR7G9V56"; then the language and the currency, if the operation requested others than those of the marketplace, e.g. "IN:B0CR7G9V56:hi_IN". Client caches normalise by it, and other subgraphs refer to it.',
      resolve: ({ product }) => productId(product),
    }),
    asin: t.field({
      type: 'ASIN',
      description: 'The requested ASIN. It may identify another product in another marketplace.',
      resolve: ({ product }) => product.asin,
    }),
    marketplace: t.field({
      type: MarketplaceEnum,
      description: 'The marketplace of the product.',
      resolve: ({ product }) => product.marketplace,
    }),
    language: t.field({
      type: 'Language',
      nullable: true,
      description:
        'The language of the texts. It differs from the requested one if the source cannot provide that. Null when unknown.',
      resolve: ({ product }) => product.textLanguage,
    }),
    productUrl: t.field({
      type: 'URL',
      description: "The address of the product's page, with the partner tag if the source adds it.",
      resolve: ({ product }) => product.productUrl,
    }),
    title: t.string({
      nullable: true,
      description: "The product's name in the language of the answer. Null when not provided.",
      resolve: ({ product }) => product.title,
    }),
    brand: t.string({
      nullable: true,
      description: 'The brand. Null when not provided.',
      resolve: ({ product }) => product.brand,
    }),
    features: t.stringList({
      description: 'The bullet points of the product page, in order. Empty when not provided.',
      resolve: ({ product }) => product.features,
    }),
    imageUrl: t.field({
      type: 'URL',
      nullable: true,
      description: 'The address of the main image. Null when not provided.',
      resolve: ({ product }) => product.imageUrl,
    }),
    images: t.field({
      type: [ProductImageType],
      description: 'All images, the main image first. Empty when not provided.',
      resolve: ({ product }) => product.images,
    }),
    price: t.field({
      type: MoneyType,
      nullable: true,
      description: 'The price of a new item in the selected offer. When null, `priceStatus` says why.',
      resolve: ({ product }) => product.price,
    }),
    listPrice: t.field({
      type: MoneyType,
      nullable: true,
      description:
        'The struck-through reference price, always above `price`. Null when there is no such price, or when not provided.',
      resolve: ({ product }) => product.listPrice,
    }),
    savingsPercent: t.float({
      nullable: true,
      description:
        'Savings against `listPrice` in percent, with at most one decimal. Null when there is no list price.',
      resolve: ({ product }) => product.savingsPercent,
    }),
    priceStatus: t.field({
      type: PriceStatusEnum,
      description: 'Whether the price is known, and otherwise why it is not; as fresh as the price.',
      resolve: ({ product }) => product.priceStatus,
    }),
    priceAccess: t.field({
      type: PriceAccessEnum,
      description:
        'Which shoppers can buy at `price`. A value other than EVERYONE means that no offer for all shoppers was found. EVERYONE when there is no price, or when not provided.',
      resolve: ({ product }) => product.priceAccess ?? 'EVERYONE',
    }),
    availability: t.field({
      type: AvailabilityEnum,
      description: 'Whether a new item can be bought; UNKNOWN when not provided.',
      resolve: ({ product }) => product.availability,
    }),
    availabilityMessage: t.string({
      nullable: true,
      description: 'The availability text in the language of the answer, e.g. "In stock". Null when not provided.',
      resolve: ({ product }) => product.availabilityMessage,
    }),
    rating: t.float({
      nullable: true,
      description: 'Average customer rating, 0 to 5 stars. Null when not provided; most APIs do not provide it.',
      resolve: ({ product }) => product.rating,
    }),
    reviewCount: t.int({
      nullable: true,
      description: 'Number of customer ratings. Null when not provided.',
      resolve: ({ product }) => product.reviewCount,
    }),
    parentAsin: t.field({
      type: 'ASIN',
      nullable: true,
      description:
        'The ASIN that groups the variants of the product (sizes, colours). Null when it has no variants, or when not provided.',
      resolve: ({ product }) => product.parentAsin,
    }),
    category: t.string({
      nullable: true,
      description: "The category's name in the marketplace. Null when not provided.",
      resolve: ({ product }) => product.category,
    }),
    salesRank: t.int({
      nullable: true,
      description: 'Sales rank in `category`; 1 is the best. Null when not provided.',
      resolve: ({ product }) => product.salesRank,
    }),
    seller: t.string({
      nullable: true,
      description: 'The seller of the selected offer. Null when not provided.',
      resolve: ({ product }) => product.seller,
    }),
    condition: t.string({
      nullable: true,
      description: 'The condition of the item in the selected offer, e.g. "New". Null when not provided.',
      resolve: ({ product }) => product.condition,
    }),
    quality: t.field({
      type: DataQualityType,
      description: 'How reliable this answer is, scored at its current age.',
      extensions: dependsOnTime((answer) => JSON.stringify(answer.quality())),
      resolve: (answer) => answer.quality(),
    }),
    provenance: t.field({
      type: ProvenanceType,
      description: 'Which source provided the product, and when.',
      resolve: (answer) => answer,
    }),
  }),
});

builder.asEntity(ProductType, {
  // The ASIN alone is not a key: a router that joins on it receives the price of another marketplace.
  key: [
    builder.selection<{ id: string }>('id'),
    builder.selection<{ asin: string; marketplace: string }>('asin marketplace'),
  ],
  resolveReference: loadProduct,
});

builder.queryField('product', (t) =>
  t.field({
    type: ProductType,
    nullable: true,
    directives: { cost: { weight: 1 } },
    description:
      'One product. Null without an error means that it does not exist: every source that answered reported so. Null with an error means that it is unavailable; the error has the extensions `code`, `asin`, `marketplace`, `retryable`, `retryAfterMs` and `attempts`.',
    args: {
      asin: t.arg({
        type: 'ASIN',
        required: true,
        description: 'The requested product. A malformed ASIN is BAD_USER_INPUT.',
      }),
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
