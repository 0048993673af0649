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
  description: 'Why a product is unavailable.',
  values: {
    SOURCES_UNAVAILABLE: { description: 'No source could answer. `attempts` lists how each source failed.' },
    QUOTA_EXHAUSTED: { description: 'The daily quota is used up. `retryAfterMs` is the time until the next day.' },
    DEADLINE_EXCEEDED: {
      description: 'The answer would not have arrived before the deadline. `retryAfterMs` estimates when it can.',
    },
  },
});

const ProductNotFoundType = builder.objectRef<NotFoundAnswer>('ProductNotFound').implement({
  description: 'The product does not exist in the marketplace: every source that answered reported so.',
  shareable: true,
  fields: (t) => ({
    asin: t.expose('asin', { type: 'ASIN', description: 'The requested ASIN.' }),
    marketplace: t.expose('marketplace', { type: MarketplaceEnum, description: 'The requested marketplace.' }),
    message: t.string({
      description: 'A message for people.',
      resolve: ({ asin, marketplace }) => `${marketplaces[marketplace].domain} has no product ${asin}.`,
    }),
    attempts: t.field({
      type: [SourceAttemptType],
      description: 'All sources that were tried or skipped, in order.',
      resolve: (answer) => answer.attempts,
    }),
  }),
});

const ProductUnavailableType = builder.objectRef<UnavailableAnswer>('ProductUnavailable').implement({
  description: 'The gateway could not determine whether the product exists. Other results are not affected.',
  shareable: true,
  fields: (t) => ({
    asin: t.expose('asin', { type: 'ASIN', description: 'The requested ASIN.' }),
    marketplace: t.expose('marketplace', { type: MarketplaceEnum, description: 'The requested marketplace.' }),
    code: t.expose('code', { type: ErrorCodeEnum, description: 'The reason, for programs.' }),
    message: t.exposeString('message', { description: 'The reason, for people.' }),
    retryable: t.exposeBoolean('retryable', { description: 'Whether the same request may succeed later.' }),
    retryAfterMs: t.exposeInt('retryAfterMs', {
      nullable: true,
      description: 'Milliseconds to wait before the next request. Null when unknown, or when waiting does not help.',
    }),
    attempts: t.field({
      type: [SourceAttemptType],
      description: 'All sources that were tried or skipped, in order.',
      resolve: (answer) => answer.attempts,
    }),
  }),
});

/** The result for one requested ASIN. */
export const ProductResultUnion = builder.unionType('ProductResult', {
  description:
    'The result for one requested ASIN: the product, the fact that it does not exist, or the reason why neither is known.',
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
      'Up to 50 products of one marketplace: one result for each requested ASIN, in request order, duplicates included. An unavailable product does not affect the other results. If an ASIN is malformed, the whole operation is refused, and the error names every malformed index.',
    args: {
      asins: t.arg({ type: ['ASIN'], required: true, description: 'The requested products: 1 to 50 ASINs.' }),
      ...lookupArgs,
    },
    extensions: productLookup({ keys: readProducts, value: (answer) => answer }),
    resolve: (_, args, context) => readProducts(args, context).map((key) => productLoader(context).load(key)),
  }),
);
