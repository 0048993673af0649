import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, listAt, send, variable } from './client.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox[Symbol.asyncDispose]());

const json = { 'content-type': 'application/json' };
const put = (api: string, fault: unknown, headers: Readonly<Record<string, string>> = json) =>
  send(`${sandbox.origin}/faults/${api}`, { method: 'PUT', headers, body: JSON.stringify(fault) });
const page = () => send(`${variable(sandbox, 'AMAZON_STOREFRONT_ENDPOINT')}/s?k=guitar`);

describe('the control page', () => {
  test('is one file under a policy that lets nothing in from elsewhere', async () => {
    const answer = await send(`${sandbox.origin}/`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'sha256-/);
    expect(answer.headers['content-security-policy']).not.toContain('unsafe');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.text).not.toMatch(/https?:\/\/|src=|href=|\son\w+=/);
  });

  test('sets a fault, shows it with the calls it met, and takes it back', async () => {
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

  test('refuses what is no fault, no interface, no JSON or no method of its own', async () => {
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
    expect([answer.status, at(answer, 'message')]).toEqual([403, 'Only this origin may ask.']);
    expect((await page()).status).toBe(200);
  });
});

describe('the call log', () => {
  test('says who was asked for what, when, and with what outcome', async () => {
    const before = Date.now();
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
