import type { SourceError } from './source-error.ts';
import type { SourceId } from './source.ts';

/** How one source fared on the way to an answer. */
export type AttemptOutcome = 'FOUND' | 'MISSING' | 'REJECTED' | 'FAILED' | 'SKIPPED';

/** One step of a trail; a source stands in it once. */
export type Attempt = {
  readonly source: SourceId;
  readonly outcome: AttemptOutcome;
  /** Failure class, or why the source was skipped. */
  readonly code?: string;
  readonly durationMs: number;
};

/** Why no source could say. */
export type UnavailableCode = 'SOURCES_UNAVAILABLE' | 'QUOTA_EXHAUSTED' | 'DEADLINE_EXCEEDED';

/** What the client is told when nothing was learned, and when asking again makes sense. */
export type Unavailability = {
  readonly code: UnavailableCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
};

const explanations: Readonly<Record<UnavailableCode, string>> = {
  SOURCES_UNAVAILABLE: 'No source could answer',
  QUOTA_EXHAUSTED: 'The day’s calls to Amazon are used up',
  DEADLINE_EXCEEDED: 'No call to Amazon could be made before the deadline',
};

/**
 * Sums up the failures of a trail: `DAY_QUOTA` alone is an exhausted quota, waiting alone is an exceeded deadline,
 * anything else means that the sources are unavailable.
 *
 * @param random between 0 and 1: spreads `retryAfterMs`, so that refused clients do not come back together
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

/** Whole milliseconds that the schema can tell, whatever an upstream, another instance or a clock made of them. */
function inRange(waitMs: number): number {
  return Math.min(mostMs, Math.max(0, Math.ceil(waitMs) || 0));
}

function codeOf(errors: readonly SourceError[]): UnavailableCode {
  const only = (...codes: readonly string[]) => errors.length > 0 && errors.every(({ code }) => codes.includes(code));
  if (only('DAY_QUOTA')) return 'QUOTA_EXHAUSTED';
  if (only('BUSY', 'DEADLINE')) return 'DEADLINE_EXCEEDED';
  return 'SOURCES_UNAVAILABLE';
}
