import { afterEach, expect, test } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { secretVariablesOf } from '../../src/config/secret-variables.ts';
import { secretsOf, withSecretFiles } from '../../src/config/secrets.ts';
import { allOrNone } from '../../src/config/environment.ts';
import { createGateway } from '../../src/gateway.ts';
import { defineSource } from '../../src/source/definition.ts';
import { sourceDefinitions } from '../../src/source/definitions.ts';
import { SourceError } from '../../src/source/source-error.ts';
import { asinNumber } from '../support/asins.ts';
import { fakeSource, findAll } from '../support/fake-source.ts';
import { readAnswer } from '../graphql/a-graphql-server.ts';

const secret = 'k33p-me-secret';
const unknown = asinNumber(404);

/** A source that Amazon does not have: everything the gateway needs to know of it stands here. */
const almanac = defineSource<{ readonly key: string; readonly user: string }>({
  id: 'ALMANAC',
  label: 'The Almanac',
  role: 'seller',
  variablePrefix: 'ALMANAC_',
  secretVariables: ['ALMANAC_KEY'],
  provides: ['title', 'price'],
  ttlFactor: 0.25,
  configure(reader) {
    allOrNone(reader, ['ALMANAC_USER', 'ALMANAC_KEY']);
    const [user, key] = [reader.token('ALMANAC_USER'), reader.token('ALMANAC_KEY')];
    return user === undefined || key === undefined ? undefined : { user, key };
  },
  secretsOf: ({ key }) => [key],
  accountOf: ({ user }) => [user],
  create: ({ key }, { freshMs, permits }) => ({
    source: fakeSource({
      id: 'ALMANAC',
      freshMs,
      async lookup(asins, { marketplace }) {
        if (asins.includes(unknown)) throw new SourceError('CREDENTIALS', `the almanac refuses ${key}`);
        return findAll(asins, marketplace);
      },
    }),
    permits: permits('almanac', { perSecond: 100, burst: 1 }),
  }),
});

const definitions = [...sourceDefinitions, almanac];
const environment = {
  PORT: '0',
  LOG_LEVEL: 'TRACE',
  SCRAPING_FALLBACK_ENABLED: 'false',
  ALMANAC_USER: 'me',
  ALMANAC_KEY: secret,
};

let stack = new AsyncDisposableStack();
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});

async function aGatewayWithIt() {
  const logs: string[] = [];
  const config = parseConfig(environment, [], definitions);
  const gateway = stack.use(createGateway(config, { writeLog: (line) => void logs.push(line) }));
  const { url } = await gateway.listen();
  const ask = async (query: string) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
    return readAnswer(await response.text());
  };
  const page = async (path: string) => await (await fetch(`${url}${path}`)).text();
  return { logs, ask, page };
}

const product = (asin: string) =>
  `{ product(asin: "${asin}") { title provenance { source fetchedAt expiresAt attempts { source outcome } } } }`;

test('a fifth source is configured by its own variables, of which half are a fault', () => {
  expect(() => parseConfig({ ...environment, ALMANAC_KEY: '' }, [], definitions)).toThrow(
    'ALMANAC_KEY is missing while its companions are set: set all of them or none',
  );
  expect(() => parseConfig({ SCRAPING_FALLBACK_ENABLED: 'false' }, [], definitions)).toThrow(/or ALMANAC_…\)/);
});

test('its secret may come from a file and is known to redaction', () => {
  const { ALMANAC_KEY: _, ...others } = environment;
  const read = withSecretFiles({ ...others, ALMANAC_KEY_FILE: '/run/key' }, () => `${secret}\n`, definitions);
  expect(read.faults).toEqual([]);
  expect(secretVariablesOf(definitions)).toContain('ALMANAC_KEY');
  expect(secretsOf(parseConfig(read.environment, [], definitions))).toEqual([secret]);
});

test('it is named at the start, asked, and its answers live as long as it says', async () => {
  const { logs, ask } = await aGatewayWithIt();
  expect(logs.join('')).toContain('sources in chain order: ALMANAC');
  const { data, errors } = await ask(product(asinNumber(1)));
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    product: {
      title: `Title of ${asinNumber(1)}`,
      provenance: { source: 'ALMANAC', attempts: [{ source: 'ALMANAC', outcome: 'FOUND' }] },
    },
  });
  const [, fetchedAt = '', expiresAt = ''] = /"fetchedAt":"(.+?)","expiresAt":"(.+?)"/.exec(JSON.stringify(data)) ?? [];
  expect(Date.parse(expiresAt) - Date.parse(fetchedAt)).toBe(3_600_000 / 4);
});

test('its secret reaches no line of the log and no answer', async () => {
  const { logs, ask } = await aGatewayWithIt();
  const answer = await ask(product(unknown));
  expect(answer.errors?.[0]?.extensions).toMatchObject({
    code: 'SOURCES_UNAVAILABLE',
    attempts: [{ source: 'ALMANAC', outcome: 'FAILED', code: 'CREDENTIALS' }],
  });
  expect(logs.join('')).toContain('the almanac refuses [redacted]');
  expect(logs.join('') + JSON.stringify(answer)).not.toContain(secret);
});

test('it is counted and shown, by its own name', async () => {
  const { ask, page } = await aGatewayWithIt();
  await ask(product(asinNumber(2)));
  const { data } = await ask('{ sourceAnalytics { sources { source label enabled totalRequests successes } } }');
  expect(data).toMatchObject({
    sourceAnalytics: {
      sources: [
        { source: 'CREATORS_API', label: 'Creators API', enabled: false },
        { source: 'PA_API', label: 'PA-API', enabled: false },
        { source: 'SP_API', label: 'SP-API', enabled: false },
        { source: 'ALMANAC', label: 'The Almanac', enabled: true, totalRequests: 1, successes: 1 },
        { source: 'SCRAPING', label: 'Product page', enabled: false },
      ],
    },
  });
  expect(await page('/metrics')).toMatch(/upstream_calls_total\{[^}]*source="ALMANAC"[^}]*\} 1/);
  expect(await page('/schema.graphql')).toMatch(/"""The Almanac\."""\s+ALMANAC\n/);
  expect(await page('/schema.graphql?federation')).toMatch(/"""The Almanac\."""\s+ALMANAC\n/);
});
