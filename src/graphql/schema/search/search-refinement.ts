import type { SearchRefinement, SearchRefinementBin } from '../../../product/search/search-refinement.ts';
import { builder } from '../builder.ts';

const SearchRefinementBinType = builder.objectRef<SearchRefinementBin>('SearchRefinementBin').implement({
  description:
    'One value of a facet. A non-null `category`, `browseNodeId` or `brand` is what the field of `SearchFilter` with the same name takes to apply it.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name, in the language of the answer.' }),
    id: t.exposeString('id', {
      description:
        'The source’s identifier of the value, unique within the facet. That of an author is what `author` takes.',
    }),
    category: t.exposeString('category', {
      nullable: true,
      description: 'The category to search in. Null when the value is no category of the marketplace.',
    }),
    browseNodeId: t.exposeID('browseNodeId', {
      nullable: true,
      description: 'The browse node to search in. Null when the value is none.',
    }),
    brand: t.exposeString('brand', { nullable: true, description: 'The brand. Null when the value is none.' }),
  }),
});

/** A facet of a search. */
export const SearchRefinementType = builder.objectRef<SearchRefinement>('SearchRefinement').implement({
  description: 'A facet of a search with its values.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name, in the language of the answer.' }),
    bins: t.field({
      type: [SearchRefinementBinType],
      description: 'The values, in the order of the source.',
      resolve: ({ bins }) => bins,
    }),
  }),
});
