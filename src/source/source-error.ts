import { UpstreamError } from '../upstream/upstream-error.ts';
import type { FailureCode } from '../vocabulary.ts';

const failureCodes: Readonly<Record<FailureCode, true>> = {
  THROTTLED: true,
  BUSY: true,
  DAY_QUOTA: true,
  CREDENTIALS: true,
  TIMEOUT: true,
  NETWORK: true,
  SERVER: true,
  MALFORMED: true,
  BLOCKED: true,
  CIRCUIT_OPEN: true,
  DEADLINE: true,
};

/** Whether `code` is a failure class. */
export function isFailureCode(code: string): code is FailureCode {
  return Object.hasOwn(failureCodes, code);
}

/** Whether a failure was told without a call: our own permits, deadline or circuit refused. */
export function madeNoCall(code: string | undefined): boolean {
  return code === 'BUSY' || code === 'DAY_QUOTA' || code === 'DEADLINE' || code === 'CIRCUIT_OPEN';
}

/** Statuses of HTTP that refuse a request as it was written: bad, too large, its target or its headers too long. */
const badRequestStatuses: ReadonlySet<number> = new Set([400, 413, 414, 431]);

/** Whether an answer of this status refuses the request as it was written. */
export function refusesRequest(status: number): boolean {
  return badRequestStatuses.has(status);
}

/** What a failure carries besides its code. */
export type SourceErrorOptions = {
  /** How long the upstream, or our own permits, ask to wait. */
  readonly retryAfterMs?: number;
  /** The token was refused and has been dropped: the same call with a fresh one may pass. */
  readonly tokenRefused?: boolean;
  /** The upstream refused the call as a whole for one of its ids without naming it. */
  readonly unnamedFault?: boolean;
  /** No byte of the call left this machine, so no permit was used. */
  readonly unsent?: boolean;
  /** The request could not be written, or the upstream refused it as it was written: that says nothing about its health. */
  readonly badRequest?: boolean;
  readonly cause?: unknown;
};

/**
 * A source could not answer. `message` says what and where, for operators: it never holds a secret.
 *
 * "No such product" is not in this family: it is an answer.
 */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly code: FailureCode;
  readonly retryAfterMs: number | undefined;
  readonly tokenRefused: boolean;
  readonly unnamedFault: boolean;
  readonly unsent: boolean;
  readonly badRequest: boolean;

  constructor(code: FailureCode, message: string, options: SourceErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.tokenRefused = options.tokenRefused ?? false;
    this.unnamedFault = options.unnamedFault ?? false;
    this.unsent = options.unsent ?? false;
    this.badRequest = options.badRequest ?? false;
  }

  /** Whatever was thrown on the way to or from an upstream, as a SourceError. */
  static from(thrown: unknown, where: string): SourceError {
    if (thrown instanceof SourceError) return thrown;
    if (thrown instanceof UpstreamError) {
      const { code, unsent, badRequest } = thrown;
      return new SourceError(code, `${where}: ${thrown.message}`, { unsent, badRequest, cause: thrown });
    }
    return new SourceError('MALFORMED', `${where}: the answer could not be read`, { cause: thrown });
  }
}
