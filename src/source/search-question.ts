import { createHash } from 'node:crypto';
import { groupOf, type QuestionGroup } from '../product/question.ts';
import type { SearchTerms } from './source.ts';

/** One search, whatever page of it is wanted. */
export type Search = QuestionGroup & { readonly terms: SearchTerms };

/** One upstream page of a search; `page` is the `next` of the page before it, absent for the first. */
export type SearchQuestion = Search & { readonly page?: string | undefined };

/** The one identity of a search: the same terms in the same group. */
export function searchKeyOf(search: Search): string {
  const sorted = Object.entries(search.terms).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([groupOf(search), sorted]))
    .digest('base64url')
    .slice(0, 16);
}

/** The one identity of a page of a search. */
export function pageKeyOf(question: SearchQuestion): string {
  return `${searchKeyOf(question)}:${question.page ?? 'first'}`;
}
