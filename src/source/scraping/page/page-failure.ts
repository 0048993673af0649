import type { FailureCode } from '../../source-error.ts';
import type { PageKind } from './page-kind.ts';

/**
 * The failure class of a page, by its kind first and its status second; `undefined` when it is an answer: a product,
 * search results, or the store's own not-found page.
 *
 * A page can look like success and be a robot check, and the other way round, so what it holds weighs more than the
 * number it came with. A 404 in any other shape than the store's is somebody else's.
 */
export function failureOf(kind: PageKind, status: number): FailureCode | undefined {
  if (kind === 'BLOCKED') return 'BLOCKED';
  if (status === 429) return 'THROTTLED';
  if (kind === 'SERVER_ERROR') return 'SERVER';
  if (kind === 'NOT_FOUND') return status >= 500 ? 'SERVER' : undefined;
  if (status === 401 || status === 403) return 'BLOCKED';
  if (status >= 500) return 'SERVER';
  if (kind === 'OTHER' || status !== 200) return 'MALFORMED';
  return undefined;
}
