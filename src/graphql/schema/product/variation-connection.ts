import type { SearchHit, VariationsRequest } from '../../../catalog/answer.ts';
import type { VariationDimension } from '../../../product/family.ts';
import { fullCall } from '../../input/full-call.ts';
import { longestCursor, mostHits } from '../../input/slice-input.ts';
import { readVariations } from '../../input/variations-input.ts';
import { builder } from '../builder.ts';
import { DataSourceEnum } from '../data-source.ts';
import { dependsOnRequest } from '../field-traits.ts';
import { completed } from '../hit-details.ts';
import { MoneyType } from '../money.ts';
import { PageInfoType } from '../page-info.ts';
import { ProductType } from '../product.ts';
import { CacheStatusEnum } from '../provenance.ts';
import { pageInfoOf, pageOf, type SlicePage } from '../slice-page.ts';

const VariationEdgeType = builder.objectRef<SearchHit>('VariationEdge').implement({
  description: 'One variation of a product.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      description: 'Opaque; as `after`, it requests the variations that follow this one.',
    }),
    node: t.field({
      type: ProductType,
      description:
        'The variation as the source listed it. If a selected field is missing there but may be known to a lookup, the product is looked up, together with all other products of the operation.',
      resolve: (hit, _, context, info) => completed(hit, context, info),
    }),
  }),
});

const VariationDimensionType = builder.objectRef<VariationDimension>('VariationDimension').implement({
  description: 'A property in which the variations of a product differ.',
  shareable: true,
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name in the language of the answer, e.g. "Colour".' }),
    values: t.exposeStringList('values', { description: "All values, in the source's order." }),
  }),
});

const VariationConnectionType = builder.objectRef<SlicePage<VariationsRequest>>('VariationConnection').implement({
  description: 'One page of the variations of a product, all from one source. They are not filtered by quality.',
  fields: (t) => ({
    edges: t.field({
      type: [VariationEdgeType],
      description: 'The variations in the order of the source. Empty after the last one.',
      resolve: ({ hits }) => hits,
    }),
    nodes: t.field({
      type: [ProductType],
      description: 'The products of `edges`, in the same order.',
      resolve: ({ hits }, _, context, info) => hits.map((hit) => completed(hit, context, info)),
    }),
    pageInfo: t.field({ type: PageInfoType, description: 'The position of this page.', resolve: pageInfoOf }),
    totalCount: t.exposeInt('totalCount', {
      nullable: true,
      description: 'The number of all variations. Null when not provided.',
    }),
    dimensions: t.field({
      type: [VariationDimensionType],
      description: 'The properties in which the variations differ. Empty when not provided.',
      resolve: ({ family }) => family?.dimensions ?? [],
    }),
    lowestPrice: t.field({
      type: MoneyType,
      nullable: true,
      description: 'The lowest price of all variations, as old as this page. Null when not provided.',
      resolve: ({ family }) => family?.lowestPrice,
    }),
    highestPrice: t.field({
      type: MoneyType,
      nullable: true,
      description: 'The highest price of all variations, as old as this page. Null when not provided.',
      resolve: ({ family }) => family?.highestPrice,
    }),
    source: t.expose('source', {
      type: DataSourceEnum,
      description: 'The source of the variations. Its cursors continue the list in the same source.',
    }),
    cacheStatus: t.expose('cacheStatus', {
      type: CacheStatusEnum,
      description: 'The worst cache status of the upstream pages that this page was taken from.',
    }),
  }),
});

builder.objectField(ProductType, 'variations', (t) =>
  t.field({
    type: VariationConnectionType,
    nullable: true,
    directives: {
      cost: { weight: mostHits / fullCall },
      listSize: { slicingArguments: ['first'], sizedFields: ['edges', 'nodes'], requireOneSlicingArgument: false },
    },
    description:
      'All variations of the product, such as its sizes and colours, itself included: those of its parent, or its own if it is the parent. They are an upstream call of their own for each ten, cached like a search. Null without an error means that the product has none. Null with an error means that no source could be asked.',
    args: {
      first: t.arg.int({
        required: true,
        defaultValue: 10,
        description: 'The number of variations on the page: 1 to 50.',
      }),
      after: t.arg.string({
        description: `A cursor of the same variations, at most ${longestCursor} characters; the page starts after it. Null or absent: the first page. A cursor of another list is BAD_USER_INPUT.`,
      }),
    },
    extensions: dependsOnRequest,
    async resolve({ product }, args, { catalog, operation }) {
      const request = readVariations(args, product);
      const page = pageOf(await catalog.variations(request, operation), request);
      const hasNone = page.hits.length === 0 && !page.hasNextPage && request.after === undefined;
      return hasNone ? null : page;
    },
  }),
);
