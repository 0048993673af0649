import type { Element } from 'domhandler';
import { compareDecimals } from '../../../product/money.ts';
import type { Product } from '../../../product/product.ts';
import { hasAllWords } from '../../../product/search/search-filter.ts';
import { SourceError } from '../../source-error.ts';
import type { SearchPage, SearchTerms } from '../../source.ts';
import { scriptWith } from '../page/page-json.ts';
import type { PageView } from '../page/rule.ts';
import { isSponsored, readCard } from './search-card.ts';
import { maxSearchPage } from './search-url.ts';
import { textOf } from '../page/text.ts';
import type { YieldToEventLoop } from '../page/yield-to-event-loop.ts';

/**
 * Reads the organic hits of a search page in its order, each once, without those that `terms` excludes.
 *
 * @param page number of the requested page, from 1
 * @throws {SourceError} MALFORMED when the page claims hits but has none in a known markup
 */
export async function readSearchPage(
  view: PageView,
  terms: SearchTerms,
  page: number,
  yieldToEventLoop: YieldToEventLoop,
): Promise<SearchPage> {
  const cards = view.document.all('[data-component-type="s-search-result"]');
  const total = totalOf(view);
  if (cards.length === 0 && page === 1 && total !== 0 && view.document.all('#noResultsTitle').length === 0) {
    throw new SourceError('MALFORMED', `search page of ${view.marketplace}: no results could be found on it`);
  }
  const organic = cards.filter((card) => !isSponsored(card, view));
  const hits = new Map<string, Product>();
  for (const card of organic) {
    const hit = readCard(card, view);
    if (hit !== undefined && !hits.has(hit.asin)) hits.set(hit.asin, hit);
    await yieldToEventLoop();
  }
  reportHits(view, [...hits.values()]);
  const last = Math.min(maxSearchPage, lastPage(view, page));
  return {
    hits: [...hits.values()].filter((hit) => isWanted(hit, terms)),
    ...(total !== undefined && { totalCount: total, reachableCount: Math.min(total, last * organic.length) }),
    ...(page < last && { next: String(page + 1) }),
  };
}

/** `P.declare('s\-metadata', {"totalResultCount":2876,…})`; the visible text is rounded and in words. */
function totalOf({ document }: PageView): number | undefined {
  const text = scriptWith(document, '"totalResultCount"');
  const total = /"totalResultCount"\s*:\s*(\d{1,9})(?!\d)/.exec(text ?? '')?.[1];
  return total === undefined ? undefined : Number(total);
}

/** The highest page that the page's own pagination names; the page itself when it names none after it. */
function lastPage({ document }: PageView, page: number): number {
  const next = document.all('.s-pagination-next, .a-pagination .a-last')[0];
  if (next === undefined || /s-pagination-disabled|a-disabled/.test(next.attribs['class'] ?? '')) return page;
  const numbers = document.all('.s-pagination-item, .a-pagination li').map((item) => Number(numberIn(item)));
  return Math.max(page + 1, ...numbers.filter(Number.isSafeInteger));
}

function numberIn(item: Element): string {
  return /^\d{1,3}$/.exec(textOf(item))?.[0] ?? '0';
}

/** Applies the terms that the address cannot express; a card is not excluded by what it does not say. */
function isWanted(hit: Product, terms: SearchTerms): boolean {
  const { price, rating, brand, title } = hit;
  if (!terms.includeOutOfStock && hit.availability === 'OUT_OF_STOCK') return false;
  if (price !== undefined && terms.minPrice !== undefined && compareDecimals(price.amount, terms.minPrice) < 0)
    return false;
  if (price !== undefined && terms.maxPrice !== undefined && compareDecimals(price.amount, terms.maxPrice) > 0)
    return false;
  if (terms.minRating !== undefined && (rating ?? 0) < terms.minRating) return false;
  if (terms.minSavingPercent !== undefined && (hit.savingsPercent ?? 0) < terms.minSavingPercent) return false;
  if (terms.title !== undefined && !hasAllWords(title ?? '', terms.title)) return false;
  if (terms.brand === undefined) return true;
  return `${brand ?? ''} ${title ?? ''}`.toLowerCase().includes(terms.brand.toLowerCase());
}

/** One event per field and page: whether any hit had it. */
function reportHits(view: PageView, hits: readonly Product[]): void {
  if (hits.length === 0) return;
  for (const field of ['title', 'price', 'rating', 'reviewCount', 'imageUrl'] as const) {
    view.onHit(`hit.${field}`, hits.some((hit) => hit[field] !== undefined) ? 's-search-result' : 'none');
  }
}
