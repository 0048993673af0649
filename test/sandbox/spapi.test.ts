import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, type Answer, listAt, send, variable } from './client.ts';
import { manualClock } from './clock.ts';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import type { SandboxState } from '../../src/sandbox/catalogue/product.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { withholdsPricing } from '../../src/sandbox/spapi/competitive-pricing.ts';

const clock = manualClock();
const india = 'A21TJRUUN4KGV';
let sandbox: Sandbox;
let token: string;
beforeAll(async () => {
  sandbox = await startSandbox({ now: clock.now });
});
afterAll(() => sandbox[Symbol.asyncDispose]());
beforeEach(async () => {
  clock.advance(10_000);
  token = String(at(await requestToken({}), 'access_token'));
});

const asins = sandboxProducts('IN').map((product) => product.asin);

function inState(state: SandboxState): string {
  const found = sandboxProducts('IN').find((one) => one.state === state && !withholdsPricing(one.asin));
  if (found === undefined) throw new Error(`nothing is ${state}`);
  return found.asin;
}

function requestToken(changes: Readonly<Record<string, string>>): Promise<Answer> {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: variable(sandbox, 'AMAZON_SPAPI_REFRESH_TOKEN'),
    client_id: variable(sandbox, 'AMAZON_SPAPI_CLIENT_ID'),
    client_secret: variable(sandbox, 'AMAZON_SPAPI_CLIENT_SECRET'),
    ...changes,
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' };
  return send(variable(sandbox, 'AMAZON_LWA_ENDPOINT'), { method: 'POST', headers, body: form.toString() });
}

function get(path: string, query: Readonly<Record<string, string>>, accessToken = token): Promise<Answer> {
  const url = `${variable(sandbox, 'AMAZON_SPAPI_ENDPOINT')}${path}?${new URLSearchParams(query).toString()}`;
  return send(url, { headers: { 'x-amz-access-token': accessToken } });
}

const catalog = (query: Readonly<Record<string, string>>) =>
  get('/catalog/2022-04-01/items', { marketplaceIds: india, ...query });
const pricing = (list: readonly string[]) =>
  get('/products/pricing/v0/competitivePrice', { MarketplaceId: india, ItemType: 'Asin', Asins: list.join(',') });

function offers(list: readonly string[], entry: object = {}): Promise<Answer> {
  const requests = list.map((asin) => ({
    uri: `/products/pricing/v0/items/${asin}/offers`,
    method: 'GET',
    MarketplaceId: india,
    ItemCondition: 'New',
    CustomerType: 'Consumer',
    ...entry,
  }));
  return send(`${variable(sandbox, 'AMAZON_SPAPI_ENDPOINT')}/batches/products/pricing/v0/itemOffers`, {
    method: 'POST',
    headers: { 'x-amz-access-token': token, 'content-type': 'application/json' },
    body: JSON.stringify({ requests }),
  });
}

describe('Login with Amazon', () => {
  test.each([
    [{ client_secret: 'expired' }, 401, 'invalid_client'],
    [{ refresh_token: 'revoked' }, 400, 'invalid_grant'],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ])('refuses %o', async (changes, status, error) => {
    const answer = await requestToken(changes);
    expect([answer.status, at(answer, 'error')]).toEqual([status, error]);
  });

  test('issues a token for an hour, after which SP-API answers 403', async () => {
    const old = token;
    clock.advance(3600_000);
    const answer = await get('/catalog/2022-04-01/items', { marketplaceIds: india, keywords: 'a' }, old);
    expect([answer.status, at(answer, 'errors', 0, 'details')]).toEqual([
      403,
      'The access token you provided has expired.',
    ]);
  });
});

describe('searchCatalogItems', () => {
  test('returns ten products unless the request wants more, and names its rate', async () => {
    const identifiers = asins.slice(0, 20).join(',');
    const few = await catalog({ identifiers, identifiersType: 'ASIN' });
    const all = await catalog({ identifiers, identifiersType: 'ASIN', pageSize: '20' });
    expect([listAt(few, 'items').length, listAt(all, 'items').length]).toEqual([10, 20]);
    expect(all.headers['x-amzn-ratelimit-limit']).toBe('2.0');
  });

  test('returns title, brand, features, images and list price of products, and leaves unknown ones out', async () => {
    const product = sandboxProducts('IN').find((one) => one.listPrice !== undefined);
    const answer = await catalog({
      identifiers: `${product?.asin},B000000000`,
      identifiersType: 'ASIN',
      includedData: 'summaries,attributes,images,salesRanks,relationships,classifications',
    });
    expect(listAt(answer, 'items')).toHaveLength(1);
    expect(at(answer, 'items', 0)).toMatchObject({
      asin: product?.asin,
      summaries: [{ marketplaceId: india, itemName: product?.title, brand: product?.brand }],
      attributes: {
        list_price: [{ currency: 'INR', value: Number(product?.listPrice?.amount), marketplace_id: india }],
      },
      salesRanks: [{ displayGroupRanks: [{ rank: product?.salesRank }] }],
    });
    expect(at(answer, 'items', 0, 'images', 0, 'images', 0, 'variant')).toBe('MAIN');
  });

  test('follows page tokens through all hits of a keyword search', async () => {
    const seen: unknown[] = [];
    let pageToken: unknown;
    do {
      const answer = await catalog({
        keywords: 'wireless',
        pageSize: '20',
        ...(typeof pageToken === 'string' && { pageToken }),
      });
      seen.push(...listAt(answer, 'items').map((item) => item['asin']));
      expect(answer.status).toBe(200);
      pageToken = at(answer, 'pagination', 'nextToken');
      clock.advance(500);
    } while (pageToken !== undefined);
    const sold = sandboxProducts('IN').filter(({ state, title }) => state !== 'PARENT' && /\bwireless/i.test(title));
    expect(new Set(seen).size).toBe(sold.length);
  });

  test.each([
    ['a malformed ASIN among good ones', { identifiers: `${asins[0]},b0`, identifiersType: 'ASIN' }],
    ['twenty-one ASINs', { identifiers: asins.slice(0, 21).join(','), identifiersType: 'ASIN' }],
    ['keywords beside ASINs', { identifiers: asins[0] ?? '', identifiersType: 'ASIN', keywords: 'a' }],
    ['a word as EAN', { identifiers: 'kettle', identifiersType: 'EAN' }],
    ['a language that the marketplace does not have', { keywords: 'wireless', locale: 'de_DE' }],
    ['an unknown data set', { keywords: 'wireless', includedData: 'ratings' }],
    ['two marketplaces', { keywords: 'wireless', marketplaceIds: `${india},ATVPDKIKX0DER` }],
  ])('refuses the whole call for %s', async (_what, query) => {
    const answer = await catalog(query);
    expect([answer.status, at(answer, 'errors', 0, 'code')]).toEqual([400, 'InvalidInput']);
  });
});

test('a marketplace that is not served is one that the seller has no access to', async () => {
  const answer = await catalog({ keywords: 'wireless', marketplaceIds: 'A2NODRKZP88ZB9' });
  expect([answer.status, at(answer, 'errors', 0, 'code')]).toEqual([403, 'Unauthorized']);
  expect(at(answer, 'errors', 0, 'message')).toContain('The stand-in does not serve this marketplace.');
  const unknown = await catalog({ keywords: 'wireless', marketplaceIds: 'SWEDEN' });
  expect([unknown.status, at(unknown, 'errors', 0, 'code')]).toEqual([400, 'InvalidInput']);
});

describe('pricing', () => {
  test('returns the featured price, the absence of one, or no price data at all', async () => {
    const inStock = sandboxProducts('IN').find((one) => one.price !== undefined && !withholdsPricing(one.asin));
    const withheld = sandboxProducts('IN').find((one) => one.price !== undefined && withholdsPricing(one.asin));
    const sold = inState('OUT_OF_STOCK');
    const list = [inStock?.asin ?? '', sold, withheld?.asin ?? '', 'B000000000'];
    const answer = await pricing(list);
    const byAsin = new Map(listAt(answer, 'payload').map((entry) => [entry['ASIN'], entry]));
    const price = { ListingPrice: { CurrencyCode: 'INR', Amount: Number(inStock?.price?.amount) } };
    expect(byAsin.get(list[0])).toMatchObject({
      status: 'Success',
      Product: { CompetitivePricing: { CompetitivePrices: [{ CompetitivePriceId: '1', Price: price }] } },
    });
    expect(byAsin.get(sold)).toMatchObject({ Product: { CompetitivePricing: { CompetitivePrices: [] } } });
    expect(byAsin.get(list[2])).not.toHaveProperty('Product.CompetitivePricing');
    expect(byAsin.get('B000000000')).toMatchObject({ status: 'ClientError' });
  });

  test('of offers gives the lowest price where none is featured, and an error for each unknown ASIN', async () => {
    const unfeatured = inState('NO_FEATURED_OFFER');
    const answer = await offers([unfeatured, inState('OUT_OF_STOCK'), 'B000000000']);
    const bodies = new Map(listAt(answer, 'responses').map((one) => [JSON.stringify(one['request']), one]));
    const entry = (asin: string) =>
      bodies.get(JSON.stringify({ MarketplaceId: india, ItemCondition: 'New', Asin: asin }));
    const lowest = sandboxProducts('IN').find((one) => one.asin === unfeatured)?.unshownPrice;
    expect(entry(unfeatured)).toMatchObject({
      status: { statusCode: 200 },
      body: { payload: { Summary: { LowestPrices: [{ ListingPrice: { Amount: Number(lowest?.amount) } }] } } },
    });
    expect(entry(unfeatured)).not.toHaveProperty('body.payload.Summary.BuyBoxPrices');
    expect(entry(inState('OUT_OF_STOCK'))).toMatchObject({ body: { payload: { status: 'NoBuyableOffers' } } });
    expect(entry('B000000000')).toMatchObject({
      status: { statusCode: 400 },
      body: { errors: [{ code: 'InvalidInput' }] },
    });
  });

  test('of offers refuses duplicates and the wrapper that Amazon dropped in 2026', async () => {
    const [asin = ''] = asins;
    expect((await offers([asin, asin])).status).toBe(400);
    clock.advance(10_000);
    const wrapped = await offers([asin], { MarketplaceId: undefined, queryParams: { MarketplaceId: india } });
    expect(at(wrapped, 'errors', 0, 'message')).toContain('MarketplaceId is invalid');
  });

  test('has a bucket for each operation, and a 429 that says nothing about when', async () => {
    const [asin = ''] = asins;
    expect((await pricing([asin])).status).toBe(200);
    const refused = await pricing([asin]);
    expect([refused.status, at(refused, 'errors', 0, 'code')]).toEqual([429, 'QuotaExceeded']);
    expect(refused.headers).not.toHaveProperty('x-amzn-ratelimit-limit');
    expect(refused.headers).not.toHaveProperty('retry-after');
    expect((await offers([asin])).status).toBe(200);
    clock.advance(2000);
    expect((await pricing([asin])).status).toBe(200);
    expect((await offers([asin])).status).toBe(429);
  });

  test('is denied without a token, with a wrong one, and on an unknown path', async () => {
    const bare = await send(`${variable(sandbox, 'AMAZON_SPAPI_ENDPOINT')}/catalog/2022-04-01/items`);
    expect([bare.status, at(bare, 'errors', 0, 'code')]).toEqual([403, 'MissingAuthenticationToken']);
    expect((await get('/catalog/2022-04-01/items', {}, 'Atza|forged')).status).toBe(403);
    expect((await get('/products/pricing/v0/price', {})).status).toBe(403);
  });
});
