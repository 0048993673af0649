import type { Socket } from 'node:net';
import { createFleet, fleetCountsOf, withFleet } from './analytics/fleet.ts';
import { openStore } from './cache/open-store.ts';
import { createBackground } from './catalog/background.ts';
import type { CursorKeys } from './catalog/cursor.ts';
import { openCatalog } from './catalog/open-catalog.ts';
import { systemClock, type Clock } from './clock.ts';
import type { Config } from './config.ts';
import { secretsOf } from './config/secrets.ts';
import { dashboardAssets, dashboardPath } from './dashboard/pages.ts';
import type { Report } from './event.ts';
import { openBacking, storeTrouble } from './gateway/backing.ts';
import { watchDescriptors } from './gateway/descriptors.ts';
import { createBrowserPages } from './gateway/browser-pages.ts';
import { createEndpoint } from './gateway/endpoint.ts';
import { createEventBus } from './gateway/event-bus.ts';
import { namespacesOf } from './gateway/namespace.ts';
import { createObservation, metricsPath, type WorkerMetrics } from './gateway/observation.ts';
import { countedOperationNames, readPersisted } from './gateway/persisted.ts';
import { createSharing } from './gateway/sharing.ts';
import { createSources, quotaOf, sourceInfoOf, type Sources } from './gateway/sources.ts';
import { closingGraceMs, createStopReport, drainTimeoutMs } from './gateway/stop.ts';
import { publicSdl, subgraphSdl } from './graphql/sdl.ts';
import { warmUp } from './graphql/warm-up.ts';
import { createListener, defaultLimits, type ListenerLimits } from './http/listener.ts';
import { createRedactor } from './log/redact.ts';
import type { McpStreams } from './mcp/stdio-transport.ts';
import type { ProcessReadings } from './metrics/process.ts';
import { createBatcher } from './source/batching/batcher.ts';
import { tracedUpstream } from './tracing/traced-upstream.ts';
import { createTracing } from './tracing/tracing.ts';
import type { Upstream } from './upstream/upstream.ts';
import { gatewayVersion } from './upstream/user-agent.ts';

/** A running gateway. Dispose of it to drain it and to close everything it opened. */
export interface Gateway extends AsyncDisposable {
  /**
   * Serves a request to the GraphQL endpoint without a listener.
   *
   * @param client the name of the client; bulk lookups of one client are one list
   */
  fetch(request: Request, client?: string): Promise<Response>;
  /** Listens on the configured host and port. @throws what `node:net` reports, such as `EADDRINUSE` */
  listen(): Promise<{ readonly url: string }>;
  /** Returns a function that serves connections which another process accepts at `url`. */
  join(url: string): (connection: Socket) => void;
  /** Serves one agent over two streams, by the Model Context Protocol. Resolves when it has gone. */
  serveMcp(streams: McpStreams): Promise<void>;
  /** From now on `/ready` answers 503. Everything is served as before, for `delayMs`; then the caller disposes of it. */
  announceStop(delayMs?: number): void;
}

/** What a test or an embedding program may replace. */
export type GatewayOverrides = {
  readonly clock?: Clock;
  /** Between 0 and 1. */
  readonly random?: () => number;
  /** Replaces the configured sources, which then only appear in the statistics. */
  readonly sources?: Sources;
  /** The keys that search cursors are signed with. */
  readonly cursorKeys?: CursorKeys;
  /** Receives every event after the gateway's own listeners. */
  readonly report?: Report;
  /** Receives finished log lines; without it nothing is logged. */
  readonly writeLog?: (line: string) => void;
  /** Readings of the process for its metrics. */
  readonly process?: ProcessReadings;
  /** Set in a worker: how `/metrics` aggregates over all workers. Default: this process only. */
  readonly worker?: WorkerMetrics;
  readonly listenerLimits?: Partial<ListenerLimits>;
};

/** The share of `CACHE_MAX_MB` for products as JSON. */
const fastPathShare = 0.25;

/** The composition root. It constructs from the bottom up: each part is defined above the parts that use it. */
export function createGateway(config: Config, overrides: GatewayOverrides = {}): Gateway {
  const { clock = systemClock, random = Math.random } = overrides;
  const stack = new AsyncDisposableStack();
  const { report, connect } = createEventBus();
  const persisted = readPersisted(config);
  const operationNames = countedOperationNames(persisted);
  const tracing = createTracing(clock, operationNames);

  const { url, maxEntries, maxBytes, staleMs } = config.cache;
  const backing = openBacking(url, clock, stack);
  const fastPathBytes = config.fastPath ? maxBytes * fastPathShare : 0;
  const namespaces = namespacesOf(config);
  const namespace = namespaces.answers;
  // Opened before the day's ledger, which uses the same file: only the store checks whether the file belongs to a gateway.
  const store = stack.use(
    openStore({ backing, maxEntries, maxBytes: maxBytes - fastPathBytes, namespace, clock, report }),
  );
  const sharing = createSharing(backing, { clock, report, stack, namespace });

  const { accountOf } = namespaces;
  const wrap = (upstream: Upstream) => (tracing === undefined ? upstream : tracedUpstream(upstream));
  const { sources, accounts } =
    overrides.sources ?? createSources(config, { clock, report, stack, sharing, accountOf, wrap });
  const sourceInfo = sourceInfoOf(config);

  const batcher = createBatcher({
    accounts,
    clock,
    random,
    report,
    around: tracing?.aroundCall,
    dayReserve: config.bulkDayReserve,
    interactiveP95Ms: config.pacedP95Ms,
    queueOf: sharing.queueOf,
  });

  const observation = createObservation({
    config,
    clock,
    operationNames,
    tracing,
    sources: sourceInfo,
    quota: (id) => quotaOf(batcher.accountsOf(id)),
    queued: (id) => batcher.queued(id),
    accounts: (id) => batcher.accountsOf(id),
    unavailableReason: (id, marketplace) => sources.find((one) => one.id === id)?.unavailableReason(marketplace),
    cacheSize: () => store.size(),
    process: overrides.process,
    worker: overrides.worker,
    writeLog: overrides.writeLog ?? ignore,
    report,
    stack,
  });
  connect([...observation.listeners, overrides.report ?? ignore]);
  const reportUnexpected = (where: string) => (error: unknown) => report({ type: 'unexpected', error, where });
  stack.use(watchDescriptors(reportUnexpected('accepting connections')));

  const stop = createStopReport(clock.monotonic, report);
  stack.defer(stop.ended);
  const background = stack.use(createBackground(closingGraceMs, reportUnexpected('background'), stop.cutTasks));
  const catalog = openCatalog({
    sources,
    batcher,
    store,
    background,
    cursorKeys: overrides.cursorKeys ?? sharing.cursorKeys,
    staleMs,
    clock,
    random,
    redact: createRedactor(secretsOf(config)),
    report,
  });

  const { instanceStats } = sharing;
  const counts = () => fleetCountsOf(observation.analytics.snapshot('SINCE_START'));
  const fleet = instanceStats === undefined ? undefined : stack.use(createFleet({ instanceStats, counts }));
  const analytics = fleet === undefined ? observation.analytics : withFleet(observation.analytics, fleet);
  const endpoint = createEndpoint({
    config,
    catalog,
    analytics,
    sources,
    sourceNames: sourceInfo,
    persisted,
    sdl: () => publicSdl(sourceInfo),
    fastPathBytes,
    clock,
    report,
    began: tracing?.began,
  });
  const degraded = () => [
    ...sharing.degraded(),
    ...storeTrouble(store, backing),
    ...observation.analytics.unusableSources(),
  ];
  const readiness = () => ({ ok: sources.length > 0, degraded: degraded() });
  const { run } = endpoint;
  const { browserPages, pictures } = createBrowserPages({ config, analytics, readiness, run, clock, stack });
  const listener = createListener({
    host: config.host,
    port: config.port,
    publicPath: config.publicPath,
    trustProxy: config.trustProxy,
    version: gatewayVersion,
    graphql: endpoint.handler,
    mcp: config.mcp ? endpoint.mcp.handler : undefined,
    readiness,
    keys: config.apiKeys,
    corsOrigins: config.corsOrigins,
    now: clock.monotonic,
    limits: { ...limitsFor(config), ...overrides.listenerLimits },
    browserPages,
    pages: new Map([...observation.pages, ...pictures]),
    openPaths: new Set([...dashboardAssets, ...pictures.keys()]),
    shells: new Set([dashboardPath]),
    adminPaths: new Set([dashboardPath, metricsPath]),
    schema: (federation) => (federation ? subgraphSdl(sourceInfo) : publicSdl(sourceInfo)),
    report,
  });
  const announceStop = (delayMs = 0) => {
    listener.announceStop();
    stop.began(listener.open(), delayMs);
  };
  stack.defer(async () => {
    announceStop();
    stop.drained(await listener.drain());
  });

  const logStart = (url: string, path = config.publicPath) => {
    const ids = sources.map(({ id }) => id);
    const standIn = config.sandbox ? '; a stand-in Amazon answers with invented products' : '';
    const message = `Listening on ${url}${path}; asin-gateway ${gatewayVersion}; sources in chain order: ${ids.join(' → ')}${standIn}`;
    observation.log.info(message, { url, version: gatewayVersion, sources: ids });
    // The other workers have the same configuration.
    if (overrides.worker !== undefined && overrides.worker.id !== '1') return;
    const warnings = [...config.warnings, ...observation.analytics.unusableSources()];
    for (const warning of warnings) observation.log.warn(warning);
  };
  return {
    fetch: endpoint.fetch,
    async listen() {
      warmUp(config.defaultMarketplace);
      const { url } = await listener.listen();
      logStart(url);
      return { url };
    },
    join(url) {
      warmUp(config.defaultMarketplace);
      logStart(url);
      return (connection) => listener.serve(connection);
    },
    async serveMcp(streams) {
      logStart('standard input and output', '');
      await endpoint.mcp.serveStdio(streams);
    },
    announceStop,
    [Symbol.asyncDispose]: async () => await stack.disposeAsync(),
  };
}

/** No byte moves on a connection whose operation waits for its deadline. */
function limitsFor({ requestDeadlineMs, maxRequestDeadlineMs }: Config): Partial<ListenerLimits> {
  return {
    drainTimeoutMs: drainTimeoutMs(requestDeadlineMs),
    silenceTimeoutMs: Math.max(defaultLimits.silenceTimeoutMs, maxRequestDeadlineMs + 30_000),
  };
}

function ignore(): void {
  // For overrides that are not given.
}
