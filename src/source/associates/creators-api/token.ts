import type { Region } from '../../../product/marketplace.ts';
import { parseRetryAfter, tokenWaitCapMs } from '../../../upstream/retry-after.ts';
import type { Token } from '../../../upstream/token.ts';
import type { Upstream, UpstreamRequest } from '../../../upstream/upstream.ts';
import { exchange, type Reply } from '../common/exchange.ts';
import { field } from '../common/field.ts';
import { number, text } from '../../json.ts';
import type { FailureCode } from '../../../vocabulary.ts';
import { SourceError } from '../../source-error.ts';
import { classOfTokenRefusal, firewallHint, oauthError } from '../../token-failure.ts';

/** The version of a credential, which determines token protocol and region. */
export type CreatorsVersion = (typeof creatorsVersions)[number];

/** Creators API "credential versions": 2.x Cognito, 3.x Login with Amazon; .1 NA, .2 EU with India, .3 FE. */
export const creatorsVersions = ['2.1', '2.2', '2.3', '3.1', '3.2', '3.3'] as const;

/** A credential of the Creators API, as its owner downloads it. */
export type CreatorsCredential = { readonly id: string; readonly secret: string; readonly version: CreatorsVersion };

/**
 * The token endpoint of each version: Cognito for 2.x, Login with Amazon for 3.x. The endpoint of another region
 * returns `invalid_client`. Source: Creators API documentation, "Using cURL"; the official client.
 */
const versions: Readonly<Record<CreatorsVersion, { readonly region: Region; readonly tokenEndpoint: string }>> = {
  '2.1': { region: 'NA', tokenEndpoint: 'https://creatorsapi.auth.us-east-1.amazoncognito.com/oauth2/token' },
  '2.2': { region: 'EU', tokenEndpoint: 'https://creatorsapi.auth.eu-south-2.amazoncognito.com/oauth2/token' },
  '2.3': { region: 'FE', tokenEndpoint: 'https://creatorsapi.auth.us-west-2.amazoncognito.com/oauth2/token' },
  '3.1': { region: 'NA', tokenEndpoint: 'https://api.amazon.com/auth/o2/token' },
  '3.2': { region: 'EU', tokenEndpoint: 'https://api.amazon.co.uk/auth/o2/token' },
  '3.3': { region: 'FE', tokenEndpoint: 'https://api.amazon.co.jp/auth/o2/token' },
};

const where = 'Creators API token';
const defaultLifeSeconds = 3600;

/** The region whose marketplaces a credential of this version serves. */
export function regionOfVersion(version: CreatorsVersion): Region {
  return versions[version].region;
}

/** Whether tokens of this version are from Cognito; then each call must send the version. */
export function isCognito(version: CreatorsVersion): boolean {
  return version.startsWith('2.');
}

/**
 * Returns the function that fetches tokens. It rejects with SourceError: `CREDENTIALS` if the credential is refused,
 * else the class of the failure. No message contains the credential.
 *
 * @param tokenEndpoint full URL to use instead of Amazon's
 */
export function fetchCreatorsToken(
  upstream: Upstream,
  credential: CreatorsCredential,
  tokenEndpoint?: string,
): (signal: AbortSignal) => Promise<Token> {
  const url = tokenEndpoint ?? versions[credential.version].tokenEndpoint;
  const message = isCognito(credential.version) ? formRequest(credential) : jsonRequest(credential);
  return async (signal) => {
    const reply = await exchange(upstream, { method: 'POST', url, ...message, signal }, where);
    if (reply.status !== 200) throw refusal(reply);
    return readToken(reply);
  };
}

function formRequest({ id, secret }: CreatorsCredential): Pick<UpstreamRequest, 'headers' | 'body'> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: id,
    client_secret: secret,
    scope: 'creatorsapi/default',
  });
  return { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: form.toString() };
}

function jsonRequest({ id, secret }: CreatorsCredential): Pick<UpstreamRequest, 'headers' | 'body'> {
  const body = JSON.stringify({
    grant_type: 'client_credentials',
    client_id: id,
    client_secret: secret,
    scope: 'creatorsapi::default',
  });
  return { headers: { 'content-type': 'application/json' }, body };
}

function readToken({ json }: Reply): Token {
  const value = text(field(json, 'access_token'));
  // The token becomes part of a header, so it must be visible ASCII.
  if (value === undefined || !/^[\x21-\x7e]+$/.test(value)) {
    throw new SourceError('MALFORMED', `${where}: the answer contains no token`);
  }
  const lifeSeconds = number(field(json, 'expires_in')) ?? defaultLifeSeconds;
  return { value, expiresInMs: Math.max(0, lifeSeconds) * 1000 };
}

/** The failure that a refusal means. Its text is omitted: status and OAuth error are sufficient. */
function refusal(reply: Reply): SourceError {
  const error = oauthError(field(reply.json, 'error'));
  const code = classOfTokenRefusal({ ...reply, error });
  const parts = [`${where}: HTTP ${reply.status}`, error, hints[code]].filter((part) => part !== undefined);
  // A date in Retry-After refers to the clock of the server.
  const { date = '', 'retry-after': wait } = reply.headers;
  const retryAfterMs = parseRetryAfter(wait, Date.parse(date), tokenWaitCapMs);
  return new SourceError(code, parts.join(' · '), {
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

const hints: Readonly<Partial<Record<FailureCode, string>>> = {
  CREDENTIALS: 'check credential id, secret and version (its last digit is the region)',
  BLOCKED: firewallHint,
};
