import type { Socket } from 'node:net';
import { createFleet, fleetCountsOf, withFleet } from './analytics/fleet.ts';
import type { ProcessReadings } from './metrics/process.ts';
import { openStore, type StoreBacking } from './cache/open-store.ts';
import { createBackground } from './catalog/background.ts';
import type { CursorKeys } from './catalog/cursor.ts';
import { openCatalog } from './catalog/open-catalog.ts';
import { readPersistedOperations } from './config/persisted-operations.ts';
import { readText } from './config/read-text.ts';
import { secretsOf } from './config/secrets.ts';
import type { Config } from './config.ts';
import type { Store } from './cache/store.ts';
import type { CacheUrl } from './config/cache.ts';
import { openRedis } from './coordination/redis.ts';
import { dashboardAssets, dashboardPath } from './dashboard/pages.ts';
import type { Report } from './event.ts';
import { namespacesOf } from './gateway/namespace.ts';
import { watchDescriptors } from './gateway/descriptors.ts';
import { createFastPath } from './fast-path/fast-path.ts';
import { createObservation, type WorkerMetrics } from './gateway/observation.ts';
import { createSharing } from './gateway/sharing.ts';
import { createSources, sourceTraits, type Sources } from './gateway/sources.ts';
import type { SourceName } from './graphql/schema/data-source.ts';
import { makeGraphiqlPage } from './graphql/plugins/graphiql.ts';
import { operationNamesIn } from './graphql/plugins/operation-names.ts';
import { publicSdl, subgraphSdl } from './graphql/sdl.ts';
import { createGraphqlServer } from './graphql/server.ts';
import { warmUp } from './graphql/warm-up.ts';
import { withGraphqlHeaders } from './http/router.ts';
import { createListener, type ListenerLimits } from './http/listener.ts';
import { createStaticPage } from './http/static-page.ts';
import { createRedactor } from './log/redact.ts';
import { createBatcher } from './source/batching/batcher.ts';
import { tracedUpstream } from './tracing/traced-upstream.ts';
import { systemClock, type Clock } from './clock.ts';
import type { Upstream } from './upstream/upstream.ts';

/** Everything that runs, put together. Dispose of it to drain it and to close what it opened. */
export interface Gateway extends AsyncDisposable {
  /** The GraphQL endpoint, without a listener. */
  fetch(request: Request): Promise<Response>;
  /** Listens where the configuration says. @throws what `node:net` reports, such as `EADDRINUSE` */
  listen(): Promise<{ readonly url: string }>;
  /** Answers connections that another process accepts at `url`, each when it is handed over. */
  join(url: string): (connection: Socket) => void;
}

/** What a test, or an embedder, may put in the place of the real thing. */
export type GatewayOverrides = {
  readonly clock?: Clock;
  /** Between 0 and 1. */
  readonly random?: () => number;
  /** Asked instead of the configured ones, which then only say what the statistics list. */
  readonly sources?: Sources;
  /** The keys that cursors are signed with. */
  readonly cursorKeys?: CursorKeys;
  /** Told of everything, beside the gateway's own listeners. */
  readonly report?: Report;
  /** Takes finished log lines; without it nothing is logged. */
  readonly writeLog?: (line: string) => void;
  /** Memory, processor time and event loop of the process, for the metrics. */
  readonly process?: ProcessReadings;
  /** Set in a worker: how `/metrics` aggregates over all workers. Default: this process only. */
  readonly worker?: WorkerMetrics;
  readonly listenerLimits?: Partial<ListenerLimits>;
};

const closingGraceMs = 5_000;

/** The share of `CACHE_MAX_MB` that products in JSON may take. */
const fastPathShare = 0.25;

/** The composition root: the only place that sees the whole house. */
export function createGateway(config: Config, overrides: GatewayOverrides = {}): Gateway {
  const { clock = systemClock, random = Math.random, report: watch = ignore, writeLog = ignore } = overrides;
  const stack = new AsyncDisposableStack();
  const persisted = persistedOf(config);
  const sourceInfo = sourceTraits(config);
  const observation = createObservation({
    operationNames: [...(persisted?.byHash.values() ?? [])].flatMap(operationNamesIn),
    sources: sourceInfo,
    quota: (id) => accounts.find((account) => account.sources.some((source) => source.id === id))?.permits.quota(),
    cacheSize: () => store.size(),
    config,
    clock,
    process: overrides.process,
    worker: overrides.worker,
    writeLog,
    watch,
    stack,
  });
  const { report, log, tracing } = observation;

  stack.use(watchDescriptors((error) => report({ type: 'unexpected', error, where: 'accepting connections' })));

  // Before the day's ledger, which is kept in the same file: only the store can tell whether the file is ours.
  const fastPathBytes = config.fastPath ? config.cache.maxBytes * fastPathShare : 0;
  const maxBytes = config.cache.maxBytes - fastPathBytes;
  const namespaces = namespacesOf(config);
  const namespace = namespaces.answers;
  const backing = openBacking(config.cache.url, clock, stack);
  const { maxEntries } = config.cache;
  const store = stack.use(openStore({ backing, maxEntries, maxBytes, namespace, clock, report }));
  const sharing = createSharing(backing, { clock, report, stack, namespace });
  const wrap = (upstream: Upstream) => (tracing === undefined ? upstream : tracedUpstream(upstream));
  const { accountOf } = namespaces;
  const { sources, accounts } =
    overrides.sources ?? createSources(config, { clock, report, stack, sharing, accountOf, wrap });

  const background = stack.use(
    createBackground(closingGraceMs, (error) => report({ type: 'unexpected', error, where: 'background' })),
  );
  const { staleMs } = config.cache;
  const redact = createRedactor(secretsOf(config));
  const { leases } = sharing;
  const around = tracing?.aroundCall;
  const batcher = createBatcher({ accounts, clock, random, report, around, ...(leases !== undefined && { leases }) });
  const catalog = openCatalog({
    sources,
    batcher,
    store,
    background,
    cursorKeys: overrides.cursorKeys ?? sharing.cursorKeys,
    staleMs,
    clock,
    random,
    redact,
    report,
  });

  const { instanceStats } = sharing;
  const counts = () => fleetCountsOf(observation.analytics.snapshot('SINCE_START'));
  const fleet = instanceStats === undefined ? undefined : stack.use(createFleet({ instanceStats, counts }));
  const analytics = fleet === undefined ? observation.analytics : withFleet(observation.analytics, fleet);

  const { defaultMarketplace, requestDeadlineMs } = config;
  const graphql = createGraphqlServer({
    catalog,
    analytics,
    sources: sourceInfo,
    defaultMarketplace,
    requestDeadlineMs,
    maxInFlight: config.maxInFlight,
    limits: config.maxOperationCost === undefined ? {} : { calls: config.maxOperationCost },
    persisted,
    corsOrigins: config.corsOrigins,
    keyed: config.apiKeys.length > 0,
    wall: clock.wall,
    batchSizeOf: (id) => sources.find((source) => source.id === id)?.operations.lookup.batchSize ?? 1,
    report,
    clock,
    began: tracing?.began,
  });
  const keyed = config.apiKeys.length > 0;
  const fastPath = {
    server: graphql,
    fresh: catalog.fresh,
    inputs: { catalog, defaultMarketplace },
    maxBytes: fastPathBytes,
    keyed,
    clock,
    report,
    began: tracing?.began,
  };
  const listener = stack.use(
    createListener({
      host: config.host,
      port: config.port,
      graphql: config.fastPath ? createFastPath(fastPath) : withGraphqlHeaders(graphql.handler),
      readiness: () => ({ ok: sources.length > 0, degraded: [...sharing.degraded(), ...storeTrouble(store, backing)] }),
      keys: config.apiKeys,
      corsOrigins: config.corsOrigins,
      now: clock.monotonic,
      limits: overrides.listenerLimits ?? {},
      explorer: createStaticPage(() => makeGraphiqlPage(graphql.path)),
      pages: observation.pages,
      openPaths: dashboardAssets,
      shells: new Set([dashboardPath]),
      schema: sdlOf(sourceInfo),
      report,
    }),
  );
  const announce = (url: string) => {
    const ids = sources.map(({ id }) => id);
    log.info(`Listening on ${url}; sources in chain order: ${ids.join(' → ')}`, { url, sources: ids });
  };
  return {
    fetch: async (request) => await graphql.fetch(request),
    async listen() {
      warmUp(defaultMarketplace);
      const { url } = await listener.listen();
      announce(url);
      return { url };
    },
    join(url) {
      warmUp(defaultMarketplace);
      announce(url);
      return (connection) => listener.take(connection);
    },
    [Symbol.asyncDispose]: async () => await stack.disposeAsync(),
  };
}

/** The one connection to Redis, for the cache and for what instances share; other places are opened by the store. */
function openBacking(url: CacheUrl, clock: Clock, stack: AsyncDisposableStack): StoreBacking {
  return url.kind === 'redis' ? { kind: 'redis', redis: stack.use(openRedis({ url: url.url, clock })) } : url;
}

/** A lost connection is the cause that `sharing` names. */
function storeTrouble(store: Store, backing: StoreBacking): readonly string[] {
  const health = store.health();
  if (health.ok || (backing.kind === 'redis' && backing.redis.problem() !== undefined)) return [];
  return [`store: ${health.detail}`];
}

/** Both texts of the schema, each written when it is first asked for. */
function sdlOf(sources: readonly SourceName[]): (federation: boolean) => string {
  let [publicText, subgraphText]: (string | undefined)[] = [];
  return (federation) => (federation ? (subgraphText ??= subgraphSdl(sources)) : (publicText ??= publicSdl(sources)));
}

function persistedOf({ persistedOperations: path, persistedOperationsOnly: only }: Config) {
  if (path === undefined) return undefined;
  return { byHash: readPersistedOperations(path, readText), only };
}

function ignore(): void {
  // Nobody wants to know.
}
