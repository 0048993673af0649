import type { Asin } from '../../product/asin.ts';
import { marketplaces, type MarketplaceCode } from '../../product/marketplace.ts';
import type { SearchTerms } from '../source.ts';
import type { SpApiOperation } from './limits.ts';

/** One call as SP-API wants it, without host and token. */
export type SpApiRequest = {
  readonly operation: SpApiOperation;
  readonly marketplace: MarketplaceCode;
  readonly method: 'GET' | 'POST';
  /** Path and query, encoded. */
  readonly path: string;
  /** JSON; a GET carries none, else Amazon's edge refuses it. */
  readonly body?: string;
};

/** How many ASINs a call of any operation carries, and how many items a catalogue page. */
export const batchSize = 20;

const includedData = 'summaries,attributes,images,salesRanks,classifications,relationships';

// Stricter than our own shape: what does not match makes searchCatalogItems refuse the whole call without saying
// which id it was. Source: Amazon's answer in selling-partner-api-docs issue 2543.
const catalogAsin = /^(?:\d{9}[\dX]|[A-Z][A-Z0-9]{9})$/;

/** Whether the catalogue knows ids of this form at all; one of another form can name no product. */
export function isCatalogAsin(asin: Asin): boolean {
  return catalogAsin.test(asin);
}

/** searchCatalogItems for ids. `pageSize` is said because its default of 10 silently cuts the answer. */
export function catalogByAsins(asins: readonly Asin[], marketplace: MarketplaceCode): SpApiRequest {
  return catalog(marketplace, { identifiers: asins.join(','), identifiersType: 'ASIN' });
}

/** searchCatalogItems for words; a comma would separate keywords, so it becomes a space. */
export function catalogByKeywords(
  terms: SearchTerms,
  pageToken: string | undefined,
  marketplace: MarketplaceCode,
): SpApiRequest {
  const keywords = terms.query.replaceAll(',', ' ').replace(/\s+/g, ' ').trim();
  return catalog(marketplace, { keywords, brandNames: terms.brand?.replaceAll(',', ' '), pageToken });
}

/** getCompetitivePricing: the featured offers of up to 20 products. */
export function competitivePricing(asins: readonly Asin[], marketplace: MarketplaceCode): SpApiRequest {
  const query = {
    MarketplaceId: marketplaces[marketplace].spApiId,
    ItemType: 'Asin',
    Asins: asins.join(','),
    CustomerType: 'Consumer',
  };
  return {
    operation: 'competitivePricing',
    marketplace,
    method: 'GET',
    path: `/products/pricing/v0/competitivePrice?${encode(query)}`,
  };
}

/**
 * getItemOffersBatch: all new offers of up to 20 products. The members stand at the top of each entry; the wrapper
 * `queryParams` is refused since 2026-04-23.
 */
export function itemOffers(asins: readonly Asin[], marketplace: MarketplaceCode): SpApiRequest {
  const requests = asins.map((asin) => ({
    uri: `/products/pricing/v0/items/${asin}/offers`,
    method: 'GET',
    MarketplaceId: marketplaces[marketplace].spApiId,
    ItemCondition: 'New',
    CustomerType: 'Consumer',
  }));
  return {
    operation: 'itemOffers',
    marketplace,
    method: 'POST',
    path: '/batches/products/pricing/v0/itemOffers',
    body: JSON.stringify({ requests }),
  };
}

function catalog(marketplace: MarketplaceCode, subject: Readonly<Record<string, string | undefined>>): SpApiRequest {
  const query = {
    ...subject,
    marketplaceIds: marketplaces[marketplace].spApiId,
    includedData,
    pageSize: String(batchSize),
  };
  return { operation: 'catalog', marketplace, method: 'GET', path: `/catalog/2022-04-01/items?${encode(query)}` };
}

function encode(query: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(query)
    .flatMap(([name, value]) => (value === undefined ? [] : `${name}=${encodeURIComponent(value)}`))
    .join('&');
}
