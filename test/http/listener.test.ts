import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { jsonPage } from '../../src/http/page.ts';
import { createListener } from '../../src/http/listener.ts';
import { listening, readToEnd } from './listening.ts';

describe('paths', () => {
  test('/health reports that the process is alive, and its version', async () => {
    await using server = await listening({ readiness: () => ({ ok: false, degraded: [] }) });
    const response = await fetch(`${server.url}/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok', version: '1.2.3' });
  });

  test('/ready reports whether operations can be answered, and names degraded parts', async () => {
    let readiness = { ok: true, degraded: ['cache'] };
    await using server = await listening({ readiness: () => readiness });
    const ready = await fetch(`${server.url}/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ status: 'ready', degraded: ['cache'] });
    readiness = { ok: false, degraded: [] };
    const red = await fetch(`${server.url}/ready`);
    expect(red.status).toBe(503);
    expect(await red.json()).toEqual({ status: 'not ready', degraded: [] });
  });

  test('/schema.graphql is the schema as text, and the subgraph schema with ?federation', async () => {
    await using server = await listening();
    const response = await fetch(`${server.url}/schema.graphql`);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toBe('type Query');
    expect(await (await fetch(`${server.url}/schema.graphql?federation`)).text()).toBe('type _Service');
  });

  test.each(['GET', 'POST', 'OPTIONS', 'DELETE'])(
    '/graphql has a handler of its own for every method: %s',
    async (method) => {
      await using server = await listening();
      const response = await fetch(`${server.url}/graphql?query=x`, { method });
      expect(await response.text()).toBe(`graphql ${method}`);
      expect(response.headers.get('content-security-policy')).toBeNull();
    },
  );

  test('further pages are served by their paths', async () => {
    const pages = new Map([['/metrics', () => jsonPage(200, 1)]]);
    await using server = await listening({ pages });
    expect(await (await fetch(`${server.url}/metrics`)).text()).toBe('1\n');
  });

  test.each(['/', '/graphql/', '/healthz', '//health', '/HEALTH'])('%s is not found, in JSON', async (path) => {
    await using server = await listening();
    const response = await fetch(`${server.url}${path}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  test('a page answers GET and HEAD only', async () => {
    await using server = await listening();
    const response = await fetch(`${server.url}/health`, { method: 'POST', body: 'x' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  test('HEAD has the headers of GET and no body', async () => {
    await using server = await listening();
    const [head, get] = [await fetch(`${server.url}/ready`, { method: 'HEAD' }), await fetch(`${server.url}/ready`)];
    expect(head.status).toBe(200);
    expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'));
    expect(await head.text()).toBe('');
  });
});

test.each(['/health', '/ready', '/schema.graphql', '/nothing'])(
  '%s forbids framing, content sniffing, scripts and caching',
  async (path) => {
    await using server = await listening();
    const { headers } = await fetch(`${server.url}${path}`);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  },
);

describe('a handler that fails', () => {
  test('is reported and affects only its own request', async () => {
    const boom = new Error('boom with a secret');
    await using server = await listening({ graphql: () => Promise.reject(boom) });
    const response = await fetch(`${server.url}/graphql`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    expect(server.events).toEqual([{ type: 'unexpected', error: boom, where: 'http' }]);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });

  test('in the middle of its response closes the connection, so that the response is not taken for complete', async () => {
    await using server = await listening({
      graphql: async (_, response) => {
        response.write('half');
        throw new Error('boom');
      },
    });
    const response = await fetch(`${server.url}/graphql`);
    await expect(response.text()).rejects.toThrow();
  });
});

describe('clients that abuse a connection', () => {
  test('a header that never ends is answered with 408', async () => {
    await using server = await listening({ limits: { headersTimeoutMs: 100 } });
    const answer = await readToEnd(server.dial('GET /health HTTP/1.1\r\nhost: x\r\nslow:'));
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('a connection without a request is closed', async () => {
    await using server = await listening({ limits: { headersTimeoutMs: 100 } });
    expect(await readToEnd(server.dial(''))).toMatch(/^HTTP\/1\.1 408 |^$/);
  });

  test('a body that never ends is answered with 408', async () => {
    await using server = await listening({
      graphql: () => undefined,
      limits: { requestTimeoutMs: 100, headersTimeoutMs: 50 },
    });
    const request = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{';
    expect(await readToEnd(server.dial(request))).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('an idle connection is closed', async () => {
    await using server = await listening({ limits: { keepAliveTimeoutMs: 50 } });
    expect(await readToEnd(server.dial('GET /health HTTP/1.1\r\nhost: x\r\n\r\n'))).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('a connection without progress is closed', async () => {
    await using server = await listening({ graphql: () => undefined, limits: { silenceTimeoutMs: 50 } });
    expect(await readToEnd(server.dial('GET /graphql HTTP/1.1\r\nhost: x\r\n\r\n'))).toBe('');
  });

  test('headers beyond the limit are refused', async () => {
    await using server = await listening();
    const answer = await readToEnd(
      server.dial(`GET /health HTTP/1.1\r\nhost: x\r\nbig: ${'x'.repeat(20_000)}\r\n\r\n`),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });

  test('a request that is not HTTP is refused', async () => {
    await using server = await listening();
    expect(await readToEnd(server.dial('nonsense\r\n\r\n'))).toMatch(/^HTTP\/1\.1 400 /);
    expect(await readToEnd(server.dial('GET /health HTTP/1.1\r\n\r\n'))).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('listening', () => {
  test('on a used port fails with EADDRINUSE', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    await expect(listening({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    other.close();
  });

  test.each([
    ['0.0.0.0', /^http:\/\/127\.0\.0\.1:\d+$/],
    ['localhost', /^http:\/\/localhost:\d+$/],
  ])('on %s returns a URL that a browser can open', async (host, url) => {
    await using server = await listening({ host });
    expect(server.url).toMatch(url);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });

  test('can be stopped before it has begun', async () => {
    const listener = createListener({
      host: '127.0.0.1',
      port: 0,
      graphql: () => undefined,
      readiness: () => ({ ok: true, degraded: [] }),
      now: () => 0,
      version: '1.2.3',
      schema: () => '',
      report: () => undefined,
    });
    await expect(listener.drain()).resolves.toMatchObject({ answered: 0 });
  });
});
