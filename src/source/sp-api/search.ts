import { compareDecimals } from '../../product/money.ts';
import type { Product } from '../../product/product.ts';
import { hasAllWords } from '../../product/search/search-filter.ts';
import type { IgnorableTerm, SearchPage, SearchTerms } from '../source.ts';
import { SourceError } from '../source-error.ts';
import type { SpApiClient } from './client.ts';
import { normalize } from './normalize.ts';
import type { Window } from './price-calls.ts';
import type { PricingClient, PriceResults } from './pricing-client.ts';
import { catalogByKeywords } from './requests.ts';
import { readCatalog } from './wire.ts';

/** The maximum number of hits that paging can reach. Source: the model of searchCatalogItems. */
const reachableLimit = 1_000;

/**
 * One page of a keyword search with its featured prices. The catalogue supports keywords, brand, browse node and
 * relevance; other criteria are applied here, as far as that is correct:
 *
 * - price, savings, stock, title and author filter the hits of the page, so a page may have fewer than 20. If such a filter is requested
 *   and no price is available, the search fails, because an empty result would be wrong;
 * - rating and category are unknown here, so they filter no hit;
 * - the order is always relevance: sorting 20 of thousands of hits would not give the requested order.
 *
 * @throws {SourceError}
 */
export async function searchPage(
  terms: SearchTerms,
  pageToken: string | undefined,
  client: SpApiClient,
  pricing: PricingClient,
  window: Window,
): Promise<SearchPage> {
  const body = await client.call(catalogByKeywords(terms, pageToken, window), window.signal);
  const { items, unreadable, nameless, totalCount, refinements, nextToken } = readCatalog(body);
  if (items.size === 0 && (unreadable.size > 0 || nameless)) {
    throw new SourceError('MALFORMED', 'SP-API catalog: no hit of the page could be read');
  }
  const prices = await pricing.featured([...items.keys()], window);
  if (needsPrices(terms)) refuseUnpriced(prices);
  const hits = [...items].map(([asin, item]) => normalize(asin, item, window, prices.get(asin)?.offer));
  return {
    hits: hits.filter((hit) => matches(hit, terms)),
    ...(totalCount !== undefined && { totalCount, reachableCount: Math.min(totalCount, reachableLimit) }),
    ...(refinements.length > 0 && { refinements }),
    // An empty page with a token would lead to endless requests.
    ...(nextToken !== undefined && items.size > 0 && { next: nextToken }),
  };
}

/** The terms that {@link searchPage} ignores. */
export function ignoresTerms({ category = 'All', minRating, sort }: SearchTerms): readonly IgnorableTerm[] {
  return [
    ...(category === 'All' ? [] : (['category'] as const)),
    ...(minRating === undefined ? [] : (['minRating'] as const)),
    ...(sort === 'RELEVANCE' ? [] : (['sort'] as const)),
  ];
}

function needsPrices(terms: SearchTerms): boolean {
  return terms.minPrice !== undefined || terms.maxPrice !== undefined || terms.minSavingPercent !== undefined;
}

/** If the pricing call failed, it failed for all products. */
function refuseUnpriced(prices: PriceResults): void {
  const all = [...prices.values()];
  const [first] = all;
  if (first?.kind === 'failed' && all.every(({ kind }) => kind === 'failed')) throw first.error;
}

function matches(hit: Product, terms: SearchTerms): boolean {
  const { minPrice, maxPrice, minSavingPercent, title, author } = terms;
  if (!terms.includeOutOfStock && hit.availability === 'OUT_OF_STOCK') return false;
  if (title !== undefined && !hasAllWords(hit.title ?? '', title)) return false;
  if (author !== undefined && !hit.contributors?.some(({ name }) => hasAllWords(name, author))) return false;
  if (minSavingPercent !== undefined && !((hit.savingsPercent ?? 0) >= minSavingPercent)) return false;
  if (minPrice === undefined && maxPrice === undefined) return true;
  if (hit.price === undefined) return false;
  const { amount } = hit.price;
  return (
    (minPrice === undefined || compareDecimals(amount, minPrice) >= 0) &&
    (maxPrice === undefined || compareDecimals(amount, maxPrice) <= 0)
  );
}
