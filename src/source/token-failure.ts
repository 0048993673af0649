import type { TokenFailures } from '../upstream/token.ts';
import type { FailureCode } from '../vocabulary.ts';
import { SourceError } from './source-error.ts';

/**
 * How long failures of a token endpoint are remembered. A refused credential stays refused until an operator acts, so
 * it is not tried for each query. An endpoint that sends Retry-After is not called earlier, and `retryAfterMs` counts
 * down. All other failures may be over in a second.
 */
export const tokenFailures: TokenFailures = {
  rememberMs(error) {
    if (error instanceof SourceError && error.code === 'CREDENTIALS') return 5 * 60_000;
    return Math.max(1_000, askedToWaitMs(error));
  },
  later(error, leftMs) {
    if (!(error instanceof SourceError) || error.retryAfterMs === undefined) return error;
    return new SourceError(error.code, error.message, { retryAfterMs: leftMs, unsent: true, cause: error });
  },
  askedToWaitMs,
  waiting: (leftMs) =>
    new SourceError('THROTTLED', 'the token endpoint asked another instance of this gateway to wait', {
      retryAfterMs: leftMs,
      unsent: true,
    }),
};

function askedToWaitMs(error: unknown): number {
  return error instanceof SourceError ? (error.retryAfterMs ?? 0) : 0;
}

/** The answer of a token endpoint that refused a token. */
export type TokenRefusal = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body; `undefined` when it is not JSON. */
  readonly json: unknown;
  /** Its OAuth error, if it has one. */
  readonly error: string | undefined;
};

/** OAuth errors that do not concern the credential. */
const classes: Readonly<Record<string, FailureCode>> = {
  server_error: 'SERVER',
  temporarily_unavailable: 'SERVER',
  too_many_requests: 'THROTTLED',
  slow_down: 'THROTTLED',
};

/**
 * The failure class of a token endpoint's refusal. An OAuth error (RFC 6749 §5.2) or the endpoint's own 401 refuses the
 * credential. A missing endpoint is treated the same, because it stays missing. A page, or JSON without an OAuth error,
 * comes from a firewall in front of the endpoint, which did not check the credential.
 */
export function classOfTokenRefusal({ status, headers, json, error }: TokenRefusal): FailureCode {
  if (headers['x-amzn-waf-action'] !== undefined) return 'BLOCKED';
  if (status === 429) return 'THROTTLED';
  if (status >= 500) return 'SERVER';
  if (status < 400) return 'MALFORMED';
  if (error !== undefined) return classes[error] ?? 'CREDENTIALS';
  if (status === 404 || status === 410) return 'CREDENTIALS';
  return status === 401 && json !== undefined ? 'CREDENTIALS' : 'BLOCKED';
}

/** The OAuth error of an answer, if it is a plain word: nothing else may get into messages. */
export function oauthError(value: unknown): string | undefined {
  return typeof value === 'string' && /^[a-z_]{3,40}$/.test(value) ? value : undefined;
}

/** A hint for operators about a refusal by a firewall. */
export const firewallHint = 'refused by a firewall in front of the token endpoint, which did not check the credential';
