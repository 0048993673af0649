import type { SearchOrder, SearchTerms } from '../search.ts';

/** Amazon's names of the sort orders; unknown ones are ignored. */
const orders: Readonly<Record<string, SearchOrder>> = {
  relevanceblender: 'Relevance',
  'exact-aware-popularity-rank': 'Featured',
  'price-asc-rank': 'Price:LowToHigh',
  'price-desc-rank': 'Price:HighToLow',
  'review-rank': 'AvgCustomerReviews',
  'date-desc-rank': 'NewestArrivals',
};

/** The categories of Amazon's search menu, by their names in the URL. */
const departments: Readonly<Record<string, string>> = {
  'baby-products': 'Baby',
  beauty: 'Beauty',
  computers: 'Computers',
  electronics: 'Electronics',
  kitchen: 'HomeAndKitchen',
  mi: 'MusicalInstruments',
  'office-products': 'OfficeProducts',
  pets: 'PetSupplies',
  sporting: 'SportsAndOutdoors',
  tools: 'ToolsAndHomeImprovement',
  watches: 'Watches',
};

/**
 * Reads a search from a URL: `k` for the words, `i` for the category, `s` for the order, and in `rh`, separated by commas,
 * `p_36:low-high` for prices in the smallest unit and `n:id` for a browse node. A category without products has no hits.
 */
export function readSearch(query: URLSearchParams): SearchTerms {
  const [, low = '', high = ''] = /(?:^|,)p_36:(\d*)-(\d*)/.exec(query.get('rh') ?? '') ?? [];
  const [, browseNodeId] = /(?:^|,)n:(\d+)/.exec(query.get('rh') ?? '') ?? [];
  const department = query.get('i') ?? 'aps';
  return {
    words: (query.get('k') ?? '').trim(),
    ...(department !== 'aps' && { category: departments[department] ?? department }),
    ...(browseNodeId !== undefined && { browseNodeId }),
    ...(low !== '' && { minPrice: Number(low) }),
    ...(high !== '' && { maxPrice: Number(high) }),
    includeOutOfStock: true,
    order: orders[query.get('s') ?? ''] ?? 'Relevance',
  };
}
