import { initContextCache } from '@pothos/core';
import { execute, type GraphQLError, parse, type ExecutionResult } from 'graphql';
import { openStore } from '../../src/cache/open-store.ts';
import { createBackground } from '../../src/catalog/background.ts';
import type { CursorKeys } from '../../src/catalog/cursor.ts';
import { openCatalog } from '../../src/catalog/open-catalog.ts';
import type { Config } from '../../src/config.ts';
import type { Report } from '../../src/event.ts';
import { createEventBus } from '../../src/gateway/event-bus.ts';
import { createObservation } from '../../src/gateway/observation.ts';
import { countedOperationNames } from '../../src/gateway/persisted.ts';
import { quotaOf, sourceInfoOf, type Sources } from '../../src/gateway/sources.ts';
import type { GatewayContext } from '../../src/graphql/context.ts';
import { createInputCheck } from '../../src/graphql/input/input-check.ts';
import { validateOperation } from '../../src/graphql/input/validate-operation.ts';
import { maskUnexpected } from '../../src/graphql/plugins/masking.ts';
import { defaultLimits } from '../../src/graphql/plugins/operation-limits.ts';
import { schema } from '../../src/graphql/schema.ts';
import { createOperationUsage } from '../../src/graphql/plugins/operation-usage.ts';
import { createBatcher } from '../../src/source/batching/batcher.ts';
import type { Clock } from '../../src/clock.ts';
import type { FuzzRequest } from './fuzz-case.ts';

/** Answers operations with graphql-js alone, over a catalog and statistics of its own. */
export type Reference = AsyncDisposable & {
  answer(query: string, request: Pick<FuzzRequest, 'operationName' | 'variables'>): Promise<string>;
  /** Takes the `operation` events, which only a server can report. */
  readonly report: Report;
};

/** Options of a reference; the gateway gets the same. */
export type ReferenceParts = {
  readonly config: Config;
  readonly sources: Sources;
  readonly clock: Clock;
  readonly random: () => number;
  readonly cursorKeys: CursorKeys;
};

/** Opens the catalog as the gateway does, without a server, a listener or the fast path. */
export function createReference({ config, sources: given, clock, random, cursorKeys }: ReferenceParts): Reference {
  const { sources, accounts } = given;
  const stack = new AsyncDisposableStack();
  const { report, connect } = createEventBus();
  const { maxEntries, maxBytes } = config.cache;
  const backing = { kind: 'memory' } as const;
  const store = stack.use(openStore({ backing, maxEntries, maxBytes, namespace: 'reference', clock, report }));
  const batcher = createBatcher({
    accounts,
    clock,
    random,
    report,
    dayReserve: config.bulkDayReserve,
    interactiveP95Ms: config.pacedP95Ms,
  });
  const { analytics, listeners } = createObservation({
    config,
    clock,
    operationNames: countedOperationNames(undefined),
    tracing: undefined,
    sources: sourceInfoOf(config),
    unavailableReason: (id, marketplace) => sources.find((one) => one.id === id)?.unavailableReason(marketplace),
    quota: (id) => quotaOf(batcher.accountsOf(id)),
    accounts: (id) => batcher.accountsOf(id),
    cacheSize: () => store.size(),
    process: undefined,
    worker: undefined,
    writeLog: () => undefined,
    report,
    stack,
  });
  connect(listeners);
  const background = stack.use(
    createBackground(1_000, (error) => report({ type: 'unexpected', error, where: 'background' })),
  );
  const { staleMs } = config.cache;
  const shared = { sources, batcher, store, background, cursorKeys, clock, random, report };
  const catalog = openCatalog({ ...shared, staleMs });
  const checkInput = createInputCheck(config.maxOperationCost ?? defaultLimits.calls);
  const mask = maskUnexpected(report);

  /** The previous operation: each is requested several times in a row. */
  let read: ReturnType<typeof readOperation> | undefined;

  async function run(query: string, { operationName, variables }: Pick<FuzzRequest, 'operationName' | 'variables'>) {
    if (read?.query !== query) read = readOperation(query);
    const { document, invalid } = read;
    if (invalid.length > 0) return { errors: invalid };
    const context: GatewayContext = {
      catalog,
      analytics,
      defaultMarketplace: config.defaultMarketplace,
      operation: {
        signal: new AbortController().signal,
        priority: 'INTERACTIVE',
        deadlineAt: clock.monotonic() + config.requestDeadlineMs,
      },
      usage: createOperationUsage(),
      document,
      ...initContextCache(),
    };
    const args = { schema, document, operationName, variableValues: variables, contextValue: context };
    const refused = checkInput(args, context);
    return refused === undefined ? await execute(args) : { errors: [refused] };
  }

  return {
    answer: async (query, request) => bodyOf(await run(query, request), mask),
    report,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function readOperation(query: string) {
  const document = parse(query);
  return { query, document, invalid: validateOperation(schema, document) };
}

/** The response body: errors come first, and extensions that are meant for the server are left out. */
function bodyOf(result: ExecutionResult | { errors: readonly GraphQLError[] }, mask: (error: unknown) => GraphQLError) {
  const errors = result.errors?.map((error) => {
    const { extensions, ...masked } = mask(error).toJSON();
    const { http: _, unexpected: __, ...visible } = extensions ?? {};
    return { ...masked, extensions: visible };
  });
  const data = 'data' in result ? { data: result.data } : {};
  return JSON.stringify({ ...(errors !== undefined && { errors }), ...data });
}
