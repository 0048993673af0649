import type { Endpoint, FaultReplies, ReceivedRequest } from '../endpoint.ts';
import type { Region } from '../../product/marketplace.ts';
import { parseRecord, textField } from '../json.ts';
import { jsonReply, type Reply } from '../reply.ts';
import { type TokenIssuer, tokenLifetimeSeconds } from '../token-issuer.ts';

/** The seller's application. Some characters need URL encoding, on purpose. */
export const lwaClient = {
  id: 'amzn1.application-oa2-client.sandbox',
  secret: 'amzn1.oa2-cs.v1.sandbox+secret&more=',
  /** One for each region, valid there only. Source: amzn/selling-partner-api-models#4825. */
  refreshTokens: {
    NA: 'Atzr|sandbox+refresh/token&na==',
    EU: 'Atzr|sandbox+refresh/token&more==',
    FE: 'Atzr|sandbox+refresh/token&fe==',
  },
} as const;

const regions: readonly Region[] = ['NA', 'EU', 'FE'];

const faults: FaultReplies = {
  throttle: (headers) => ({ ...lwaError(429, 'temporarily_unavailable', 'Too many requests'), headers }),
  outage: (status) => lwaError(status, 'server_error', 'The authorization server met an unexpected condition'),
  credentials: () => lwaError(401, 'invalid_client', 'Client authentication failed'),
};

/** Login with Amazon for SP-API: it exchanges a refresh token, in a form or in JSON, for an access token. */
export function lwaEndpoint(issuer: TokenIssuer<Region>): Endpoint {
  return {
    api: 'lwa',
    describe: () => ({ operation: 'token' }),
    answer: (request) => answer(request, issuer),
    faults,
  };
}

function answer({ method, path, headers, body }: ReceivedRequest, issuer: TokenIssuer<Region>): Reply {
  if (method !== 'POST' || path !== '/auth/o2/token') return lwaError(404, 'invalid_request', 'No such resource');
  const grant = readGrant(headers['content-type'] ?? '', body.toString('utf8'));
  if (grant('grant_type') !== 'refresh_token') {
    const message = 'The authorization grant type is not supported by the authorization server';
    return lwaError(400, 'unsupported_grant_type', message);
  }
  if (grant('client_id') !== lwaClient.id || grant('client_secret') !== lwaClient.secret) {
    return lwaError(401, 'invalid_client', 'Client authentication failed');
  }
  const region = regions.find((one) => lwaClient.refreshTokens[one] === grant('refresh_token'));
  if (region === undefined) return invalidGrant();
  return jsonReply(200, {
    access_token: issuer.issue(region),
    refresh_token: lwaClient.refreshTokens[region],
    token_type: 'bearer',
    expires_in: tokenLifetimeSeconds,
  });
}

/** The documentation describes a form; two widely used clients send only JSON. */
function readGrant(contentType: string, body: string): (name: string) => string | undefined {
  if (contentType.startsWith('application/json')) {
    const record = parseRecord(body) ?? {};
    return (name) => textField(record, name);
  }
  const form = new URLSearchParams(contentType.startsWith('application/x-www-form-urlencoded') ? body : '');
  return (name) => form.get(name) ?? undefined;
}

function invalidGrant(): Reply {
  const message =
    "The request has an invalid grant parameter : refresh_token. User may have revoked or didn't grant the permission.";
  return lwaError(400, 'invalid_grant', message);
}

/** Errors of this endpoint are at the top level, never in an `errors` list. */
function lwaError(status: number, error: string, description: string): Reply {
  return jsonReply(status, { error, error_description: description });
}
