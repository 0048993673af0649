/**
 * The name of a source, such as `CREATORS_API`. Each source's definition declares its own: no other room lists them,
 * and none compares them with a literal.
 */
export type SourceId = Uppercase<string>;

/** The name of an operation of a source, such as `lookup`. Each operation declares its own. */
export type UpstreamOperation = string;

/**
 * The order in which lookups take the slots of calls: lookups that people wait for, then those of lists, then refreshes of
 * cached copies.
 */
export const lookupPriorities = ['INTERACTIVE', 'BULK', 'REFRESH'] as const;

/** One of {@link lookupPriorities}. */
export type LookupPriority = (typeof lookupPriorities)[number];

/** Whether lookups of `priority` take their slots before those of `other`. */
export function precedes(priority: LookupPriority, other: LookupPriority): boolean {
  return lookupPriorities.indexOf(priority) < lookupPriorities.indexOf(other);
}

/** Whether calls are sent (`CLOSED`), refused at once (`OPEN`), or one probe call is sent (`HALF_OPEN`). */
export type CircuitState = 'CLOSED' | 'HALF_OPEN' | 'OPEN';

/** All failure classes; `docs/operations.md` explains each. */
export const failureCodes = [
  'THROTTLED',
  'BUSY',
  'DAY_QUOTA',
  'CREDENTIALS',
  'TIMEOUT',
  'NETWORK',
  'SERVER',
  'MALFORMED',
  'BLOCKED',
  'CIRCUIT_OPEN',
  'DEADLINE',
] as const;

/** Why a source could not answer. */
export type FailureCode = (typeof failureCodes)[number];

/** Whether a failure happened without a call: the gateway's own permits, deadline or circuit refused the request. */
export function madeNoCall(code: string | undefined): boolean {
  return code === 'BUSY' || code === 'DAY_QUOTA' || code === 'DEADLINE' || code === 'CIRCUIT_OPEN';
}

/** The outcome of one source for one lookup. */
export type AttemptOutcome = 'FOUND' | 'MISSING' | 'REJECTED' | 'FAILED' | 'SKIPPED';

/** One source’s part in a lookup; each source has at most one attempt. */
export type Attempt = {
  readonly source: SourceId;
  readonly outcome: AttemptOutcome;
  /** The failure class, the reason for skipping the source, or `IMPLAUSIBLE` for a rejected price. */
  readonly code?: string;
  /** The same in words; never contains a secret. */
  readonly message?: string;
  readonly durationMs: number;
};

/** Why no source could answer. */
export type UnavailableCode = 'SOURCES_UNAVAILABLE' | 'QUOTA_EXHAUSTED' | 'DEADLINE_EXCEEDED';

/** Why there is no answer, and whether and when a retry makes sense. */
export type Unavailability = {
  readonly code: UnavailableCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
};

/** A measured number, such as milliseconds, as people read it: 17.1, and 0.04 below one. */
export function rounded(value: number): number;
export function rounded(value: number | undefined): number | undefined;
export function rounded(value: number | undefined): number | undefined {
  if (value === undefined) return undefined;
  const steps = value < 1 ? 100 : 10;
  return Math.round(value * steps) / steps;
}
