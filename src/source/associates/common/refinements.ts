import { parseNodeId } from '../../../product/browse-node.ts';
import type { MarketplaceCode } from '../../../product/marketplace.ts';
import { findSearchIndex } from '../../../product/search/search-category.ts';
import type { SearchRefinement, SearchRefinementBin } from '../../../product/search/search-refinement.ts';
import { list, text } from '../../json.ts';
import { field } from './field.ts';

/** The filter that applies a bin, by the bin's id. */
type FilterOf = (id: string) => Omit<SearchRefinementBin, 'name' | 'id'>;

/**
 * The facets in the result of a search: categories for a search in all categories, else browse nodes; and facets whose id
 * is the parameter that applies them (`Actor`, `Artist`, `Author`, `Brand`).
 *
 * Source: "SearchRefinements" in PA-API's documentation, and recorded answers.
 */
export function readRefinements(result: unknown, marketplace: MarketplaceCode): readonly SearchRefinement[] {
  const all = field(result, 'searchRefinements');
  const others = list(field(all, 'otherRefinements')) ?? [];
  return [
    readRefinement(field(all, 'searchIndex'), (id) => categoryOf(id, marketplace)),
    readRefinement(field(all, 'browseNode'), (id) => (parseNodeId(id) === undefined ? {} : { browseNodeId: id })),
    ...others.map((other) => readRefinement(other, isBrand(other) ? (id) => ({ brand: id }) : () => ({}))),
  ].filter((refinement) => refinement !== undefined);
}

function readRefinement(entry: unknown, filterOf: FilterOf): SearchRefinement | undefined {
  const name = text(field(entry, 'displayName')) ?? text(field(entry, 'id'));
  const bins = new Map<string, SearchRefinementBin>();
  for (const bin of list(field(entry, 'bins')) ?? []) {
    const id = text(field(bin, 'id'));
    // Amazon's own sample repeats a bin.
    if (id !== undefined) bins.set(id, { name: text(field(bin, 'displayName')) ?? id, id, ...filterOf(id) });
  }
  return name === undefined || bins.size === 0 ? undefined : { name, bins: [...bins.values()] };
}

function categoryOf(id: string, marketplace: MarketplaceCode): { readonly category?: string } {
  const category = findSearchIndex(marketplace, id);
  return category === undefined ? {} : { category };
}

function isBrand(entry: unknown): boolean {
  return text(field(entry, 'id'))?.toLowerCase() === 'brand';
}
