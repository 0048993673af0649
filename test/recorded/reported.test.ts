import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isMarketplaceCode, marketplaces, type MarketplaceCode } from '../../src/product/marketplace.ts';
import { hasRecordings, readRecordedJson, recordedRoot } from '../support/recorded.ts';
import { startStandIn, type Received, type Reply, type StandIn } from '../source/associates/common/stand-in.ts';
import { aRunningGateway, type Asked } from '../support/a-gateway.ts';
import { askProducts, askSearch } from '../integration/questions.ts';
import { fieldOf } from './replay.ts';

/** A shape that a public bug report describes: what Amazon answers, by path. */
type Reported = { readonly api: string; readonly marketplace: MarketplaceCode; readonly routes: readonly unknown[] };

/** A gateway that knows one API only, which answers as reported. */
type Stage = AsyncDisposable & Asked & { readonly amazon: StandIn; readonly asins: readonly string[] };

const versionOf = { NA: '3.1', EU: '3.2', FE: '3.3' } as const;

const credentialsOf: Readonly<Record<string, (origin: string, store: MarketplaceCode) => Record<string, string>>> = {
  creators: (origin, store) => ({
    AMAZON_CREATORS_CREDENTIAL_ID: 'amzn1.client',
    AMAZON_CREATORS_CREDENTIAL_SECRET: 'SECRETEXAMPLE',
    AMAZON_CREATORS_VERSION: versionOf[marketplaces[store].region],
    AMAZON_CREATORS_ENDPOINT: origin,
    AMAZON_CREATORS_TOKEN_ENDPOINT: `${origin}/creators/token`,
  }),
  paapi: (origin) => ({
    AMAZON_PAAPI_ACCESS_KEY: 'AKIDEXAMPLE',
    AMAZON_PAAPI_SECRET_KEY: 'SECRETEXAMPLE',
    AMAZON_PAAPI_ENDPOINT: origin,
  }),
  spapi: (origin) => ({
    AMAZON_SPAPI_CLIENT_ID: 'amzn1.application-oa2-client.example',
    AMAZON_SPAPI_CLIENT_SECRET: 'SECRETEXAMPLE',
    AMAZON_SPAPI_REFRESH_TOKEN: 'Atzr|REFRESHEXAMPLE',
    AMAZON_SPAPI_ENDPOINT: origin,
    AMAZON_LWA_ENDPOINT: `${origin}/auth/o2/token`,
  }),
};

function readReported(name: string): Reported {
  const file = readRecordedJson(`reported/${name}`);
  const marketplace = String(fieldOf(file, 'marketplace'));
  const routes = fieldOf(file, 'routes');
  if (!isMarketplaceCode(marketplace) || !Array.isArray(routes)) throw new Error(`${name} is no reported shape`);
  return { api: String(fieldOf(file, 'api')), marketplace, routes };
}

function replyOf(routes: readonly unknown[], { path }: Received): Reply {
  const { pathname } = new URL(path, 'http://amazon.test');
  const route = routes.find((one) => fieldOf(one, 'path') === pathname);
  if (route === undefined) return { status: 404, body: { message: 'Not Found' } };
  const headers: Record<string, string> = Object.fromEntries(Object.entries(Object(fieldOf(route, 'headers'))));
  return { status: Number(fieldOf(route, 'status')), headers, body: fieldOf(route, 'body') };
}

async function setStage(name: string): Promise<Stage> {
  const { api, marketplace, routes } = readReported(name);
  await using started = new AsyncDisposableStack();
  const amazon = started.use(await startStandIn((request) => replyOf(routes, request)));
  const credentials = credentialsOf[api];
  if (credentials === undefined) throw new Error(`${name} is about no API`);
  const gateway = started.use(
    await aRunningGateway({
      ...credentials(amazon.origin, marketplace),
      AMAZON_MARKETPLACE: marketplace,
      AMAZON_PARTNER_TAGS: `${marketplace}=shop-21`,
      SCRAPING_FALLBACK_ENABLED: 'false',
      MAX_REQUESTS_PER_SECOND: '200',
    }),
  );
  const asins = [...new Set(JSON.stringify(routes).match(/(?<="asin":")\w{10}/gi) ?? [])];
  const resources = started.move();
  return { ...gateway, amazon, asins, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

const names = hasRecordings
  ? readdirSync(new URL('reported/', recordedRoot)).filter((one) => one.endsWith('.json'))
  : [];
const ofApis = names.filter((name) => credentialsOf[readReported(name).api] !== undefined);

describe.runIf(hasRecordings)('the gateway over reported shapes (needs them beside this checkout)', () => {
  test.each(ofApis)('%s is understood: products, search and what comes after', async (name) => {
    await using stage = await setStage(name);
    const found = await askSearch(stage, { query: 'anything' }).catch(() => undefined);
    const results = await askProducts(stage, stage.asins);
    expect(results.map(({ kind }) => kind)).toEqual(stage.asins.map(() => 'Product'));
    for (const hit of found?.nodes ?? []) expect(stage.asins).toContain(hit.asin);
  });

  const expected: Readonly<Record<string, Readonly<Record<string, object>>>> = {
    '01-creators-search-nohits-searchresult.json': { B0H1NOHITS: { price: { amount: '1299.00' } } },
    '02-spapi-list-price-with-tax.json': {
      B0H1TAXIN1: {
        price: { amount: '1799.00' },
        listPrice: { amount: '2499.00', currency: 'INR' },
        savingsPercent: 28,
      },
      B0H1TAXIN2: {
        price: { amount: '1799.00' },
        listPrice: { amount: '2499.00', currency: 'INR' },
        savingsPercent: 28,
      },
    },
    '04-internal-browse-nodes.json': {
      B0H1NODE01: { category: 'In-Ear Headphones', salesRank: null },
      B0H1NODE02: { category: 'In-Ear Headphones', salesRank: 41 },
      B0H1NODE03: { category: 'In-Ear Headphones', salesRank: null },
    },
    '05-rank-of-which-category-creators.json': { B0H1RANK01: { category: 'Camping Knife Sharpeners', salesRank: 1 } },
    '09-creators-prime-exclusive.json': {
      B0H1PRIME1: { price: { amount: '5999.00' }, priceAccess: 'EVERYONE', savingsPercent: 25 },
      B0H1PRIME2: { price: { amount: '4999.00' }, priceAccess: 'PRIME_EXCLUSIVE' },
    },
    '17-search-huge-count.json': { B0H1HUGE01: { price: { amount: '10.00' }, salesRank: null } },
  };

  test.each(Object.keys(expected).filter((name) => names.includes(name)))(
    '%s shows a reader the right values',
    async (name) => {
      await using stage = await setStage(name);
      const products = expected[name] ?? {};
      const results = await askProducts(stage, Object.keys(products));
      expect(results).toMatchObject(Object.values(products));
    },
  );

  test.runIf(names.includes('01-creators-search-nohits-searchresult.json'))(
    'a search without hits is an empty page, and leaves the circuit alone',
    async () => {
      await using stage = await setStage('01-creators-search-nohits-searchresult.json');
      for (let asked = 1; asked <= 2; asked += 1) {
        expect(await askSearch(stage, { query: 'purple left-handed stapler 9000' })).toMatchObject({
          nodes: [],
          totalCount: 0,
          source: 'CREATORS_API',
        });
      }
      expect(stage.logs.join('')).not.toContain('circuit');
    },
  );

  test.runIf(names.includes('17-search-huge-count.json'))(
    'a count that no reader can hold is null, not an error',
    async () => {
      await using stage = await setStage('17-search-huge-count.json');
      const found = await askSearch(stage, { query: 'books' });
      expect(found).toMatchObject({ totalCount: null, nodes: [{ asin: 'B0H1HUGE01', salesRank: null }] });
    },
  );
});
