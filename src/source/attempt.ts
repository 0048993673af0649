import type { Unavailability, UnavailableCode } from '../vocabulary.ts';
import type { SourceError } from './source-error.ts';

const explanations: Readonly<Record<UnavailableCode, string>> = {
  SOURCES_UNAVAILABLE: 'No source could answer',
  QUOTA_EXHAUSTED: 'The day’s calls to Amazon are used up',
  DEADLINE_EXCEEDED: 'No call to Amazon could be made before the deadline',
};

/**
 * Summarizes the failures of a lookup or search: only `DAY_QUOTA` means an exhausted quota, only `BUSY` and `DEADLINE`
 * an exceeded deadline, and anything else that the sources are unavailable.
 *
 * @param random between 0 and 1: spreads `retryAfterMs`, so that clients do not retry at the same time
 */
export function unavailability(errors: readonly SourceError[], random: () => number): Unavailability {
  const code = codeOf(errors);
  const waits = errors.map(({ retryAfterMs }) => retryAfterMs).filter((wait) => wait !== undefined);
  const retryable = errors.length > 0 && !errors.every(({ code: failure }) => failure === 'CREDENTIALS');
  const classes = [...new Set(errors.map(({ code: failure }) => failure))].join(', ');
  return {
    code,
    message: `${explanations[code]}${classes === '' ? '' : ` (${classes})`}.`,
    retryable,
    ...(retryable && waits.length > 0 && { retryAfterMs: inRange(Math.min(...waits) + random() * 250) }),
  };
}

/** The largest GraphQL `Int`. */
const mostMs = 2_147_483_647;

/** Whole milliseconds within the range of the schema. The input may come from an upstream or from another instance. */
function inRange(waitMs: number): number {
  return Math.min(mostMs, Math.max(0, Math.ceil(waitMs) || 0));
}

function codeOf(errors: readonly SourceError[]): UnavailableCode {
  const only = (...codes: readonly string[]) => errors.length > 0 && errors.every(({ code }) => codes.includes(code));
  if (only('DAY_QUOTA')) return 'QUOTA_EXHAUSTED';
  if (only('BUSY', 'DEADLINE')) return 'DEADLINE_EXCEEDED';
  return 'SOURCES_UNAVAILABLE';
}
