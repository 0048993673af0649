import type { IncomingMessage } from 'node:http';
import type { Report } from '../event.ts';
import { cookieFor, keyIn, rememberHeader } from './credentials.ts';
import { createFailedKeyLimiter } from './failed-key-limiter.ts';
import { keyPage } from './key-page.ts';
import { createApiKeys, type ClientKey } from './api-keys.ts';
import { jsonPage, opensPages, type Page } from './page.ts';
import { createRate } from './rate.ts';

/** Who may come in. */
export type AuthenticateOptions = {
  /** Empty when everybody may. */
  readonly keys: readonly ClientKey[];
  /** Paths that everybody may have, besides those that keep the process running: nothing in them is worth a key. */
  readonly openPaths?: ReadonlySet<string> | undefined;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly report: Report;
};

/** Let in, by whose name, with a cookie to hand over; or turned away with a page. */
export type AuthResult =
  | { readonly open: true; readonly client?: string; readonly cookie?: string }
  | { readonly open: false; readonly page: Page };

/** Decides about a request before anything is done for it. */
export type Authenticate = (request: IncomingMessage, path: string) => AuthResult;

/** What must answer whoever asks: the machinery that keeps the process running has no key. */
const statusPaths: ReadonlySet<string> = new Set(['/health', '/ready']);

/** The one place where keys are looked at. Without keys it lets everybody in. */
export function createAuthenticate({ keys, openPaths, now, report }: AuthenticateOptions): Authenticate {
  if (keys.length === 0) return () => ({ open: true });
  const owner = createApiKeys(keys);
  const guesses = createFailedKeyLimiter(now);
  const rates = new Map(
    keys.flatMap(({ name, requestsPerSecond: rate }) =>
      rate === undefined ? [] : [[name, createRate(rate, Math.max(1, Math.ceil(rate)), now)]],
    ),
  );

  const tooMany = (path: string, waitMs: number, client?: string): AuthResult => {
    report({ type: 'request-rejected', code: 'RATE_LIMITED', ...(client !== undefined && { client }) });
    return { open: false, page: tooManyPage(path, Math.ceil(waitMs)) };
  };

  return (request, path) => {
    if (statusPaths.has(path) || openPaths?.has(path)) return { open: true };
    const address = request.socket.remoteAddress ?? '';
    const presented = keyIn(request);
    const client = presented === undefined ? undefined : owner(presented);

    if (presented === undefined || client === undefined) {
      const waitMs = presented === undefined ? undefined : guesses.wrong(address);
      if (waitMs !== undefined) return tooMany(path, waitMs);
      report({ type: 'request-rejected', code: 'UNAUTHENTICATED' });
      return { open: false, page: opensPages(request) ? keyPage : unauthenticatedPage(path) };
    }
    const guessedMs = guesses.right(address, client.name);
    if (guessedMs !== undefined) return tooMany(path, guessedMs);
    const waitMs = rates.get(client.name)?.();
    if (waitMs !== undefined) return tooMany(path, waitMs, client.name);
    const cookie = rememberHeader in request.headers ? { cookie: cookieFor(presented, request) } : {};
    return { open: true, client: client.name, ...cookie };
  };
}

/** The same whatever was wrong: none, not one of ours, malformed. */
function unauthenticatedPage(path: string): Page {
  const message = 'Send a key of this gateway: Authorization: Bearer …, or x-api-key.';
  return refusal(path, 401, message, { code: 'UNAUTHENTICATED' }, { 'www-authenticate': 'Bearer' });
}

function tooManyPage(path: string, retryAfterMs: number): Page {
  const headers = { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) };
  const details = { code: 'RATE_LIMITED', retryable: true, retryAfterMs };
  return refusal(path, 429, 'Too many requests. Wait before asking again.', details, headers);
}

/** In the form that the path's clients read. */
function refusal(path: string, status: number, message: string, details: object, headers: Page['headers']): Page {
  const body =
    path === '/graphql' ? { errors: [{ message, extensions: details }] } : { error: { ...details, message } };
  return jsonPage(status, body, headers);
}
