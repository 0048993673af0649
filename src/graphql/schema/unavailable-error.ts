import { GraphQLError } from 'graphql';
import type {
  Answer,
  BrowseNodeAnswer,
  NodeAnswer,
  ProductAnswer,
  SearchUnavailable,
  UnavailableAnswer,
} from '../../catalog/answer.ts';
import { rounded } from '../../vocabulary.ts';

/**
 * An unavailable answer as an entry in `errors`: its `extensions` are `code`, `marketplace`, `retryable`, `retryAfterMs`,
 * `attempts` and, for a product, `asin`.
 */
export function unavailableError(answer: UnavailableAnswer | SearchUnavailable): GraphQLError {
  const { code, message, marketplace, retryable, retryAfterMs = null } = answer;
  const attempts = answer.attempts.map((attempt) => ({ ...attempt, durationMs: rounded(attempt.durationMs) }));
  const asin = 'asin' in answer ? { asin: answer.asin } : {};
  return new GraphQLError(message, { extensions: { code, ...asin, marketplace, retryable, retryAfterMs, attempts } });
}

/** The product; `null` when it does not exist. Throws {@link unavailableError} when it is unavailable. */
export function productOrNull(answer: Answer): ProductAnswer | null {
  if (answer.kind === 'unavailable') throw unavailableError(answer);
  return answer.kind === 'product' ? answer : null;
}

/** As {@link productOrNull}, for a category. */
export function nodeOrNull(answer: NodeAnswer): BrowseNodeAnswer | null {
  if (answer.kind === 'unavailable') throw unavailableError(answer);
  return answer.kind === 'browse-node' ? answer : null;
}
