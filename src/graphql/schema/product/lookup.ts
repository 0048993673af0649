import type { Answer } from '../../../catalog/answer.ts';
import type { Asin } from '../../../product/asin.ts';
import { isSameItem } from '../../../product/gtin.ts';
import type { MarketplaceCode } from '../../../product/marketplace.ts';
import { groupOf } from '../../../product/question.ts';
import type { GatewayContext } from '../../context.ts';
import { fullCall } from '../../input/full-call.ts';
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
};

/** What a search for a number found. */
type Identified = { readonly asin: Asin } | { readonly problem: string };

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
  }),
});

builder.queryField('lookup', (t) =>
  t.field({
    type: [LookupResultType],
    directives: { cost: { weight: mostInputs }, listSize: { assumedSize: mostInputs } },
    description: `Up to ${mostInputs} products by what people have: an ASIN, a link to a product in any of the 22 marketplaces, an ISBN, an EAN or a UPC. One result for each input, in order. An input that names no product has a \`problem\` and does not affect the others. An ASIN, a link and an ISBN with prefix 978 share calls as in \`products\`; every other number costs a search, and only a hit that has the very number is its product.`,
    args: {
      inputs: t.arg.stringList({
        required: true,
        description: `1 to ${mostInputs} inputs of at most ${longestInput} characters.`,
      }),
      ...lookupArgs,
    },
    resolve: (_, args, context) => {
      const identify = identifierIn(context);
      return readLookup(args, context).map((input) => resultOf(input, args.realTime, identify, context));
    },
  }),
);

type Identify = (input: LookupInput & { readonly kind: 'number' }) => Promise<Identified>;

async function resultOf(
  input: LookupInput,
  realTime: boolean,
  identify: Identify,
  context: GatewayContext,
): Promise<LookupResult> {
  if (input.kind === 'problem') return input;
  if (input.kind === 'product') {
    const { asin, marketplace } = input.request;
    return { input: input.input, asin, marketplace, product: await productLoader(context).load(input.request) };
  }
  const { marketplace } = input.group;
  const identified = await identify(input);
  if ('problem' in identified) return { input: input.input, marketplace, problem: identified.problem };
  const { asin } = identified;
  const product = await productLoader(context).load({ ...input.group, asin, realTime });
  return { input: input.input, asin, marketplace, product };
}

/** Finds the product with a number by a search; the same number is searched once in an operation. */
function identifierIn(context: GatewayContext): Identify {
  const known = new Map<string, Promise<Identified>>();
  return (input) => {
    const key = `${groupOf(input.group)}:${input.gtin.text}`;
    const identified = known.get(key) ?? search(input, context);
    known.set(key, identified);
    return identified;
  };
}

async function search(
  { gtin, group }: LookupInput & { readonly kind: 'number' },
  { catalog, operation }: GatewayContext,
): Promise<Identified> {
  const terms = { query: gtin.text, includeOutOfStock: true, sort: 'RELEVANCE' } as const;
  const found = await catalog.search({ ...group, terms, first: fullCall }, operation);
  if (found.kind !== 'hits') return { problem: `could not be looked up: ${found.message}` };
  const hit = found.hits.find(({ answer: { product } }) => {
    const { eans = [], upcs = [], isbns = [] } = product.identifiers ?? {};
    return [...eans, ...upcs, ...isbns].some((number) => isSameItem(number, gtin.text));
  });
  if (hit !== undefined) return { asin: hit.answer.product.asin };
  return { problem: `no source knows a product with the ${gtin.kind} ${gtin.text}` };
}
