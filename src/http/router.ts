import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Report } from '../event.ts';
import { createCors } from './cors.ts';
import { pathOf } from './request-events.ts';
import { createAuthenticate } from './authenticate.ts';
import type { ClientKey, ClientRole } from './api-keys.ts';
import { createClientAddress, type TrustedProxies } from './client-address.ts';
import { badHost, createHostCheck } from './host-check.ts';
import { errorPage, opensPages, sendPage, setGraphqlHeaders, type Page, type PageHandler } from './page.ts';

/**
 * Serves a request of `node:http`; `client` and `role` are those of the request's key. For a POST it writes `graphqlHeaders`
 * itself, because `setHeader` is slow compared with a response from memory (`npm run bench -- hot`).
 */
export type NodeHandler = (request: IncomingMessage, response: ServerResponse, context: KeyContext) => unknown;

type KeyContext = { readonly client?: string; readonly role?: ClientRole };

/** Options of `createRouter`. */
export type RouterOptions = {
  /** Serves `/graphql`. */
  readonly graphql: NodeHandler;
  /** Serves `/mcp`; without it, there is nothing. */
  readonly mcp?: NodeHandler | undefined;
  /** Pages for a browser that opens their path; other clients get what is served there besides. */
  readonly browserPages?: ReadonlyMap<string, PageHandler>;
  /** The path under which a proxy publishes the gateway; it is written into links and cookies. */
  readonly publicPath?: string;
  /** Proxies whose `X-Forwarded-For` is believed. */
  readonly trustProxy?: TrustedProxies | undefined;
  /** All other pages, by path. */
  readonly pages: ReadonlyMap<string, PageHandler>;
  /** API keys; if there are none, every request is allowed. */
  readonly keys?: readonly ClientKey[];
  /** Paths that need no key: scripts and styles, which contain no data. */
  readonly openPaths?: ReadonlySet<string>;
  /** Paths that a key of the role `client` must not request. */
  readonly adminPaths?: ReadonlySet<string>;
  /** Pages without data that have their own form for the key: a browser gets them where it is refused, with that status. */
  readonly shells?: ReadonlySet<string>;
  /** Origins whose scripts may read responses of `/graphql` and `/mcp`. */
  readonly corsOrigins?: readonly string[];
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly report: Report;
};

/** Serves one request. Rejects on an unexpected error only. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Adds the headers to a handler that does not write them. */
export function withGraphqlHeaders(graphql: NodeHandler): NodeHandler {
  return (request, response, context) => {
    setGraphqlHeaders(response);
    return graphql(request, response, context);
  };
}

const anonymous: KeyContext = {};

/** What is not a page, by path. */
export function handlersOf({ graphql, mcp }: Pick<RouterOptions, 'graphql' | 'mcp'>): ReadonlyMap<string, NodeHandler> {
  return new Map([['/graphql', graphql], ...(mcp === undefined ? [] : ([['/mcp', mcp]] as const))]);
}

/** Routes a request: host check, CORS, authentication, then the handler of its path. */
export function createRouter(options: RouterOptions): RequestHandler {
  const { pages, keys = [], corsOrigins = [], now, report } = options;
  const { openPaths, adminPaths, browserPages, publicPath = '' } = options;
  const addressOf = createClientAddress(options.trustProxy);
  const authenticate = createAuthenticate({ keys, openPaths, adminPaths, publicPath, addressOf, now, report });
  const cors = createCors(corsOrigins);
  const handlers = handlersOf(options);
  const served = [...handlers.keys(), ...pages.keys()].filter((path) => openPaths?.has(path) !== true);
  const paths = served.map((path) => `${publicPath}${path}`).join(', ');
  const notFound = errorPage(404, 'NOT_FOUND', `There is nothing here. These paths are served: ${paths}.`);
  const isHost = createHostCheck();
  const wrongMethod = errorPage(405, 'METHOD_NOT_ALLOWED', 'Use GET or HEAD.', { allow: 'GET, HEAD' });

  return async (request, response) => {
    if (!isHost(request)) return sendPage(response, badHost);
    const { url = '' } = request;
    const path = pathOf(url);
    if (path === '/graphql' && request.method !== 'POST') setGraphqlHeaders(response);
    const handler = handlers.get(path);
    if (handler !== undefined && cors(request, response)) return;
    const auth = authenticate(request, path);
    if (!auth.allowed) return sendPage(response, (await shellOf(request, path, auth.page)) ?? auth.page);
    const { client, role, cookie } = auth;
    if (cookie !== undefined) response.setHeader('set-cookie', cookie);
    const context = client === undefined ? anonymous : { client, ...(role !== undefined && { role }) };
    const browserPage = browserPages?.get(path);
    const page = browserPage !== undefined && opensPages(request) ? browserPage : pages.get(path);
    if (handler !== undefined && page === undefined) return void (await handler(request, response, context));
    if (page === undefined) return sendPage(response, notFound);
    if (request.method !== 'GET' && request.method !== 'HEAD') return sendPage(response, wrongMethod);
    const query = new URLSearchParams(url.slice(path.length));
    const left = new AbortController();
    response.once('close', () => left.abort());
    sendPage(response, await page({ query, headers: request.headers, signal: left.signal, ...context }));
  };

  /** The page's own form for the key; `undefined` for clients that are no browser, and if another key would not help. */
  async function shellOf(request: IncomingMessage, path: string, refusal: Page): Promise<Page | undefined> {
    const page = options.shells?.has(path) ? pages.get(path) : undefined;
    const { status } = refusal;
    if (page === undefined || (status !== 401 && status !== 403) || !opensPages(request)) return undefined;
    const shell = await page({ query: new URLSearchParams(), headers: request.headers });
    return { ...shell, status, headers: { ...shell.headers, ...(status === 401 && { 'www-authenticate': 'Bearer' }) } };
  }
}
