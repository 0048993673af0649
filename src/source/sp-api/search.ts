import { compareDecimals } from '../../product/money.ts';
import type { Product } from '../../product/product.ts';
import type { SearchPage, SearchTerms } from '../source.ts';
import { SourceError } from '../source-error.ts';
import type { SpApiClient } from './client.ts';
import { normalize } from './normalize.ts';
import type { Window } from './price-calls.ts';
import type { PricingClient, PriceResults } from './pricing-client.ts';
import { catalogByKeywords } from './requests.ts';
import { readCatalog } from './wire.ts';

/** Amazon pages through no more. Source: the model of searchCatalogItems. */
const reachableLimit = 1_000;

/**
 * One page of a keyword search with its featured prices. What the catalogue's search can do is words, brand and
 * relevance; the rest is done here as far as it can be done truly:
 *
 * - price, savings and stock are filtered on the page's hits, so that a page may hold fewer than 20. Where they are
 *   asked for and no price could be had, the search fails rather than pretend that nothing matches;
 * - a rating or a category of the marketplace's search cannot be told here at all, so neither leaves a hit out;
 * - every order is that of relevance: sorting 20 hits of thousands would only look like the order asked for.
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
  const { items, unreadable, nameless, totalCount, nextToken } = readCatalog(body);
  if (items.size === 0 && (unreadable.size > 0 || nameless)) {
    throw new SourceError('MALFORMED', 'SP-API catalog: no hit of the page could be read');
  }
  const prices = await pricing.featured([...items.keys()], window);
  if (needsPrices(terms)) refuseUnpriced(prices);
  const hits = [...items].map(([asin, item]) => normalize(asin, item, window.marketplace, prices.get(asin)?.offer));
  return {
    hits: hits.filter((hit) => matches(hit, terms)),
    ...(totalCount !== undefined && { totalCount, reachableCount: Math.min(totalCount, reachableLimit) }),
    // An empty page with a token would be asked for its follower for ever.
    ...(nextToken !== undefined && items.size > 0 && { next: nextToken }),
  };
}

function needsPrices(terms: SearchTerms): boolean {
  return terms.minPrice !== undefined || terms.maxPrice !== undefined || terms.minSavingPercent !== undefined;
}

/** A call that failed failed for all of its products. */
function refuseUnpriced(prices: PriceResults): void {
  const all = [...prices.values()];
  const [first] = all;
  if (first?.kind === 'failed' && all.every(({ kind }) => kind === 'failed')) throw first.error;
}

function matches(hit: Product, terms: SearchTerms): boolean {
  const { minPrice, maxPrice, minSavingPercent } = terms;
  if (!terms.includeOutOfStock && hit.availability === 'OUT_OF_STOCK') return false;
  if (minSavingPercent !== undefined && !((hit.savingsPercent ?? 0) >= minSavingPercent)) return false;
  if (minPrice === undefined && maxPrice === undefined) return true;
  if (hit.price === undefined) return false;
  const { amount } = hit.price;
  return (
    (minPrice === undefined || compareDecimals(amount, minPrice) >= 0) &&
    (maxPrice === undefined || compareDecimals(amount, maxPrice) <= 0)
  );
}
