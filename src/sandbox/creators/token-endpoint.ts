import { creatorsCredentials, type CreatorsCredential, tokenPath } from './credential.ts';
import type { Endpoint, FaultReplies, ReceivedRequest } from '../endpoint.ts';
import { jsonReply, Refusal, type Reply } from '../reply.ts';
import { parseRecord, textField } from '../json.ts';
import { type TokenIssuer, tokenLifetimeSeconds } from '../token-issuer.ts';

/** A token request of either style. */
type Grant = {
  readonly grantType: string | undefined;
  readonly id: string | undefined;
  readonly secret: string | undefined;
  readonly scope: string | undefined;
};

const faults: FaultReplies = {
  throttle: (headers) => jsonReply(429, { error: 'too_many_requests' }, headers),
  outage: (status) => jsonReply(status, { error: 'server_error' }),
  credentials: () => jsonReply(400, { error: 'invalid_client' }),
};

/** The token endpoints of Creators API: a form for credentials of version 2.x, JSON for 3.x. */
export function creatorsTokenEndpoint(issuer: TokenIssuer<CreatorsCredential>): Endpoint {
  return {
    api: 'creators-token',
    describe: ({ path }) => ({ operation: path === '/oauth2/token' ? 'token v2' : 'token v3' }),
    answer: (request) => answer(request, issuer),
    faults,
  };
}

function answer(request: ReceivedRequest, issuer: TokenIssuer<CreatorsCredential>): Reply {
  if (request.method !== 'POST') return jsonReply(405, { error: 'invalid_request' });
  switch (request.path) {
    case '/oauth2/token': {
      const credential = authenticate(readForm(request), 'creatorsapi/default', request.path);
      return jsonReply(200, {
        access_token: issuer.issue(credential),
        expires_in: tokenLifetimeSeconds,
        token_type: 'Bearer',
      });
    }
    case '/auth/o2/token': {
      const credential = authenticate(readJson(request), 'creatorsapi::default', request.path);
      return jsonReply(200, {
        access_token: issuer.issue(credential),
        scope: 'creatorsapi::default',
        token_type: 'bearer',
        expires_in: tokenLifetimeSeconds,
      });
    }
    default:
      return jsonReply(404, { error: 'not_found' });
  }
}

function authenticate(grant: Grant, scope: string, path: string): CreatorsCredential {
  if (grant.grantType !== 'client_credentials') throw refused(400, 'unsupported_grant_type');
  const credential = creatorsCredentials.find((one) => one.id === grant.id && one.secret === grant.secret);
  if (credential === undefined) throw refused(400, 'invalid_client');
  if (tokenPath(credential.version) !== path) throw refused(400, 'invalid_client');
  if (grant.scope !== scope) throw refused(400, 'invalid_scope');
  return credential;
}

/** Cognito accepts the client's credentials in the form or by HTTP Basic. */
function readForm({ headers, body }: ReceivedRequest): Grant {
  if (!(headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) {
    throw refused(400, 'invalid_request');
  }
  const form = new URLSearchParams(body.toString('utf8'));
  const basic = /^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1];
  const [id, ...secret] = basic === undefined ? [] : Buffer.from(basic, 'base64').toString('utf8').split(':');
  return {
    grantType: form.get('grant_type') ?? undefined,
    id: id ?? form.get('client_id') ?? undefined,
    secret: basic === undefined ? (form.get('client_secret') ?? undefined) : secret.join(':'),
    scope: form.get('scope') ?? undefined,
  };
}

function readJson({ headers, body }: ReceivedRequest): Grant {
  const record = parseRecord(body.toString('utf8'));
  if (!(headers['content-type'] ?? '').startsWith('application/json') || record === undefined) {
    throw refused(400, 'invalid_request');
  }
  return {
    grantType: textField(record, 'grant_type'),
    id: textField(record, 'client_id'),
    secret: textField(record, 'client_secret'),
    scope: textField(record, 'scope'),
  };
}

function refused(status: number, error: string): Refusal {
  return new Refusal(jsonReply(status, { error }));
}
