import { GraphQLError } from 'graphql';
import type { ProductAnswer, Answer, SearchUnavailable, UnavailableAnswer } from '../../catalog/answer.ts';

/**
 * What could not be learned, as an entry in `errors`: `extensions` carry `code`, `marketplace`, `retryable`,
 * `retryAfterMs`, `attempts` and, for a product, `asin`.
 */
export function unavailableError(answer: UnavailableAnswer | SearchUnavailable): GraphQLError {
  const { code, message, marketplace, retryable, retryAfterMs = null, attempts } = answer;
  const asin = 'asin' in answer ? { asin: answer.asin } : {};
  return new GraphQLError(message, { extensions: { code, ...asin, marketplace, retryable, retryAfterMs, attempts } });
}

/** The product; `null` when there is none. Throws {@link unavailableError} when it could not be learned. */
export function productOrNull(answer: Answer): ProductAnswer | null {
  if (answer.kind === 'unavailable') throw unavailableError(answer);
  return answer.kind === 'product' ? answer : null;
}
