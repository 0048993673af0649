import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { at, send, variable } from './client.ts';
import { parseFault, type SandboxApi, type SandboxFault, sandboxApis } from '../../src/sandbox/fault.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox[Symbol.asyncDispose]());

const variables: Readonly<Record<SandboxApi, string>> = {
  creators: 'AMAZON_CREATORS_ENDPOINT',
  'creators-token': 'AMAZON_CREATORS_TOKEN_ENDPOINT',
  paapi: 'AMAZON_PAAPI_ENDPOINT',
  spapi: 'AMAZON_SPAPI_ENDPOINT',
  lwa: 'AMAZON_LWA_ENDPOINT',
  storefront: 'AMAZON_STOREFRONT_ENDPOINT',
};

const call = (api: SandboxApi) => send(variable(sandbox, variables[api]), { method: 'POST', body: '{}' });

describe.each(sandboxApis)('%s', (api) => {
  test('throttles in its own words, with Retry-After when the fault has seconds', async () => {
    sandbox.misbehave(api, { kind: 'throttle' });
    const bare = await call(api);
    sandbox.misbehave(api, { kind: 'throttle', retryAfterSeconds: 7 });
    const hinted = await call(api);
    expect([bare.status, bare.headers['retry-after']]).toEqual([429, undefined]);
    expect([hinted.status, hinted.headers['retry-after']]).toEqual([429, '7']);
  });

  test('fails with the status of its fault, and no other interface fails', async () => {
    sandbox.misbehave(api, { kind: 'outage', status: 503 });
    expect((await call(api)).status).toBe(503);
    for (const other of sandboxApis.filter((one) => one !== api)) expect((await call(other)).status).not.toBe(503);
    sandbox.misbehave(api, undefined);
    expect((await call(api)).status).not.toBe(503);
  });

  test('resets the connection', async () => {
    sandbox.misbehave(api, { kind: 'reset' });
    await expect(call(api)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(sandbox.calls.at(-1)).toMatchObject({ api, status: 'reset' });
  });

  test('answers the robot check instead of the requested data', async () => {
    sandbox.misbehave(api, { kind: 'robot-check' });
    expect((await call(api)).text).toContain('/errors/validateCaptcha');
  });
});

test('a hanging interface never answers, and does not keep the sandbox from closing', async () => {
  sandbox.misbehave('paapi', { kind: 'hang' });
  const pending = call('paapi').catch((error: unknown) => error);
  await expect.poll(() => sandbox.calls.length).toBe(1);
  expect(sandbox.calls[0]).toMatchObject({ api: 'paapi', status: 'hang' });
  await sandbox[Symbol.asyncDispose]();
  expect(await pending).toMatchObject({ code: 'ECONNRESET' });
});

test('latency delays the right answer by at least the given time', async () => {
  sandbox.misbehave('storefront', { kind: 'latency', latencyMs: 60 });
  const started = performance.now();
  const answer = await send(`${variable(sandbox, variables.storefront)}/s?k=guitar`);
  expect(performance.now() - started).toBeGreaterThanOrEqual(55);
  expect(answer.status).toBe(200);
});

test('a client that disconnects during the latency is logged as gone', async () => {
  const abort = new AbortController();
  // The sandbox reads its clock when a request has arrived.
  const now = () => {
    if (isAsked) abort.abort();
    return Date.now();
  };
  let isAsked = false;
  await using watched = await startSandbox({ now });
  watched.misbehave('lwa', { kind: 'latency', latencyMs: 600_000 });
  isAsked = true;
  await expect(fetch(variable(watched, variables.lwa), { signal: abort.signal })).rejects.toThrow('abort');
  await expect.poll(() => watched.calls.at(-1)?.status).toBe('gone');
});

test.each<[SandboxApi, number, readonly string[], string]>([
  ['paapi', 403, ['Errors'], 'AssociateNotEligible'],
  ['creators', 403, ['reason'], 'AssociateNotEligible'],
  ['creators-token', 400, ['error'], 'invalid_client'],
  ['spapi', 403, ['errors'], 'Unauthorized'],
  ['lwa', 401, ['error'], 'invalid_client'],
])('%s refuses credentials with %i', async (api, status, path, word) => {
  sandbox.misbehave(api, { kind: 'credentials' });
  const answer = await call(api);
  expect(answer.status).toBe(status);
  expect(JSON.stringify(at(answer, ...path))).toContain(word);
});

test('the storefront refuses credentials with its sign-in page', async () => {
  sandbox.misbehave('storefront', { kind: 'credentials' });
  expect((await call('storefront')).text).toContain('name="signIn"');
});

test('an invalid fault is recognised', () => {
  const faults: readonly SandboxFault[] = [
    { kind: 'latency', latencyMs: 500 },
    { kind: 'throttle' },
    { kind: 'throttle', retryAfterSeconds: 3 },
    { kind: 'outage', status: 500 },
    { kind: 'reset' },
    { kind: 'hang' },
    { kind: 'credentials' },
    { kind: 'robot-check' },
  ];
  for (const fault of faults) expect(parseFault({ ...fault })).toEqual(fault);
  const others = [null, [], 'hang', { kind: 'explode' }, { kind: 'latency' }, { kind: 'latency', latencyMs: -1 }];
  for (const other of [...others, { kind: 'outage', status: 404 }, { kind: 'throttle', retryAfterSeconds: 'soon' }]) {
    expect(parseFault(other)).toBeUndefined();
  }
});
