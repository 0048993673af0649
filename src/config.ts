import { isMarketplaceCode, type MarketplaceCode } from './product/marketplace.ts';
import { readApiKeys, readCorsOrigins } from './config/access.ts';
import type { ClientKey } from './http/api-keys.ts';
import { readCache, type CacheConfig } from './config/cache.ts';
import { ConfigurationError } from './config/configuration-error.ts';
import { createEnvironmentReader, type Environment, type EnvironmentReader } from './config/environment.ts';
import type { ConfiguredSource, SourceDefinition } from './source/definition.ts';
import { sourceDefinitions } from './source/definitions.ts';

/** Everything the gateway is told from outside, checked. */
export type Config = {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** The store of a query that names none. */
  readonly defaultMarketplace: MarketplaceCode;
  /** Every source there is, in chain order. */
  readonly sources: readonly SourceConfig[];
  readonly cache: CacheConfig;
  readonly requestDeadlineMs: number;
  readonly log: { readonly level: LogLevel };
  readonly analytics: AnalyticsConfig;
  /** Empty when everybody may ask. */
  readonly apiKeys: readonly ClientKey[];
  readonly corsOrigins: readonly string[];
  /** Path of the operations that clients may name by hash. */
  readonly persistedOperations: string | undefined;
  /** Whether only those may be asked. */
  readonly persistedOperationsOnly: boolean;
  /** Upstream calls that one operation may come to; unset for the gateway's own limit. */
  readonly maxOperationCost: number | undefined;
  /** Operations at a time; unset for the gateway's own limit. */
  readonly maxInFlight: number | undefined;
  /** Whether plain POSTs are answered beside yoga's own door where that gives the same answer. */
  readonly fastPath: boolean;
  readonly workers: number | 'auto';
  readonly otlpEndpoint: string | undefined;
  /** Origin of product pictures instead of Amazon's hosts. */
  readonly imagesEndpoint: string | undefined;
  /** Whether the stand-in Amazon runs inside this process. */
  readonly sandbox: boolean;
};

/** A source and what it was configured with; `undefined` when it is switched off. */
export type SourceConfig = {
  readonly definition: SourceDefinition;
  readonly configured: ConfiguredSource | undefined;
};

/** What is measured, and when to raise a voice. */
export type AnalyticsConfig = {
  /** `false`: counters only. */
  readonly tracking: boolean;
  /** A source whose share of successful calls is below this deserves a look; 0 to 1. */
  readonly lowSuccessRate: number;
  readonly alertWebhookUrl?: string;
};

/** The least important lines that are written. */
export type LogLevel = (typeof logLevels)[number];

const logLevels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'SILENT'] as const;

/**
 * The configuration that the environment describes; empty variables count as unset.
 *
 * @param earlierFaults found before, while secrets were read from files
 * @param definitions every source there is, in the order in which they are asked
 * @throws {ConfigurationError} with every fault at once
 */
export function parseConfig(
  environment: Environment,
  earlierFaults: readonly string[] = [],
  definitions: readonly SourceDefinition[] = sourceDefinitions,
): Config {
  const reader = createEnvironmentReader(environment);
  const defaultMarketplace = readMarketplace(reader);
  const sources = definitions.map((definition) => {
    return { definition, configured: definition.configure(reader, defaultMarketplace) };
  });
  const config: Config = {
    host: reader.token('HOST') ?? '127.0.0.1',
    port: reader.integer('PORT', { from: 0, to: 65_535 }, 8080),
    defaultMarketplace,
    sources: inChainOrder(sources, reader.flag('API_FIRST_MODE', true)),
    cache: readCache(reader),
    requestDeadlineMs: reader.decimal('REQUEST_DEADLINE_MS', { from: 1, to: 120_000 }, 10_000),
    log: { level: readLogLevel(reader) },
    analytics: readAnalytics(reader),
    apiKeys: readApiKeys(reader),
    corsOrigins: readCorsOrigins(reader),
    persistedOperations: reader.text('PERSISTED_OPERATIONS'),
    persistedOperationsOnly: readPersistedOnly(reader),
    maxOperationCost: reader.integer('MAX_OPERATION_COST', { from: 1, to: 1_000_000 }, undefined),
    maxInFlight: reader.integer('MAX_IN_FLIGHT', { from: 1, to: 1_000_000 }, undefined),
    fastPath: reader.flag('FAST_PATH', true),
    workers: readWorkers(reader),
    otlpEndpoint: reader.url('OTEL_EXPORTER_OTLP_ENDPOINT'),
    imagesEndpoint: reader.origin('AMAZON_IMAGES_ENDPOINT'),
    sandbox: reader.flag('AMAZON_SANDBOX', false),
  };
  if (config.workers !== 1 && config.cache.url.kind !== 'redis') {
    reader.fault('WORKERS', 'more than 1 needs a Redis CACHE_URL, so that the workers share quota, flights and cache');
  }
  checkThatSomethingIsAsked(reader, config, earlierFaults);
  const faults = [...earlierFaults, ...reader.faults];
  if (faults.length > 0) throw new ConfigurationError(faults);
  return config;
}

function readMarketplace(reader: EnvironmentReader): MarketplaceCode {
  const code = reader.text('AMAZON_MARKETPLACE') ?? 'IN';
  if (isMarketplaceCode(code)) return code;
  reader.fault('AMAZON_MARKETPLACE', 'must be the two-letter code of a store, such as IN, UK or US');
  return 'IN';
}

function inChainOrder(sources: readonly SourceConfig[], apiFirst: boolean): readonly SourceConfig[] {
  const isPage = ({ definition }: SourceConfig) => definition.role === 'page';
  const [pages, apis] = [sources.filter(isPage), sources.filter((source) => !isPage(source))];
  return apiFirst ? [...apis, ...pages] : [...pages, ...apis];
}

function readLogLevel(reader: EnvironmentReader): LogLevel {
  const asked = (reader.text('LOG_LEVEL') ?? 'INFO').toUpperCase();
  const level = logLevels.find((known) => known === asked);
  if (level === undefined) reader.fault('LOG_LEVEL', `must be one of ${logLevels.join(', ')}, in any case`);
  return level ?? 'INFO';
}

function readAnalytics(reader: EnvironmentReader): AnalyticsConfig {
  const alertWebhookUrl = reader.url('ALERT_WEBHOOK_URL');
  return {
    tracking: reader.flag('PERFORMANCE_TRACKING_ENABLED', true),
    lowSuccessRate: reader.decimal('ALERT_ON_LOW_SUCCESS_RATE', { from: 0, to: 1 }, 0.8),
    ...(alertWebhookUrl !== undefined && { alertWebhookUrl }),
  };
}

function readPersistedOnly(reader: EnvironmentReader): boolean {
  const only = reader.flag('PERSISTED_OPERATIONS_ONLY', false);
  if (only && reader.text('PERSISTED_OPERATIONS') === undefined) {
    reader.fault('PERSISTED_OPERATIONS_ONLY', 'is true, but PERSISTED_OPERATIONS lists no operations');
  }
  return only;
}

function readWorkers(reader: EnvironmentReader): number | 'auto' {
  if (reader.text('WORKERS') === 'auto') return 'auto';
  return reader.integer('WORKERS', { from: 1, to: 1024 }, 1);
}

function checkThatSomethingIsAsked(reader: EnvironmentReader, config: Config, earlierFaults: readonly string[]): void {
  if (config.sources.some(({ configured }) => configured !== undefined)) return;
  const apis = config.sources.filter(({ definition }) => definition.role !== 'page');
  const prefixes = apis.map(({ definition }) => definition.variablePrefix);
  // A source with a fault of its own was meant to be asked: that fault is the one to tell.
  const ofSource = (fault: string) => prefixes.some((prefix) => fault.startsWith(prefix));
  if ([...earlierFaults, ...reader.faults].some(ofSource)) return;
  const variables = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(prefixes.map((one) => `${one}…`));
  reader.fault(
    'SCRAPING_FALLBACK_ENABLED',
    `is false and no source has credentials, so nothing can be asked: set ${variables}`,
  );
}
