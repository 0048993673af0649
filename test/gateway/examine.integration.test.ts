import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { examine } from '../../src/gateway/examine.ts';
import { parseAsin } from '../../src/product/asin.ts';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import type { SandboxApi, SandboxFault } from '../../src/sandbox/fault.ts';
import { doctorText } from '../../src/main/doctor-report.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { onlySources } from '../support/a-gateway.ts';

const asin = parseAsin(sandboxProducts('IN')[0]?.asin ?? '');
if (asin === undefined) throw new Error('the sandbox has no product');
const closedPort = 'http://127.0.0.1:9';
const api = { creators: 'CREATORS_API', paapi: 'PA_API', spapi: 'SP_API', page: 'SCRAPING' } as const;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ requestsPerSecond: 1000 });
});
afterAll(async () => await sandbox[Symbol.asyncDispose]());

async function examined(environment: Readonly<Record<string, string>> = {}, from = sandbox) {
  const all = { ...from.environment, MAX_REQUESTS_PER_SECOND: '1000', ...environment };
  return await examine(parseConfig(all), { asin: asin!, marketplace: 'IN' });
}

/** The verdict on one source while an interface has a fault. */
async function verdictOn(source: string, environment: Readonly<Record<string, string>>, from = sandbox) {
  const { ok, sources } = await examined(environment, from);
  expect(ok).toBe(false);
  return sources.find((verdict) => verdict.source === source);
}

test('an examination makes one token call and one call for each source, and no more for the account', async () => {
  const before = sandbox.calls.length;
  const { ok, cache, sources } = await examined();
  expect(ok).toBe(true);
  expect(cache).toEqual({ ok: true, finding: 'in the memory of the process' });
  expect(sources.map(({ source, state }) => `${source} ${state}`)).toEqual([
    'CREATORS_API WORKS',
    'PA_API WORKS',
    'SP_API WORKS',
    'SCRAPING WORKS',
  ]);
  const counts = Map.groupBy(sandbox.calls.slice(before), (call) => call.api);
  const once = ['creators', 'creators-token', 'paapi', 'lwa', 'storefront'] as const;
  expect(once.map((one) => counts.get(one)?.length)).toEqual([1, 1, 1, 1, 1]);
});

test('each account is called once, in a marketplace that it serves, and is named', async () => {
  const { environment } = sandbox;
  const creators = {
    credentialId: environment['AMAZON_CREATORS_CREDENTIAL_ID'],
    credentialSecret: environment['AMAZON_CREATORS_CREDENTIAL_SECRET'],
    version: environment['AMAZON_CREATORS_VERSION'],
  };
  const tag = environment['AMAZON_CREATORS_PARTNER_TAG'];
  const refused = { ...creators, credentialId: 'wr0ng-id', credentialSecret: 'wr0ngwr0ng' };
  const { ok, sources } = await examined({
    ...onlySources(['SCRAPING']),
    AMAZON_ACCOUNTS: JSON.stringify([
      { name: 'india', creators, tags: { IN: tag } },
      { name: 'germany', creators: { ...creators, credentialId: `${creators.credentialId}x` }, tags: { DE: tag } },
      { name: 'broken', creators: refused, tags: { IN: tag } },
    ]),
  });
  expect(ok).toBe(false);
  const [india, germany, broken] = sources;
  expect(india).toMatchObject({ account: 'india', marketplace: 'IN', state: 'WORKS' });
  expect(germany).toMatchObject({ account: 'germany', marketplace: 'DE', state: 'FAILS' });
  expect(broken).toMatchObject({ account: 'broken', marketplace: 'IN', state: 'FAILS', code: 'CREDENTIALS' });
  expect(broken?.remedy).toMatch(/the account broken in AMAZON_ACCOUNTS/);
  const text = doctorText({ ok, cache: { ok, finding: '' }, sources, warnings: [], question: '' });
  expect(text).toMatch(/works +Creators API \(india, IN\)/);
  expect(text).toMatch(/fails +Creators API \(broken, IN\)/);
  expect(JSON.stringify(sources)).not.toContain('wr0ng');
});

test('a source that knows no such product works', async () => {
  const { ok, sources } = await examine(parseConfig({ ...sandbox.environment, MAX_REQUESTS_PER_SECOND: '1000' }), {
    asin: parseAsin('B000000000')!,
    marketplace: 'IN',
  });
  expect(ok).toBe(true);
  expect(sources.map(({ finding }) => finding)).toEqual(
    Array.from({ length: 4 }, () => 'it answered that there is no B000000000'),
  );
});

describe('what is wrong has its own words:', () => {
  const wrong: readonly (readonly [string, string, Readonly<Record<string, string>>, string, RegExp])[] = [
    [
      'a secret of the Creators API',
      api.creators,
      { AMAZON_CREATORS_CREDENTIAL_SECRET: 'wr0ngwr0ng' },
      'CREDENTIALS',
      /^check AMAZON_CREATORS_…: id, secret, and AMAZON_CREATORS_VERSION/,
    ],
    [
      'a version of the Creators API',
      api.creators,
      { AMAZON_CREATORS_VERSION: '2.2' },
      'CREDENTIALS',
      /AMAZON_CREATORS_VERSION, whose last digit is the region$/,
    ],
    [
      'a tag of the Creators API',
      api.creators,
      { AMAZON_CREATORS_PARTNER_TAG: 'other-21' },
      'CREDENTIALS',
      /^check AMAZON_CREATORS_PARTNER_TAG and AMAZON_PARTNER_TAGS: /,
    ],
    [
      'a secret of PA-API',
      api.paapi,
      { AMAZON_PAAPI_SECRET_KEY: 'wr0ngwr0ng' },
      'CREDENTIALS',
      /^check id, secret and token in AMAZON_PAAPI_…: /,
    ],
    [
      'a tag of PA-API',
      api.paapi,
      { AMAZON_PAAPI_PARTNER_TAG: 'other-21' },
      'CREDENTIALS',
      /^check AMAZON_PAAPI_PARTNER_TAG and /,
    ],
    [
      'a refresh token',
      api.spapi,
      { AMAZON_SPAPI_REFRESH_TOKEN: 'wr0ngwr0ng' },
      'CREDENTIALS',
      /^check id, secret and token in AMAZON_SPAPI_…: /,
    ],
    ['the network', api.page, { AMAZON_STOREFRONT_ENDPOINT: closedPort }, 'NETWORK', /^check the network, /],
    [
      'a missing tag',
      api.creators,
      { AMAZON_CREATORS_PARTNER_TAG: '', AMAZON_PARTNER_TAGS: 'DE=tag-21', AMAZON_PAAPI_PARTNER_TAG: 'tag-21' },
      'NO_PARTNER_TAG',
      /^add IN=… to AMAZON_PARTNER_TAGS$/,
    ],
  ];
  test.each(wrong)('%s', async (_, source, environment, code, remedy) => {
    const verdict = await verdictOn(source, environment);
    expect(verdict).toMatchObject({ state: code === 'NO_PARTNER_TAG' ? 'SKIPPED' : 'FAILS', code });
    expect(verdict?.remedy).toMatch(remedy);
    expect(JSON.stringify(verdict)).not.toContain('wr0ngwr0ng');
  });

  const faults: readonly (readonly [SandboxApi, SandboxFault, string, string, RegExp])[] = [
    ['creators', { kind: 'credentials' }, api.creators, 'CREDENTIALS', /^the account is not eligible: /],
    ['creators', { kind: 'throttle' }, api.creators, 'THROTTLED', /^wait a minute; .* lacks the sales /],
    ['paapi', { kind: 'outage', status: 503 }, api.paapi, 'SERVER', /^Amazon has a fault/],
    ['storefront', { kind: 'robot-check' }, api.page, 'BLOCKED', /as a robot/],
    ['creators-token', { kind: 'hang' }, api.creators, 'TIMEOUT', /^check the network of this machine/],
    ['paapi', { kind: 'hang' }, api.paapi, 'TIMEOUT', /^check the network of this machine/],
  ];
  test.each(faults)('%s with %j', async (at, fault, source, code, remedy) => {
    sandbox.misbehave(at, fault);
    try {
      const verdict = await verdictOn(source, {});
      expect(verdict).toMatchObject({ state: 'FAILS', code });
      expect(verdict?.remedy).toMatch(remedy);
    } finally {
      sandbox.misbehave(at, undefined);
    }
  });

  test('a clock that is off', async () => {
    await using later = await startSandbox({ requestsPerSecond: 1000, now: () => Date.now() + 60 * 60_000 });
    const verdict = await verdictOn(api.paapi, {}, later);
    expect(verdict?.remedy).toBe('synchronise the clock of this machine, which is wrong');
  });

  test('a Redis that cannot be reached', async () => {
    const { ok, cache, sources } = await examined({ CACHE_URL: 'redis://:s3cr3ts3cr3t@127.0.0.1:9' });
    expect(ok).toBe(false);
    expect(cache).toMatchObject({ ok: false, finding: expect.stringContaining('ECONNREFUSED') });
    expect(cache.remedy).toMatch(/^check CACHE_URL/);
    expect(JSON.stringify({ cache, sources })).not.toContain('s3cr3ts3cr3t');
  });

  test('a file that cannot be the cache', async () => {
    const { ok, cache } = await examined({ CACHE_URL: 'sqlite:/proc' });
    expect({ ok, cache }).toMatchObject({
      ok: false,
      cache: { ok: false, finding: expect.stringMatching(/^CACHE_URL: /) },
    });
  });

  test('a day without calls, which two APIs of one account share', async () => {
    const { sources } = await examined({ MAX_DAILY_REQUESTS: '1' });
    const spent = sources.filter(({ code }) => code === 'DAY_QUOTA');
    expect(spent).toHaveLength(1);
    expect(spent[0]?.remedy).toMatch(/^the calls of this day are used up: /);
  });
});
