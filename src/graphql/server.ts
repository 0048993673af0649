import { initContextCache } from '@pothos/core';
import type { DocumentNode, ExecutionResult } from 'graphql';
import { createYoga, isAsyncIterable, type GraphQLParams, type YogaServerInstance } from 'graphql-yoga';
import { fullCall } from './input/full-call.ts';
import { defaultInFlight, useConcurrencyLimit } from './plugins/concurrency-limit.ts';
import type { GatewayContext, ServerContext } from './context.ts';
import { useCacheControl, type CacheControlOptions } from './plugins/cache-control.ts';
import { withSources, type SourceName } from './schema/data-source.ts';
import { createDocumentCache } from './plugins/document-cache.ts';
import { createInputCheck, useInputCheck } from './input/input-check.ts';
import { maskUnexpected } from './plugins/masking.ts';
import { useOperation, type OperationOptions } from './plugins/operation-lifecycle.ts';
import { defaultLimits, useOperationLimits, type OperationLimits } from './plugins/operation-limits.ts';
import { useMediaType } from './plugins/media-type.ts';
import { usePersisted, type PersistedOperations } from './plugins/persisted.ts';
import { useRequestCheck } from './plugins/request-check.ts';
import { schema } from './schema.ts';

/** What is the same for every operation. */
type OwnContext = Pick<GatewayContext, 'catalog' | 'analytics' | 'defaultMarketplace'>;

/** What the server is made of. */
export type GraphqlServerOptions = OwnContext &
  OperationOptions &
  Partial<CacheControlOptions> & {
    /** Every source there is; those that the contract lists need not be named. */
    readonly sources?: readonly SourceName[];
    readonly limits?: Partial<OperationLimits> | undefined;
    /** Absent: automatic persisted queries. */
    readonly persisted?: PersistedOperations | undefined;
    /** Sites whose scripts may ask; the listener tells browsers about them. */
    readonly corsOrigins?: readonly string[];
    /** Operations at a time; as many again may wait. */
    readonly maxInFlight?: number | undefined;
  };

type Yoga = YogaServerInstance<ServerContext, OwnContext>;

/** What answers `/graphql`, whole and in parts. */
export type GraphqlServer = {
  fetch(request: Request | string, init?: RequestInit): Promise<Response>;
  /** Answers as `node:http` asks. */
  readonly door: Yoga;
  /** From an operation to its result, without the HTTP around it; never rejects. */
  run(params: GraphQLParams, request: OperationRequest, context: ServerContext): Promise<Run>;
  readonly path: string;
  readonly maxBodyBytes: number;
  /** Upstream calls that one operation may come to. */
  readonly mostCalls: number;
};

/** What came of an operation. */
export type Run = {
  readonly result: ExecutionResult;
  /** The document, if it could be read, and which of its operations was meant. */
  readonly document: DocumentNode | undefined;
  readonly name: string | undefined;
};

/** Of a request, what the plugins look at once its body has been read. */
export type OperationRequest = Pick<Request, 'method' | 'url' | 'signal'> & {
  readonly headers: Pick<Headers, 'get' | 'has'>;
};

/** What is used of yoga besides what it documents. Its version is pinned, and a test compares both ways. */
type Inner = {
  getResultForParams(
    payload: { readonly params: GraphQLParams; readonly request: OperationRequest },
    context: ServerContext & { readonly waitUntil: Yoga['waitUntil'] },
  ): MaybePromise<ExecutionResult | AsyncIterable<unknown> | undefined>;
};

type MaybePromise<T> = T | Promise<T>;

const endpoint = '/graphql';
const mostBodyBytes = 512 * 1024;

/** The GraphQL endpoint. Yoga's permissive defaults are all changed here, whatever `NODE_ENV` says. */
export function createGraphqlServer(options: GraphqlServerOptions): GraphqlServer {
  const { catalog, analytics, defaultMarketplace, report } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const inFlight = options.maxInFlight ?? defaultInFlight;
  const mask = maskUnexpected(report);
  const checkInput = createInputCheck(limits.calls);
  const answerLife = { wall: Date.now, batchSizeOf: () => fullCall, keyed: false, mostCalls: limits.calls, ...options };
  const inner: Inner[] = [];
  const door = createYoga<ServerContext, OwnContext>({
    schema: withSources(schema, options.sources ?? []),
    graphqlEndpoint: endpoint,
    context: () => ({ catalog, analytics, defaultMarketplace, ...initContextCache() }),
    // In this order: an operation's life is measured and told whatever becomes of it; a hash
    // becomes a text before anybody looks at the text; a request is refused before it becomes an operation; what is one
    // waits for its place before any work is done for it; input is checked before it runs. The limits stand behind the
    // input check because they wrap its parsing and validation, so that they come first.
    plugins: [
      { onYogaInit: ({ yoga }) => void inner.push(yoga) },
      useOperation(options),
      useCacheControl(answerLife),
      usePersisted(options.persisted),
      useMediaType(),
      useRequestCheck(options.corsOrigins ?? []),
      useConcurrencyLimit({ mostInFlight: inFlight, mostWaiting: inFlight }),
      useInputCheck(checkInput),
      useOperationLimits(limits),
    ],
    maskedErrors: { isDev: false, maskError: mask },
    parserAndValidationCache: { documentCache: createDocumentCache(), errorCache: createDocumentCache() },
    maxRequestBodySize: mostBodyBytes,
    batching: false,
    cors: false,
    multipart: false,
    graphiql: false,
    landingPage: false,
    logging: false,
  });
  const [within] = inner;
  if (within === undefined) throw new Error('The server did not start.');
  const { waitUntil } = door;

  async function resultOf(...asked: Parameters<Inner['getResultForParams']>): Promise<ExecutionResult> {
    try {
      const result = await within?.getResultForParams(...asked);
      if (result !== undefined && !isAsyncIterable(result)) return result;
      throw new Error('The result is a stream, which no operation of ours has.');
    } catch (error) {
      // Yoga itself does so further out.
      return { errors: [mask(error)] };
    }
  }

  return {
    fetch: async (request, init = {}) =>
      await (typeof request === 'string' ? door.fetch(request, init) : door.fetch(request)),
    door,
    async run(params, request, given) {
      // Yoga and its plugins add to this very object.
      const context: Parameters<Inner['getResultForParams']>[1] = { ...given, waitUntil };
      const result = await resultOf({ params, request }, context);
      return { result, document: context.document, name: context.params?.operationName };
    },
    path: endpoint,
    maxBodyBytes: mostBodyBytes,
    mostCalls: limits.calls,
  };
}
