import type { IncomingMessage } from 'node:http';
import type { Report } from '../event.ts';
import { cookieFor, keyIn, rememberHeader } from './credentials.ts';
import { createFailedKeyLimiter } from './failed-key-limiter.ts';
import { makeKeyPage } from './key-page.ts';
import { createApiKeys, type ClientKey, type ClientRole } from './api-keys.ts';
import type { ClientAddress } from './client-address.ts';
import { errorPage, jsonPage, opensPages, type Page } from './page.ts';
import { linkRoot } from './public-path.ts';
import { createRate } from './rate.ts';

/** Options of `createAuthenticate`. */
export type AuthenticateOptions = {
  /** If there are none, every request is allowed. */
  readonly keys: readonly ClientKey[];
  /** Paths that need no key, besides health and readiness. They must contain no data. */
  readonly openPaths?: ReadonlySet<string> | undefined;
  /** Paths that a key of the role `client` must not request. */
  readonly adminPaths?: ReadonlySet<string> | undefined;
  /** The path under which a proxy publishes the gateway; empty for none. */
  readonly publicPath: string;
  readonly addressOf: ClientAddress;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly report: Report;
};

/** Allowed, with the client's name and role, and a cookie to set; or refused, with the response to send. */
export type AuthResult =
  | { readonly allowed: true; readonly client?: string; readonly role?: ClientRole; readonly cookie?: string }
  | { readonly allowed: false; readonly page: Page };

/** Decides whether a request is served, before any work is done for it. */
export type Authenticate = (request: IncomingMessage, path: string) => AuthResult;

/** Process managers and load balancers call these paths, and have no key. */
const statusPaths: ReadonlySet<string> = new Set(['/health', '/ready']);

/** Checks API keys and their rates; no other module does. Without keys it allows every request. */
export function createAuthenticate(options: AuthenticateOptions): Authenticate {
  const { keys, openPaths, adminPaths, publicPath, addressOf, now, report } = options;
  if (keys.length === 0) return () => ({ allowed: true });
  const clientOf = createApiKeys(keys);
  const failedKeys = createFailedKeyLimiter(now);
  const rates = new Map(
    keys.flatMap(({ name, requestsPerSecond: rate }) =>
      rate === undefined ? [] : [[name, createRate(rate, Math.max(1, Math.ceil(rate)), now)]],
    ),
  );

  const rateLimited = (path: string, address: string, waitMs: number, client?: string): AuthResult => {
    report({ type: 'request-rejected', code: 'RATE_LIMITED', address, ...(client !== undefined && { client }) });
    return { allowed: false, page: rateLimitedPage(path, Math.ceil(waitMs)) };
  };

  return (request, path) => {
    if (statusPaths.has(path) || openPaths?.has(path)) return { allowed: true };
    const address = addressOf(request);
    const presented = keyIn(request);
    const client = presented === undefined ? undefined : clientOf(presented);

    if (presented === undefined || client === undefined) {
      const waitMs = presented === undefined ? undefined : failedKeys.failed(address);
      if (waitMs !== undefined) return rateLimited(path, address, waitMs);
      report({ type: 'request-rejected', code: 'UNAUTHENTICATED', address });
      const page = opensPages(request) ? makeKeyPage(linkRoot(publicPath, path)) : unauthenticatedPage(path);
      return { allowed: false, page };
    }
    const blockedMs = failedKeys.succeeded(address, client.name);
    if (blockedMs !== undefined) return rateLimited(path, address, blockedMs);
    const waitMs = rates.get(client.name)?.();
    if (waitMs !== undefined) return rateLimited(path, address, waitMs, client.name);
    const { name, role } = client;
    if (role === 'client' && adminPaths?.has(path)) {
      report({ type: 'request-rejected', code: 'FORBIDDEN', address, client: name });
      return { allowed: false, page: forbiddenPage };
    }
    const cookie = rememberHeader in request.headers ? { cookie: cookieFor(presented, publicPath, request) } : {};
    return { allowed: true, client: name, ...(role !== undefined && { role }), ...cookie };
  };
}

/** A missing, an unknown and a malformed key get the same response, so that it reveals nothing. */
function unauthenticatedPage(path: string): Page {
  const message = 'Send a key of this gateway: Authorization: Bearer …, or x-api-key.';
  return refusalPage(path, 401, message, { code: 'UNAUTHENTICATED' }, { 'www-authenticate': 'Bearer' });
}

const forbiddenPage = errorPage(403, 'FORBIDDEN', 'The role of this key is client: this page needs the role admin.');

function rateLimitedPage(path: string, retryAfterMs: number): Page {
  const headers = { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) };
  const details = { code: 'RATE_LIMITED', retryable: true, retryAfterMs };
  return refusalPage(path, 429, 'Too many requests. Wait before the next one.', details, headers);
}

/** For `/graphql` the error has the form of a GraphQL response. */
function refusalPage(path: string, status: number, message: string, details: object, headers: Page['headers']): Page {
  const body =
    path === '/graphql' ? { errors: [{ message, extensions: details }] } : { error: { ...details, message } };
  return jsonPage(status, body, headers);
}
