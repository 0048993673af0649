/**
 * The name of a source, such as `CREATORS_API`. Each source's definition declares its own: no other room lists them, and
 * none compares them with a literal.
 */
export type SourceId = Uppercase<string>;

/** The name of what a source is asked to do, such as `lookup`; each operation declares its own. */
export type UpstreamOperation = string;

/** Whether calls to a source pass, are refused, or one of them is tried. */
export type CircuitState = 'CLOSED' | 'HALF_OPEN' | 'OPEN';

/** Why a source could not answer; `docs/operations.md` has a table of them. */
export type FailureCode =
  | 'THROTTLED'
  | 'BUSY'
  | 'DAY_QUOTA'
  | 'CREDENTIALS'
  | 'TIMEOUT'
  | 'NETWORK'
  | 'SERVER'
  | 'MALFORMED'
  | 'BLOCKED'
  | 'CIRCUIT_OPEN'
  | 'DEADLINE';

/** How one source fared on the way to an answer. */
export type AttemptOutcome = 'FOUND' | 'MISSING' | 'REJECTED' | 'FAILED' | 'SKIPPED';

/** One step on the way to an answer; each source has at most one. */
export type Attempt = {
  readonly source: SourceId;
  readonly outcome: AttemptOutcome;
  /** Failure class, why the source was skipped, or `IMPLAUSIBLE` of a rejected price. */
  readonly code?: string;
  /** The same for people; never holds a secret. */
  readonly message?: string;
  readonly durationMs: number;
};

/** Why no source could answer. */
export type UnavailableCode = 'SOURCES_UNAVAILABLE' | 'QUOTA_EXHAUSTED' | 'DEADLINE_EXCEEDED';

/** What the client is told when nothing was learned, and when asking again makes sense. */
export type Unavailability = {
  readonly code: UnavailableCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
};
