import type { NotFoundAnswer, UnavailableAnswer } from '../../catalog/answer.ts';
import { marketplaces } from '../../product/marketplace.ts';
import { builder } from './builder.ts';
import { productLookup } from './field-traits.ts';
import { MarketplaceEnum } from './marketplace.ts';
import { fullCall } from '../input/full-call.ts';
import { mostAsins, readProducts } from '../input/product-input.ts';
import { lookupArgs } from '../input/question-args.ts';
import { productLoader } from './product-loader.ts';
import { ProductType } from './product.ts';
import { SourceAttemptType } from './source-attempt.ts';

const ErrorCodeEnum = builder.enumType('ErrorCode', {
  description: 'Why a product could not be learned.',
  values: {
    SOURCES_UNAVAILABLE: { description: 'No source could answer; `attempts` says how each of them failed.' },
    QUOTA_EXHAUSTED: { description: "The day's calls are used up; `retryAfterMs` leads to the next day." },
    DEADLINE_EXCEEDED: {
      description: 'The answer would not have come in time; `retryAfterMs` estimates when it would.',
    },
  },
});

const ProductNotFoundType = builder.objectRef<NotFoundAnswer>('ProductNotFound').implement({
  description: 'There is no such product in that store: every source that answered said so.',
  shareable: true,
  fields: (t) => ({
    asin: t.expose('asin', { type: 'ASIN', description: 'The ASIN that was asked for.' }),
    marketplace: t.expose('marketplace', { type: MarketplaceEnum, description: 'The store that has no such product.' }),
    message: t.string({
      description: 'The same for people.',
      resolve: ({ asin, marketplace }) => `${marketplaces[marketplace].domain} has no product ${asin}.`,
    }),
    attempts: t.field({
      type: [SourceAttemptType],
      description: 'Every source on the way, in the order they were asked.',
      resolve: (answer) => answer.attempts,
    }),
  }),
});

const ProductUnavailableType = builder.objectRef<UnavailableAnswer>('ProductUnavailable').implement({
  description: 'It could not be learned whether there is such a product. It costs the other results nothing.',
  shareable: true,
  fields: (t) => ({
    asin: t.expose('asin', { type: 'ASIN', description: 'The ASIN that was asked for.' }),
    marketplace: t.expose('marketplace', { type: MarketplaceEnum, description: 'The store that was meant.' }),
    code: t.expose('code', { type: ErrorCodeEnum, description: 'Why, for programs.' }),
    message: t.exposeString('message', { description: 'Why, for people.' }),
    retryable: t.exposeBoolean('retryable', { description: 'Whether asking again later can help.' }),
    retryAfterMs: t.exposeInt('retryAfterMs', {
      nullable: true,
      description: 'Milliseconds to wait before asking again. Null when unknown or when waiting does not help.',
    }),
    attempts: t.field({
      type: [SourceAttemptType],
      description: 'Every source on the way, in the order they were asked.',
      resolve: (answer) => answer.attempts,
    }),
  }),
});

const ProductResultUnion = builder.unionType('ProductResult', {
  description:
    'What became of one requested ASIN: the product, the knowledge that there is none, or why nothing is known.',
  types: [ProductType, ProductNotFoundType, ProductUnavailableType],
  resolveType: ({ kind }) => {
    if (kind === 'product') return ProductType;
    return kind === 'not-found' ? ProductNotFoundType : ProductUnavailableType;
  },
});

builder.queryField('products', (t) =>
  t.field({
    type: [ProductResultUnion],
    directives: { cost: { weight: mostAsins / fullCall }, listSize: { assumedSize: mostAsins } },
    description:
      'Up to 50 products of one store: one result for each requested ASIN, in request order, duplicates included. A product that cannot be had never costs the others; a malformed ASIN refuses the whole operation and names every bad index.',
    args: {
      asins: t.arg({ type: ['ASIN'], required: true, description: 'Which products: 1 to 50 ASINs.' }),
      ...lookupArgs,
    },
    extensions: productLookup({ keys: readProducts, value: (answer) => answer }),
    resolve: (_, args, context) => readProducts(args, context).map((key) => productLoader(context).load(key)),
  }),
);
