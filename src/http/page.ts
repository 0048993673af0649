import type { IncomingMessage, ServerResponse } from 'node:http';

/** Something small that is not GraphQL: a status, a text, a page. */
export type Page = {
  readonly status: number;
  readonly contentType: string;
  /** Bytes that several answers share stay as they are. */
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What a page may depend on. */
export type PageRequest = { readonly query: URLSearchParams; readonly headers: IncomingMessage['headers'] };

/** Makes a page; asked with GET and HEAD. */
export type PageHandler = (request: PageRequest) => Page | Promise<Page>;

/** Whether a browser asks for something to look at. */
export function opensPages({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): boolean {
  return method === 'GET' && (headers.accept ?? '').includes('text/html');
}

/** Nothing of ours is to be framed, guessed at, run or kept; a page that needs more says so itself. */
const secureHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** What an answer of `/graphql` says besides what GraphQL has to say. */
export const graphqlHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** Sets {@link graphqlHeaders} before an answer is written. */
export function setGraphqlHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(graphqlHeaders)) response.setHeader(name, value);
}

/** A page of JSON. */
export function jsonPage(status: number, value: unknown, headers: Page['headers'] = {}): Page {
  return { status, contentType: 'application/json; charset=utf-8', body: `${JSON.stringify(value)}\n`, headers };
}

/** A page that says what was wrong with the request. */
export function errorPage(status: number, code: string, message: string, headers: Page['headers'] = {}): Page {
  return jsonPage(status, { error: { code, message } }, headers);
}

/** Sends a page; for HEAD, Node leaves the body out. */
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
