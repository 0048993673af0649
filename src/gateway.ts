import { createAnalytics } from './analytics/analytics.ts';
import type { SourceTraits } from './analytics/source-statistics.ts';
import { createLarder } from './cache/larder.ts';
import { createMemoryStore } from './cache/memory-store.ts';
import { createBackground } from './catalog/background.ts';
import { createCatalog } from './catalog/catalog.ts';
import { createAnswerMaker } from './catalog/conclude.ts';
import { createSearchPages } from './catalog/search-pages.ts';
import { createSearch } from './catalog/search.ts';
import type { Config } from './config.ts';
import { secretsOf } from './config/secrets.ts';
import { reportTo, type Report } from './event.ts';
import { publicSdl, subgraphSdl } from './graphql/sdl.ts';
import { createGraphqlServer } from './graphql/server.ts';
import { createListener } from './http/listener.ts';
import { createLog } from './log.ts';
import { createChain } from './source/chain.ts';
import { createCreatorsApiSource } from './source/creators-api/source.ts';
import { fetchCreatorsToken } from './source/creators-api/token.ts';
import { createPaApiSource } from './source/pa-api/source.ts';
import { createPacker, type AccountOptions } from './source/packer.ts';
import { pageLimits } from './source/scraping/client.ts';
import { createScrapingSource } from './source/scraping/source.ts';
import type { Source, SourceId } from './source/source.ts';
import { spApiAllowances } from './source/sp-api/limits.ts';
import { fetchLwaToken, lwaFailureMemoryMs } from './source/sp-api/lwa.ts';
import { createSpApiSource } from './source/sp-api/source.ts';
import { systemClock, type Clock } from './upstream/clock.ts';
import { createPermits, type Allowance, type Permits } from './upstream/permits.ts';
import { createTokenStore } from './upstream/token.ts';
import { apiLimits, createUpstream } from './upstream/upstream.ts';

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
};

const closingGraceMs = 5_000;

/** The composition root: the only place that sees the whole house. */
export function createGateway(config: Config, overrides: GatewayOverrides = {}): Gateway {
  const { clock = systemClock, random = Math.random, report: watch = ignore, writeLog = ignore } = overrides;
  const stack = new AsyncDisposableStack();
  const log = createLog({ level: config.log.level, secrets: secretsOf(config), now: clock.monotonic, write: writeLog });
  const report: Report = (event) => listenAll(event);

  const { sources, accounts } = createSources(config, clock, report, stack);
  const store = stack.use(createMemoryStore(config.cache, clock));
  const analytics = createAnalytics({
    sources: traitsOf(config, sources),
    quota: (id) => accounts.find((account) => account.sources.some((source) => source.id === id))?.permits.quota(),
    cacheSize: () => store.size(),
    ...config.analytics,
    clock,
    report: log.listen,
  });
  const listenAll = reportTo(analytics.listen, log.listen, watch);

  const background = stack.use(
    createBackground(closingGraceMs, (error) => report({ type: 'unexpected', error, where: 'background' })),
  );
  const { staleMs } = config.cache;
  const packer = createPacker({ accounts, clock, random, report });
  const chain = createChain({ sources, packer, clock, report });
  const larder = createLarder({ store, clock, report });
  const answers = createAnswerMaker({ sources, staleLimitMs: staleMs, clock, random });
  const pages = createSearchPages({ packer, larder, background, staleMs, clock });
  const search = createSearch({ chain, pages, answers, clock, random });
  const catalog = createCatalog({ chain, larder, search, answers, background, staleMs, clock, report });

  const { defaultMarketplace, requestDeadlineMs } = config;
  const graphql = createGraphqlServer({
    catalog,
    analytics,
    defaultMarketplace,
    requestDeadlineMs,
    maxInFlight: config.maxInFlight,
    corsOrigins: config.corsOrigins,
    keyed: config.apiKeys.length > 0,
    wall: clock.wall,
    callSize: (id) => sources.find((source) => source.id === id)?.batchSize ?? 1,
    report,
    clock,
  });
  const listener = stack.use(
    createListener({
      host: config.host,
      port: config.port,
      graphql,
      readiness: () => ({ ok: sources.length > 0, degraded: [] }),
      keys: config.apiKeys,
      corsOrigins: config.corsOrigins,
      now: clock.monotonic,
      schema: (federation) => (federation ? subgraphSdl() : publicSdl()),
      report,
    }),
  );
  return {
    fetch: async (request) => await graphql.fetch(request),
    async listen() {
      const { url } = await listener.listen();
      const names = sources.map(({ id }) => id).join(' → ');
      log.info(`Listening on ${url}; sources in chain order: ${names}`, { url, sources: sources.map(({ id }) => id) });
      return { url };
    },
    [Symbol.asyncDispose]: async () => await stack.disposeAsync(),
  };
}

type Sources = { readonly sources: readonly Source[]; readonly accounts: readonly AccountOptions[] };

/** The configured sources in chain order, and who shares whose permits. */
function createSources(config: Config, clock: Clock, report: Report, stack: AsyncDisposableStack): Sources {
  const { endpoints } = config;
  const apiFreshMs = config.cache.ttlMs;
  const upstream = stack.use(createUpstream(apiLimits));
  const { requestsPerSecond: perSecond, requestsPerDay: perDay } = config.associates;
  const associates = { sources: new Array<Source>(), permits: createPermits({ perSecond, burst: 1, perDay }, clock) };
  const accounts: AccountOptions[] = [associates];

  if (config.creatorsApi !== undefined) {
    const fetch = fetchCreatorsToken(upstream, config.creatorsApi.credential, endpoints.creatorsToken);
    const tokens = createTokenStore({ fetch, clock });
    const endpoint = at(endpoints.creatorsApi);
    associates.sources.push(
      createCreatorsApiSource({ upstream, ...config.creatorsApi, tokens, ...endpoint, freshMs: apiFreshMs, clock }),
    );
  }
  if (config.paApi !== undefined) {
    const endpoint = at(endpoints.paApi);
    associates.sources.push(createPaApiSource({ upstream, ...config.paApi, ...endpoint, freshMs: apiFreshMs, clock }));
  }
  if (config.spApi !== undefined) {
    const fetch = fetchLwaToken(upstream, config.spApi, endpoints.lwa);
    const tokens = createTokenStore({ fetch, clock, rememberFailureMs: lwaFailureMemoryMs });
    const permit = (allowance: Allowance): Permits => createPermits(allowance, clock);
    const limits = {
      catalog: permit(spApiAllowances.catalog),
      competitivePricing: permit(spApiAllowances.competitivePricing),
      itemOffers: permit(spApiAllowances.itemOffers),
    };
    const endpoint = at(endpoints.spApi);
    const source = createSpApiSource({ upstream, tokens, limits, ...endpoint, freshMs: apiFreshMs, clock });
    accounts.push({ sources: [source], permits: limits.catalog });
  }
  const apis = accounts.flatMap((account) => account.sources);
  if (config.scraping === undefined) return { sources: apis, accounts };

  const { userAgent, requestsPerSecond } = config.scraping;
  const pages = createScrapingSource({
    upstream: stack.use(createUpstream(pageLimits)),
    userAgent,
    ...at(endpoints.storefront),
    freshMs: apiFreshMs / 2,
    onRule: (hit) => report({ type: 'rule', source: 'SCRAPING', ...hit }),
    clock,
  });
  accounts.push({ sources: [pages], permits: createPermits({ perSecond: requestsPerSecond, burst: 1 }, clock) });
  return { sources: config.apiFirst ? [...apis, pages] : [pages, ...apis], accounts };
}

/** What analytics is told of every source there is, those that are off included. */
function traitsOf(config: Config, on: readonly Source[]): readonly SourceTraits[] {
  const enabled = (id: SourceId) => on.some((source) => source.id === id);
  const apis: readonly SourceTraits[] = [
    { id: 'CREATORS_API', role: 'associates', enabled: enabled('CREATORS_API'), settings: 'AMAZON_CREATORS_…' },
    {
      id: 'PA_API',
      role: 'associates',
      enabled: enabled('PA_API'),
      settings: 'AMAZON_PAAPI_…',
      retired: { on: '2026-05-15', successor: 'CREATORS_API' },
    },
    { id: 'SP_API', role: 'seller', enabled: enabled('SP_API'), settings: 'AMAZON_SPAPI_…' },
  ];
  const page: SourceTraits = { id: 'SCRAPING', role: 'page', enabled: enabled('SCRAPING'), settings: 'SCRAPING_…' };
  return config.apiFirst ? [...apis, page] : [page, ...apis];
}

function ignore(): void {
  // Nobody wants to know.
}

function at(endpoint: string | undefined): { readonly endpoint?: string } {
  return endpoint === undefined ? {} : { endpoint };
}
