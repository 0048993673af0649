import type { Config } from '../config.ts';
import type { Report } from '../event.ts';
import { createCreatorsApiSource } from '../source/creators-api/source.ts';
import { fetchCreatorsToken } from '../source/creators-api/token.ts';
import { createPaApiSource } from '../source/pa-api/source.ts';
import type { AccountOptions } from '../source/packer.ts';
import { pageLimits } from '../source/scraping/client.ts';
import { createScrapingSource } from '../source/scraping/source.ts';
import { spApiAllowances } from '../source/sp-api/limits.ts';
import { fetchLwaToken } from '../source/sp-api/lwa.ts';
import { createSpApiSource } from '../source/sp-api/source.ts';
import type { Source } from '../source/source.ts';
import { tokenFailures } from '../source/token-failure.ts';
import type { Clock } from '../upstream/clock.ts';
import { apiLimits, createUpstream, type Upstream } from '../upstream/upstream.ts';
import { productAgent } from '../upstream/user-agent.ts';
import type { Namespaces } from './namespace.ts';
import type { Sharing } from './sharing.ts';

/** The configured sources in chain order, and who shares whose permits. */
export type Sources = { readonly sources: readonly Source[]; readonly accounts: readonly AccountOptions[] };

/** What sources are made with. */
export type SourcesContext = {
  readonly clock: Clock;
  readonly report: Report;
  readonly stack: AsyncDisposableStack;
  readonly sharing: Sharing;
  /** Names of the accounts whose permits are shared. */
  readonly accounts: Namespaces['accounts'];
  /** Puts something around every pool of connections. */
  readonly wrap: (upstream: Upstream) => Upstream;
};

/** A source and an account for each that is configured: a further one is a line here and a folder of its own. */
export function createSources(config: Config, context: SourcesContext): Sources {
  const upstream = context.wrap(context.stack.use(createUpstream(apiLimits)));
  const associates = [creatorsApi(config, upstream, context), paApi(config, upstream, context)].filter(isConfigured);
  const { requestsPerSecond: perSecond, requestsPerDay: perDay } = config.associates;
  const permits = () =>
    context.sharing.permits(`associates:${context.accounts.associates}`, { perSecond, burst: 1, perDay });
  const apis: readonly AccountOptions[] = [
    ...(associates.length > 0 ? [{ sources: associates, permits: permits() }] : []),
    ...[spApi(config, upstream, context)].filter(isConfigured),
  ];
  const pages = [scraping(config, context)].filter(isConfigured);
  const inOrder = config.apiFirst ? [...apis, ...pages] : [...pages, ...apis];
  return { sources: inOrder.flatMap(({ sources }) => sources), accounts: inOrder };
}

function creatorsApi(config: Config, upstream: Upstream, { clock, sharing }: SourcesContext): Source | undefined {
  if (config.creatorsApi === undefined) return undefined;
  const { credential } = config.creatorsApi;
  const { creatorsApi: endpoint, creatorsToken = '' } = config.endpoints;
  const fetch = fetchCreatorsToken(upstream, credential, config.endpoints.creatorsToken);
  const tokens = sharing.tokens(['creators', credential.id, credential.secret, credential.version, creatorsToken], {
    fetch,
    clock,
    failures: tokenFailures,
  });
  const freshMs = config.cache.ttlMs;
  return createCreatorsApiSource({ upstream, ...config.creatorsApi, tokens, ...at(endpoint), freshMs, clock });
}

function paApi(config: Config, upstream: Upstream, { clock }: SourcesContext): Source | undefined {
  if (config.paApi === undefined) return undefined;
  const { paApi: endpoint } = config.endpoints;
  return createPaApiSource({ upstream, ...config.paApi, ...at(endpoint), freshMs: config.cache.ttlMs, clock });
}

function spApi(
  config: Config,
  upstream: Upstream,
  { clock, report, sharing, accounts }: SourcesContext,
): AccountOptions | undefined {
  if (config.spApi === undefined) return undefined;
  const { clientId, clientSecret, refreshToken, region } = config.spApi;
  const { spApi: endpoint, lwa } = config.endpoints;
  const tokens = sharing.tokens(['lwa', clientId, clientSecret, refreshToken, lwa ?? ''], {
    fetch: fetchLwaToken(upstream, config.spApi, lwa),
    clock,
    failures: tokenFailures,
  });
  const limits = {
    catalog: sharing.permits(`sp-api:catalog:${accounts.seller}`, spApiAllowances.catalog),
    competitivePricing: sharing.permits(
      `sp-api:competitive-pricing:${accounts.seller}`,
      spApiAllowances.competitivePricing,
    ),
    itemOffers: sharing.permits(`sp-api:item-offers:${accounts.seller}`, spApiAllowances.itemOffers),
  };
  const freshMs = config.cache.ttlMs;
  const source = createSpApiSource({ upstream, tokens, region, limits, ...at(endpoint), freshMs, clock, report });
  return { sources: [source], permits: limits.catalog };
}

function scraping(config: Config, context: SourcesContext): AccountOptions | undefined {
  const { clock, report, stack, wrap } = context;
  if (config.scraping === undefined) return undefined;
  const { userAgent = `${productAgent} (a self-hosted product lookup)`, requestsPerSecond } = config.scraping;
  const source: Source = createScrapingSource({
    upstream: wrap(stack.use(createUpstream(pageLimits))),
    userAgent,
    ...at(config.endpoints.storefront),
    // What a page says is believed half as long as what an API says.
    freshMs: config.cache.ttlMs / 2,
    onRule: (hit) => report({ type: 'rule', source: 'SCRAPING', ...hit }),
    clock,
  });
  return {
    sources: [source],
    permits: context.sharing.permits(`scraping:${context.accounts.pages}`, { perSecond: requestsPerSecond, burst: 1 }),
  };
}

function isConfigured<T>(value: T | undefined): value is T {
  return value !== undefined;
}

function at(endpoint: string | undefined): { readonly endpoint?: string } {
  return endpoint === undefined ? {} : { endpoint };
}
