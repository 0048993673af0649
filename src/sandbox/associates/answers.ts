import { findSandboxProduct, sandboxProducts } from '../catalogue.ts';
import { itemTree } from './item.ts';
import type { CommonRequest } from './request.ts';
import type { ItemSearch } from './search-request.ts';
import type { JsonRecord } from '../json.ts';
import type { SandboxProduct } from '../catalogue/product.ts';
import { refinementsOf } from './refinements.ts';
import type { SandboxMarketplace } from '../sandbox-marketplace.ts';
import { searchProducts } from '../search.ts';
import { selectResources } from './select.ts';

/** The result of GetItems, in PA-API's spelling. */
export type ItemsFound = {
  /** Never in the order of the request. */
  readonly items: readonly JsonRecord[];
  /** Ids that no marketplace has. */
  readonly invalid: readonly string[];
  /** Ids that exist, but not in this marketplace. */
  readonly inaccessible: readonly string[];
};

/** Looks ids up as GetItems does. */
export function findItems(ids: readonly string[], marketplace: SandboxMarketplace, request: CommonRequest): ItemsFound {
  const found = ids
    .map((id) => findSandboxProduct(marketplace.code, id))
    .filter((product) => product !== undefined)
    .toReversed();
  const absent = ids.filter((id) => findSandboxProduct(marketplace.code, id) === undefined);
  const elsewhere = new Set(sandboxProducts().map((product) => product.asin));
  return {
    items: found.map((product) => itemOf(product, 'ogi', marketplace, request)),
    invalid: absent.filter((id) => !elsewhere.has(id)),
    inaccessible: absent.filter((id) => elsewhere.has(id)),
  };
}

/** `SearchResult` as PA-API spells it; `undefined` when the page has no hits. */
export function findSearchResult(
  search: ItemSearch,
  marketplace: SandboxMarketplace,
  request: CommonRequest,
): JsonRecord | undefined {
  const all = searchProducts(marketplace.code, { ...search.terms, condition: request.condition });
  const page = all.slice((search.page - 1) * search.count, search.page * search.count);
  if (page.length === 0) return undefined;
  return {
    Items: page.map((product) => itemOf(product, 'osi', marketplace, request)),
    TotalResultCount: all.length,
    SearchURL: `https://${marketplace.host}/s?k=${encodeURIComponent(search.terms.words)}&tag=${encodeURIComponent(request.tag)}`,
    ...(request.resources.includes('SearchRefinements') && {
      SearchRefinements: refinementsOf(all, search.terms.category),
    }),
  };
}

function itemOf(
  product: SandboxProduct,
  linkCode: 'ogi' | 'osi',
  marketplace: SandboxMarketplace,
  { resources, ...context }: CommonRequest,
): JsonRecord {
  return selectResources(itemTree(product, { ...context, marketplace, linkCode }), resources);
}
