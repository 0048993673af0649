import { initContextCache } from '@pothos/core';
import { execute, type DocumentNode, type ExecutionResult } from 'graphql';
import { createYoga, isAsyncIterable, type GraphQLParams, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import { fullCall } from './input/full-call.ts';
import { defaultInFlight, useConcurrencyLimit } from './plugins/concurrency-limit.ts';
import type { GatewayContext, ServerContext } from './context.ts';
import { useCacheControl, type CacheControlOptions } from './plugins/cache-control.ts';
import { withSources, type SourceName } from './schema/data-source.ts';
import { createDocumentCache } from './plugins/document-cache.ts';
import { createInputCheck, useInputCheck } from './input/input-check.ts';
import { maskUnexpected } from './plugins/masking.ts';
import { defaultMostDeadlineMs, readOperationHeaders } from './plugins/operation-headers.ts';
import { useOperationLifecycle, type OperationOptions } from './plugins/operation-lifecycle.ts';
import { defaultLimits, useOperationLimits, type OperationLimits } from './plugins/operation-limits.ts';
import { useMediaType } from './plugins/media-type.ts';
import { usePersisted, type PersistedOperations } from './plugins/persisted.ts';
import { useRequestCheck } from './plugins/request-check.ts';
import { useRoles } from './plugins/roles.ts';
import { schema } from './schema.ts';

/** The part of the context that is the same for all operations. */
type OwnContext = Pick<GatewayContext, 'catalog' | 'analytics' | 'defaultMarketplace'>;

/** Options of the GraphQL server. */
export type GraphqlServerOptions = OwnContext &
  OperationOptions &
  Partial<CacheControlOptions> & {
    /** All sources; those that the schema lists may be left out. */
    readonly sources?: readonly SourceName[];
    readonly limits?: Partial<OperationLimits> | undefined;
    /** Listed operations. Absent: automatic persisted queries. */
    readonly persisted?: PersistedOperations | undefined;
    /** Sites whose scripts may send requests; the listener sets the CORS headers. */
    readonly corsOrigins?: readonly string[];
    /** How many operations may run at the same time; as many again may wait. */
    readonly maxInFlight?: number | undefined;
  };

type Yoga = YogaServerInstance<ServerContext, OwnContext>;

/** The server of `/graphql`: yoga as a whole, and the part of it that the fast path uses. */
export type GraphqlServer = {
  fetch(request: Request | string, init?: RequestInit): Promise<Response>;
  /** Yoga's handler for `node:http`. */
  readonly handler: Yoga;
  /** Runs an operation without HTTP; never rejects. */
  run(params: GraphQLParams, request: OperationRequest, context: ServerContext): Promise<Run>;
  readonly path: string;
  readonly maxBodyBytes: number;
  /** The maximum number of upstream calls of one operation. */
  readonly mostCalls: number;
  /** Whether the server would refuse an operation because of these headers. */
  refuses(headers: Pick<Headers, 'get'>): boolean;
};

/** The outcome of {@link GraphqlServer.run}. */
export type Run = {
  readonly result: ExecutionResult;
  /** The document, if it could be parsed, and the name of the requested operation. */
  readonly document: DocumentNode | undefined;
  readonly name: string | undefined;
};

/** The parts of a request that plugins read after its body has been parsed. */
export type OperationRequest = Pick<Request, 'method' | 'url' | 'signal'> & {
  readonly headers: Pick<Headers, 'get' | 'has'>;
};

/** The undocumented part of yoga that is used. Its minor version is pinned, and the two-door test compares both ways. */
type Inner = {
  getResultForParams(
    payload: { readonly params: GraphQLParams; readonly request: OperationRequest },
    context: ServerContext & { readonly waitUntil: Yoga['waitUntil'] },
  ): MaybePromise<ExecutionResult | AsyncIterable<unknown> | undefined>;
};

type MaybePromise<T> = T | Promise<T>;

const endpoint = '/graphql';
/** Bytes of a request body. */
export const mostBodyBytes = 512 * 1024;

/** The GraphQL endpoint. Yoga's permissive defaults are all changed here, whatever `NODE_ENV` says. */
export function createGraphqlServer(options: GraphqlServerOptions): GraphqlServer {
  const { catalog, analytics, defaultMarketplace, report } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const inFlight = options.maxInFlight ?? defaultInFlight;
  const mask = maskUnexpected(report);
  const checkInput = createInputCheck(limits.calls);
  const cacheControl = {
    wall: Date.now,
    batchSizeOf: () => fullCall,
    keyed: false,
    mostCalls: limits.calls,
    ...options,
  };
  const inner: Inner[] = [];
  const handler = createYoga<ServerContext, OwnContext>({
    schema: withSources(schema, options.sources ?? []),
    graphqlEndpoint: endpoint,
    context: () => ({ catalog, analytics, defaultMarketplace, ...initContextCache() }),
    // The order matters. The lifecycle comes first, so that every operation is reported. A hash becomes a text before other
    // plugins read the text. Invalid requests are refused before they wait for a slot, and operations wait before any work
    // is done for them. Input is checked before execution. The limits are listed after the input check because they wrap
    // its parsing and validation, and so run before them.
    plugins: [
      { onYogaInit: ({ yoga }) => void inner.push(yoga) },
      useGraphqlJs(),
      useOperationLifecycle(options),
      useCacheControl(cacheControl),
      usePersisted(options.persisted),
      useMediaType(),
      useRequestCheck(options.corsOrigins ?? []),
      useConcurrencyLimit({ mostInFlight: inFlight, mostWaiting: inFlight }),
      useInputCheck(checkInput),
      useRoles(),
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
  const { waitUntil } = handler;

  async function resultOf(...args: Parameters<Inner['getResultForParams']>): Promise<ExecutionResult> {
    try {
      const result = await within?.getResultForParams(...args);
      if (result !== undefined && !isAsyncIterable(result)) return result;
      throw new Error('The result is a stream, but no operation of this schema has one.');
    } catch (error) {
      // Yoga masks errors in a part that is not used here.
      return { errors: [mask(error)] };
    }
  }

  return {
    fetch: async (request, init = {}) =>
      await (typeof request === 'string' ? handler.fetch(request, init) : handler.fetch(request)),
    handler,
    async run(params, request, given) {
      // Yoga and its plugins extend this object.
      const context: Parameters<Inner['getResultForParams']>[1] = { ...given, waitUntil };
      const result = await resultOf({ params, request }, context);
      return { result, document: context.document, name: context.params?.operationName };
    },
    path: endpoint,
    maxBodyBytes: mostBodyBytes,
    mostCalls: limits.calls,
    refuses(headers) {
      try {
        readOperationHeaders(headers, options.mostDeadlineMs ?? defaultMostDeadlineMs);
        return false;
      } catch {
        return true;
      }
    },
  };
}

/** Executes with graphql-js; yoga's default is another executor. */
function useGraphqlJs(): Plugin {
  return { onExecute: ({ setExecuteFn }) => setExecuteFn(execute) };
}
