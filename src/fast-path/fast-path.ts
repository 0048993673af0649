import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { getOperationAST, OperationTypeNode } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import type { OperationBegan, Report } from '../event.ts';
import { costHeader, cacheControlHeaders } from '../graphql/plugins/cache-control.ts';
import type { ServerContext } from '../graphql/context.ts';
import { mediaTypeIn, paramsIn } from '../graphql/plugins/request-check.ts';
import type { GraphqlServer } from '../graphql/server.ts';
import { usualMediaTypes, writeResult } from '../graphql/written-result.ts';
import { withGraphqlHeaders, type NodeHandler } from '../http/router.ts';
import { headersOf } from '../http/header-reader.ts';
import { graphqlHeaders } from '../http/page.ts';
import { createOperations } from './operations.ts';
import { createPostedRequest } from './posted-request.ts';
import { createProductAnswers, type ProductAnswersOptions, type Reading } from './product-answers.ts';

/** Options of the fast path. */
export type FastPathOptions = Omit<ProductAnswersOptions, 'mostCalls'> & {
  readonly server: GraphqlServer;
  /** Whether clients need keys. */
  readonly keyed: boolean;
  readonly report: Report;
  readonly began?: OperationBegan | undefined;
};

type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly context: ServerContext & { readonly arrivedAt: number };
  readonly mediaType: string;
};

/**
 * Serves `/graphql`. A plain JSON POST bypasses yoga's WHATWG adapter, and is answered without executing the operation if all
 * its products are fresh in memory. Yoga's own handler serves all other requests. See README.md in this folder.
 */
export function createFastPath(options: FastPathOptions): NodeHandler {
  const { server, fresh, clock, keyed, report, began } = options;
  const serve = withGraphqlHeaders(server.handler);
  const operations = createOperations(options.inputs, options.maxBytes * 0.15);
  const answers = createProductAnswers({ ...options, mostCalls: server.mostCalls });

  return (request, response, given) => {
    const mediaType = usualMediaTypes.get(request.headers.accept);
    if (mediaType === undefined || !isPlain(request, server)) return serve(request, response, given);
    const context = { ...given, arrivedAt: clock.monotonic() };
    return withBody(request, (body) => respond(body, { request, response, context, mediaType }));
  };

  function respond(body: string, exchange: Exchange): unknown {
    const known = answers.find(body);
    if (known !== undefined && answerAtOnce(known, exchange)) return undefined;
    const params = tryOr(() => paramsIn(body));
    if (params === undefined || Array.isArray(params))
      return serve(Object.assign(exchange.request, { body }), exchange.response, exchange.context);
    const operation = operations.find(params);
    const reading =
      known === undefined && operation && tryOr(() => answers.read(body, operation, params.variables ?? {}));
    if (reading && answerAtOnce(reading, exchange)) return undefined;
    return answerByServer(params, operation === undefined, exchange);
  }

  function answerAtOnce(reading: Reading, { request, response, context, mediaType }: Exchange): boolean {
    const headers = headersOf(request);
    // Headers for the lookup do not matter to an answer from memory, unless they are faulty.
    const isOrdinary = request.headers[costHeader] === undefined && !server.refuses(headers);
    const answer = isOrdinary ? tryOr(() => answers.answer(reading)) : undefined;
    if (answer === undefined) return false;
    const { client, arrivedAt } = context;
    const operationRef = {};
    began?.(operationRef, headers, clock.monotonic() - arrivedAt);
    fresh.served(answer.products);
    report({
      type: 'operation',
      name: reading.name,
      kind: 'query',
      ...(client !== undefined && { client }),
      outcome: 'OK',
      durationMs: clock.monotonic() - arrivedAt,
      ...(began !== undefined && { operationRef }),
    });
    const body = `{"data":${answer.data}}`;
    response.writeHead(200, {
      ...graphqlHeaders,
      ...cacheControlHeaders(answer.validUntil, clock.wall(), keyed),
      'content-type': `${mediaType}; charset=utf-8`,
      'content-length': body.length,
    });
    response.end(body, 'latin1');
    return true;
  }

  async function answerByServer(params: GraphQLParams, isNew: boolean, exchange: Exchange): Promise<void> {
    const { request, response, context, mediaType } = exchange;
    // Operations that arrive together then go through each stage together: 1.4 times as many per second
    // (`npm run bench -- hot`).
    await nextTurn();
    const { result, document, name } = await server.run(params, createPostedRequest(request, response), context);
    const operation = document && getOperationAST(document, name);
    const isNewQuery = isNew && result.errors === undefined && operation?.operation === OperationTypeNode.QUERY;
    if (isNewQuery && document) operations.add(params, document, operation);
    if (response.destroyed) return;
    const { status, headers, body } = writeResult(result, mediaType);
    response.writeHead(status, { ...graphqlHeaders, ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  }
}

function isPlain({ method, url, headers }: IncomingMessage, { path, maxBodyBytes }: GraphqlServer): boolean {
  const length = Number(headers['content-length']);
  const isWhole = length > 0 && length <= maxBodyBytes && headers['content-encoding'] === undefined;
  return method === 'POST' && url === path && isWhole && mediaTypeIn(headers['content-type']) === 'application/json';
}

/** Calls `use` with the whole body, synchronously on 'end'. Never settles if the client disconnects before. */
function withBody(request: IncomingMessage, use: (body: string) => unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      try {
        resolve(use(String(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))));
      } catch (error) {
        reject(error);
      }
    });
  });
}

/** Ignores errors: the server then handles the request, and reports what is wrong with it. */
function tryOr<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
