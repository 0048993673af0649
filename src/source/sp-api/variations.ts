import { parseAsin, type Asin } from '../../product/asin.ts';
import type { VariationDimension } from '../../product/family.ts';
import type { MarketplaceCode } from '../../product/marketplace.ts';
import { list, text, texts } from '../json.ts';
import type { SearchPage } from '../source.ts';
import { SourceError } from '../source-error.ts';
import { unreadProduct } from '../unread-product.ts';
import type { SpApiClient } from './client.ts';
import { ownGroup } from './item/data-sets.ts';
import { object, objects, type Json } from './json.ts';
import type { Window } from './price-calls.ts';
import { catalogByAsins, isCatalogAsin } from './requests.ts';
import { readCatalog } from './wire.ts';

/** A family with more members is cut off. */
const mostMembers = 2_000;

/**
 * The variations of a product by their ASINs: all on one page. Only the parent's entry lists them; the page of a variation
 * is empty and leads to that of its parent, because a page is one call.
 *
 * @throws {SourceError}
 */
export async function variationsPage(
  asin: Asin,
  page: string | undefined,
  client: SpApiClient,
  window: Window,
): Promise<SearchPage> {
  const asked = parseAsin(page ?? '') ?? asin;
  if (!isCatalogAsin(asked)) return { hits: [] };
  const { items, unreadable, nameless } = readCatalog(
    await client.call(catalogByAsins([asked], window), window.signal),
  );
  const item = items.get(asked);
  if (item === undefined) {
    if (!nameless && !unreadable.has(asked)) return { hits: [] };
    throw new SourceError('MALFORMED', `SP-API catalog: the answer about ${asked} could not be read`);
  }
  const { parent, children, differences } = readRelatives(item, window.marketplace);
  if (children.length === 0) return { hits: [], ...(parent !== undefined && page === undefined && { next: parent }) };
  const hits = children
    .slice(0, mostMembers)
    .map((child) => ({ ...unreadProduct(child, window.marketplace), parentAsin: asked }));
  return { hits, totalCount: children.length, reachableCount: hits.length, family: { dimensions: differences } };
}

type Relatives = {
  readonly parent: Asin | undefined;
  readonly children: readonly Asin[];
  /** Without values: only the variations themselves have them. */
  readonly differences: readonly VariationDimension[];
};

function readRelatives(item: Json, marketplace: MarketplaceCode): Relatives {
  const relations = objects(ownGroup(item['relationships'], marketplace)['relationships']).map(object);
  // A package hierarchy also has parents and children, such as a case of bottles.
  const families = relations.filter(({ type }) => type === 'VARIATION');
  const asins = (name: string) =>
    families
      .flatMap((relation) => list(relation[name]) ?? [])
      .map((value) => parseAsin(text(value) ?? ''))
      .filter((asin) => asin !== undefined);
  const names = families.flatMap(({ variationTheme }) => texts(object(variationTheme)['attributes']));
  return {
    parent: asins('parentAsins')[0],
    children: [...new Set(asins('childAsins'))],
    differences: [...new Set(names)].map((name) => ({ name, values: [] })),
  };
}
