import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, type Answer, callPaapi, listAt, send, variable } from './client.ts';
import { creatorsCredential, type CredentialVersion, tokenPath } from '../../src/sandbox/creators/credential.ts';
import { manualClock } from './clock.ts';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';

const clock = manualClock();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ now: clock.now });
});
afterAll(() => sandbox[Symbol.asyncDispose]());
beforeEach(() => clock.advance(1000));

const asins = sandboxProducts('IN').map((product) => product.asin);

function requestToken(version: CredentialVersion, path = tokenPath(version), scope?: string): Promise<Answer> {
  const { id, secret } = creatorsCredential(version);
  const isForm = path === '/oauth2/token';
  const fields = {
    grant_type: 'client_credentials',
    client_id: id,
    client_secret: secret,
    scope: scope ?? (isForm ? 'creatorsapi/default' : 'creatorsapi::default'),
  };
  return send(new URL(path, variable(sandbox, 'AMAZON_CREATORS_TOKEN_ENDPOINT')).href, {
    method: 'POST',
    headers: { 'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json' },
    body: isForm ? new URLSearchParams(fields).toString() : JSON.stringify(fields),
  });
}

async function bearer(version: CredentialVersion = '3.2'): Promise<string> {
  const token = String(at(await requestToken(version), 'access_token'));
  return version.startsWith('2.') ? `Bearer ${token}, Version ${version}` : `Bearer ${token}`;
}

async function call(
  operation: string,
  body: object,
  { authorization, host = 'www.amazon.in' }: { authorization?: string; host?: string } = {},
): Promise<Answer> {
  return send(`${variable(sandbox, 'AMAZON_CREATORS_ENDPOINT')}/catalog/v1/${operation}`, {
    method: 'POST',
    headers: {
      authorization: authorization ?? (await bearer()),
      'content-type': 'application/json',
      'x-marketplace': host,
    },
    body: JSON.stringify({ partnerTag: 'sandbox-21', ...body }),
  });
}

describe('tokens', () => {
  test('are given for a form to version 2 and for JSON to version 3', async () => {
    const form = await requestToken('2.2');
    expect(JSON.parse(form.text)).toMatchObject({ expires_in: 3600, token_type: 'Bearer' });
    const json = await requestToken('3.2');
    expect(JSON.parse(json.text)).toMatchObject({ scope: 'creatorsapi::default', token_type: 'bearer' });
  });

  test('are refused to a credential of the other style and to a wrong scope', async () => {
    expect((await requestToken('3.2', '/oauth2/token')).status).toBe(400);
    expect((await requestToken('2.2', '/auth/o2/token')).status).toBe(400);
    expect(at(await requestToken('3.2', undefined, 'creatorsapi/default'), 'error')).toBe('invalid_scope');
  });

  test('of version 2 need their version in the header, and those of version 3 must not have one', async () => {
    const body = { itemIds: [asins[0]] };
    const [v2, v3] = [await bearer('2.2'), await bearer('3.2')];
    expect((await call('getItems', body, { authorization: v2 })).status).toBe(200);
    clock.advance(1000);
    expect((await call('getItems', body, { authorization: v2.replace(/, .*/, '') })).status).toBe(401);
    expect((await call('getItems', body, { authorization: `${v3}, Version 3.2` })).status).toBe(401);
  });

  test('expire after an hour, and are valid in the marketplaces of their region only', async () => {
    const authorization = await bearer();
    const american = await call('getItems', { itemIds: [asins[0]] }, { authorization, host: 'www.amazon.com' });
    expect([american.status, at(american, 'reason')]).toEqual([401, 'InvalidIssuer']);
    clock.advance(3600_000);
    const late = await call('getItems', { itemIds: [asins[0]] }, { authorization });
    expect([late.status, at(late, 'reason')]).toEqual([401, 'TokenExpired']);
  });
});

describe('getItems', () => {
  test('returns the same product data as PA-API, in camel case', async () => {
    const product = sandboxProducts('IN').find((one) => one.price !== undefined && one.ratingInApis && one.rating);
    const resources = [
      'images.primary.highRes',
      'itemInfo.title',
      'offersV2.listings.price',
      'customerReviews.starRating',
      'parentASIN',
    ];
    const answer = await call('getItems', { itemIds: [product?.asin], resources });
    const item = ['itemsResult', 'items', 0] as const;
    expect(at(answer, ...item, 'asin')).toBe(product?.asin);
    expect(at(answer, ...item, 'itemInfo', 'title', 'displayValue')).toBe(product?.title);
    expect(at(answer, ...item, 'customerReviews', 'starRating', 'value')).toBe(product?.rating);
    expect(at(answer, ...item, 'images', 'primary', 'hiRes', 'url')).toContain('https://m.media-amazon.com/images/I/');
    expect(at(answer, ...item, 'offersV2', 'listings', 0, 'price', 'money')).toMatchObject({
      amount: Number(product?.price?.amount),
      currency: 'INR',
    });
  });

  test('answers 200 with errors for some unknown ids and 404 when all are', async () => {
    const some = await call('getItems', { itemIds: ['B000000000', asins[0]] });
    expect([some.status, at(some, 'errors', 0, 'code')]).toEqual([200, 'InvalidParameterValue']);
    clock.advance(1000);
    const none = await call('getItems', { itemIds: ['B000000000'] });
    expect([none.status, at(none, 'type')]).toEqual([404, 'ResourceNotFoundException']);
  });

  test.each([
    ['eleven ids', { itemIds: asins.slice(0, 11) }, 'FieldValidationFailed'],
    ['a malformed id', { itemIds: ['b0'] }, 'FieldValidationFailed'],
    [
      "a resource in PA-API's spelling",
      { itemIds: [asins[0]], resources: ['ItemInfo.Title'] },
      'FieldValidationFailed',
    ],
    [
      'an offer of the older kind',
      { itemIds: [asins[0]], resources: ['offers.listings.price'] },
      'FieldValidationFailed',
    ],
    ['a used condition', { itemIds: [asins[0]], condition: 'Used' }, 'FieldValidationFailed'],
    ["nobody's tag", { itemIds: [asins[0]], partnerTag: 'nobody-21' }, 'InvalidPartnerTag'],
    ['a tag of another marketplace', { itemIds: [asins[0]], partnerTag: 'sandbox-de-21' }, 'InvalidAssociate'],
  ])('refuses %s with 400', async (_what, body, reason) => {
    const answer = await call('getItems', body);
    expect([answer.status, at(answer, 'reason')]).toEqual([400, reason]);
  });

  test("draws from the account's one call a second together with PA-API", async () => {
    const first = await call('getItems', { itemIds: [asins[0]] });
    const body = { PartnerTag: 'sandbox-21', Marketplace: 'www.amazon.in', ItemIds: [asins[0]] };
    const second = await callPaapi(sandbox, 'GetItems', body, { at: new Date(clock.now()) });
    const third = await call('getItems', { itemIds: [asins[0]] });
    expect([first.status, second.status, third.status]).toEqual([200, 429, 429]);
    expect(at(third, 'type')).toBe('ThrottleException');
  });
});

describe('searchItems', () => {
  test('finds by keywords, and answers 404 when there are no hits', async () => {
    const hits = await call('searchItems', { keywords: 'guitar', resources: ['itemInfo.title'] });
    const titles = listAt(hits, 'searchResult', 'items').map((item) => JSON.stringify(item));
    expect(titles.length).toBeGreaterThan(0);
    for (const title of titles) expect(title.toLowerCase()).toContain('guitar');
    clock.advance(1000);
    const none = await call('searchItems', { keywords: 'zzzz' });
    expect([none.status, at(none, '__type')]).toEqual([404, 'com.amazon.creators#ResourceNotFoundException']);
  });
});
