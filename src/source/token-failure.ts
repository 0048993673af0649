import { SourceError } from './source-error.ts';

/**
 * How long a failed token fetch answers for the next ones: a refused credential stays refused until an operator acts,
 * so it is not tried once per query; a throttled endpoint says itself how long; anything else may be over in a second.
 */
export function tokenFailureMemoryMs(error: unknown): number {
  if (!(error instanceof SourceError)) return 1_000;
  if (error.code === 'CREDENTIALS') return 5 * 60_000;
  return Math.min(60_000, Math.max(1_000, error.retryAfterMs ?? 0));
}
