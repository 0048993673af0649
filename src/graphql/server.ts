import { initContextCache } from '@pothos/core';
import type { ExecutionResult } from 'graphql';
import { createYoga, isAsyncIterable, type GraphQLParams, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import { defaultInFlight, useAdmission } from './admission.ts';
import { createByHeart, type ByHeart } from './by-heart.ts';
import type { GatewayContext, ServerContext } from './context.ts';
import { useAnswerLife, type AnswerLifeOptions } from './answer-life.ts';
import { withSources, type SourceName } from './data-source.ts';
import { createDocumentCache } from './document-cache.ts';
import { createInputCheck, useInputCheck } from './input-check.ts';
import { maskUnexpected } from './masking.ts';
import { useOperation, type OperationOptions } from './operation.ts';
import { defaultLimits, useOperationLimits, type OperationLimits } from './operation-limits.ts';
import { useMediaType } from './media-type.ts';
import { usePersisted, type PersistedOperations } from './persisted.ts';
import { createPrepared } from './prepared.ts';
import { useRequestCheck } from './request-check.ts';
import { schema } from './schema.ts';

/** What is the same for every operation. */
type OwnContext = Pick<GatewayContext, 'catalog' | 'analytics' | 'defaultMarketplace'>;

/** What the server is made of. */
export type GraphqlServerOptions = OwnContext &
  OperationOptions &
  Partial<AnswerLifeOptions> & {
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
  /** From a request to its response, without the `onRequest` and `onResponse` of the adapter around it. */
  handle(request: Request, context: ServerContext): Response | Promise<Response>;
  /** From an operation to its result; never rejects. */
  run(params: GraphQLParams, request: Request, context: ServerContext): Promise<ExecutionResult>;
  /** An operation's answer, where that takes no waiting. */
  readonly byHeart: ByHeart;
  readonly path: string;
  readonly maxBodyBytes: number;
};

type Inner = Parameters<NonNullable<Plugin['onYogaInit']>>[0]['yoga'];

const endpoint = '/graphql';
const mostBodyBytes = 512 * 1024;

/** The GraphQL endpoint. Yoga's permissive defaults are all changed here, whatever `NODE_ENV` says. */
export function createGraphqlServer(options: GraphqlServerOptions): GraphqlServer {
  const { catalog, analytics, defaultMarketplace, report } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const inFlight = options.maxInFlight ?? defaultInFlight;
  const mask = maskUnexpected(report);
  const checkInput = createInputCheck(limits.calls);
  const prepared = createPrepared({ checkInput, mask, report });
  const answerLife = { wall: Date.now, callSize: () => 10, keyed: false, mostCalls: limits.calls, ...options };
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
      useAnswerLife(answerLife),
      usePersisted(options.persisted),
      useMediaType(),
      useRequestCheck(options.corsOrigins ?? []),
      prepared.plugin,
      useAdmission({ mostInFlight: inFlight, mostWaiting: inFlight }),
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
  return {
    fetch: async (request, init = {}) =>
      await (typeof request === 'string' ? door.fetch(request, init) : door.fetch(request)),
    door,
    handle: (request, context) => within.handle(request, { ...context, waitUntil }),
    async run(params, request, context) {
      try {
        const result = await within.getResultForParams({ params, request }, { ...context, waitUntil });
        if (result === undefined || isAsyncIterable(result))
          throw new Error('The result is a stream, which no operation of ours has.');
        return result;
      } catch (error) {
        // Yoga itself does so further out.
        return { errors: [mask(error)] };
      }
    },
    // Where only listed operations may be asked, a text that is known is not yet one that is allowed.
    byHeart: options.persisted?.only === true ? () => undefined : createByHeart({ ...answerLife, prepared }),
    path: endpoint,
    maxBodyBytes: mostBodyBytes,
  };
}
