import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Report } from '../event.ts';
import { createCors } from './cors.ts';
import { pathOf } from './request-events.ts';
import { createAuthenticate } from './authenticate.ts';
import type { ClientKey } from './api-keys.ts';
import { badHost, createHostCheck } from './host-check.ts';
import { errorPage, opensPages, sendPage, setGraphqlHeaders, type Page, type PageHandler } from './page.ts';

/**
 * Answers a request by itself, as `node:http` hands it over; `client` is the name of the key that it came with. To a POST
 * it adds `graphqlHeaders` itself: set beforehand, they would cost a seventh of what a cached product costs.
 */
export type NodeHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  context: { readonly client?: string },
) => unknown;

/** Who answers what, and to whom. */
export type RouterOptions = {
  /** Answers `/graphql`. */
  readonly graphql: NodeHandler;
  /** What a browser that opens `/graphql` sees; absent: what GraphQL has to say. */
  readonly explorer?: PageHandler;
  /** What else there is, by path. */
  readonly pages: ReadonlyMap<string, PageHandler>;
  /** Who may ask; absent or empty: everybody. */
  readonly keys?: readonly ClientKey[];
  /** Paths that need no key: scripts and styles, in which there is no data. */
  readonly openPaths?: ReadonlySet<string>;
  /** Pages without data that ask for the key themselves: a browser gets them with the 401. */
  readonly shells?: ReadonlySet<string>;
  /** Whose scripts may read the answers of `/graphql`. */
  readonly corsOrigins?: readonly string[];
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly report: Report;
};

/** Answers one request. Rejects for what nobody expected. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Adds the headers to a handler that does not. */
export function withGraphqlHeaders(graphql: NodeHandler): NodeHandler {
  return (request, response, context) => {
    setGraphqlHeaders(response);
    return graphql(request, response, context);
  };
}

const nobody: { readonly client?: string } = {};

/** Answers requests, in this order: may the site read it, may the client ask it, who answers it. */
export function createRouter(options: RouterOptions): RequestHandler {
  const { pages, graphql, keys = [], corsOrigins = [], now, report } = options;
  const gate = createAuthenticate({ keys, openPaths: options.openPaths, now, report });
  const cors = createCors(corsOrigins);
  const paths = ['/graphql', ...pages.keys()].join(', ');
  const notFound = errorPage(404, 'NOT_FOUND', `There is nothing here. These paths are served: ${paths}.`);
  const isHost = createHostCheck();
  const wrongMethod = errorPage(405, 'METHOD_NOT_ALLOWED', 'Ask with GET or HEAD.', { allow: 'GET, HEAD' });

  return async (request, response) => {
    if (!isHost(request)) return sendPage(response, badHost);
    const { url = '' } = request;
    const path = pathOf(url);
    if (path === '/graphql' && request.method !== 'POST') setGraphqlHeaders(response);
    if (path === '/graphql' && cors(request, response)) return;
    const verdict = gate(request, path);
    if (!verdict.open) return sendPage(response, (await shellOf(request, path, verdict.page)) ?? verdict.page);
    const { client, cookie } = verdict;
    if (cookie !== undefined) response.setHeader('set-cookie', cookie);
    if (path === '/graphql' && options.explorer !== undefined && opensPages(request)) {
      return sendPage(response, await options.explorer({ query: new URLSearchParams(), headers: request.headers }));
    }
    if (path === '/graphql') return void (await graphql(request, response, client === undefined ? nobody : { client }));
    const page = pages.get(path);
    if (page === undefined) return sendPage(response, notFound);
    if (request.method !== 'GET' && request.method !== 'HEAD') return sendPage(response, wrongMethod);
    sendPage(response, await page({ query: new URLSearchParams(url.slice(path.length)), headers: request.headers }));
  };

  /** Who reads no pages, or asked too often, is answered as everywhere else. */
  async function shellOf(request: IncomingMessage, path: string, refusal: Page): Promise<Page | undefined> {
    const page = options.shells?.has(path) ? pages.get(path) : undefined;
    if (page === undefined || refusal.status !== 401 || !opensPages(request)) return undefined;
    const shell = await page({ query: new URLSearchParams(), headers: request.headers });
    return { ...shell, status: 401, headers: { ...shell.headers, 'www-authenticate': 'Bearer' } };
  }
}
