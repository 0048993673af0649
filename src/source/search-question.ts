import { createHash } from 'node:crypto';
import { groupOf } from '../product/question.ts';
import type { OptionalFilter, Search, SearchQuestion, SearchTerms } from './source.ts';

/** The identity of a search: its terms and its group. */
export function searchKeyOf(search: Search): string {
  const sorted = Object.entries(search.terms).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([groupOf(search), sorted]))
    .digest('base64url')
    .slice(0, 16);
}

/** The identity of a page of a search. */
export function pageKeyOf(question: SearchQuestion): string {
  return `${searchKeyOf(question)}:${question.page ?? 'first'}`;
}

/** Those of the filters `among` that the terms use. */
export function filtersIn(terms: SearchTerms, among: readonly OptionalFilter[]): readonly OptionalFilter[] {
  return among.filter((name) => terms[name] !== undefined);
}
