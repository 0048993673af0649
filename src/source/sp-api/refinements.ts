import { parseNodeId } from '../../product/browse-node.ts';
import type { SearchRefinement, SearchRefinementBin } from '../../product/search/search-refinement.ts';
import { text } from '../json.ts';
import { object, objects, type Json } from './json.ts';

/**
 * The facets of a keyword search: `{brands: [{brandName}], classifications: [{displayName, classificationId}]}`. They
 * have no names of their own. A classification may be another thing than a browse node, so its id may fit no filter.
 */
export function readRefinements(answer: unknown): readonly SearchRefinement[] {
  const { brands, classifications } = object(answer);
  return [
    { name: 'Brand', bins: distinct(objects(brands).map(brandOf)) },
    { name: 'Category', bins: distinct(objects(classifications).map(classificationOf)) },
  ].filter(({ bins }) => bins.length > 0);
}

function brandOf({ brandName }: Json): SearchRefinementBin | undefined {
  const brand = text(brandName);
  return brand === undefined ? undefined : { name: brand, id: brand, brand };
}

function classificationOf({ displayName, classificationId }: Json): SearchRefinementBin | undefined {
  const id = text(classificationId);
  if (id === undefined) return undefined;
  return { name: text(displayName) ?? id, id, ...(parseNodeId(id) !== undefined && { browseNodeId: id }) };
}

function distinct(bins: readonly (SearchRefinementBin | undefined)[]): readonly SearchRefinementBin[] {
  return [...new Map(bins.filter((bin) => bin !== undefined).map((bin) => [bin.id, bin])).values()];
}
