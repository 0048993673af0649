import type { SearchHit, SearchRequest } from '../../../catalog/answer.ts';
import { builder } from '../builder.ts';
import { DataSourceEnum } from '../data-source.ts';
import { completed } from '../hit-details.ts';
import { questionArgs } from '../../input/question-args.ts';
import { PageInfoType } from '../page-info.ts';
import { ProductType } from '../product.ts';
import { CacheStatusEnum } from '../provenance.ts';
import { SearchRefinementType } from './search-refinement.ts';
import { SearchFilterType, SearchSortEnum } from './search-filter.ts';
import { fullCall } from '../../input/full-call.ts';
import { longestQuery, readSearch } from '../../input/search-input.ts';
import { longestCursor, mostHits } from '../../input/slice-input.ts';
import { SourceAttemptType } from '../source-attempt.ts';
import { pageInfoOf, pageOf, type SlicePage } from '../slice-page.ts';

const SearchEdgeType = builder.objectRef<SearchHit>('SearchEdge').implement({
  description: 'One hit and its position in the search.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Opaque; as `after`, it requests the hits that follow this hit.' }),
    position: t.exposeInt('position', { description: 'The position in the whole search, starting at 0.' }),
    node: t.field({
      type: ProductType,
      description:
        'The product as the search returned it. If a selected field is missing in the hit but may be known to a lookup, the product is looked up, together with all other products of the operation.',
      resolve: (hit, _, context, info) => completed(hit, context, info),
    }),
  }),
});

const SearchConnectionType = builder.objectRef<SlicePage<SearchRequest>>('SearchConnection').implement({
  description: 'One page of the hits of a search, all from one source. Hits are not filtered by quality.',
  fields: (t) => ({
    edges: t.field({
      type: [SearchEdgeType],
      description: 'The hits in order. Empty when nothing matches.',
      resolve: (page) => page.hits,
    }),
    nodes: t.field({
      type: [ProductType],
      description: 'The products of `edges`, in the same order.',
      resolve: (page, _, context, info) => page.hits.map((hit) => completed(hit, context, info)),
    }),
    pageInfo: t.field({ type: PageInfoType, description: 'The position of this page.', resolve: pageInfoOf }),
    totalCount: t.exposeInt('totalCount', {
      nullable: true,
      description: 'The number of hits that the source claims to have; an estimate. Null when not provided.',
    }),
    reachableCount: t.exposeInt('reachableCount', {
      nullable: true,
      description: 'The number of hits that can be reached by paging. Null when unknown.',
    }),
    refinements: t.field({
      type: [SearchRefinementType],
      description:
        'The facets that the source provides for the whole search, e.g. its categories and brands. They cost no call. Empty when it provides none.',
      resolve: ({ refinements }) => refinements ?? [],
    }),
    attempts: t.field({
      type: [SourceAttemptType],
      description:
        'All sources that were tried or skipped, in order. The code of the source of the hits says what it ignores of the search.',
      resolve: ({ attempts }) => attempts,
    }),
    source: t.expose('source', {
      type: DataSourceEnum,
      description: 'The source of the hits. Its cursors continue the search in the same source.',
    }),
    cacheStatus: t.expose('cacheStatus', {
      type: CacheStatusEnum,
      description: 'The worst cache status of the upstream pages that this page was taken from.',
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
      'Products of one marketplace that match a text. Without hits, the page is empty. Null with an error means that no source could be searched. If the search fails midway, the page has the hits so far and `hasNextPage: true`.',
    args: {
      query: t.arg.string({ required: true, description: `The search text: 1 to ${longestQuery} characters.` }),
      filter: t.arg({ type: SearchFilterType, description: 'Restricts the search. Null or absent: no restriction.' }),
      sort: t.arg({
        type: SearchSortEnum,
        required: true,
        defaultValue: 'RELEVANCE',
        description: 'The order of the hits.',
      }),
      first: t.arg.int({ required: true, defaultValue: 10, description: 'The number of hits on the page: 1 to 50.' }),
      after: t.arg.string({
        description: `A cursor of the same search, at most ${longestCursor} characters; the page starts after it. Null or absent: the first page. A cursor of another search is BAD_USER_INPUT.`,
      }),
      ...questionArgs,
    },
    resolve: async (_, args, context) => {
      const request = readSearch(args, context);
      return pageOf(await context.catalog.search(request, context.operation), request);
    },
  }),
);
