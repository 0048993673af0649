import { UpstreamError } from '../upstream/upstream-error.ts';
import type { FailureCode } from '../vocabulary.ts';

/** HTTP statuses that reject the request itself: bad request, content too large, URI too long, headers too large. */
const badRequestStatuses: ReadonlySet<number> = new Set([400, 413, 414, 431]);

/** Whether a response with this status rejects the request itself. */
export function refusesRequest(status: number): boolean {
  return badRequestStatuses.has(status);
}

/** Details of a failure. */
export type SourceErrorOptions = {
  /** How long to wait before the next call, by the upstream or by the gateway's own permits. */
  readonly retryAfterMs?: number;
  /** The upstream refused the token, which has been discarded: the same call with a new token may succeed. */
  readonly tokenRefused?: boolean;
  /** The upstream refused the whole call because of one id and did not name the id. */
  readonly unnamedFault?: boolean;
  /** No byte of the request was sent, so the permit can be refunded. */
  readonly unsent?: boolean;
  /** The request was malformed, so the failure says nothing about the health of the upstream. */
  readonly badRequest?: boolean;
  readonly cause?: unknown;
};

/**
 * A source could not answer. `message` names the failure and the place, for operators; it never contains a secret.
 *
 * "No such product" is an answer, not a `SourceError`.
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

  /** Converts anything that an upstream call threw. @param where the call, for the message */
  static from(thrown: unknown, where: string): SourceError {
    if (thrown instanceof SourceError) return thrown;
    if (thrown instanceof UpstreamError) {
      const { code, unsent, badRequest } = thrown;
      return new SourceError(code, `${where}: ${thrown.message}`, { unsent, badRequest, cause: thrown });
    }
    return new SourceError('MALFORMED', `${where}: the answer could not be read`, { cause: thrown });
  }
}
