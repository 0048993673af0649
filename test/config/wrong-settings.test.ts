import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { ConfigurationError } from '../../src/config/configuration-error.ts';
import type { Environment } from '../../src/config/environment.ts';

const creatorsApi = {
  AMAZON_CREATORS_CREDENTIAL_ID: 'creators-id',
  AMAZON_CREATORS_CREDENTIAL_SECRET: 'creators-secret',
  AMAZON_CREATORS_VERSION: '3.2',
  AMAZON_CREATORS_PARTNER_TAG: 'shop-21',
};
const spApi = {
  AMAZON_SPAPI_CLIENT_ID: 'client',
  AMAZON_SPAPI_CLIENT_SECRET: 'client-secret',
  AMAZON_SPAPI_REFRESH_TOKEN: 'Atzr|refresh',
};

const wrong: readonly (readonly [string, Environment, RegExp])[] = [
  [
    'a version of another region than the default marketplace',
    { ...creatorsApi, AMAZON_CREATORS_VERSION: '3.1' },
    /^AMAZON_CREATORS_VERSION is of region NA, which does not serve AMAZON_MARKETPLACE \(IN\): set 2\.2 or 3\.2, or AMAZON_MARKETPLACE to one of BR, CA, MX, US$/,
  ],
  [
    'a default marketplace of another region than the version',
    { ...creatorsApi, AMAZON_MARKETPLACE: 'JP' },
    /^AMAZON_CREATORS_VERSION is of region EU, which does not serve AMAZON_MARKETPLACE \(JP\): set 2\.3 or 3\.3, or /,
  ],
  [
    'an SP-API region that does not contain the default marketplace',
    { ...spApi, AMAZON_SPAPI_REGION: 'FE' },
    /^AMAZON_SPAPI_REGION is of region FE, which does not serve AMAZON_MARKETPLACE \(IN\): set EU, or AMAZON_MARKETPLACE to one of AU, JP, SG$/,
  ],
  [
    'a partner tag for a marketplace that the credential cannot serve',
    { ...creatorsApi, AMAZON_PARTNER_TAGS: 'DE=shop-22,US=shop-20' },
    /^AMAZON_PARTNER_TAGS has a tag for US, where no configured API can use it: /,
  ],
  [
    'pages alone, without having been chosen',
    {},
    /^SCRAPING_FALLBACK_ENABLED is not set and no API has credentials: .*AMAZON_CREATORS_….*AMAZON_SANDBOX=true.*SCRAPING_FALLBACK_ENABLED=true/,
  ],
  [
    'no source at all',
    { SCRAPING_FALLBACK_ENABLED: 'false' },
    /^SCRAPING_FALLBACK_ENABLED is false and no API has credentials: /,
  ],
];

describe('a wrong setting is one fault in its own words:', () => {
  test.each(wrong)('%s', (_, environment, line) => {
    expect(faultsOf(environment)).toEqual([expect.stringMatching(line)]);
  });

  test.each([
    ['AMAZON_MARKETPLCE', 'AMAZON_MARKETPLACE'],
    ['AMAZON_MARKETPALCE', 'AMAZON_MARKETPLACE'],
    ['AMAZON_CREATOR_VERSION', 'AMAZON_CREATORS_VERSION'],
    ['AMAZON_CREATORS_CREDENTIALS_ID', 'AMAZON_CREATORS_CREDENTIAL_ID'],
    ['AMAZON_PARTNER_TAG', 'AMAZON_PARTNER_TAGS'],
    ['AMAZON_PAAPI_SECRET_KEY_FIEL', 'AMAZON_PAAPI_SECRET_KEY_FILE'],
    ['amazon_marketplace', 'AMAZON_MARKETPLACE'],
    ['CACHE_TTL_HOUR', 'CACHE_TTL_HOURS'],
    ['CORS_ORIGIN', 'CORS_ORIGINS'],
    ['GATEWAY_API_KEY', 'GATEWAY_API_KEYS'],
    ['SCRAPPING_FALLBACK_ENABLED', 'SCRAPING_FALLBACK_ENABLED'],
    ['WORKER', 'WORKERS'],
  ])('%s, which means %s', (name, meant) => {
    expect(faultsOf({ ...creatorsApi, [name]: 'a-secret' })).toEqual([
      `${name} is unknown: ${meant} is probably meant`,
    ]);
  });

  test('but all of them are reported at once', () => {
    const faults = faultsOf({
      ...creatorsApi,
      ...spApi,
      AMAZON_CREATORS_VERSION: '3.1',
      AMAZON_SPAPI_REGION: 'FE',
      AMAZON_PARTNER_TAGS: 'DE=shop-22',
      CACHE_TTL_HOUR: '1',
      PORT: 'eighty',
    });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      'AMAZON_CREATORS_VERSION',
      'AMAZON_SPAPI_REGION',
      'PORT',
      'CACHE_TTL_HOUR',
      'AMAZON_PARTNER_TAGS',
    ]);
  });

  test('a region is not judged by a marketplace that is a fault itself', () => {
    const faults = faultsOf({ ...creatorsApi, AMAZON_CREATORS_VERSION: '3.1', AMAZON_MARKETPLACE: 'USA' });
    expect(faults).toEqual([expect.stringMatching(/^AMAZON_MARKETPLACE must be /)]);
  });
});

describe('is no fault:', () => {
  test.each([
    'HOME',
    'PATH',
    'HOSTNAME',
    'TERM',
    'LOGNAME',
    'REDIS_PORT',
    'KUBERNETES_SERVICE_HOST',
    'OTEL_SERVICE_NAME',
    'OTEL_EXPORTER_OTLP_HEADERS',
  ])('%s, a name of other programs', (name) => {
    expect(parseConfig({ ...creatorsApi, [name]: 'x' }).warnings).toEqual([]);
  });

  test('an empty variable, whatever its name', () => {
    expect(parseConfig({ ...creatorsApi, AMAZON_MARKETPLCE: ' ' }).warnings).toEqual([]);
  });

  test('the secret files of all credentials', () => {
    const names = Object.keys({ ...creatorsApi, ...spApi }).filter((name) => /(_ID|SECRET|TOKEN)$/.test(name));
    const files = Object.fromEntries(names.map((name) => [`${name}_FILE`, '/run/secrets/one']));
    expect(parseConfig({ ...creatorsApi, ...files }).warnings).toEqual([]);
  });

  test('a tag that one of two APIs can use', () => {
    const paApi = { AMAZON_PAAPI_ACCESS_KEY: 'key', AMAZON_PAAPI_SECRET_KEY: 'secret' };
    expect(faultsOf({ ...creatorsApi, ...paApi, AMAZON_PARTNER_TAGS: 'IN=shop-21,US=shop-20' })).toEqual([]);
  });

  test('a tag that only another region could use, at a stand-in', () => {
    const standIn = { AMAZON_CREATORS_ENDPOINT: 'http://127.0.0.1:9000', AMAZON_PARTNER_TAGS: 'US=shop-20' };
    expect(faultsOf({ ...creatorsApi, ...standIn })).toEqual([]);
  });

  test('pages beside an API, as long as they are not switched off', () => {
    const enabled = parseConfig(creatorsApi).sources.filter(({ configured }) => configured !== undefined);
    expect(enabled.map(({ definition }) => definition.role)).toEqual(['associates', 'page']);
  });
});

describe('is one warning:', () => {
  test('all other names that begin with AMAZON_', () => {
    const { warnings } = parseConfig({
      ...creatorsApi,
      AMAZON_AFFILIATE_ID: 'a-secret',
      AMAZON_REGION_NAME: 'a-secret',
    });
    expect(warnings).toEqual(['AMAZON_AFFILIATE_ID, AMAZON_REGION_NAME: unknown variables, which have no effect']);
  });

  test('partner tags without an API that uses them', () => {
    expect(parseConfig({ ...spApi, AMAZON_PARTNER_TAGS: 'IN=shop-21' }).warnings).toEqual([
      'AMAZON_PARTNER_TAGS is set, but no API that uses partner tags has credentials',
    ]);
  });

  test.each(['0.0.0.0', '::'])('HOST=%s without keys', (HOST) => {
    expect(parseConfig({ ...creatorsApi, HOST }).warnings).toEqual([
      expect.stringMatching(/^HOST \S+ listens on every interface without GATEWAY_API_KEYS: /),
    ]);
    expect(parseConfig({ ...creatorsApi, HOST, GATEWAY_API_KEYS: 'shop:k3y' }).warnings).toEqual([]);
  });
});

function faultsOf(environment: Environment): readonly string[] {
  try {
    parseConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}
