import type { SearchOrder, SearchTerms } from '../search.ts';

/** The store's own names of its orders; what it does not know it ignores. */
const orders: Readonly<Record<string, SearchOrder>> = {
  relevanceblender: 'Relevance',
  'featured-rank': 'Featured',
  'price-asc-rank': 'Price:LowToHigh',
  'price-desc-rank': 'Price:HighToLow',
  'review-rank': 'AvgCustomerReviews',
  'date-desc-rank': 'NewestArrivals',
};

/** A search as the address bar holds it: `k`, `s` for the order, and `rh=p_36:low-high` in the smallest unit. */
export function readStoreSearch(query: URLSearchParams): SearchTerms {
  const [, low = '', high = ''] = /(?:^|,)p_36:(\d*)-(\d*)/.exec(query.get('rh') ?? '') ?? [];
  return {
    words: (query.get('k') ?? '').trim(),
    ...(low !== '' && { minPrice: Number(low) }),
    ...(high !== '' && { maxPrice: Number(high) }),
    includeOutOfStock: true,
    order: orders[query.get('s') ?? ''] ?? 'Relevance',
  };
}
