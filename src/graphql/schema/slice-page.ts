import type { SearchAnswer, SearchResult, Slice } from '../../catalog/answer.ts';
import { BadInput } from '../input/bad-user-input.ts';
import type { PageInfo } from './page-info.ts';
import { unavailableError } from './unavailable-error.ts';

/** A slice of a list, with the request for it. */
export type SlicePage<Request extends Slice> = SearchResult & { readonly request: Request };

/**
 * The slice that the catalog answered with.
 *
 * @throws {GraphQLError} when no source could be asked
 * @throws {BadInput} when the cursor belongs to another list
 */
export function pageOf<Request extends Slice>(answer: SearchAnswer, request: Request): SlicePage<Request> {
  if (answer.kind === 'unavailable') throw unavailableError(answer);
  if (answer.kind === 'foreign-cursor') {
    throw new BadInput([{ path: ['after'], value: request.after, message: answer.message }]);
  }
  return { ...answer, request };
}

/** The position of the slice in its list. */
export function pageInfoOf({ hits, hasNextPage, request }: SlicePage<Slice>): PageInfo {
  return {
    hasNextPage,
    hasPreviousPage: request.after !== undefined,
    startCursor: hits.at(0)?.cursor,
    endCursor: hits.at(-1)?.cursor,
  };
}
