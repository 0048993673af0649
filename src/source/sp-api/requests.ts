import type { Asin } from '../../product/asin.ts';
import { marketplaces, type MarketplaceCode } from '../../product/marketplace.ts';
import type { QuestionGroup } from '../../product/question.ts';
import type { SearchTerms } from '../source.ts';
import type { SpApiOperation } from './limits.ts';

/** One request to SP-API, without host and token. */
export type SpApiRequest = {
  readonly operation: SpApiOperation;
  readonly marketplace: MarketplaceCode;
  readonly method: 'GET' | 'POST';
  /** Path and query, encoded. */
  readonly path: string;
  /** JSON; absent for GET, because Amazon's edge rejects a GET with a body. */
  readonly body?: string;
};

/** The maximum number of ASINs per call in every operation, and of items per catalogue page. */
export const batchSize = 20;

/** The data sets of an item. Source: the model of searchCatalogItems. */
const itemData = 'summaries,attributes,dimensions,identifiers,images,salesRanks,classifications,relationships';

// Stricter than our own shape: searchCatalogItems rejects a whole call because of one id that does not match, and does
// not name the id. Source: Amazon's answer in selling-partner-api-docs issue 2543.
const catalogAsin = /^(?:\d{9}[\dX]|[A-Z][A-Z0-9]{9})$/;

/** Whether the catalogue accepts ids of this form; an id of another form cannot name a product. */
export function isCatalogAsin(asin: Asin): boolean {
  return catalogAsin.test(asin);
}

/** searchCatalogItems for ids. It sends `pageSize`, because the default of 10 silently truncates the answer. */
export function catalogByAsins(asins: readonly Asin[], group: QuestionGroup): SpApiRequest {
  return catalog(group, { identifiers: asins.join(','), identifiersType: 'ASIN' });
}

/** searchCatalogItems for numbers. All of a call have one type, and EAN-13 is the form that every number has. */
export function catalogByEans(eans: readonly string[], group: QuestionGroup): SpApiRequest {
  const subject = { identifiers: eans.join(','), identifiersType: 'EAN' };
  return catalog(group, subject, 'summaries,identifiers,salesRanks');
}

/** searchCatalogItems for keywords. A comma would separate keywords, so it becomes a space. */
export function catalogByKeywords(
  terms: SearchTerms,
  pageToken: string | undefined,
  group: QuestionGroup,
): SpApiRequest {
  const keywords = terms.query.replaceAll(',', ' ').replace(/\s+/g, ' ').trim();
  return catalog(group, {
    keywords,
    brandNames: terms.brand?.replaceAll(',', ' '),
    classificationIds: terms.browseNodeId,
    pageToken,
  });
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
 * getItemOffersBatch: all new offers of up to 20 products. The parameters are members of each entry; Amazon has
 * rejected the wrapper `queryParams` since 2026-04-23.
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

function catalog(
  { marketplace, language }: QuestionGroup,
  subject: Readonly<Record<string, string | undefined>>,
  includedData = itemData,
): SpApiRequest {
  const query = {
    ...subject,
    marketplaceIds: marketplaces[marketplace].spApiId,
    includedData,
    // Without it, Amazon answers in the marketplace's own language.
    locale: language,
    pageSize: String(batchSize),
  };
  return { operation: 'catalog', marketplace, method: 'GET', path: `/catalog/2022-04-01/items?${encode(query)}` };
}

function encode(query: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(query)
    .flatMap(([name, value]) => (value === undefined ? [] : `${name}=${encodeURIComponent(value)}`))
    .join('&');
}
