import type { Asin } from '../../../product/asin.ts';
import type { MarketplaceCode } from '../../../product/marketplace.ts';
import type { Product } from '../../../product/product.ts';
import { count, list } from '../../json.ts';
import { SourceError } from '../../source-error.ts';
import { readFaults, type Fault } from './fault.ts';
import { field } from './field.ts';
import { readItem } from './item.ts';

/** An answer that was given, read as far as it can be. */
export type ItemAnswer = {
  /** In the answer's order, which is not that of the question. */
  readonly products: ReadonlyMap<Asin, Product>;
  /** How many items the answer holds. */
  readonly entries: number;
  /** How many of them cannot be told which product they are. */
  readonly unreadable: number;
  readonly faults: readonly Fault[];
  /** How many hits a search claims to have. */
  readonly totalCount: number | undefined;
};

/** Where answers keep their items; one page of the Creators API's documentation spells the first one `itemResults`. */
const containers = ['itemsResult', 'itemResults', 'searchResult'] as const;

/**
 * Reads the answer to GetItems or SearchItems, of either API.
 *
 * @throws {SourceError} `MALFORMED` when it has neither items nor faults
 */
export function readAnswer(json: unknown, marketplace: MarketplaceCode, where: string): ItemAnswer {
  const faults = readFaults(json);
  const container = containers.map((name) => field(json, name)).find((value) => value !== undefined);
  const totalCount = count(field(container, 'totalResultCount'));
  const items = list(field(container, 'items'));
  if (items === undefined && faults.length === 0 && totalCount !== 0) {
    throw new SourceError('MALFORMED', `${where}: the answer holds neither items nor errors`);
  }
  const products = new Map<Asin, Product>();
  let unreadable = 0;
  for (const item of items ?? []) {
    const product = readItem(item, marketplace);
    if (product === undefined) unreadable += 1;
    else if (!products.has(product.asin)) products.set(product.asin, product);
  }
  return { products, entries: items?.length ?? 0, unreadable, faults, totalCount };
}
