import { describe, expect, test } from 'vitest';
import { jsonPage } from '../../src/http/page.ts';
import { listening, readToEnd } from './listening.ts';

const key = 'k3y-0f-the-sh0p';
const keys = [
  { name: 'shop', key },
  { name: 'app', key: 'an0ther-key', requestsPerSecond: 2 },
];
const pages = new Map([['/metrics', () => jsonPage(200, 1)]]);
const protectedPaths = ['/graphql', '/schema.graphql', '/metrics', '/nothing'];

/** A listener with keys, and a clock that only `pass` advances. */
async function keyed() {
  let at = 0;
  const server = await listening({ keys, pages, now: () => at });
  const request = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${server.url}${path}`, { headers, method });
  return { ...server, request, pass: (ms: number) => (at += ms), [Symbol.asyncDispose]: server[Symbol.asyncDispose] };
}

describe('without configured keys', () => {
  test('every request is allowed', async () => {
    await using server = await listening();
    expect((await fetch(`${server.url}/graphql`, { headers: { 'x-api-key': 'whatever' } })).status).toBe(200);
  });
});

describe('a key of the role client', () => {
  const roles = [
    { name: 'shop', key: 'client-key', role: 'client' },
    { name: 'ops', key: 'admin-key', role: 'admin' },
    { name: 'old', key: 'key-without-role' },
  ] as const;
  const adminPaths = new Set(['/metrics']);

  test.each([
    ['client-key', 403, 200],
    ['admin-key', 200, 200],
    ['key-without-role', 200, 200],
  ])('%s gets %i for the metrics and %i for the schema', async (presented, metrics, schema) => {
    await using server = await listening({ keys: roles, pages, adminPaths });
    const statusOf = async (path: string, method: string) =>
      (await fetch(`${server.url}${path}`, { method, headers: { 'x-api-key': presented } })).status;
    expect(await statusOf('/metrics', 'GET')).toBe(metrics);
    expect(await statusOf('/metrics', 'HEAD')).toBe(metrics);
    expect(await statusOf('/metrics?x=1', 'GET')).toBe(metrics);
    expect(await statusOf('/schema.graphql', 'GET')).toBe(schema);
  });

  test('is told so, and its name is reported', async () => {
    await using server = await listening({ keys: roles, pages, adminPaths });
    const response = await fetch(`${server.url}/metrics`, { headers: { 'x-api-key': 'client-key' } });
    expect(await response.json()).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(server.events).toEqual([
      { type: 'request-rejected', code: 'FORBIDDEN', address: '127.0.0.1', client: 'shop' },
    ]);
  });
});

describe('with keys', () => {
  test.each(['/health', '/ready'])('%s needs no key', async (path) => {
    await using server = await keyed();
    expect((await server.request(path)).status).toBe(200);
  });

  test.each(protectedPaths)('%s needs a key', async (path) => {
    await using server = await keyed();
    const response = await server.request(path);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.text()).toContain('"code":"UNAUTHENTICATED"');
  });

  const ways: readonly (readonly [string, Record<string, string>])[] = [
    ['Authorization: Bearer', { authorization: `Bearer ${key}` }],
    ['authorization: bearer', { authorization: `bearer  ${key}` }],
    ['x-api-key', { 'x-api-key': key }],
    ['the cookie', { cookie: `a=b; asin-gateway-key=${encodeURIComponent(key)}; c=d` }],
  ];
  test.each(ways)('%s can carry the key', async (_, headers) => {
    await using server = await keyed();
    const answers = await Promise.all(protectedPaths.map((path) => server.request(path, headers)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 404]);
    expect(answers.map(({ headers }) => headers.has('set-cookie'))).toEqual([false, false, false, false]);
  });

  const wrong: readonly (readonly [string, Record<string, string>])[] = [
    ['none', {}],
    ['an empty one', { 'x-api-key': '' }],
    ['a beginning of one', { 'x-api-key': key.slice(0, -1) }],
    ['one and more', { 'x-api-key': `${key}x` }],
    ['a name', { 'x-api-key': 'shop' }],
    ['a name and a key', { 'x-api-key': `shop:${key}` }],
    ['Basic', { authorization: `Basic ${btoa(`shop:${key}`)}` }],
    ['a broken cookie', { cookie: 'asin-gateway-key=%' }],
    ['a very long one', { 'x-api-key': 'x'.repeat(8_000) }],
  ];
  test('a missing, unknown or malformed key gets the same response, byte for byte', async () => {
    await using server = await keyed();
    const answers = [];
    for (const [, headers] of wrong) answers.push(await server.request('/graphql', headers));
    expect(answers.map(({ status }) => status)).toEqual(wrong.map(() => 401));
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
    const headersOf = answers.map(({ headers }) => JSON.stringify([...headers].filter(([name]) => name !== 'date')));
    expect(new Set(headersOf).size).toBe(1);
  });

  test('the handler of /graphql gets the name of the key', async () => {
    const seen: unknown[] = [];
    await using server = await listening({
      keys,
      graphql: (_, response, context) => {
        seen.push(context);
        response.end();
      },
    });
    await fetch(`${server.url}/graphql`, { headers: { 'x-api-key': key } });
    expect(seen).toEqual([{ client: 'shop' }]);
  });

  test('a request without a valid key is refused before its body is read', async () => {
    await using server = await keyed();
    const request = 'POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 9\r\n\r\n';
    expect(await readToEnd(server.dial(request))).toMatch(/^HTTP\/1\.1 401 /);
  });
});

describe('a client that exceeds its rate', () => {
  test('gets 429 with Retry-After, and other clients are served', async () => {
    await using server = await keyed();
    const app = { 'x-api-key': 'an0ther-key' };
    expect([await server.request('/graphql', app), await server.request('/metrics', app)]).toMatchObject([
      { status: 200 },
      { status: 200 },
    ]);

    const third = await server.request('/graphql', app);

    expect(third.status).toBe(429);
    expect(third.headers.get('retry-after')).toBe('1');
    expect(await third.json()).toMatchObject({
      errors: [{ extensions: { code: 'RATE_LIMITED', retryable: true, retryAfterMs: 500 } }],
    });
    expect((await server.request('/graphql', { 'x-api-key': key })).status).toBe(200);
    expect(server.events).toEqual([
      { type: 'request-rejected', code: 'RATE_LIMITED', address: '127.0.0.1', client: 'app' },
    ]);
    server.pass(500);
    expect((await server.request('/graphql', app)).status).toBe(200);
  });

  test('with too many wrong keys gets 429 even with a valid key', async () => {
    await using server = await keyed();
    for (let n = 0; n < 10; n += 1) {
      expect((await server.request('/graphql', { 'x-api-key': `guess-${n}` })).status).toBe(401);
    }
    expect((await server.request('/graphql', { 'x-api-key': 'guess' })).status).toBe(429);
    expect((await server.request('/graphql', { 'x-api-key': key })).status).toBe(429);
    expect((await server.request('/graphql')).status).toBe(401);
    expect((await server.request('/health')).status).toBe(200);
    server.pass(6_000);
    expect((await server.request('/graphql', { 'x-api-key': key })).status).toBe(200);
  });
});

describe('a browser', () => {
  const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

  test.each(protectedPaths)('without a key gets the key page at %s, without any data', async (path) => {
    await using server = await keyed();
    const response = await server.request(path, browser);
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('cache-control')).toBe('no-store');
    const html = await response.text();
    expect(html).toContain('<input name="key" type="password"');
    expect(html).not.toMatch(/shop|graphql |src=|href="http/);
  });

  test('gets an HttpOnly, SameSite=Strict cookie when the key page requests it', async () => {
    await using server = await keyed();
    const withCookie = { 'x-api-key': key, 'x-gateway-remember': '1' };
    const cookie = (await server.request('/schema.graphql', withCookie, 'HEAD')).headers.get('set-cookie');
    expect(cookie).toBe(`asin-gateway-key=${key}; Path=/; HttpOnly; SameSite=Strict`);
    const behindTls = await server.request('/schema.graphql', { ...withCookie, 'x-forwarded-proto': 'https' });
    expect(behindTls.headers.get('set-cookie')).toMatch(/; Secure$/);
    const wrong = await server.request('/schema.graphql', { ...withCookie, 'x-api-key': 'x' }, 'HEAD');
    expect([wrong.status, wrong.headers.has('set-cookie')]).toEqual([401, false]);
  });
});
