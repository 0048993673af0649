import { expect, test } from 'vitest';
import {
  PricesDocument,
  ProductDocument,
  SearchDocument,
  SourceAnalyticsDocument,
  TwoMarketplacesDocument,
} from '../generated/graphql.ts';
import { fetchTyped } from '../support/fetch-client.ts';
import { aGateway } from '../support/a-gateway.ts';

test('the published operations run as they stand, and their answers are of the generated types', async () => {
  await using gateway = await aGateway();
  const url = `${gateway.url}/graphql`;

  const { data: found } = await fetchTyped(url, SearchDocument, { query: 'earbuds' });
  expect(found?.search?.nodes.length).toBeGreaterThan(0);
  const prices = found?.search?.nodes.map(({ price }) => Number(price?.amount ?? Infinity)) ?? [];
  expect(prices).toEqual(prices.toSorted((a, b) => a - b));

  const asin = found?.search?.nodes[0]?.asin ?? '';
  const { data: one } = await fetchTyped(url, ProductDocument, { asin, realTime: false });
  expect(one?.product?.title).toBe(found?.search?.nodes[0]?.title);
  expect(one?.product?.provenance.attempts.length).toBeGreaterThan(0);

  const { data: many } = await fetchTyped(url, PricesDocument, { asins: [asin, 'B000000000'] });
  expect(many?.products.map(({ __typename }) => __typename)).toEqual(['Product', 'ProductNotFound']);

  const { data: marketplaces } = await fetchTyped(url, TwoMarketplacesDocument, { asin: 'B0QU9TTXWO' });
  expect(marketplaces?.india?.price?.currency).toBe('INR');
  expect(marketplaces?.unitedStates?.price?.currency).toBe('USD');

  const { data: statistics } = await fetchTyped(url, SourceAnalyticsDocument, { window: 'SINCE_START' });
  expect(statistics?.sourceAnalytics.sources.map(({ source }) => source)).toContain('CREATORS_API');
});

test('an operation that fails comes back with its code', async () => {
  await using gateway = await aGateway();
  const { data, errors } = await fetchTyped(`${gateway.url}/graphql`, ProductDocument, {
    asin: 'nope',
    realTime: false,
  });
  expect(data ?? null).toBeNull();
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});
