import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CatalogItemsApiClient } from '@sp-api-sdk/catalog-items-api-2022-04-01';
import { ProductPricingApiClient } from '@sp-api-sdk/product-pricing-api-v0';
import { SellingPartnerApiAuth } from '@sp-api-sdk/auth';
import { SellingPartner } from 'amazon-sp-api';
import { lwaClient } from '../../src/sandbox/spapi/lwa.ts';
import { withholdsPricing } from '../../src/sandbox/spapi/competitive-pricing.ts';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { startLoopbackAmazon } from './loopback-amazon.ts';

const india = 'A21TJRUUN4KGV';
const product = sandboxProducts('IN').find(({ asin, state }) => state === 'IN_STOCK' && !withholdsPricing(asin));
const { asin, title, brand, price } = product ?? assert.fail('the stand-in sells nothing');
const offers = { uri: `/products/pricing/v0/items/${asin}/offers`, method: 'GET', MarketplaceId: india };

test('amazon-sp-api reads catalogue and prices', async () => {
  await using amazon = await startLoopbackAmazon();
  const client = aSellingPartner('eu', lwaClient.refreshTokens.EU);

  const catalogue = await client.callAPI({
    operation: 'searchCatalogItems',
    endpoint: 'catalogItems',
    query: { marketplaceIds: [india], identifiers: [asin], identifiersType: 'ASIN', includedData: ['summaries'] },
    options: { version: '2022-04-01' },
  });
  assert.equal(catalogue.items[0]?.summaries?.[0]?.itemName, title);
  const item = await client.callAPI({
    operation: 'getCatalogItem',
    endpoint: 'catalogItems',
    path: { asin },
    query: { marketplaceIds: [india] },
    options: { version: '2022-04-01' },
  });
  assert.equal(item.asin, asin);
  const pricing = await client.callAPI({
    operation: 'getCompetitivePricing',
    endpoint: 'productPricing',
    query: { MarketplaceId: india, Asins: [asin], ItemType: 'Asin' },
  });
  assert.equal(pricing[0].ASIN, asin);
  const batch = await client.callAPI({
    operation: 'getItemOffersBatch',
    endpoint: 'productPricing',
    body: { requests: [{ ...offers, ItemCondition: 'New' }] },
  });
  assert.equal(batch.responses[0].body.payload.ASIN, asin);
  assert.equal(amazon.sandbox.calls.filter(({ api }) => api === 'lwa').length, 1);
});

test('@sp-api-sdk reads catalogue and prices, and sees its rate limit and request id', async () => {
  await using _ = await startLoopbackAmazon();
  const auth = new SellingPartnerApiAuth({
    clientId: lwaClient.id,
    clientSecret: lwaClient.secret,
    refreshToken: lwaClient.refreshTokens.EU,
  });
  const catalogue = new CatalogItemsApiClient({ auth, region: 'eu' });
  const pricing = new ProductPricingApiClient({ auth, region: 'eu' });

  const found = await catalogue.searchCatalogItems({
    marketplaceIds: [india],
    identifiers: [asin],
    identifiersType: 'ASIN',
    includedData: ['summaries'],
  });
  assert.equal(found.data.items[0]?.summaries?.[0]?.itemName, title);
  assert.equal(found.headers['x-amzn-ratelimit-limit'], '2.0');
  assert.match(String(found.headers['x-amzn-requestid']), /^[0-9a-f-]{36}$/);
  const prices = await pricing.getCompetitivePricing({ marketplaceId: india, asins: [asin], itemType: 'Asin' });
  const [entry] = prices.data.payload ?? [];
  const landed = entry?.Product?.CompetitivePricing?.CompetitivePrices[0]?.Price.LandedPrice;
  assert.equal(landed?.Amount, Number(price?.amount));
  const [method, ItemCondition] = ['GET', 'New'] as const;
  const body = { requests: [{ ...offers, method, ItemCondition }] };
  const batch = await pricing.getItemOffersBatch({ getItemOffersBatchRequestBody: body });
  assert.equal(batch.data.responses?.[0]?.body.payload?.ASIN, asin);
});

test('a keyword search honours the brands that it names', async () => {
  await using _ = await startLoopbackAmazon();
  const client = aSellingPartner('eu', lwaClient.refreshTokens.EU);

  const named = await client.callAPI({
    operation: 'searchCatalogItems',
    endpoint: 'catalogItems',
    query: { marketplaceIds: [india], keywords: [brand], brandNames: [brand], pageSize: 20 },
    options: { version: '2022-04-01' },
  });
  const other = await client.callAPI({
    operation: 'searchCatalogItems',
    endpoint: 'catalogItems',
    query: { marketplaceIds: [india], keywords: [brand], brandNames: ['Nobody Makes This'] },
    options: { version: '2022-04-01' },
  });

  assert.ok(named.items.length > 0);
  assert.ok(
    named.items.every(({ summaries: [summary] = [] }) => summary && 'brand' in summary && summary.brand === brand),
  );
  assert.equal(other.items.length, 0);
});

test('a refresh token of one region is refused for a marketplace of another', async () => {
  await using _ = await startLoopbackAmazon();

  const refused = await aSellingPartner('na', lwaClient.refreshTokens.EU)
    .callAPI({
      operation: 'searchCatalogItems',
      endpoint: 'catalogItems',
      query: { marketplaceIds: ['ATVPDKIKX0DER'], keywords: ['kettle'] },
      options: { version: '2022-04-01' },
    })
    .catch((error: unknown) => error);

  assert.equal(Object(refused).code, 'Unauthorized');
});

function aSellingPartner(region: 'eu' | 'na', refreshToken: string): SellingPartner {
  return new SellingPartner({
    region,
    refresh_token: refreshToken,
    credentials: {
      SELLING_PARTNER_APP_CLIENT_ID: lwaClient.id,
      SELLING_PARTNER_APP_CLIENT_SECRET: lwaClient.secret,
    },
    options: { auto_request_throttled: false },
  });
}
