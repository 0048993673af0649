import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { readOperation } from '../../src/mcp/operations.ts';
import { aGateway } from '../support/a-gateway.ts';
import { anAgent } from '../support/an-agent.ts';

const kettle = 'B0QU9TTXWO';
const patience = { timeout: 15_000 };
const accept = 'application/json, text/event-stream';

async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return await fetch(`${url}/mcp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

const toolCall = (name: string, args: object = {}, id = 1) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: args },
});
const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };

describe('an agent over HTTP', () => {
  test('lists and calls every tool, each with one operation of its name', async () => {
    await using gateway = await aGateway();
    await using agent = await anAgent(gateway.url);
    const { tools } = await agent.client.listTools();
    const args: Readonly<Record<string, Record<string, unknown>>> = {
      search_products: { query: 'earbuds', first: 3 },
      get_products: { inputs: [kettle, 'B000000000', 'nonsense'] },
      get_variations: { asin: 'B0QU9TTXWO' },
      browse_category: { id: '1878086269' },
    };
    for (const { name } of tools) expect(await agent.call(name, args[name])).toMatchObject({ isError: false });
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    for (const { name } of tools) {
      expect(metrics).toContain(`asin_gateway_operations_total{operation="${name}",outcome="OK"} 1`);
    }
    expect(metrics).toMatch(/asin_gateway_http_request_duration_seconds_count\{[^}]*"\/mcp"/);
    const { data } = await gateway.ask('{ sourceAnalytics { operations { ok } } }');
    expect(data).toMatchObject({ sourceAnalytics: { operations: { ok: tools.length } } });
  });

  test('makes full calls to Amazon, and none for what is fresh', async () => {
    await using gateway = await aGateway({}, { sources: ['CREATORS_API'] });
    await using agent = await anAgent(gateway.url);
    await agent.call('search_products', { query: 'earbuds', first: 10 });
    expect(gateway.calls('creators')).toHaveLength(1);
    await agent.call('search_products', { query: 'earbuds', first: 10 });
    await agent.call('source_status');
    await agent.client.readResource({ uri: 'asin-gateway://marketplaces' });
    expect(gateway.calls('creators')).toHaveLength(1);
    const inputs = Array.from({ length: 20 }, (_, n) => `B0000000${String(n).padStart(2, '0')}`);
    await agent.call('get_products', { inputs });
    expect(gateway.calls('creators')).toHaveLength(3);
  });

  test('pages through a search', async () => {
    await using gateway = await aGateway();
    await using agent = await anAgent(gateway.url);
    const first = await agent.call('search_products', { query: 'earbuds', first: 2 });
    const after = / after = (.*)$/m.exec(first.text)?.[1];
    const second = await agent.call('search_products', { query: 'earbuds', first: 2, after });
    expect(second.isError).toBe(false);
    const asins = [...`${first.text}${second.text}`.matchAll(/^\d\. (\w{10})/gm)].map(([, asin]) => asin);
    expect(new Set(asins).size).toBe(4);
  });

  test('reads the schema and the marketplaces', async () => {
    await using gateway = await aGateway();
    await using agent = await anAgent(gateway.url);
    const { resources } = await agent.client.listResources();
    const texts = await Promise.all(
      resources.map(async ({ uri }) => JSON.stringify((await agent.client.readResource({ uri })).contents)),
    );
    const sdl = await (await fetch(`${gateway.url}/schema.graphql`)).text();
    expect(texts[0]).toContain(JSON.stringify(sdl).slice(1, -1));
    expect(texts[1]).toContain(String.raw`\"code\":\"IN\"`);
    await expect(agent.client.readResource({ uri: 'file:///etc/passwd' })).rejects.toThrow(
      'no resource at this address',
    );
  });

  test('learns what is wrong with its input, and what to do about a source that fails', async () => {
    await using gateway = await aGateway({ REQUEST_DEADLINE_MS: '1000' }, { sources: ['CREATORS_API'] });
    await using agent = await anAgent(gateway.url);
    expect(await agent.call('search_products', { query: 'x', marketplace: 'XX' })).toMatchObject({
      isError: true,
      text: expect.stringMatching(/^BAD_USER_INPUT: marketplace .*"XX"/),
    });
    gateway.sandbox.misbehave('creators', { kind: 'throttle', retryAfterSeconds: 30 });
    const { isError, text } = await agent.call('get_products', { inputs: [kettle] });
    expect(isError).toBe(true);
    expect(text).toMatch(/^SOURCES_UNAVAILABLE: .*\nWhat to do: .*\nretryAfterMs: \d+$/);
    expect(text).not.toMatch(/ at |\.ts|node_modules/);
    const number = await agent.call('get_products', { inputs: ['4006381333931'] });
    expect(number).toMatchObject({
      isError: true,
      text: expect.stringMatching(/^[A-Z_]+: could not be looked up: .*\nWhat to do: .*\nretryAfterMs: \d+$/),
    });
    await expect(agent.call('drop_tables')).rejects.toThrow('There is no tool of this name');
  });

  test('that disconnects ends its call, and takes no slot any more', async () => {
    await using gateway = await aGateway(
      { REQUEST_DEADLINE_MS: '120000', MAX_IN_FLIGHT: '1' },
      { sources: ['CREATORS_API'] },
    );
    gateway.sandbox.misbehave('creators', { kind: 'hang' });
    const agent = await anAgent(gateway.url);
    const answer = agent.call('get_products', { inputs: [kettle] });
    await vi.waitFor(() => expect(gateway.calls('creators')).toHaveLength(1), patience);
    await agent.client.close();
    await expect(answer).rejects.toThrow('Connection closed');
    await using other = await anAgent(gateway.url);
    await vi.waitFor(async () => expect((await other.call('source_status')).isError).toBe(false), patience);
  });

  test('is one of twenty at once, who share the calls to Amazon', async () => {
    await using gateway = await aGateway({}, { sources: ['CREATORS_API'] });
    const agents = await Promise.all(Array.from({ length: 20 }, async () => await anAgent(gateway.url)));
    const answers = await Promise.all(
      agents.map(async ({ call }, n) => [
        await call('get_products', { inputs: [kettle] }),
        await call('search_products', { query: n % 2 === 0 ? 'earbuds' : 'kettle', first: 2 }),
      ]),
    );
    expect(answers.flat().filter(({ isError }) => isError)).toEqual([]);
    expect(new Set(answers.map(([product]) => product?.text)).size).toBeLessThanOrEqual(1);
    expect(gateway.calls('creators')).toHaveLength(3);
    await Promise.all(agents.map(async ({ client }) => await client.close()));
  });
});

describe('/mcp', () => {
  test('needs the same keys, and has the rates and roles of their clients', async () => {
    const GATEWAY_API_KEYS = 'shop:client-key:client,slow:slow-key:1,ops:admin-key:admin';
    await using gateway = await aGateway({ GATEWAY_API_KEYS });
    expect((await post(gateway.url, ping)).status).toBe(401);
    expect((await post(gateway.url, ping, { 'x-api-key': 'guess' })).status).toBe(401);
    await expect(anAgent(gateway.url)).rejects.toThrow('Send a key of this gateway');
    const slow = { 'x-api-key': 'slow-key' };
    expect((await post(gateway.url, ping, slow)).status).toBe(200);
    const limited = await post(gateway.url, ping, slow);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '1']);

    await using client = await anAgent(gateway.url, { 'x-api-key': 'client-key' });
    expect(await client.call('get_products', { inputs: [kettle] })).toMatchObject({ isError: false });
    expect(await client.call('source_status')).toMatchObject({
      isError: true,
      text: expect.stringMatching(/^FORBIDDEN: /),
    });
    await using admin = await anAgent(gateway.url, { authorization: 'Bearer admin-key' });
    expect(await admin.call('source_status')).toMatchObject({ isError: false });
    expect(gateway.logs.join('')).not.toMatch(/client-key|slow-key|admin-key/);
  });

  test('refuses pages of foreign origins, and lets a listed one in with CORS', async () => {
    await using gateway = await aGateway({ CORS_ORIGINS: 'https://shop.example' });
    const rebound = { origin: 'http://evil.example:8080' };
    expect((await post(gateway.url, toolCall('get_products', { inputs: [kettle] }), rebound)).status).toBe(403);
    expect(gateway.sandbox.calls).toEqual([]);
    const listed = await post(gateway.url, ping, { origin: 'https://shop.example' });
    expect([listed.status, listed.headers.get('access-control-allow-origin')]).toEqual([200, 'https://shop.example']);
    const preflight = await fetch(`${gateway.url}/mcp`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type, mcp-protocol-version',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('mcp-protocol-version');
  });

  test.each(['GET', 'DELETE', 'PUT', 'HEAD'])('has no %s: there is no stream and no session', async (method) => {
    await using gateway = await aGateway();
    const response = await fetch(`${gateway.url}/mcp`, { method, headers: { accept: 'text/event-stream' } });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  test.each([
    ['a body that is no JSON', 'nonsense', {}, 400],
    ['another media type', ping, { 'content-type': 'text/plain' }, 415],
    ['a form', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a client that does not take JSON', ping, { accept: 'text/event-stream' }, 406],
    ['a client that takes HTML', ping, { accept: 'text/html' }, 406],
    ['a message of another protocol', { query: '{ __typename }' }, {}, 400],
    ['a version that does not exist', ping, { 'mcp-protocol-version': '1999-01-01' }, 400],
    ['a body above the limit', toolCall('search_products', { query: 'x'.repeat(600 * 1024) }), {}, 413],
    ['a batch above the limit', Array.from({ length: 101 }, () => ping), {}, 400],
  ])('refuses %s', async (_, body, headers, status) => {
    await using gateway = await aGateway();
    const response = await post(gateway.url, body, { ...headers });
    expect(response.status).toBe(status);
    expect(await response.text()).not.toMatch(/\n\s+at |\.[jt]s:\d/);
    expect(gateway.sandbox.calls).toEqual([]);
    expect(gateway.logs.filter((line) => line.includes('"ERROR"'))).toEqual([]);
  });

  test('answers as JSON, which no cache stores and no page sniffs', async () => {
    await using gateway = await aGateway();
    const response = await post(gateway.url, toolCall('search_products', { query: 'earbuds', first: 1 }));
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('mcp-session-id')).toBeNull();
  });

  test('makes one call for one request, whatever a batch asks for', async () => {
    await using gateway = await aGateway();
    const batch = [1, 2, 3].map((id) => toolCall('get_products', { inputs: [kettle] }, id));
    const answers: unknown = await (await post(gateway.url, batch)).json();
    expect(JSON.stringify(answers).match(/RATE_LIMITED: One HTTP request may make one call/g)).toHaveLength(2);
  });

  test('takes keys of the prototype for what they are', async () => {
    await using gateway = await aGateway();
    const body =
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search_products","arguments":{"query":"x","filter":{"__proto__":{"polluted":1}},"constructor":{"prototype":{"polluted":1}}}}}';
    expect(await (await post(gateway.url, body)).text()).toContain('BAD_USER_INPUT');
    expect(await (await post(gateway.url, toolCall('__proto__'))).text()).toContain('There is no tool of this name');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test('obeys MAX_IN_FLIGHT and the deadline that a header asks for', async () => {
    await using gateway = await aGateway({ MAX_IN_FLIGHT: '1' }, { sources: ['CREATORS_API'] });
    gateway.sandbox.misbehave('creators', { kind: 'hang' });
    const headers = { 'x-gateway-deadline-ms': '1500' };
    const answers = await Promise.all(
      [1, 2, 3].map(
        async () => await (await post(gateway.url, toolCall('get_products', { inputs: [kettle] }), headers)).text(),
      ),
    );
    expect(answers.filter((text) => text.includes('OVERLOADED'))).toHaveLength(2);
    expect(answers.filter((text) => /DEADLINE_EXCEEDED|SOURCES_UNAVAILABLE/.test(text))).toHaveLength(1);
    const wrong = await post(gateway.url, toolCall('get_products', { inputs: [kettle] }), {
      'x-gateway-deadline-ms': '1',
    });
    expect(await wrong.text()).toMatch(/BAD_USER_INPUT: x-gateway-deadline-ms = ..1/);
  });

  test('serves where only listed operations are allowed; by its hash, no other client gets an operation of a tool', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'asin-gateway-'));
    const file = join(folder, 'operations.json');
    const listed = '{ __typename }';
    writeFileSync(file, JSON.stringify({ [createHash('sha256').update(listed).digest('hex')]: listed }));
    await using gateway = await aGateway({ PERSISTED_OPERATIONS: file, PERSISTED_OPERATIONS_ONLY: 'true' });
    rmSync(folder, { recursive: true });
    await using agent = await anAgent(gateway.url);
    expect(await agent.call('get_products', { inputs: [kettle] })).toMatchObject({ isError: false });
    const persistedQuery = { version: 1, sha256Hash: readOperation('source_status').hash };
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ extensions: { persistedQuery }, ownOperation: '{ __typename }' }),
    });
    expect(await response.text()).toContain('PERSISTED_QUERY_NOT_IN_LIST');
  });

  test('is not there when MCP_ENABLED=false', async () => {
    await using gateway = await aGateway({ MCP_ENABLED: 'false' });
    const response = await post(gateway.url, ping);
    expect([response.status, (await response.text()).includes('/mcp')]).toEqual([404, false]);
  });
});
