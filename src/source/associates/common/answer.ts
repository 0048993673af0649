import type { Asin } from '../../../product/asin.ts';
import type { MarketplaceCode } from '../../../product/marketplace.ts';
import type { Product } from '../../../product/product.ts';
import type { SearchRefinement } from '../../../product/search/search-refinement.ts';
import { count, list } from '../../json.ts';
import { SourceError } from '../../source-error.ts';
import { readFaults, type Fault } from './fault.ts';
import { field } from './field.ts';
import { readItem } from './item/item.ts';
import { readRefinements } from './refinements.ts';

/** The readable part of an answer. */
export type ItemAnswer = {
  /** In the order of the answer, which is not that of the request. */
  readonly products: ReadonlyMap<Asin, Product>;
  /** The number of items in the answer. */
  readonly entries: number;
  /** How many of them have no valid ASIN. */
  readonly unreadable: number;
  readonly faults: readonly Fault[];
  /** The number of hits that a search reports. */
  readonly totalCount: number | undefined;
  /** The facets that a search reports. */
  readonly refinements: readonly SearchRefinement[];
};

/**
 * Where answers contain their items. One page of the Creators API's documentation spells the first one `itemResults`.
 */
const containers = ['itemsResult', 'itemResults', 'searchResult', 'variationsResult'] as const;

/**
 * Reads an answer of GetItems, SearchItems or GetVariations from either API.
 *
 * @throws {SourceError} `MALFORMED` when it has neither items nor faults
 */
export function readAnswer(json: unknown, marketplace: MarketplaceCode, where: string): ItemAnswer {
  const faults = readFaults(json);
  const container = containers.map((name) => field(json, name)).find((value) => value !== undefined);
  const totalCount = count(field(container, 'totalResultCount'));
  const items = list(field(container, 'items'));
  if (items === undefined && faults.length === 0 && totalCount !== 0) {
    throw new SourceError('MALFORMED', `${where}: the answer contains neither items nor errors`);
  }
  const products = new Map<Asin, Product>();
  let unreadable = 0;
  for (const item of items ?? []) {
    const product = readItem(item, marketplace);
    if (product === undefined) unreadable += 1;
    else if (!products.has(product.asin)) products.set(product.asin, product);
  }
  return {
    products,
    entries: items?.length ?? 0,
    unreadable,
    faults,
    totalCount,
    refinements: readRefinements(container, marketplace),
  };
}
