import type { Token } from '../../upstream/token.ts';
import { parseRetryAfter, tokenWaitCapMs } from '../../upstream/retry-after.ts';
import type { Upstream, UpstreamResponse } from '../../upstream/upstream.ts';
import { text, tryJson } from '../json.ts';
import { SourceError } from '../source-error.ts';
import { classOfTokenRefusal, firewallHint, oauthError } from '../token-failure.ts';
import { thrownFault } from './fault.ts';
import { object } from './json.ts';

/** The credential of an SP-API application. */
export type LwaCredential = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
};

const where = 'Login with Amazon';
const defaultLifetimeSeconds = 3600;

/**
 * Exchanges the refresh token for an access token with one form post. All regions use the same host.
 * Source: "Connecting to the Selling Partner API" and recorded exchanges; unlike in Amazon's JavaScript sample, the
 * values are URL-encoded, because secrets may contain `+` and `&`.
 *
 * @param endpoint full URL to use instead of Amazon's
 * @returns the function that fetches tokens; it rejects with SourceError
 */
export function fetchLwaToken(
  upstream: Upstream,
  credential: LwaCredential,
  endpoint = 'https://api.amazon.com/auth/o2/token',
): (signal: AbortSignal) => Promise<Token> {
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: credential.refreshToken,
    client_id: credential.clientId,
    client_secret: credential.clientSecret,
  }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' };
  return async (signal) => {
    try {
      return readToken(await upstream.request({ method: 'POST', url: endpoint, headers, body, signal }));
    } catch (thrown) {
      throw thrownFault(thrown, where, signal);
    }
  };
}

function readToken(response: UpstreamResponse): Token {
  const body = object(tryJson(response.body));
  if (response.status !== 200) throw refusal(response, oauthError(body['error']));
  const value = text(body['access_token']);
  // The token becomes a header, so it must be ASCII.
  if (value === undefined || !/^[\x20-\x7e]+$/.test(value))
    throw new SourceError('MALFORMED', `${where}: the answer contains no access token`);
  const seconds = Number(body['expires_in']);
  return { value, expiresInMs: (seconds > 0 ? seconds : defaultLifetimeSeconds) * 1000 };
}

/** The failure that a refusal means. Its description may repeat secrets, so only the OAuth error is in the message. */
function refusal({ status, headers, body }: UpstreamResponse, error: string | undefined): SourceError {
  const code = classOfTokenRefusal({ status, headers, json: tryJson(body), error });
  const hint = code === 'BLOCKED' ? ` (${firewallHint})` : (hints[error ?? ''] ?? '');
  // A date in Retry-After refers to the clock of the server.
  const retryAfterMs = parseRetryAfter(headers['retry-after'], Date.parse(headers['date'] ?? ''), tokenWaitCapMs);
  return new SourceError(code, `${where}: HTTP ${status}, ${error ?? 'no OAuth error'}${hint}`, {
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

const hints: Readonly<Record<string, string>> = {
  invalid_grant: ' (the refresh token is wrong, revoked, or of another application)',
  invalid_client: ' (client id or secret is wrong, or the secret is past its 180 days)',
};
