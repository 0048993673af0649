import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import type { Answer, Identified, IdentifyRequest } from '../../../catalog/answer.ts';
import type { Asin } from '../../../product/asin.ts';
import { ean13, type Gtin } from '../../../product/gtin.ts';
import type { MarketplaceCode } from '../../../product/marketplace.ts';
import { groupIn, groupOf, type QuestionGroup } from '../../../product/question.ts';
import type { Unavailability } from '../../../vocabulary.ts';
import type { GatewayContext } from '../../context.ts';
import { longestInput, mostInputs, readLookup, type LookupInput } from '../../input/lookup-input.ts';
import { lookupArgs } from '../../input/question-args.ts';
import { builder } from '../builder.ts';
import { MarketplaceEnum } from '../marketplace.ts';
import { productLoader } from '../product-loader.ts';
import { ProductResultUnion } from '../product-result.ts';

type LookupResult = {
  readonly input: string;
  readonly asin?: Asin | undefined;
  readonly marketplace?: MarketplaceCode | undefined;
  readonly product?: Answer;
  readonly problem?: string;
  readonly code?: Unavailability['code'] | 'INVALID_INPUT' | 'NUMBER_NOT_FOUND';
  readonly retryAfterMs?: number | undefined;
};

const LookupProblemEnum = builder.enumType('LookupProblem', {
  description: 'Why an input of `lookup` has no product.',
  values: {
    INVALID_INPUT: { description: 'The input names no product, or one of a marketplace that no source serves.' },
    NUMBER_NOT_FOUND: { description: 'The number is valid, but no source knows a product with it.' },
    SOURCES_UNAVAILABLE: { description: 'No source could be asked for the number.' },
    QUOTA_EXHAUSTED: {
      description: 'The daily quota is used up. `retryAfterMs` is the time until the next day.',
    },
    DEADLINE_EXCEEDED: {
      description:
        'The product with the number would not have been found before the deadline. `retryAfterMs` estimates when it can.',
    },
  },
});

const LookupResultType = builder.objectRef<LookupResult>('LookupResult').implement({
  description: 'The result for one input of `lookup`.',
  fields: (t) => ({
    input: t.exposeString('input', { description: 'The input, unchanged.' }),
    asin: t.expose('asin', {
      type: 'ASIN',
      nullable: true,
      description: 'The ASIN that the input names. Null when `problem` says why there is none.',
    }),
    marketplace: t.expose('marketplace', {
      type: MarketplaceEnum,
      nullable: true,
      description: 'The marketplace of the product: that of the link, else the requested one. Null when unknown.',
    }),
    product: t.expose('product', {
      type: ProductResultUnion,
      nullable: true,
      description: 'The product, as in `products`. Null when `asin` is null.',
    }),
    problem: t.exposeString('problem', {
      nullable: true,
      description: 'What is wrong with the input, for people. Null when the input names a product.',
    }),
    code: t.expose('code', {
      type: LookupProblemEnum,
      nullable: true,
      description: 'What is wrong, for programs. Null when `problem` is.',
    }),
    retryAfterMs: t.exposeInt('retryAfterMs', {
      nullable: true,
      description: 'Milliseconds to wait before the next request. Null when unknown, or when waiting does not help.',
    }),
  }),
});

builder.queryField('lookup', (t) =>
  t.field({
    type: [LookupResultType],
    directives: { cost: { weight: mostInputs }, listSize: { assumedSize: mostInputs } },
    description: `Up to ${mostInputs} products by what people have: an ASIN, a link to a product in any of the 22 marketplaces, an ISBN, an EAN or a UPC. One result for each input, in order. An input that names no product has a \`problem\` and does not affect the others. An ASIN, a link and an ISBN with prefix 978 share calls as in \`products\`. Other numbers share calls where SP-API is configured; otherwise each costs a search. Only a product that has the very number is the answer.`,
    args: {
      inputs: t.arg.stringList({
        required: true,
        description: `1 to ${mostInputs} inputs of at most ${longestInput} characters.`,
      }),
      ...lookupArgs,
    },
    resolve: (_, args, context) => readLookup(args, context).map((input) => resultOf(input, args.realTime, context)),
  }),
);

async function resultOf(input: LookupInput, realTime: boolean, context: GatewayContext): Promise<LookupResult> {
  if (input.kind === 'problem') return { ...input, code: 'INVALID_INPUT' };
  if (input.kind === 'number') return await numberedProduct(input, realTime, context);
  const { request, gtin } = input;
  const { asin, marketplace } = request;
  const product = await productLoader(context).load(request);
  const result = { input: input.input, asin, marketplace, product };
  if (gtin === undefined || product.kind !== 'not-found') return result;
  // Not every book has its ISBN-10 as ASIN.
  const identified = await numberedProduct({ input: input.input, gtin, group: groupIn(request) }, realTime, context);
  return identified.asin === undefined && !identified.isUnknown ? result : identified;
}

type Numbered = { readonly input: string; readonly gtin: Gtin; readonly group: QuestionGroup };

/** The product that has the number; `isUnknown` if no source could say which has. */
async function numberedProduct(
  { input, gtin, group }: Numbered,
  realTime: boolean,
  context: GatewayContext,
): Promise<LookupResult & { readonly isUnknown?: boolean }> {
  const { marketplace } = group;
  const identified = await identifierLoader(context).load({ ...group, gtin });
  if (identified.kind === 'unavailable') {
    const { code, message, retryAfterMs } = identified;
    return { input, marketplace, problem: `could not be looked up: ${message}`, code, retryAfterMs, isUnknown: true };
  }
  if (identified.kind === 'not-found') {
    const problem = `no source knows a product with the ${gtin.kind} ${gtin.text}`;
    return { input, marketplace, problem, code: 'NUMBER_NOT_FOUND' };
  }
  const { asin } = identified;
  const product = await productLoader(context).load({ ...group, asin, realTime });
  return { input, asin, marketplace, product };
}

/** All numbers of one turn of the event loop reach the catalog in one call. */
const identifierLoader = createContextCache(
  ({ catalog, operation }: GatewayContext) =>
    new DataLoader<IdentifyRequest, Identified, string>((requests) => catalog.identify(requests, operation), {
      cacheKeyFn: ({ gtin, ...group }) => `${groupOf(groupIn(group))}:${ean13(gtin.text)}`,
    }),
);
