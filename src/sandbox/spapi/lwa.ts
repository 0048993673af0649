import type { Endpoint, FaultReplies, ReceivedRequest } from '../endpoint.ts';
import { jsonReply, type Reply } from '../reply.ts';
import { type TokenDesk, tokenLifetimeSeconds } from '../token-desk.ts';

/** The seller's application; characters that need URL encoding are there on purpose. */
export const lwaClient = {
  id: 'amzn1.application-oa2-client.sandbox',
  secret: 'amzn1.oa2-cs.v1.sandbox+secret&more=',
  refreshToken: 'Atzr|sandbox+refresh/token&more==',
} as const;

const faults: FaultReplies = {
  throttle: (headers) => ({ ...lwaError(429, 'temporarily_unavailable', 'Too many requests'), headers }),
  outage: (status) => lwaError(status, 'server_error', 'The authorization server met an unexpected condition'),
  credentials: () => lwaError(401, 'invalid_client', 'Client authentication failed'),
};

/** Login with Amazon for SP-API: a form with the refresh token, an hour's access token back. */
export function lwaEndpoint(desk: TokenDesk<'seller'>): Endpoint {
  return {
    api: 'lwa',
    describe: () => ({ operation: 'token' }),
    answer: (request) => answer(request, desk),
    faults,
  };
}

function answer({ method, path, headers, body }: ReceivedRequest, desk: TokenDesk<'seller'>): Reply {
  if (method !== 'POST' || path !== '/auth/o2/token') return lwaError(404, 'invalid_request', 'No such resource');
  const isForm = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  const form = new URLSearchParams(isForm ? body.toString('utf8') : '');
  if (form.get('grant_type') !== 'refresh_token') {
    const message = 'The authorization grant type is not supported by the authorization server';
    return lwaError(400, 'unsupported_grant_type', message);
  }
  if (form.get('client_id') !== lwaClient.id || form.get('client_secret') !== lwaClient.secret) {
    return lwaError(401, 'invalid_client', 'Client authentication failed');
  }
  if (form.get('refresh_token') !== lwaClient.refreshToken) return invalidGrant();
  return jsonReply(200, {
    access_token: desk.issue('seller'),
    refresh_token: lwaClient.refreshToken,
    token_type: 'bearer',
    expires_in: tokenLifetimeSeconds,
  });
}

function invalidGrant(): Reply {
  const message =
    "The request has an invalid grant parameter : refresh_token. User may have revoked or didn't grant the permission.";
  return lwaError(400, 'invalid_grant', message);
}

/** Errors of this endpoint stand at the top level, never in an `errors` list. */
function lwaError(status: number, error: string, description: string): Reply {
  return jsonReply(status, { error, error_description: description });
}
