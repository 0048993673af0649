import { groupIn, type ProductQuestion, type QuestionGroup } from '../product/question.ts';
import { pageKeyOf, searchKeyOf } from '../source/search-question.ts';
import type { Paged, Search, SearchPage, SearchTerms, Source, SourceOperation } from '../source/source.ts';
import { variationsKeyOf, variationsPageKeyOf } from '../source/variations-question.ts';

/** What the lists of products differ in that sources return page by page. */
export type ListKind<List extends QuestionGroup> = {
  /** The prefix of its cache keys. */
  readonly name: string;
  /** `undefined` if the source has no such lists. */
  operationOf(source: Source): SourceOperation<List & Paged, SearchPage> | undefined;
  /** Why a source that serves the marketplace cannot return the list; `undefined` if it can. */
  whySkip(source: Source, list: List): string | undefined;
  /** What a source that can return the list ignores of it, as codes. */
  ignoredBy(source: Source, list: List): readonly string[];
  /** The identity of a list. */
  keyOf(list: List): string;
  /** The identity of a page within its group. */
  pageKeyOf(question: List & Paged): string;
  /** The question about one page, without what else a request has. */
  pageOf(list: List, page: string | undefined): List & Paged;
  /** Whether complete hits of the list answer lookups too. */
  hasWholeProducts(list: List): boolean;
  /** What is wrong with a cursor of another list. */
  readonly foreignCursor: string;
};

/** The hits of searches. */
export const searches: ListKind<Search> = {
  name: 'search',
  operationOf: ({ operations }) => operations.search,
  whySkip: (source, { terms }) => unsupportedFilters(source, terms),
  ignoredBy: (source, { terms }) => (source.ignoresTerms?.(terms) ?? []).map(codeOf),
  keyOf: searchKeyOf,
  pageKeyOf,
  pageOf: (list, page) => ({ ...groupIn(list), terms: list.terms, page }),
  // Under another condition than new, a hit's offers are not those that a lookup finds.
  hasWholeProducts: ({ terms }) => terms.condition === undefined,
  foreignCursor: 'belongs to another search',
};

/** The variations of a product, by its ASIN or by that of its parent. */
export const families: ListKind<ProductQuestion> = {
  name: 'variations',
  operationOf: ({ operations }) => operations.variations,
  whySkip: ({ operations }) => (operations.variations === undefined ? 'NO_VARIATIONS' : undefined),
  ignoredBy: () => [],
  keyOf: variationsKeyOf,
  pageKeyOf: variationsPageKeyOf,
  pageOf: (list, page) => ({ ...groupIn(list), asin: list.asin, page }),
  hasWholeProducts: () => true,
  foreignCursor: 'belongs to the variations of another product',
};

/** The code of a skipped source that cannot apply a filter, e.g. `CONDITION_AND_DELIVERY_NOT_SUPPORTED`. */
function unsupportedFilters(source: Source, terms: SearchTerms): string | undefined {
  const filters = source.cannotApply?.(terms) ?? [];
  return filters.length === 0 ? undefined : `${filters.map(codeOf).join('_AND_')}_NOT_SUPPORTED`;
}

/** `BROWSE_NODE_ID` for `browseNodeId`. */
function codeOf(term: keyof SearchTerms): string {
  return term.replaceAll(/[A-Z]/g, '_$&').toUpperCase();
}
