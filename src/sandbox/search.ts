import { browseNodeId } from './browse-node.ts';
import { sandboxProducts } from './catalogue.ts';
import type { SandboxDelivery } from './catalogue/delivery.ts';
import type { SandboxProduct } from './catalogue/product.ts';
import type { ServedCode } from './sandbox-marketplace.ts';
import { findsAllWords } from './word-match.ts';

/** The six sort orders of the associates APIs, by their names there. */
export type SearchOrder =
  | 'Relevance'
  | 'Featured'
  | 'Price:LowToHigh'
  | 'Price:HighToLow'
  | 'AvgCustomerReviews'
  | 'NewestArrivals';

/** A search; each protocol sets the fields that it can express. */
export type SearchTerms = {
  /** A number of the product, or words that must all be found in its texts; see {@link findsAllWords}. */
  readonly words: string;
  /** Search index; absent for all. */
  readonly category?: string;
  readonly brand?: string;
  /** A kind of product or a department. */
  readonly browseNodeId?: string;
  /** Words of the title. */
  readonly title?: string;
  readonly author?: string;
  /** A condition other than `Any` and `New` excludes products without such an offer. */
  readonly condition?: string;
  /** All of these ways. */
  readonly delivery?: readonly SandboxDelivery[];
  /** In the currency's smallest unit, as is `maxPrice`. */
  readonly minPrice?: number;
  readonly maxPrice?: number;
  readonly minRating?: number;
  readonly minSavingPercent?: number;
  readonly includeOutOfStock: boolean;
  readonly order: SearchOrder;
};

/** All products of the marketplace that match, in the requested order. Variation parents are never among them. */
export function searchProducts(code: ServedCode, terms: SearchTerms): readonly SandboxProduct[] {
  const words = terms.words.toLowerCase().split(/\s+/).filter(Boolean);
  const mentions = ({ brand, department, terms: more, facts: { ean, upc, isbn10 }, ...product }: SandboxProduct) =>
    [ean, upc, isbn10].includes(terms.words.trim()) ||
    findsAllWords(terms.words, [...titlesOf(product), brand, department, ...more]);
  return sandboxProducts(code)
    .filter((product) => product.state !== 'PARENT' && mentions(product) && passes(product, terms))
    .sort((a, b) => orders[terms.order](a, b, words) || (a.asin < b.asin ? -1 : 1));
}

function passes(product: SandboxProduct, terms: SearchTerms): boolean {
  const price = product.price?.minor;
  const { category, brand, minPrice, maxPrice, minRating, minSavingPercent } = terms;
  if (category !== undefined && product.category !== category) return false;
  if (!isAbout(product, terms) || !isOffered(product, terms)) return false;
  if (brand !== undefined && product.brand.toLowerCase() !== brand.toLowerCase()) return false;
  if (minPrice !== undefined && (price === undefined || price < minPrice)) return false;
  if (maxPrice !== undefined && (price === undefined || price > maxPrice)) return false;
  if (minRating !== undefined && (product.rating ?? 0) < minRating) return false;
  if (minSavingPercent !== undefined && savingPercent(product) < minSavingPercent) return false;
  return terms.includeOutOfStock || product.state !== 'OUT_OF_STOCK';
}

function isAbout({ noun, category, facts, ...product }: SandboxProduct, terms: SearchTerms): boolean {
  const nodes = [browseNodeId(noun), browseNodeId(category)];
  if (terms.browseNodeId !== undefined && !nodes.includes(terms.browseNodeId)) return false;
  if (terms.title !== undefined && !findsAllWords(terms.title, titlesOf(product))) return false;
  const names = facts.authors.filter(({ role }) => role === 'Author').map(({ name }) => name);
  return terms.author === undefined || names.some((name) => findsAllWords(terms.author ?? '', [name]));
}

function isOffered({ delivery, otherOffers, usedPrice }: SandboxProduct, terms: SearchTerms): boolean {
  if (terms.delivery?.some((way) => !delivery.includes(way)) === true) return false;
  const { condition = 'Any' } = terms;
  if (condition === 'Any' || condition === 'New') return true;
  return condition === 'Used' && (usedPrice !== undefined || otherOffers.some((offer) => offer.condition === 'Used'));
}

function savingPercent({ price, listPrice }: SandboxProduct): number {
  if (price === undefined || listPrice === undefined) return 0;
  return Math.round(((listPrice.minor - price.minor) * 100) / listPrice.minor);
}

type Order = (a: SandboxProduct, b: SandboxProduct, words: readonly string[]) => number;

/** Products without a price come last in both directions, as at Amazon. */
const orders: Readonly<Record<SearchOrder, Order>> = {
  Relevance: (a, b, words) => inTitle(b, words) - inTitle(a, words) || a.salesRank - b.salesRank,
  Featured: (a, b) => a.salesRank - b.salesRank,
  'Price:LowToHigh': (a, b) => (a.price?.minor ?? Infinity) - (b.price?.minor ?? Infinity) || 0,
  'Price:HighToLow': (a, b) => (b.price?.minor ?? -1) - (a.price?.minor ?? -1),
  AvgCustomerReviews: (a, b) => (b.rating ?? 0) - (a.rating ?? 0) || (b.reviewCount ?? 0) - (a.reviewCount ?? 0),
  NewestArrivals: (a, b) => b.releasedOn.localeCompare(a.releasedOn),
};

function inTitle(product: SandboxProduct, words: readonly string[]): number {
  const title = titlesOf(product).join(' ').toLowerCase();
  return words.filter((word) => title.includes(word)).length;
}

function titlesOf({ title, otherTitles }: Pick<SandboxProduct, 'title' | 'otherTitles'>): readonly string[] {
  return [title, ...Object.values(otherTitles)];
}
