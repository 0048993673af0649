import type { TokenFailures } from '../upstream/token.ts';
import type { FailureCode } from '../vocabulary.ts';
import { SourceError } from './source-error.ts';

/**
 * What the failures of a token endpoint mean for the next calls: a refused credential stays refused until an operator
 * acts, so it is not tried once per query; an endpoint that says how long to wait is not asked before, and what is left
 * of that counts down in `retryAfterMs`; anything else may be over in a second.
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

/** What a token endpoint answered instead of a token. */
export type TokenRefusal = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body; `undefined` when it is not JSON. */
  readonly json: unknown;
  /** The OAuth error in it, when it holds one. */
  readonly error: string | undefined;
};

/** OAuth errors that say nothing about the credential. */
const classes: Readonly<Record<string, FailureCode>> = {
  server_error: 'SERVER',
  temporarily_unavailable: 'SERVER',
  too_many_requests: 'THROTTLED',
  slow_down: 'THROTTLED',
};

/**
 * The failure class of a token endpoint's refusal. A credential is refused by an OAuth error (RFC 6749 §5.2), or by a
 * 401 of the endpoint's own; a missing endpoint stays missing, too. A page, or JSON without an OAuth error, comes from
 * a firewall in front of it, which has not looked at the credential.
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

/** The OAuth error of a token endpoint's answer, if it is one: a plain word, so that nothing else gets into messages. */
export function oauthError(value: unknown): string | undefined {
  return typeof value === 'string' && /^[a-z_]{3,40}$/.test(value) ? value : undefined;
}

/** What an operator should know of a refusal that came from in front of the token endpoint. */
export const firewallHint =
  'refused by a firewall in front of the token endpoint, which did not look at the credential';
