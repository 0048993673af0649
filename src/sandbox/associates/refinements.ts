import { browseNodeId } from '../browse-node.ts';
import type { SandboxProduct } from '../catalogue/product.ts';
import type { JsonRecord } from '../json.ts';

/**
 * `SearchRefinements` of the hits: categories for a search in all categories, else browse nodes and the values of the
 * parameters `Brand` and `Author`. Source: "SearchRefinements" in PA-API's documentation.
 */
export function refinementsOf(hits: readonly SandboxProduct[], category: string | undefined): JsonRecord {
  if (category === undefined) {
    const departments = hits.map(({ category: id, department }) => [id, department] as const);
    return { SearchIndex: { Id: 'SearchIndex', DisplayName: 'Department', Bins: bins(departments) } };
  }
  const nodes = hits.map(({ noun }) => [browseNodeId(noun), noun] as const);
  const others = [
    { Id: 'Author', DisplayName: 'Author', Bins: bins(named(hits.flatMap(authorsOf))) },
    { Id: 'Brand', DisplayName: 'Brand', Bins: bins(named(hits.map(({ brand }) => brand))) },
  ];
  return {
    BrowseNode: { Id: 'BrowseNodeId', DisplayName: 'Department', Bins: bins(nodes) },
    OtherRefinements: others.filter(({ Bins }) => Bins.length > 0),
  };
}

function authorsOf({ facts }: SandboxProduct): readonly string[] {
  return facts.authors.map(({ name }) => name);
}

function named(names: readonly string[]): readonly (readonly [string, string])[] {
  return names.map((name) => [name, name]);
}

function bins(values: readonly (readonly [string, string])[]): readonly JsonRecord[] {
  return [...new Map(values)].map(([id, name]) => ({ Id: id, DisplayName: name }));
}
