import type { FailureCode } from '../../../vocabulary.ts';
import type { PageKind } from './page-kind.ts';

/**
 * The failure class of an answer, by the kind of its page first and its status second; `undefined` when it is an
 * answer about the product: a product page, search results, another application, or Amazon's own not-found page.
 *
 * A page can look like success and be a robot check, and the other way round, so its content weighs more than its
 * status. A 404 in any other shape than Amazon's is somebody else's.
 */
export function failureOf(kind: PageKind, status: number): FailureCode | undefined {
  if (kind === 'BLOCKED') return 'BLOCKED';
  if (status === 429) return 'THROTTLED';
  if (kind === 'SERVER_ERROR') return status === 401 || status === 403 ? 'BLOCKED' : 'SERVER';
  if (kind === 'NOT_FOUND') return status >= 500 ? 'SERVER' : undefined;
  if (status === 401 || status === 403) return 'BLOCKED';
  if (status >= 500) return 'SERVER';
  if (kind === 'OTHER_APP') return undefined;
  if (kind === 'OTHER' || status !== 200) return 'MALFORMED';
  return undefined;
}
