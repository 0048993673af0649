import { describe, expect, test } from 'vitest';
import { parseConfig, type Config } from '../src/config.ts';
import { ConfigurationError } from '../src/config/configuration-error.ts';
import type { Environment } from '../src/config/environment.ts';
import { sourceDefinitions } from '../src/source/definitions.ts';
import { secretVariablesOf } from '../src/config/secret-variables.ts';
import { variablesRead } from './config/variables-read.ts';

const paApi = {
  AMAZON_PAAPI_ACCESS_KEY: 'AKIDEXAMPLE',
  AMAZON_PAAPI_SECRET_KEY: 'paapi/secret+key',
  AMAZON_PAAPI_PARTNER_TAG: 'shop-21',
};
const creatorsApi = {
  AMAZON_CREATORS_CREDENTIAL_ID: 'creators-id',
  AMAZON_CREATORS_CREDENTIAL_SECRET: 'creators-secret',
  AMAZON_CREATORS_VERSION: '2.2',
  AMAZON_CREATORS_PARTNER_TAG: 'creators-21',
};
const spApi = {
  AMAZON_SPAPI_CLIENT_ID: 'client',
  AMAZON_SPAPI_CLIENT_SECRET: 'client-secret',
  AMAZON_SPAPI_REFRESH_TOKEN: 'Atzr|refresh',
};

const pagesOnly = { SCRAPING_FALLBACK_ENABLED: 'true' };

describe('QUOTA_PACING', () => {
  test('is auto, with five seconds for interactive lookups, and can be switched off', () => {
    const of = (environment: Environment) => parseConfig({ ...pagesOnly, ...environment }).pacedP95Ms;
    expect(of({})).toBe(5_000);
    expect(of({ QUOTA_PACING: 'auto', INTERACTIVE_TARGET_MS: '1500' })).toBe(1_500);
    expect(of({ QUOTA_PACING: 'off', INTERACTIVE_TARGET_MS: '1500' })).toBeUndefined();
  });

  test.each(['on', 'AUTO', 'true'])('%s is a fault', (value) => {
    expect(faultsOf({ ...pagesOnly, QUOTA_PACING: value })).toEqual(['QUOTA_PACING must be auto or off']);
  });

  test.each(['0', '99', '120001', '1.5', 'soon'])('so is INTERACTIVE_TARGET_MS=%s, also when it is off', (value) => {
    expect(faultsOf({ ...pagesOnly, QUOTA_PACING: 'off', INTERACTIVE_TARGET_MS: value })).toEqual([
      'INTERACTIVE_TARGET_MS must be a whole number from 100 to 120000',
    ]);
  });
});

describe('an environment that only chooses pages', () => {
  test('results in the documented defaults', () => {
    expect(plain(parseConfig(pagesOnly))).toMatchInlineSnapshot(`
      {
        "analytics": {
          "alertFormat": "json",
          "lowSuccessRate": 0.8,
          "tracking": true,
        },
        "apiKeys": [],
        "bulkDayReserve": 0.1,
        "cache": {
          "maxBytes": 536870912,
          "maxEntries": 100000,
          "staleMs": 86400000,
          "ttlMs": 3600000,
          "url": {
            "kind": "memory",
          },
        },
        "corsOrigins": [],
        "defaultMarketplace": "IN",
        "fastPath": true,
        "host": "127.0.0.1",
        "imagesEndpoint": undefined,
        "log": {
          "level": "INFO",
        },
        "maxInFlight": undefined,
        "maxOperationCost": undefined,
        "maxRequestDeadlineMs": 120000,
        "mcp": true,
        "otlpEndpoint": undefined,
        "pacedP95Ms": 5000,
        "persistedOperations": undefined,
        "persistedOperationsOnly": false,
        "port": 8080,
        "publicPath": "",
        "requestDeadlineMs": 10000,
        "sandbox": false,
        "sources": {
          "CREATORS_API": undefined,
          "PA_API": undefined,
          "SCRAPING": {
            "requestsPerSecond": 1,
          },
          "SP_API": undefined,
        },
        "stopDelayMs": 0,
        "trustProxy": undefined,
        "warnings": [],
        "workers": 1,
      }
    `);
  });

  test('is equivalent to one with empty and blank values', () => {
    const blank = Object.fromEntries(variablesRead().map((name) => [name, name.length % 2 === 0 ? '' : '  ']));
    expect(plain(parseConfig({ ...blank, ...pagesOnly }))).toEqual(plain(parseConfig(pagesOnly)));
  });
});

describe('sources', () => {
  test('each source is configured by its own variables and switched off without them', () => {
    const allowance = { perSecond: 1, burst: 1, perDay: 8640 };
    const { sources } = plain(parseConfig({ ...paApi, ...creatorsApi, ...spApi }));
    expect(sources['PA_API']).toEqual({
      credential: { accessKey: 'AKIDEXAMPLE', secretKey: 'paapi/secret+key' },
      tags: { IN: 'shop-21' },
      allowance,
    });
    expect(sources['CREATORS_API']).toEqual({
      credential: { id: 'creators-id', secret: 'creators-secret', version: '2.2' },
      tags: { IN: 'creators-21' },
      allowance,
    });
    expect(sources['SP_API']).toEqual({
      credential: { clientId: 'client', clientSecret: 'client-secret', refreshToken: 'Atzr|refresh' },
      region: 'EU',
    });
    expect(plain(parseConfig(paApi)).sources).toMatchObject({ CREATORS_API: undefined, SP_API: undefined });
  });

  test('pages are last in the chain, or first with API_FIRST_MODE=false', () => {
    const order = (environment: Environment) =>
      parseConfig({ ...paApi, ...environment }).sources.map(({ definition }) => definition.id);
    expect(order({})).toEqual(['CREATORS_API', 'PA_API', 'SP_API', 'SCRAPING']);
    expect(order({ API_FIRST_MODE: 'false' })).toEqual(['SCRAPING', 'CREATORS_API', 'PA_API', 'SP_API']);
  });

  test('a source’s own tag belongs to the default marketplace only and overrides the shared tags there', () => {
    const config = parseConfig({
      ...paApi,
      ...creatorsApi,
      AMAZON_CREATORS_VERSION: '3.1',
      AMAZON_MARKETPLACE: 'US',
      AMAZON_PARTNER_TAGS: 'US=shared-20, UK=shared-21',
      AMAZON_CREATORS_PARTNER_TAG: '',
    });
    expect(plain(config).sources).toMatchObject({
      PA_API: { tags: { US: 'shop-21', UK: 'shared-21' } },
      CREATORS_API: { tags: { US: 'shared-20', UK: 'shared-21' } },
    });
  });

  test.each([
    ['2.1', 'US'],
    ['2.2', 'IN'],
    ['2.3', 'JP'],
    ['3.1', 'US'],
    ['3.2', 'IN'],
    ['3.3', 'JP'],
  ])('the Creators API accepts version %s for %s', (version, AMAZON_MARKETPLACE) => {
    const config = parseConfig({ ...creatorsApi, AMAZON_CREATORS_VERSION: version, AMAZON_MARKETPLACE });
    expect(plain(config).sources).toMatchObject({ CREATORS_API: { credential: { version } } });
  });

  test.each([
    [{}, 'EU'],
    [{ AMAZON_MARKETPLACE: 'US' }, 'NA'],
    [{ AMAZON_MARKETPLACE: 'JP' }, 'FE'],
    [{ AMAZON_MARKETPLACE: 'UK', AMAZON_SPAPI_REGION: 'EU' }, 'EU'],
  ])('SP-API’s region with %j is %s', (environment, region) => {
    expect(plain(parseConfig({ ...spApi, ...environment })).sources).toMatchObject({ SP_API: { region } });
  });

  test('an unknown region is a fault', () => {
    expect(faultsOf({ ...spApi, AMAZON_SPAPI_REGION: 'eu-west-1' })).toEqual([
      'AMAZON_SPAPI_REGION must be one of NA, EU, FE',
    ]);
  });

  test.each([paApi, creatorsApi, spApi])('a missing variable of a source is reported by name: %o', (source) => {
    for (const name of Object.keys(source)) {
      const faults = faultsOf({ ...source, [name]: undefined });
      expect(faults).toHaveLength(1);
      expect(faults[0]).toMatch(new RegExp(`^${name} is missing`));
    }
  });

  test('pages can be removed from the chain', () => {
    const config = parseConfig({ ...paApi, SCRAPING_FALLBACK_ENABLED: 'false' });
    expect(plain(config).sources['SCRAPING']).toBeUndefined();
  });
});

test('values are read in every documented form', () => {
  const config = parseConfig({
    LOG_LEVEL: 'tRaCe',
    CACHE_TTL_HOURS: '0.25',
    CACHE_STALE_HOURS: '.5',
    CACHE_URL: 'rediss://user:p%40ss@cache.example:6380/1',
    ...paApi,
    ...spApi,
    MAX_REQUESTS_PER_SECOND: '2.5',
    GATEWAY_API_KEYS: 'web:k1, app:k/2=:5,shop:k3:client,ops:k4:.5:admin',
    CORS_ORIGINS: 'https://shop.example,http://localhost:3000',
    WORKERS: 'auto',
    AMAZON_PAAPI_ENDPOINT: 'http://127.0.0.1:9000/',
    AMAZON_LWA_ENDPOINT: 'http://127.0.0.1:9000/auth/o2/token',
  });
  expect(plain(config)).toMatchObject({
    log: { level: 'TRACE' },
    cache: { ttlMs: 900_000, staleMs: 1_800_000, url: { kind: 'redis' } },
    apiKeys: [
      { name: 'web', key: 'k1' },
      { name: 'app', key: 'k/2=', requestsPerSecond: 5 },
      { name: 'shop', key: 'k3', role: 'client' },
      { name: 'ops', key: 'k4', requestsPerSecond: 0.5, role: 'admin' },
    ],
    corsOrigins: ['https://shop.example', 'http://localhost:3000'],
    workers: 'auto',
    sources: {
      PA_API: { endpoint: 'http://127.0.0.1:9000', allowance: { perSecond: 2.5 } },
      SP_API: { tokenEndpoint: 'http://127.0.0.1:9000/auth/o2/token' },
    },
  });
  expect(parseConfig({ ...pagesOnly, CACHE_URL: 'sqlite:./data/cache.db' }).cache.url).toEqual({
    kind: 'sqlite',
    path: './data/cache.db',
  });
});

test('a short CACHE_STALE_HOURS shortens the default of CACHE_TTL_HOURS', () => {
  expect(parseConfig({ ...pagesOnly, CACHE_STALE_HOURS: '0.5' }).cache).toMatchObject({
    ttlMs: 1_800_000,
    staleMs: 1_800_000,
  });
});

test('an unknown role is a fault that names the key by its name, and not the key', () => {
  const parse = () => parseConfig({ GATEWAY_API_KEYS: 'web:k1,shop:s3cret:owner' });
  expect(parse).toThrow('GATEWAY_API_KEYS entry 2 gives shop an unknown role: it must be admin or client');
  expect(parse).not.toThrow(/s3cret/);
});

test('ALERT_WEBHOOK_FORMAT overrides the format of the host', () => {
  const SCRAPING_FALLBACK_ENABLED = 'true';
  const formatOf = (environment: Record<string, string>) =>
    parseConfig({ SCRAPING_FALLBACK_ENABLED, ...environment }).analytics.alertFormat;
  const ALERT_WEBHOOK_URL = 'https://hooks.slack.com/services/x';
  expect(formatOf({})).toBe('json');
  expect(formatOf({ ALERT_WEBHOOK_URL })).toBe('slack');
  expect(formatOf({ ALERT_WEBHOOK_URL, ALERT_WEBHOOK_FORMAT: 'teams' })).toBe('teams');
});

const bad: readonly (readonly [string, string])[] = [
  ['PORT', '65536'],
  ['PORT', '80a'],
  ['PORT', '-1'],
  ['HOST', 'two words'],
  ['AMAZON_MARKETPLACE', 'GB'],
  ['AMAZON_MARKETPLACE', 'toString'],
  ['AMAZON_CREATORS_VERSION', '1.0'],
  ['AMAZON_PAAPI_SECRET_KEY', 'line\nbreak'],
  ['AMAZON_PAAPI_PARTNER_TAG', 'two words'],
  ['AMAZON_PARTNER_TAGS', 'IN'],
  ['AMAZON_PARTNER_TAGS', 'IN=a-21,'],
  ['AMAZON_PARTNER_TAGS', 'IN=a-21=b'],
  ['AMAZON_PARTNER_TAGS', 'GB=a-21'],
  ['AMAZON_PARTNER_TAGS', 'IN=a-21,IN=b-21'],
  ['API_FIRST_MODE', 'yes'],
  ['SCRAPING_FALLBACK_ENABLED', '0'],
  ['SCRAPING_REQUESTS_PER_SECOND', '0'],
  ['SCRAPING_REQUESTS_PER_SECOND', '0.000009'],
  ['SCRAPING_USER_AGENT', 'naïve\n'.concat('x')],
  ['CACHE_TTL_HOURS', '-1'],
  ['CACHE_TTL_HOURS', '1h'],
  ['CACHE_STALE_HOURS', '25'],
  ['CACHE_STALE_HOURS', '0'],
  ['CACHE_URL', 'memcached://cache'],
  ['CACHE_URL', 'sqlite:'],
  ['CACHE_URL', 'redis://'],
  ['CACHE_URL', 'redis://cache.example/abc'],
  ['CACHE_URL', 'redis://user:100%@cache.example'],
  ['CACHE_URL', 'redis://us%er@cache.example'],
  ['CACHE_MAX_ENTRIES', '0'],
  ['CACHE_MAX_ENTRIES', '1.5'],
  ['CACHE_MAX_MB', '0'],
  ['MAX_REQUESTS_PER_SECOND', '0'],
  ['MAX_REQUESTS_PER_SECOND', '0.000009'],
  ['MAX_REQUESTS_PER_SECOND', '1e3'],
  ['MAX_DAILY_REQUESTS', '0'],
  ['REQUEST_DEADLINE_MS', '0'],
  ['REQUEST_DEADLINE_MS', '120001'],
  ['LOG_LEVEL', 'VERBOSE'],
  ['PERFORMANCE_TRACKING_ENABLED', 'on'],
  ['ALERT_ON_LOW_SUCCESS_RATE', '1.1'],
  ['ALERT_WEBHOOK_URL', 'ftp://alerts.example'],
  ['ALERT_WEBHOOK_FORMAT', 'Slack'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
  ['GATEWAY_API_KEYS', 'justakey'],
  ['GATEWAY_API_KEYS', 'a:k:fast'],
  ['GATEWAY_API_KEYS', 'a:k:5:owner'],
  ['GATEWAY_API_KEYS', 'a:k:client:5'],
  ['GATEWAY_API_KEYS', 'a:k:5:client:x'],
  ['GATEWAY_API_KEYS', 'a:k:'],
  ['GATEWAY_API_KEYS', 'a:k:0'],
  ['GATEWAY_API_KEYS', 'a:k:0.000009'],
  ['GATEWAY_API_KEYS', 'a:k1,a:k2'],
  ['GATEWAY_API_KEYS', 'a:k1,b:k1'],
  ['CORS_ORIGINS', 'shop.example'],
  ['CORS_ORIGINS', 'https://shop.example/path'],
  ['MAX_IN_FLIGHT', '0'],
  ['MAX_OPERATION_COST', '0'],
  ['PERSISTED_OPERATIONS_ONLY', 'true'],
  ['WORKERS', '0'],
  ['WORKERS', 'AUTO'],
  ['AMAZON_SANDBOX', 'TRUE'],
  ['AMAZON_PAAPI_ENDPOINT', 'http://127.0.0.1:9000/paapi5'],
  ['AMAZON_CREATORS_ENDPOINT', '127.0.0.1:9000'],
  ['AMAZON_CREATORS_TOKEN_ENDPOINT', 'token'],
  ['AMAZON_SPAPI_ENDPOINT', 'file:///etc/passwd'],
  ['AMAZON_LWA_ENDPOINT', 'http://user:secret@127.0.0.1/'],
  ['AMAZON_STOREFRONT_ENDPOINT', 'http://127.0.0.1:9000?x=1'],
  ['AMAZON_IMAGES_ENDPOINT', 'http://127.0.0.1:9000/images'],
];

describe('faults', () => {
  test.each(bad)('%s=%j is one fault, which names the variable', (name, value) => {
    const faults = faultsOf({ ...paApi, ...creatorsApi, [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]?.startsWith(`${name} `)).toBe(true);
  });

  test('are reported all at once', () => {
    const environment = Object.fromEntries(bad);
    const named = faultsOf(environment).map((fault) => fault.split(' ')[0]);
    expect(new Set(named)).toEqual(
      new Set([
        ...Object.keys(environment),
        'AMAZON_CREATORS_CREDENTIAL_ID',
        'AMAZON_CREATORS_CREDENTIAL_SECRET',
        'AMAZON_PAAPI_ACCESS_KEY',
      ]),
    );
    expect(named).toHaveLength(new Set(named).size);
  });

  test('include a CACHE_TTL_HOURS above CACHE_STALE_HOURS', () => {
    expect(faultsOf({ ...pagesOnly, CACHE_TTL_HOURS: '3', CACHE_STALE_HOURS: '2' })).toEqual([
      'CACHE_TTL_HOURS must not be more than CACHE_STALE_HOURS',
    ]);
  });

  test('include an empty chain, beside others', () => {
    const faults = faultsOf({ SCRAPING_FALLBACK_ENABLED: 'false', PORT: 'x' });
    expect(faults).toHaveLength(2);
    expect(faults[1]).toMatch(/^SCRAPING_FALLBACK_ENABLED is false and no API has credentials: /);
  });

  test('contain no value, whichever variable it was set in', () => {
    const canary = 'c4n4ry value:with every=kind,of syntax';
    for (const name of variablesRead()) {
      for (const fault of faultsOf({ [name]: canary })) expect(fault).not.toContain('c4n4ry');
    }
  });

  test('of secret files are reported first', () => {
    try {
      parseConfig({ PORT: 'x' }, ['CACHE_URL_FILE names an empty file']);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error).toHaveProperty('message', expect.stringMatching(/^CACHE_URL_FILE names an empty file\nPORT /));
    }
  });
});

test('every secret variable is read', () => {
  expect(variablesRead()).toEqual(expect.arrayContaining([...secretVariablesOf(sourceDefinitions)]));
});

/** The configuration as data, with the settings of each source by its id. */
function plain({ sources, ...config }: Config) {
  const settings = sources.map(({ definition, configured }) => [definition.id, configured?.settings] as const);
  return { ...config, sources: Object.fromEntries<unknown>(settings) };
}

function faultsOf(environment: Environment): readonly string[] {
  try {
    parseConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}

test.each([
  ['redis://cache.example/abc', 'CACHE_URL must have no path but the number of a database, such as /0'],
  ['redis://cache.example/0/1', 'CACHE_URL must have no path but the number of a database, such as /0'],
  [
    'rediss://user:100%@cache.example',
    'CACHE_URL contains an invalid percent escape in its user name, password or parameters: write % as %25',
  ],
  ['redis://one:6379,two:6379', 'CACHE_URL names several hosts: redis+sentinel:// and redis+cluster:// have several'],
  ['redis+sentinel://one,two:26379', 'CACHE_URL must name the master that the sentinels watch, such as /mymaster'],
  ['redis+sentinel://one/shop/first', 'CACHE_URL must name the master that the sentinels watch'],
  ['redis+sentinel://one/sh%op', 'CACHE_URL must name the master that the sentinels watch'],
  ['redis+sentinel://one/shop?password=hunter2', 'CACHE_URL may have no parameters but sentinelUsername and sentinelP'],
  ['redis+sentinel://one/shop?sentinelPassword=100%', 'CACHE_URL contains an invalid percent escape'],
  ['redis+sentinel:///shop', 'CACHE_URL must have a host'],
  ['redis+sentinel://one:port/shop', 'CACHE_URL must have a host'],
  ['redis+cluster://one,,two', 'CACHE_URL must have a host'],
  ['redis+cluster://one:70000', 'CACHE_URL must have a host'],
  ['redis+cluster://one/1', 'CACHE_URL must have no path: a cluster has only database 0'],
  ['redis+cluster://one?tls=true', 'CACHE_URL must have no parameters'],
  ['redis+ring://one', 'CACHE_URL must be redis://…, redis+sentinel://… or redis+cluster://… (with TLS: rediss…)'],
  ['rediss+tls://one', 'CACHE_URL must be redis://…'],
  ['keydb://one', 'CACHE_URL must be memory:, sqlite:PATH, redis://…, redis+sentinel://… or redis+cluster://…'],
])('the Redis URL %s is refused with the reason', (CACHE_URL, fault) => {
  expect(() => parseConfig({ CACHE_URL })).toThrow(fault);
});

test.each([
  'redis+sentinel://hunter2hunter2@',
  'redis+cluster://:hunter2/hunter2@one',
  'redis+sentinel://:hunter2?@one/shop',
  'redis+sentinel://one/shop?hunter2',
  'redis://:hunter2#@one',
])('the fault of %s repeats no part of it', (CACHE_URL) => {
  expect(faultsOf({ CACHE_URL }).filter((fault) => fault.startsWith('CACHE_URL '))).toHaveLength(1);
  expect(faultsOf({ CACHE_URL }).join()).not.toContain('hunter2');
});

test.each([
  'redis://cache',
  'redis://cache:6380/',
  'redis://user:100%25@cache/15',
  'redis+sentinel://one,[::1]:26380,three:26381/shop',
  'rediss+sentinel://user:pass@one/shop/2?sentinelPassword=a+b%3D',
  'rediss+cluster://user:pass@one:7000,two:7001',
])('%s is accepted', (CACHE_URL) => {
  expect(parseConfig({ ...pagesOnly, CACHE_URL }).cache.url).toEqual({ kind: 'redis', url: CACHE_URL });
});
