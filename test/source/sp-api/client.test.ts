import { expect, test } from 'vitest';
import { marketplaceCodes } from '../../../src/product/marketplace.ts';
import { createSpApiClient, originOf } from '../../../src/source/sp-api/client.ts';
import { spApiAllowances } from '../../../src/source/sp-api/limits.ts';
import { catalogByAsins, catalogByKeywords, isCatalogAsin } from '../../../src/source/sp-api/requests.ts';
import { systemClock } from '../../../src/clock.ts';
import { createPermits } from '../../../src/rate-limit/permits.ts';
import { asin } from './answers.ts';

test('every marketplace is called at the host of its region, India at the European one', () => {
  const byHost = Map.groupBy(marketplaceCodes, originOf);
  expect(Object.fromEntries(byHost)).toEqual({
    'https://sellingpartnerapi-na.amazon.com': ['BR', 'CA', 'MX', 'US'],
    'https://sellingpartnerapi-eu.amazon.com': 'AE BE DE EG ES FR IE IN IT NL PL SA SE TR UK'.split(' '),
    'https://sellingpartnerapi-fe.amazon.com': ['AU', 'JP', 'SG'],
  });
});

test('without an endpoint the client calls the host of the region', async () => {
  const urls: string[] = [];
  const permits = createPermits(spApiAllowances.catalog, systemClock);
  const client = createSpApiClient({
    upstream: {
      async request({ url }) {
        urls.push(url);
        return { status: 200, headers: {}, body: Buffer.from('{}') };
      },
      [Symbol.asyncDispose]: async () => undefined,
    },
    tokens: { get: async () => 'token', invalidate: () => undefined },
    limits: { catalog: permits, competitivePricing: permits, itemOffers: permits },
    clock: systemClock,
  });
  await client.call(catalogByAsins([asin('B0SPAPI001')], { marketplace: 'JP' }), new AbortController().signal);
  expect(urls[0]).toMatch(/^https:\/\/sellingpartnerapi-fe\.amazon\.com\/catalog\/2022-04-01\/items\?.*A1VC38T7YXB528/);
});

test.each([
  ['2.0', [2]],
  ['500', [500]],
  ['0.01', [0.01]],
  ['0.0001', []],
  ['1e9', []],
  ['501', []],
  ['-2', []],
  ['2.0, 3.0', []],
  ['0x10', []],
  ['NaN', []],
  ['Infinity', []],
  ['', []],
])('a stated rate of %j teaches %j', async (stated, learned) => {
  const rates: number[] = [];
  const permits = {
    ...createPermits(spApiAllowances.catalog, systemClock),
    learned: (rate: number) => rates.push(rate),
  };
  const client = createSpApiClient({
    upstream: {
      request: async () => ({
        status: 200,
        headers: { 'x-amzn-ratelimit-limit': stated },
        body: Buffer.from('{}'),
      }),
      [Symbol.asyncDispose]: async () => undefined,
    },
    tokens: { get: async () => 'token', invalidate: () => undefined },
    limits: { catalog: permits, competitivePricing: permits, itemOffers: permits },
    clock: systemClock,
  });
  await client.call(catalogByAsins([asin('B0SPAPI001')], { marketplace: 'JP' }), new AbortController().signal);
  expect(rates).toEqual(learned);
});

test('commas in a query or brand do not become several keywords', () => {
  const terms = { query: 'red, blue &  green', brand: 'A, B', includeOutOfStock: false, sort: 'RELEVANCE' } as const;
  const { path } = catalogByKeywords(terms, 'a+b/c==', { marketplace: 'IN' });
  const query = new URLSearchParams(path.split('?')[1]);
  expect(query.get('keywords')).toBe('red blue & green');
  expect(query.get('brandNames')).toBe('A  B');
  expect(query.get('pageToken')).toBe('a+b/c==');
  expect(query.get('pageSize')).toBe('20');
  expect(query.has('identifiers')).toBe(false);
});

test.each([
  ['B0CR7G9V56', true],
  ['188864544X', true],
  ['0306406152', true],
  ['0ABCDEFGHI', false],
  ['12345678AX', false],
])('%s is of the catalogue’s form: %s', (text, expected) => {
  expect(isCatalogAsin(asin(text))).toBe(expected);
});
