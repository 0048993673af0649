import { marketplaces, type MarketplaceCode } from '../../../product/marketplace.ts';
import { minorUnits } from '../../../product/money.ts';
import type { DeliveryOption } from '../../../product/search/search-filter.ts';
import { SourceError } from '../../source-error.ts';
import type { SearchPage, SearchSort, SearchTerms } from '../../source.ts';
import type { ItemAnswer } from './answer.ts';

/** Both APIs return ten pages of ten items; later hits cannot be reached. */
const pageSize = 10;
const lastPage = 10;

const sortNames: Readonly<Record<SearchSort, string>> = {
  RELEVANCE: 'Relevance',
  FEATURED: 'Featured',
  PRICE_LOW_TO_HIGH: 'Price:LowToHigh',
  PRICE_HIGH_TO_LOW: 'Price:HighToLow',
  AVG_CUSTOMER_REVIEWS: 'AvgCustomerReviews',
  NEWEST_ARRIVALS: 'NewestArrivals',
};

const deliveryFlags: Readonly<Record<DeliveryOption, string>> = {
  PRIME: 'Prime',
  FREE_SHIPPING: 'FreeShipping',
  FULFILLED_BY_AMAZON: 'FulfilledByAmazon',
  GLOBAL: 'AmazonGlobal',
};

/** The number in a page's `next`; 1 for the first page. */
export function pageNumber(page: string | undefined): number {
  if (page === undefined) return 1;
  const number = Number(page);
  if (Number.isInteger(number) && number >= 1 && number <= lastPage) return number;
  throw unwritable(`there is no page ${JSON.stringify(page)}`);
}

/** The search parameters of a SearchItems body, in the spelling of the Creators API. */
export function searchParameters(
  terms: SearchTerms,
  page: number,
  marketplace: MarketplaceCode,
): Readonly<Record<string, unknown>> {
  const { currency } = marketplaces[marketplace];
  return {
    keywords: terms.query,
    ...(terms.category !== undefined && { searchIndex: terms.category }),
    ...(terms.browseNodeId !== undefined && { browseNodeId: terms.browseNodeId }),
    ...(terms.brand !== undefined && { brand: terms.brand }),
    ...(terms.title !== undefined && { title: terms.title }),
    ...(terms.author !== undefined && { author: terms.author }),
    ...(terms.delivery !== undefined && { deliveryFlags: terms.delivery.map((option) => deliveryFlags[option]) }),
    // Without a condition, both APIs return one listing per item, which may be a used one that won the buy box. The
    // parameter filters listings, not items.
    condition: terms.condition ?? 'New',
    ...priceLimit('minPrice', terms.minPrice, currency),
    ...priceLimit('maxPrice', terms.maxPrice, currency),
    ...(terms.minRating !== undefined && { minReviewsRating: terms.minRating }),
    ...(terms.minSavingPercent !== undefined && { minSavingPercent: terms.minSavingPercent }),
    ...(terms.includeOutOfStock && { availability: 'IncludeOutOfStock' }),
    sortBy: sortNames[terms.sort],
    itemCount: pageSize,
    itemPage: page,
  };
}

/** A page of hits. `next` is absent on the last page and at the limit of the API. */
export function toSearchPage(answer: ItemAnswer, page: number): SearchPage {
  const { totalCount, refinements } = answer;
  const more = answer.entries >= pageSize && page < lastPage && page * pageSize < (totalCount ?? Infinity);
  return {
    hits: [...answer.products.values()],
    ...(totalCount !== undefined && { totalCount, reachableCount: Math.min(totalCount, pageSize * lastPage) }),
    ...(refinements.length > 0 && { refinements }),
    ...(more && { next: String(page + 1) }),
  };
}

/** A page without hits. Only an empty first page means that the search has none. */
export function noHits(page: number): SearchPage {
  return { hits: [], ...(page === 1 && { totalCount: 0, reachableCount: 0 }) };
}

/** Prices are positive integers of the currency's lowest denomination, so a lower limit of 0 is omitted. */
function priceLimit(
  name: 'minPrice' | 'maxPrice',
  amount: string | undefined,
  currency: string,
): Readonly<Record<string, number>> {
  if (amount === undefined) return {};
  const units = minorUnits(amount, currency);
  if (units === undefined || (units === 0 && name === 'maxPrice')) {
    throw unwritable(`${name} cannot be expressed in ${currency}`);
  }
  return units === 0 ? {} : { [name]: units };
}

function unwritable(why: string): SourceError {
  return new SourceError('MALFORMED', `SearchItems: ${why}`, { unsent: true, badRequest: true });
}
