import { alertFormatOf, alertFormats, type AlertFormat } from './analytics/alerts/alert-format.ts';
import { isMarketplaceCode, type MarketplaceCode } from './product/marketplace.ts';
import { readApiKeys, readCorsOrigins } from './config/access.ts';
import type { TrustedProxies } from './http/client-address.ts';
import { readPublicPath, readTrustProxy } from './config/proxy.ts';
import type { ClientKey } from './http/api-keys.ts';
import { readCache, type CacheConfig } from './config/cache.ts';
import { ConfigurationError } from './config/configuration-error.ts';
import { createEnvironmentReader, type Environment, type EnvironmentReader } from './config/environment.ts';
import { secretVariablesOf } from './config/secret-variables.ts';
import { inChainOrder, requireSources, warningOfTags, type SourceConfig } from './config/sources.ts';
import { findUnknown } from './config/unknown-variables.ts';
import { warningOfOpenPort, warningOfUnknown } from './config/warnings.ts';
import type { SourceDefinition } from './source/definition.ts';
import { sourceDefinitions } from './source/definitions.ts';

/** The validated configuration of the gateway. */
export type Config = {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** The path under which a proxy publishes the gateway, such as `/amazon`; empty for none. */
  readonly publicPath: string;
  /** Proxies whose `X-Forwarded-For` is believed; `undefined` for none. */
  readonly trustProxy: TrustedProxies | undefined;
  /** The marketplace of a query without `marketplace`. */
  readonly defaultMarketplace: MarketplaceCode;
  /** All sources in chain order, including those that are switched off. */
  readonly sources: readonly SourceConfig[];
  readonly cache: CacheConfig;
  readonly requestDeadlineMs: number;
  /** How long everything is still served after a signal to stop, while `/ready` answers 503. */
  readonly stopDelayMs: number;
  /** The longest deadline that a request may ask for. */
  readonly maxRequestDeadlineMs: number;
  /** The share of a limited day's calls that only interactive lookups may start; 0 to 1. */
  readonly bulkDayReserve: number;
  /** How long interactive lookups may take while the day's calls are short; `undefined` when calls are never paced. */
  readonly pacedP95Ms: number | undefined;
  readonly log: { readonly level: LogLevel };
  readonly analytics: AnalyticsConfig;
  /** If there are none, clients need no key. */
  readonly apiKeys: readonly ClientKey[];
  readonly corsOrigins: readonly string[];
  /** Path of a file of operations that clients request by hash. */
  readonly persistedOperations: string | undefined;
  /** Whether all other operations are refused. */
  readonly persistedOperationsOnly: boolean;
  /** Upstream calls that one operation may cost; `undefined` for the default of the GraphQL server. */
  readonly maxOperationCost: number | undefined;
  /** Concurrent operations; `undefined` for the default of the GraphQL server. */
  readonly maxInFlight: number | undefined;
  /** Whether plain JSON POSTs bypass GraphQL Yoga's HTTP adapter. The answers are the same. */
  readonly fastPath: boolean;
  /** Whether agents are served at `/mcp`. */
  readonly mcp: boolean;
  readonly workers: number | 'auto';
  readonly otlpEndpoint: string | undefined;
  /** Origin of product pictures instead of Amazon's hosts. */
  readonly imagesEndpoint: string | undefined;
  /** Whether the stand-in Amazon runs inside this process. */
  readonly sandbox: boolean;
  /** What is probably not intended, but no fault; a line each. */
  readonly warnings: readonly string[];
};

/** Configuration of statistics and alerts. */
export type AnalyticsConfig = {
  /** `false`: counters only. */
  readonly tracking: boolean;
  /** A source with a success rate below this counts as unhealthy; 0 to 1. */
  readonly lowSuccessRate: number;
  readonly alertWebhookUrl?: string;
  /** What the webhook takes. */
  readonly alertFormat: AlertFormat;
};

/** Lines below this level are not written. */
export type LogLevel = (typeof logLevels)[number];

const logLevels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'SILENT'] as const;

/**
 * Parses and validates the environment. Empty variables count as unset.
 *
 * @param earlierFaults faults of secret files, which are read before
 * @param definitions all sources in the order in which they are called
 * @throws {ConfigurationError} with all faults
 */
export function parseConfig(
  environment: Environment,
  earlierFaults: readonly string[] = [],
  definitions: readonly SourceDefinition[] = sourceDefinitions,
): Config {
  const reader = createEnvironmentReader(environment);
  const defaultMarketplace = readMarketplace(reader);
  const sources = definitions.map((definition) => {
    const first = definition.configure(reader, defaultMarketplace);
    const accounts = [...(first === undefined ? [] : [first]), ...definition.configureMore(reader)];
    return { definition, configured: accounts[0], accounts };
  });
  const config: Omit<Config, 'warnings'> = {
    host: reader.token('HOST') ?? '127.0.0.1',
    port: reader.integer('PORT', { from: 0, to: 65_535 }, 8080),
    publicPath: readPublicPath(reader),
    trustProxy: readTrustProxy(reader),
    defaultMarketplace,
    sources: inChainOrder(sources, reader.flag('API_FIRST_MODE', true)),
    cache: readCache(reader),
    requestDeadlineMs: reader.decimal('REQUEST_DEADLINE_MS', { from: 1, to: 120_000 }, 10_000),
    stopDelayMs: reader.decimal('STOP_DELAY_MS', { from: 0, to: 120_000 }, 0),
    maxRequestDeadlineMs: reader.integer('MAX_REQUEST_DEADLINE_MS', { from: 1_000, to: 3_600_000 }, 120_000),
    bulkDayReserve: reader.decimal('BULK_DAY_RESERVE', { from: 0, to: 1 }, 0.1),
    pacedP95Ms: readPacing(reader),
    log: { level: readLogLevel(reader) },
    analytics: readAnalytics(reader),
    apiKeys: readApiKeys(reader),
    corsOrigins: readCorsOrigins(reader),
    persistedOperations: reader.text('PERSISTED_OPERATIONS'),
    persistedOperationsOnly: readPersistedOnly(reader),
    maxOperationCost: reader.integer('MAX_OPERATION_COST', { from: 1, to: 1_000_000 }, undefined),
    maxInFlight: reader.integer('MAX_IN_FLIGHT', { from: 1, to: 1_000_000 }, undefined),
    fastPath: reader.flag('FAST_PATH', true),
    mcp: reader.flag('MCP_ENABLED', true),
    workers: readWorkers(reader),
    otlpEndpoint: reader.url('OTEL_EXPORTER_OTLP_ENDPOINT'),
    imagesEndpoint: reader.origin('AMAZON_IMAGES_ENDPOINT'),
    sandbox: reader.flag('AMAZON_SANDBOX', false),
  };
  if (config.workers !== 1 && config.cache.url.kind !== 'redis') {
    reader.fault('WORKERS', 'above 1 needs a Redis CACHE_URL, in which the workers share quota, lookups and cache');
  }
  const unknown = findUnknown(environment, namesOf(reader, definitions));
  for (const { name, meant } of unknown.misspelt) reader.fault(name, `is unknown: ${meant} is probably meant`);
  requireSources(reader, config, earlierFaults);
  const faults = [...earlierFaults, ...reader.faults];
  if (faults.length > 0) throw new ConfigurationError(faults);
  return {
    ...config,
    warnings: [
      ...warningOfUnknown(unknown.others),
      ...warningOfTags(reader, config.sources),
      ...warningOfOpenPort(config.host, config.apiKeys),
    ],
  };
}

function readMarketplace(reader: EnvironmentReader): MarketplaceCode {
  const code = reader.text('AMAZON_MARKETPLACE') ?? 'IN';
  if (isMarketplaceCode(code)) return code;
  reader.fault('AMAZON_MARKETPLACE', 'must be the two-letter code of a marketplace, such as IN, UK or US');
  return 'IN';
}

function readLogLevel(reader: EnvironmentReader): LogLevel {
  const text = (reader.text('LOG_LEVEL') ?? 'INFO').toUpperCase();
  const level = logLevels.find((known) => known === text);
  if (level === undefined) reader.fault('LOG_LEVEL', `must be one of ${logLevels.join(', ')}, in any case`);
  return level ?? 'INFO';
}

function readPacing(reader: EnvironmentReader): number | undefined {
  const mode = reader.text('QUOTA_PACING') ?? 'auto';
  const p95Ms = reader.integer('INTERACTIVE_TARGET_MS', { from: 100, to: 120_000 }, 5_000);
  if (mode !== 'auto' && mode !== 'off') reader.fault('QUOTA_PACING', 'must be auto or off');
  return mode === 'off' ? undefined : p95Ms;
}

function readAnalytics(reader: EnvironmentReader): AnalyticsConfig {
  const alertWebhookUrl = reader.url('ALERT_WEBHOOK_URL');
  return {
    tracking: reader.flag('PERFORMANCE_TRACKING_ENABLED', true),
    lowSuccessRate: reader.decimal('ALERT_ON_LOW_SUCCESS_RATE', { from: 0, to: 1 }, 0.8),
    ...(alertWebhookUrl !== undefined && { alertWebhookUrl }),
    alertFormat: readAlertFormat(reader, alertWebhookUrl),
  };
}

function readAlertFormat(reader: EnvironmentReader, webhookUrl: string | undefined): AlertFormat {
  const text = reader.text('ALERT_WEBHOOK_FORMAT');
  const format = alertFormats.find((known) => known === text);
  if (text !== undefined && format === undefined) {
    reader.fault('ALERT_WEBHOOK_FORMAT', `must be one of ${alertFormats.join(', ')}`);
  }
  return format ?? (webhookUrl === undefined ? 'json' : alertFormatOf(webhookUrl));
}

function readPersistedOnly(reader: EnvironmentReader): boolean {
  const only = reader.flag('PERSISTED_OPERATIONS_ONLY', false);
  if (only && reader.text('PERSISTED_OPERATIONS') === undefined) {
    reader.fault('PERSISTED_OPERATIONS_ONLY', 'is true, but PERSISTED_OPERATIONS is not set');
  }
  return only;
}

function readWorkers(reader: EnvironmentReader): number | 'auto' {
  if (reader.text('WORKERS') === 'auto') return 'auto';
  return reader.integer('WORKERS', { from: 1, to: 1024 }, 1);
}

/** The names of all variables: those that were read, and those of secret files, which are read before. */
function namesOf(reader: EnvironmentReader, definitions: readonly SourceDefinition[]): ReadonlySet<string> {
  return new Set([...reader.names, ...secretVariablesOf(definitions).map((name) => `${name}_FILE`)]);
}
