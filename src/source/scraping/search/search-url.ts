import { marketplaces, type MarketplaceCode } from '../../../product/marketplace.ts';
import { minorUnits } from '../../../product/money.ts';
import type { SearchSort, SearchTerms } from '../../source.ts';

/** Amazon shows twenty pages of results at most. */
export const maxSearchPage = 20;

/** Path and query of a marketplace's search page; `page` counts from 1. */
export function searchPath(terms: SearchTerms, page: number, marketplace: MarketplaceCode): string {
  const query = new URLSearchParams({ k: terms.query });
  if (terms.category !== undefined && terms.category !== 'All') query.set('i', aliasOf(terms.category));
  const node = terms.browseNodeId === undefined ? undefined : `n:${terms.browseNodeId}`;
  const price = priceRange(terms, marketplaces[marketplace].currency);
  const restrictions = [node, price].filter((restriction) => restriction !== undefined);
  if (restrictions.length > 0) query.set('rh', restrictions.join(','));
  const order = orders[terms.sort];
  if (order !== undefined) query.set('s', order);
  if (page > 1) query.set('page', String(page));
  return `/s?${query}`;
}

/** Values of the "Sort by" menu; relevance is the default. */
const orders: Readonly<Record<SearchSort, string | undefined>> = {
  RELEVANCE: undefined,
  FEATURED: 'exact-aware-popularity-rank',
  PRICE_LOW_TO_HIGH: 'price-asc-rank',
  PRICE_HIGH_TO_LOW: 'price-desc-rank',
  AVG_CUSTOMER_REVIEWS: 'review-rank',
  NEWEST_ARRIVALS: 'date-desc-rank',
};

/** The price filter, `p_36:<low>-<high>` in the lowest denomination; either end may be open. */
function priceRange({ minPrice, maxPrice }: SearchTerms, currency: string): string | undefined {
  const low = minPrice === undefined ? undefined : minorUnits(minPrice, currency);
  const high = maxPrice === undefined ? undefined : minorUnits(maxPrice, currency);
  return low === undefined && high === undefined ? undefined : `p_36:${low ?? ''}-${high ?? ''}`;
}

/**
 * The search alias of an associates-API category: the category in lower case unless it is one of these.
 * Only `stripbooks` and `kitchen` are on recorded pages; a marketplace that does not know an alias searches all.
 */
function aliasOf(category: string): string {
  return aliases.get(category) ?? category.replace(/(?<=[a-z])And(?=[A-Z])/g, '').toLowerCase();
}

const aliases: ReadonlyMap<string, string> = new Map([
  ['AmazonVideo', 'instant-video'],
  ['ArtsAndCrafts', 'arts-crafts'],
  ['Baby', 'baby-products'],
  ['Books', 'stripbooks'],
  ['DigitalMusic', 'digital-music'],
  ['GardenAndOutdoor', 'lawngarden'],
  ['GiftCards', 'gift-cards'],
  ['GroceryAndGourmetFood', 'grocery'],
  ['HealthPersonalCare', 'hpc'],
  ['HomeAndKitchen', 'kitchen'],
  ['KindleStore', 'digital-text'],
  ['LuxuryBeauty', 'luxury-beauty'],
  ['MobileApps', 'mobile-apps'],
  ['MoviesAndTV', 'dvd'],
  ['Music', 'popular'],
  ['MusicalInstruments', 'mi'],
  ['OfficeProducts', 'office-products'],
  ['PetSupplies', 'pets'],
  ['SportsAndOutdoors', 'sporting'],
  ['ToolsAndHomeImprovement', 'tools'],
  ['ToysAndGames', 'toys'],
]);
