import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { jsonPage } from '../../src/http/page.ts';
import { createListener } from '../../src/http/listener.ts';
import { listening, readToEnd } from './listening.ts';

describe('paths', () => {
  test('a target may be a whole address, as clients send it to a proxy', async () => {
    await using server = await listening({ graphql: (request, response) => response.end(`asked ${request.url}`) });
    const close = 'host: x\r\nconnection: close\r\n\r\n';
    const answer = async (target: string) => await readToEnd(server.dial(`GET ${target} HTTP/1.1\r\n${close}`));
    expect(await answer('http://shop.example/health')).toMatch(/^HTTP\/1\.1 200 /);
    expect(await answer('HTTP://shop.example:8080/graphql?query=x')).toContain('asked /graphql?query=x');
    expect(await answer('http://shop.example')).toMatch(/^HTTP\/1\.1 404 /);
    expect(server.exchanges).toMatchObject([{ path: '/health' }, { path: '/graphql' }, { path: 'other' }]);
  });

  test('/health says that the process is alive', async () => {
    await using server = await listening({ readiness: () => ({ ok: false, degraded: [] }) });
    const response = await fetch(`${server.url}/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok' });
  });

  test('/ready says whether operations can be answered, and names what is degraded', async () => {
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

  test('/schema.graphql is text, and the router’s with ?federation', async () => {
    await using server = await listening();
    const response = await fetch(`${server.url}/schema.graphql`);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toBe('type Query');
    expect(await (await fetch(`${server.url}/schema.graphql?federation`)).text()).toBe('type _Service');
  });

  test.each(['GET', 'POST', 'OPTIONS', 'DELETE'])('/graphql is answered by its own handler, %s too', async (method) => {
    await using server = await listening();
    const response = await fetch(`${server.url}/graphql?query=x`, { method });
    expect(await response.text()).toBe(`graphql ${method}`);
    expect(response.headers.get('content-security-policy')).toBeNull();
  });

  test('further pages stand beside them', async () => {
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

  test('a page is not written to', async () => {
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
  '%s can be neither framed, sniffed, run nor kept',
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
  test('is reported and costs only its own request', async () => {
    const boom = new Error('boom with a secret');
    await using server = await listening({ graphql: () => Promise.reject(boom) });
    const response = await fetch(`${server.url}/graphql`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    expect(server.events).toEqual([{ type: 'unexpected', error: boom, where: 'http' }]);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });

  test('midway through its answer breaks the connection instead of ending it well', async () => {
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
  test('a header that never ends is cut off', async () => {
    await using server = await listening({ limits: { headersTimeoutMs: 100 } });
    const answer = await readToEnd(server.dial('GET /health HTTP/1.1\r\nhost: x\r\nslow:'));
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('a connection without a word is cut off', async () => {
    await using server = await listening({ limits: { headersTimeoutMs: 100 } });
    expect(await readToEnd(server.dial(''))).toMatch(/^HTTP\/1\.1 408 |^$/);
  });

  test('a body that never ends is cut off', async () => {
    await using server = await listening({
      graphql: () => undefined,
      limits: { requestTimeoutMs: 100, headersTimeoutMs: 50 },
    });
    const request = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{';
    expect(await readToEnd(server.dial(request))).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('an idle kept connection is closed', async () => {
    await using server = await listening({ limits: { keepAliveTimeoutMs: 50 } });
    expect(await readToEnd(server.dial('GET /health HTTP/1.1\r\nhost: x\r\n\r\n'))).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('an answer that makes no progress is given up', async () => {
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

  test('what is not HTTP is refused', async () => {
    await using server = await listening();
    expect(await readToEnd(server.dial('nonsense\r\n\r\n'))).toMatch(/^HTTP\/1\.1 400 /);
    expect(await readToEnd(server.dial('GET /health HTTP/1.1\r\n\r\n'))).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('listening', () => {
  test('on a taken port fails with EADDRINUSE', async () => {
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
  ])('on %s gives an address to click on', async (host, url) => {
    await using server = await listening({ host });
    expect(server.url).toMatch(url);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });

  test('stopped before it began is no fault', async () => {
    const listener = createListener({
      host: '127.0.0.1',
      port: 0,
      graphql: () => undefined,
      readiness: () => ({ ok: true, degraded: [] }),
      now: () => 0,
      schema: () => '',
      report: () => undefined,
    });
    await expect(listener.drain()).resolves.toBeUndefined();
  });
});
