import { readFileSync } from 'node:fs';
import { createFleet, fleetCountsOf, withFleet } from './analytics/fleet.ts';
import type { ProcessReadings } from './analytics/metrics/process.ts';
import { openStore } from './cache/open-store.ts';
import { createBackground } from './catalog/background.ts';
import { openCatalog } from './catalog/open-catalog.ts';
import { isAboveReserve } from './catalog/refresh-ahead.ts';
import { readPersistedOperations } from './config/persisted-operations.ts';
import type { Config } from './config.ts';
import type { Store } from './cache/store.ts';
import { dashboardAssets, dashboardPath } from './dashboard/pages.ts';
import type { Report } from './event.ts';
import { createFastPath } from './fast-path/fast-path.ts';
import { createObservation } from './gateway/observation.ts';
import { createSharing } from './gateway/sharing.ts';
import { createSources } from './gateway/sources.ts';
import { traitsOf } from './gateway/traits.ts';
import { operationNamesIn } from './graphql/operation-names.ts';
import { publicSdl, subgraphSdl } from './graphql/sdl.ts';
import { createGraphqlServer } from './graphql/server.ts';
import { warmUp } from './graphql/warm-up.ts';
import { withGraphqlHeaders } from './http/answer.ts';
import { createListener } from './http/listener.ts';
import { createPacker } from './source/packer.ts';
import { tracedUpstream } from './tracing/traced-upstream.ts';
import { systemClock, type Clock } from './upstream/clock.ts';
import type { Upstream } from './upstream/upstream.ts';

/** Everything that runs, put together. Dispose of it to drain it and to close what it opened. */
export interface Gateway extends AsyncDisposable {
  /** The GraphQL endpoint, without a listener. */
  fetch(request: Request): Promise<Response>;
  /** Listens where the configuration says. @throws what `node:net` reports, such as `EADDRINUSE` */
  listen(): Promise<{ readonly url: string }>;
}

/** What a test, or an embedder, may put in the place of the real thing. */
export type GatewayOverrides = {
  readonly clock?: Clock;
  /** Between 0 and 1. */
  readonly random?: () => number;
  /** Told of everything, beside the gateway's own listeners. */
  readonly report?: Report;
  /** Takes finished log lines; without it nothing is logged. */
  readonly writeLog?: (line: string) => void;
  /** What the process says of itself, for the metrics. */
  readonly process?: ProcessReadings;
  /** Makes of this process's metrics those of all that serve the port; without it they are this process's own. */
  readonly gatherMetrics?: (own: () => Promise<string>) => () => Promise<string>;
};

const closingGraceMs = 5_000;

/** The share of `CACHE_MAX_MB` that products in JSON may take. */
const fastPathShare = 0.25;

/** The composition root: the only place that sees the whole house. */
export function createGateway(config: Config, overrides: GatewayOverrides = {}): Gateway {
  const { clock = systemClock, random = Math.random, report: watch = ignore, writeLog = ignore } = overrides;
  const stack = new AsyncDisposableStack();
  const persisted = persistedOf(config);
  const observation = createObservation({
    operationNames: [...(persisted?.byHash.values() ?? [])].flatMap(operationNamesIn),
    sources: traitsOf(config),
    quota: (id) => accounts.find((account) => account.sources.some((source) => source.id === id))?.permits.quota(),
    cacheSize: () => store.size(),
    config,
    clock,
    process: overrides.process,
    gatherMetrics: overrides.gatherMetrics,
    writeLog,
    watch,
    stack,
  });
  const { report, log, tracing } = observation;

  // Before the day's ledger, which is kept in the same file: only the store can tell whether the file is ours.
  const fastPathBytes = config.fastPath ? config.cache.maxBytes * fastPathShare : 0;
  const maxBytes = config.cache.maxBytes - fastPathBytes;
  const store = stack.use(openStore({ ...config.cache, maxBytes }, { clock, report }));
  const sharing = createSharing(config, { clock, report, stack });
  const wrap = (upstream: Upstream) => (tracing === undefined ? upstream : tracedUpstream(upstream));
  const { sources, accounts } = createSources(config, { clock, report, stack, sharing, wrap });

  const background = stack.use(
    createBackground(closingGraceMs, (error) => report({ type: 'unexpected', error, where: 'background' })),
  );
  const { staleMs } = config.cache;
  const { leases } = sharing;
  const around = tracing?.aroundCall;
  const packer = createPacker({ accounts, clock, random, report, around, ...(leases !== undefined && { leases }) });
  const mayRefresh = () => {
    const permits = accounts[0]?.permits;
    return permits !== undefined && permits.dueInMs() === 0 && isAboveReserve(permits.quota());
  };
  const catalog = openCatalog({ sources, packer, store, background, mayRefresh, staleMs, clock, random, report });

  const { board } = sharing;
  const counts = () => fleetCountsOf(observation.analytics.snapshot('SINCE_START'));
  const fleet = board === undefined ? undefined : stack.use(createFleet({ board, counts }));
  const analytics = fleet === undefined ? observation.analytics : withFleet(observation.analytics, fleet);

  const { defaultMarketplace, requestDeadlineMs } = config;
  const graphql = createGraphqlServer({
    catalog,
    analytics,
    defaultMarketplace,
    requestDeadlineMs,
    maxInFlight: config.maxInFlight,
    limits: config.maxOperationCost === undefined ? {} : { calls: config.maxOperationCost },
    persisted,
    corsOrigins: config.corsOrigins,
    keyed: config.apiKeys.length > 0,
    wall: clock.wall,
    callSize: (id) => sources.find((source) => source.id === id)?.batchSize ?? 1,
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
      graphql: config.fastPath ? createFastPath(fastPath) : withGraphqlHeaders(graphql.door),
      readiness: () => ({ ok: sources.length > 0, degraded: [...storeTrouble(store), ...sharing.degraded()] }),
      keys: config.apiKeys,
      corsOrigins: config.corsOrigins,
      now: clock.monotonic,
      pages: observation.pages,
      openPaths: dashboardAssets,
      shells: new Set([dashboardPath]),
      schema: (federation) => (federation ? subgraphSdl() : publicSdl()),
      report,
    }),
  );
  return {
    fetch: async (request) => await graphql.fetch(request),
    async listen() {
      warmUp(defaultMarketplace);
      const { url } = await listener.listen();
      const names = sources.map(({ id }) => id).join(' → ');
      log.info(`Listening on ${url}; sources in chain order: ${names}`, { url, sources: sources.map(({ id }) => id) });
      return { url };
    },
    [Symbol.asyncDispose]: async () => await stack.disposeAsync(),
  };
}

function storeTrouble(store: Store): readonly string[] {
  const health = store.health();
  return health.ok ? [] : [`store: ${health.detail}`];
}

function persistedOf({ persistedOperations: path, persistedOperationsOnly: only }: Config) {
  if (path === undefined) return undefined;
  return { byHash: readPersistedOperations(path, (file) => readFileSync(file, 'utf8')), only };
}

function ignore(): void {
  // Nobody wants to know.
}
