import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Report } from '../event.ts';
import { createCors } from './cors.ts';
import { createGate } from './gate.ts';
import type { ClientKey } from './key-ring.ts';
import { errorPage, sendPage, type PageHandler } from './page.ts';

/** Answers a request by itself, as `node:http` hands it over; `client` is the name of the key that it came with. */
export type NodeHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  context: { readonly client?: string },
) => unknown;

/** Who answers what, and to whom. */
export type AnswerOptions = {
  /** Answers `/graphql`. */
  readonly graphql: NodeHandler;
  /** What else there is, by path. */
  readonly pages: ReadonlyMap<string, PageHandler>;
  /** Who may ask; absent or empty: everybody. */
  readonly keys?: readonly ClientKey[];
  /** Whose scripts may read the answers of `/graphql`. */
  readonly corsOrigins?: readonly string[];
  /** Monotonic milliseconds. */
  readonly now?: () => number;
  readonly report: Report;
};

/** Answers one request. Rejects for what nobody expected. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Answers requests, in this order: may the site read it, may the client ask it, who answers it. */
export function createAnswer(options: AnswerOptions): Answer {
  const { pages, graphql, keys = [], corsOrigins = [], now = () => performance.now(), report } = options;
  const gate = createGate({ keys, now, report });
  const cors = createCors(corsOrigins);
  const paths = ['/graphql', ...pages.keys()].join(', ');
  const notFound = errorPage(404, 'NOT_FOUND', `There is nothing here. These paths are served: ${paths}.`);
  const wrongMethod = errorPage(405, 'METHOD_NOT_ALLOWED', 'Ask with GET or HEAD.', { allow: 'GET, HEAD' });

  return async (request, response) => {
    const [, path = '', query = ''] = /^([^?]*)\??(.*)$/.exec(request.url ?? '') ?? [];
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    if (path === '/graphql' && cors(request, response)) return;
    const verdict = gate(request, path);
    if (!verdict.open) return sendPage(response, verdict.page);
    const { client, cookie } = verdict;
    if (cookie !== undefined) response.setHeader('set-cookie', cookie);
    if (path === '/graphql')
      return void (await graphql(request, response, { ...(client !== undefined && { client }) }));
    const page = pages.get(path);
    if (page === undefined) return sendPage(response, notFound);
    if (request.method !== 'GET' && request.method !== 'HEAD') return sendPage(response, wrongMethod);
    sendPage(response, await page({ query: new URLSearchParams(query), headers: request.headers }));
  };
}
