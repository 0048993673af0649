import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ClientRole } from './api-keys.ts';

/** A complete response that is not produced by the GraphQL server: a status, a text or a page. */
export type Page = {
  readonly status: number;
  readonly contentType: string;
  /** Several responses may share a buffer, so nobody may change it. */
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
};

/** The parts of a request that a page may depend on; `client` and `role` are those of its key. */
export type PageRequest = {
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly client?: string;
  readonly role?: ClientRole;
  /** Aborts when the client leaves. */
  readonly signal?: AbortSignal;
};

/** Creates a page for a GET or HEAD request. */
export type PageHandler = (request: PageRequest) => Page | Promise<Page>;

/** Whether the request accepts HTML, as browsers do when they open a page. */
export function opensPages({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): boolean {
  return method === 'GET' && (headers.accept ?? '').includes('text/html');
}

/** Defaults of every page: no framing, no content sniffing, no scripts, no caching. A page overrides what it needs. */
const secureHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Security headers of every response of `/graphql`. */
export const graphqlHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** Sets {@link graphqlHeaders} before a response is written. */
export function setGraphqlHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(graphqlHeaders)) response.setHeader(name, value);
}

/** A page whose body is JSON. */
export function jsonPage(status: number, value: unknown, headers: Page['headers'] = {}): Page {
  return { status, contentType: 'application/json; charset=utf-8', body: `${JSON.stringify(value)}\n`, headers };
}

/** A JSON page with an error code and message. */
export function errorPage(status: number, code: string, message: string, headers: Page['headers'] = {}): Page {
  return jsonPage(status, { error: { code, message } }, headers);
}

/** Sends a page. For HEAD, Node omits the body. */
export function sendPage(response: ServerResponse, page: Page): void {
  const body = typeof page.body === 'string' ? Buffer.from(page.body) : page.body;
  response.writeHead(page.status, {
    ...secureHeaders,
    'content-type': page.contentType,
    ...(page.status !== 304 && { 'content-length': body.length }),
    ...page.headers,
  });
  response.end(body);
}
