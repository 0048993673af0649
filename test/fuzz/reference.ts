import { initContextCache } from '@pothos/core';
import { execute, type GraphQLError, parse, type ExecutionResult } from 'graphql';
import { openStore } from '../../src/cache/open-store.ts';
import { createBackground } from '../../src/catalog/background.ts';
import type { CursorKeys } from '../../src/catalog/cursor.ts';
import { openCatalog } from '../../src/catalog/open-catalog.ts';
import type { Config } from '../../src/config.ts';
import type { Report } from '../../src/event.ts';
import { createObservation } from '../../src/gateway/observation.ts';
import { sourceTraits, type Sources } from '../../src/gateway/sources.ts';
import type { GatewayContext } from '../../src/graphql/context.ts';
import { createInputCheck } from '../../src/graphql/input/input-check.ts';
import { validateOperation } from '../../src/graphql/input/validate-operation.ts';
import { maskUnexpected } from '../../src/graphql/plugins/masking.ts';
import { defaultLimits } from '../../src/graphql/plugins/operation-limits.ts';
import { schema } from '../../src/graphql/schema.ts';
import { createOperationUsage } from '../../src/graphql/plugins/operation-usage.ts';
import { createBatcher } from '../../src/source/batching/batcher.ts';
import type { Clock } from '../../src/clock.ts';
import type { Asking } from './fuzz-case.ts';

/** What an operation comes to when nothing but graphql-js runs it, over a catalog and statistics of its own. */
export type Reference = AsyncDisposable & {
  answer(query: string, asking: Pick<Asking, 'operationName' | 'variables'>): Promise<string>;
  /** Takes what only a server can tell, how operations ended. */
  readonly report: Report;
};

/** What the gateway is made with, too. */
export type ReferenceParts = {
  readonly config: Config;
  readonly sources: Sources;
  readonly clock: Clock;
  readonly random: () => number;
  readonly cursorKeys: CursorKeys;
};

/** Opens the catalog as the gateway does, without a server, a listener or anything that is fast. */
export function createReference({ config, sources: given, clock, random, cursorKeys }: ReferenceParts): Reference {
  const { sources, accounts } = given;
  const stack = new AsyncDisposableStack();
  const { report, analytics } = createObservation({
    sources: sourceTraits(config),
    quota: (id) => accounts.find((account) => account.sources.some((source) => source.id === id))?.permits.quota(),
    cacheSize: () => store.size(),
    config,
    clock,
    process: undefined,
    gatherMetrics: undefined,
    writeLog: () => undefined,
    watch: () => undefined,
    stack,
  });
  const store = stack.use(openStore(config.cache, { clock, report, namespace: 'reference' }));
  const background = stack.use(
    createBackground(1_000, (error) => report({ type: 'unexpected', error, where: 'background' })),
  );
  const batcher = createBatcher({ accounts, clock, random, report });
  const { staleMs } = config.cache;
  const shared = { sources, batcher, store, background, cursorKeys, clock, random, report };
  const catalog = openCatalog({ ...shared, staleMs });
  const checkInput = createInputCheck(config.maxOperationCost ?? defaultLimits.calls);
  const mask = maskUnexpected(report);

  /** The operation that was asked last: it is asked several times in a row. */
  let read: ReturnType<typeof readOperation> | undefined;

  async function run(query: string, { operationName, variables }: Pick<Asking, 'operationName' | 'variables'>) {
    if (read?.query !== query) read = readOperation(query);
    const { document, invalid } = read;
    if (invalid.length > 0) return { errors: invalid };
    const context: GatewayContext = {
      catalog,
      analytics,
      defaultMarketplace: config.defaultMarketplace,
      operation: {
        signal: new AbortController().signal,
        deadlineAt: clock.monotonic() + config.requestDeadlineMs,
      },
      tally: createOperationUsage(),
      document,
      ...initContextCache(),
    };
    const args = { schema, document, operationName, variableValues: variables, contextValue: context };
    const refused = checkInput(args, context);
    return refused === undefined ? await execute(args) : { errors: [refused] };
  }

  return {
    answer: async (query, asking) => bodyOf(await run(query, asking), mask),
    report,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function readOperation(query: string) {
  const document = parse(query);
  return { query, document, invalid: validateOperation(schema, document) };
}

/** As it goes over the wire: errors first, and without what is only meant for the server. */
function bodyOf(result: ExecutionResult | { errors: readonly GraphQLError[] }, mask: (error: unknown) => GraphQLError) {
  const errors = result.errors?.map((error) => {
    const { extensions, ...masked } = mask(error).toJSON();
    const { http: _, unexpected: __, ...told } = extensions ?? {};
    return { ...masked, extensions: told };
  });
  const data = 'data' in result ? { data: result.data } : {};
  return JSON.stringify({ ...(errors !== undefined && { errors }), ...data });
}
