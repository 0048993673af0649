import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, callPaapi, listAt, send, variable } from './client.ts';
import { manualClock } from './clock.ts';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { creatorsCredential } from '../../src/sandbox/creators/credential.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';

const clock = manualClock();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ now: clock.now });
});
afterAll(() => sandbox[Symbol.asyncDispose]());

const json = { 'content-type': 'application/json' };
const put = (api: string, fault: unknown, headers: Readonly<Record<string, string>> = json) =>
  send(`${sandbox.origin}/faults/${api}`, { method: 'PUT', headers, body: JSON.stringify(fault) });
const page = () => send(`${variable(sandbox, 'AMAZON_STOREFRONT_ENDPOINT')}/s?k=guitar`);

async function counts(api: string) {
  const state = listAt(await send(`${sandbox.origin}/state`), 'apis').find((one) => one['api'] === api);
  return { calls: Number(state?.['calls']), refused: Number(state?.['refused']) };
}

describe('the control page', () => {
  test('is one file under a policy that loads nothing else', async () => {
    const answer = await send(`${sandbox.origin}/`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'sha256-/);
    expect(answer.headers['content-security-policy']).not.toContain('unsafe');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.text).not.toMatch(/https?:\/\/|src=|href=|\son\w+=/);
  });

  test('sets a fault, shows it with the calls that it affected, and clears it', async () => {
    expect((await put('storefront', { kind: 'outage', status: 503 })).status).toBe(200);
    expect((await page()).status).toBe(503);
    const state = listAt(await send(`${sandbox.origin}/state`), 'apis').find((one) => one['api'] === 'storefront');
    expect(state).toMatchObject({
      calls: 1,
      refused: 1,
      fault: { kind: 'outage', status: 503 },
      last: { status: 503, operation: 'search page', marketplace: 'IN', about: 'guitar' },
    });
    expect((await send(`${sandbox.origin}/faults/storefront`, { method: 'DELETE' })).status).toBe(200);
    expect((await page()).status).toBe(200);
  });

  test('counts an answer that nothing was found as a call, not as a refusal', async () => {
    const before = await counts('creators');
    const tokens = variable(sandbox, 'AMAZON_CREATORS_TOKEN_ENDPOINT');
    const { id, secret } = creatorsCredential('3.2');
    const grant = {
      grant_type: 'client_credentials',
      client_id: id,
      client_secret: secret,
      scope: 'creatorsapi::default',
    };
    const token = await send(tokens, { method: 'POST', headers: json, body: JSON.stringify(grant) });
    const headers = {
      ...json,
      authorization: `Bearer ${String(at(token, 'access_token'))}`,
      'x-marketplace': 'www.amazon.in',
    };
    const search = await send(`${variable(sandbox, 'AMAZON_CREATORS_ENDPOINT')}/catalog/v1/searchItems`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ partnerTag: 'sandbox-21', keywords: 'zzzzzz' }),
    });
    expect(search.status).toBe(404);
    expect(await counts('creators')).toEqual({ calls: before.calls + 1, refused: before.refused });
    const pages = await counts('storefront');
    await send(`${variable(sandbox, 'AMAZON_STOREFRONT_ENDPOINT')}/dp/B000000000`);
    expect(await counts('storefront')).toEqual({ calls: pages.calls + 1, refused: pages.refused });
    await send(`${variable(sandbox, 'AMAZON_STOREFRONT_ENDPOINT')}/dp/B000000000`, { method: 'POST' });
    expect(await counts('storefront')).toEqual({ calls: pages.calls + 2, refused: pages.refused + 1 });
  });

  test('takes ratings away from the associates APIs, and gives them back', async () => {
    const rated = sandboxProducts('IN').find(({ rating, ratingInApis }) => rating !== undefined && ratingInApis);
    const ratings = async (given: unknown) =>
      (await send(`${sandbox.origin}/ratings`, { method: 'PUT', headers: json, body: JSON.stringify({ given }) }))
        .status;
    const rating = async () => {
      const resources = ['ItemInfo.Title', 'CustomerReviews.StarRating', 'CustomerReviews.Count'];
      const body = {
        Marketplace: 'www.amazon.in',
        PartnerTag: 'sandbox-21',
        ItemIds: [rated?.asin],
        Resources: resources,
      };
      clock.advance(2_000);
      const answer = await callPaapi(sandbox, 'GetItems', body, { at: new Date(clock.now()) });
      expect(at(answer, 'ItemsResult', 'Items', 0, 'ItemInfo', 'Title', 'DisplayValue')).toBe(rated?.title);
      return at(answer, 'ItemsResult', 'Items', 0, 'CustomerReviews', 'StarRating', 'Value');
    };
    expect(await rating()).toBe(rated?.rating);
    expect(await ratings(false)).toBe(200);
    expect(await rating()).toBeUndefined();
    expect(at(await send(`${sandbox.origin}/state`), 'ratings')).toBe(false);
    expect(await ratings('no')).toBe(400);
    expect(await ratings(true)).toBe(200);
    expect(await rating()).toBe(rated?.rating);
  });

  test('refuses an invalid fault, an unknown interface, a body that is not JSON, and other methods', async () => {
    expect((await put('storefront', { kind: 'explode' })).status).toBe(400);
    expect((await put('ebay', { kind: 'hang' })).status).toBe(404);
    expect((await put('storefront', { kind: 'hang' }, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await send(`${sandbox.origin}/faults/storefront`, { method: 'POST' })).status).toBe(405);
    expect((await page()).status).toBe(200);
  });

  test.each([
    ['another site', { ...json, origin: 'https://example.org' }],
    ['another site, by what the browser says', { ...json, 'sec-fetch-site': 'cross-site' }],
    ['a name that was rebound to this machine', { ...json, host: 'example.org' }],
  ])('refuses requests from %s', async (_what, headers) => {
    const answer = await put('storefront', { kind: 'hang' }, headers);
    expect([answer.status, at(answer, 'message')]).toEqual([403, 'Requests from other origins are refused.']);
    expect((await page()).status).toBe(200);
  });
});

describe('the call log', () => {
  test('has the interface, the request, the time and the outcome of each call', async () => {
    const before = clock.now();
    await send(`${variable(sandbox, 'AMAZON_STOREFRONT_ENDPOINT')}/dp/B000000000`, {
      headers: { host: 'www.amazon.co.jp' },
    });
    const call = sandbox.calls.at(-1);
    expect(call).toMatchObject({
      api: 'storefront',
      operation: 'product page',
      marketplace: 'JP',
      asins: ['B000000000'],
      status: 404,
    });
    expect(call?.at).toBeGreaterThanOrEqual(before);
  });
});
