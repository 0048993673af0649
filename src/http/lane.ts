import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import { processRegularResult, type GraphQLParams } from 'graphql-yoga';
import type { NodeHandler } from './answer.ts';
import { createLaneRequest, type LaneRequest } from './lane-request.ts';
import { graphqlHeaders, setGraphqlHeaders } from './page.ts';

/** The GraphQL server as the lane uses it: whole, and in parts. */
export interface Pipeline {
  /** The whole of it, as `node:http` asks. */
  readonly door: NodeHandler;
  /** From a request to its response, without the adapter's hooks. */
  handle(request: LaneRequest, context: LaneContext): Response | Promise<Response>;
  /** From an operation to its result, whatever becomes of it. */
  run(params: GraphQLParams, request: LaneRequest, context: LaneContext): Promise<ExecutionResult>;
  /** An operation's answer, where that takes no waiting. */
  byHeart(params: GraphQLParams, headers: LaneRequest['headers'], context: LaneContext): KnownAnswer | undefined;
  readonly path: string;
  readonly maxBodyBytes: number;
}

/** An answer in full, as it goes out with status 200; each character of the body is one byte. */
export type KnownAnswer = { readonly body: string; readonly headers: Readonly<Record<string, string>> };

/** What is known of a request besides itself. */
export type LaneContext = {
  readonly client?: string;
  /** Monotonic milliseconds at which it arrived; without it, those at which its operation is first seen. */
  readonly arrivedAt?: number;
};

/**
 * The short way for what nearly everybody sends: a POST of `application/json` with a known length, which holds one
 * object and is to be answered by JSON. The body is read once and the operation handed to the server's own pipeline,
 * with all the plugins and in the same order as ever; what the WHATWG adapter around it costs is saved. Everything else
 * takes the server's own door, or, if its body has been read, as much of it as is left.
 *
 * Of the server's hooks the lane skips
 * - `onRequest` and `onResponse`: of yoga's plugins the health check and the page for unknown paths, of ours the page of
 *   GraphiQL; none has to do with a POST of the endpoint;
 * - `onRequestParse`: method, content type, foreign GET, length of the body and batches, all of which are looked at here
 *   and left to the door where anything is amiss;
 * - `onResultProcess`: the negotiation of the media type, of which the usual outcomes are listed here. The result is
 *   written by yoga's own stringifier and with yoga's own rules for status and headers;
 * - all of them where an operation that is asked often finds every product at hand: it is answered by heart.
 *
 * A test sends every kind of request through both doors, several times over, and compares status, headers, body and what
 * the listeners were told.
 */
export function createLane(pipeline: Pipeline, now: () => number): NodeHandler {
  const { door, path, maxBodyBytes } = pipeline;
  return (request, response, context) => {
    if (!isPlain(request, path, maxBodyBytes)) {
      setGraphqlHeaders(response);
      return door(request, response, context);
    }
    const arrived = { ...context, arrivedAt: now() };
    return withBody(request, (body) => respond(request, response, body, arrived));
  };

  function respond(request: IncomingMessage, response: ServerResponse, body: string, arrived: LaneContext) {
    const asked = createLaneRequest(request, response, body);
    const mediaType = negotiated.get(request.headers.accept);
    const params = mediaType === undefined ? undefined : paramsIn(body);
    if (mediaType === undefined || params === undefined) return askWhole(asked, response, arrived);
    const known = pipeline.byHeart(params, asked.headers, arrived);
    if (known !== undefined) return writeKnown(known, mediaType, response);
    return askForResult(params, asked, mediaType, response, arrived);
  }

  async function askWhole(asked: LaneRequest, response: ServerResponse, arrived: LaneContext): Promise<void> {
    await send(await pipeline.handle(asked, arrived), response);
  }

  async function askForResult(
    params: GraphQLParams,
    asked: LaneRequest,
    mediaType: string,
    response: ServerResponse,
    arrived: LaneContext,
  ): Promise<void> {
    // Who asks at the same time is answered stage by stage together. Measured: 1.4 times as many operations a second.
    await nextTurn();
    write(await pipeline.run(params, asked, arrived), mediaType, response);
  }
}

const digits = /^\d+$/;

/** What yoga answers with, by what clients usually accept. */
const negotiated: ReadonlyMap<string | undefined, string> = new Map([
  [undefined, 'application/json'],
  ['*/*', 'application/json'],
  ['application/json', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
  ['application/graphql-response+json, application/json', 'application/graphql-response+json'],
  ['application/graphql-response+json,application/json;q=0.9', 'application/graphql-response+json'],
]);

function isPlain({ method, url, headers }: IncomingMessage, path: string, maxBodyBytes: number): boolean {
  const length = headers['content-length'];
  return (
    method === 'POST' &&
    url === path &&
    length !== undefined &&
    digits.test(length) &&
    Number(length) <= maxBodyBytes &&
    isJson(headers['content-type'] ?? '')
  );
}

/** Yoga knows the type in small letters only. */
function isJson(type: string): boolean {
  return type === 'application/json' || type.startsWith('application/json;');
}

/**
 * Calls `use` with the whole body, in the turn in which its end comes; what it returns or throws is what is promised.
 * A client that hangs up before has nobody who waits: the promise then never ends.
 */
function withBody(request: IncomingMessage, use: (body: string) => unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      try {
        const [first] = chunks;
        const whole = first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks);
        resolve(use(whole.toString('utf8')));
      } catch (error) {
        reject(error);
      }
    });
  });
}

function paramsIn(body: string): GraphQLParams | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function send(answer: Response, response: ServerResponse): Promise<void> {
  const body = await answer.text();
  if (response.destroyed) return;
  setGraphqlHeaders(response);
  response.setHeaders(answer.headers);
  response.writeHead(answer.status);
  response.end(body);
}

function write(result: ExecutionResult, mediaType: string, response: ServerResponse): void {
  if (response.destroyed) return;
  const written = regular.process(result, { Response: Written }, mediaType);
  if (!(written instanceof Written)) throw new Error('the result was written elsewhere');
  const { status, headers } = written.init;
  response.writeHead(status, { ...graphqlHeaders, ...headers, 'content-length': Buffer.byteLength(written.body) });
  response.end(written.body);
}

function writeKnown({ body, headers }: KnownAnswer, mediaType: string, response: ServerResponse): void {
  response.writeHead(200, {
    ...graphqlHeaders,
    'content-type': `${mediaType}; charset=utf-8`,
    ...headers,
    'content-length': body.length,
  });
  response.end(body, 'latin1');
}

type WrittenInit = { readonly status: number; readonly headers: Record<string, string> };

/** What yoga makes of a result, kept as it is instead of in a WHATWG response. */
class Written {
  readonly body: string;
  readonly init: WrittenInit;

  constructor(body: string, init: WrittenInit) {
    this.body = body;
    this.init = init;
  }
}

type Regular = {
  process(
    result: ExecutionResult,
    api: { readonly Response: new (body: string, init: WrittenInit) => object },
    mediaType: string,
  ): object;
};

const regular: Regular = { process: processRegularResult };
