import type { SearchAnswer, SearchHit, SearchRequest, SearchResult } from '../../catalog/answer.ts';
import { builder } from './builder.ts';
import { DataSourceEnum } from './data-source.ts';
import { BadInput } from '../input/bad-user-input.ts';
import { completed } from './hit-details.ts';
import { questionArgs } from '../input/question-args.ts';
import { PageInfoType } from './page-info.ts';
import { ProductType } from './product.ts';
import { CacheStatusEnum } from './provenance.ts';
import { SearchFilterType, SearchSortEnum } from './search-filter.ts';
import { fullCall } from '../input/full-call.ts';
import { longestCursor, longestQuery, mostHits, readSearch } from '../input/search-input.ts';
import { unavailableError } from './unavailable-error.ts';

type Slice = SearchResult & { readonly request: SearchRequest };

const SearchEdgeType = builder.objectRef<SearchHit>('SearchEdge').implement({
  description: 'One hit and where it stands in its search.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Opaque; as `after` it asks for the hits behind this one.' }),
    position: t.exposeInt('position', { description: 'Counted from 0 at the start of the whole search.' }),
    node: t.field({
      type: ProductType,
      description:
        'The product as the search found it. Where the search told less than a lookup does, and a field is selected that it left out, it is looked up together with all the others of the operation.',
      resolve: (hit, _, context, info) => completed(hit, context, info),
    }),
  }),
});

const SearchConnectionType = builder.objectRef<Slice>('SearchConnection').implement({
  description:
    'A slice of the hits of one search, all from one source. Hits are listed as found, not gated by quality.',
  fields: (t) => ({
    edges: t.field({
      type: [SearchEdgeType],
      description: 'The hits in order. Empty when nothing matches.',
      resolve: (slice) => slice.hits,
    }),
    nodes: t.field({
      type: [ProductType],
      description: 'The products of `edges`, in the same order.',
      resolve: (slice, _, context, info) => slice.hits.map((hit) => completed(hit, context, info)),
    }),
    pageInfo: t.field({ type: PageInfoType, description: 'Where this slice stands.', resolve: pageInfo }),
    totalCount: t.exposeInt('totalCount', {
      nullable: true,
      description: 'How many hits the source claims to have; an estimate. Null when it does not say.',
    }),
    reachableCount: t.exposeInt('reachableCount', {
      nullable: true,
      description: 'How many of them its pages can reach at most. Null when unknown.',
    }),
    source: t.expose('source', {
      type: DataSourceEnum,
      description: 'The source that was searched; its cursors stay with it.',
    }),
    cacheStatus: t.expose('cacheStatus', {
      type: CacheStatusEnum,
      description: 'The worst of the pages that this slice was taken from.',
    }),
  }),
});

builder.queryField('search', (t) =>
  t.field({
    type: SearchConnectionType,
    nullable: true,
    directives: {
      cost: { weight: mostHits / fullCall },
      listSize: { slicingArguments: ['first'], sizedFields: ['edges', 'nodes'], requireOneSlicingArgument: false },
    },
    description:
      'Products of one store that match a text. No hits is an empty slice; null plus an error only when no source could be searched. A failure midway gives the hits so far with `hasNextPage: true`.',
    args: {
      query: t.arg.string({ required: true, description: `What to look for: 1 to ${longestQuery} characters.` }),
      filter: t.arg({ type: SearchFilterType, description: 'Narrows the search. Null or absent: everything.' }),
      sort: t.arg({
        type: SearchSortEnum,
        required: true,
        defaultValue: 'RELEVANCE',
        description: 'How hits are ordered.',
      }),
      first: t.arg.int({ required: true, defaultValue: 10, description: 'How many hits: 1 to 50.' }),
      after: t.arg.string({
        description: `A cursor of the same search, at most ${longestCursor} characters: the slice begins behind it. Null or absent: at the start. A cursor of another search is BAD_USER_INPUT.`,
      }),
      ...questionArgs,
    },
    resolve: async (_, args, context) => {
      const request = readSearch(args, context);
      return sliceOf(await context.catalog.search(request, context.operation), request);
    },
  }),
);

function sliceOf(answer: SearchAnswer, request: SearchRequest): Slice {
  if (answer.kind === 'unavailable') throw unavailableError(answer);
  if (answer.kind === 'foreign-cursor') {
    throw new BadInput([{ path: ['after'], value: request.after, message: answer.message }]);
  }
  return { ...answer, request };
}

function pageInfo({ hits, hasNextPage, request }: Slice) {
  return {
    hasNextPage,
    hasPreviousPage: request.after !== undefined,
    startCursor: hits.at(0)?.cursor,
    endCursor: hits.at(-1)?.cursor,
  };
}
