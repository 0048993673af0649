import { readFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { apiLimits, createUpstream, type UpstreamLimits } from '../../src/upstream/upstream.ts';
import { aServer } from '../support/a-server.ts';
import { UpstreamError } from '../../src/upstream/upstream-error.ts';

const signal = new AbortController().signal;

async function ask(
  listener: RequestListener,
  limits: Partial<UpstreamLimits> = {},
  asked: { signal?: AbortSignal } = {},
) {
  await using server = await aServer(listener);
  await using upstream = createUpstream({ ...apiLimits, ...limits });
  return await upstream.request({ method: 'GET', url: `${server.origin}/path?q=1`, headers: {}, signal, ...asked });
}

describe('an upstream request', () => {
  test('returns status, lower-case headers and the whole body', async () => {
    const answer = await ask((request, response) => {
      response.writeHead(404, { 'X-Amzn-RequestId': 'r1' }).end(`${request.method} ${request.url}`);
    });
    expect(answer).toMatchObject({ status: 404, headers: { 'x-amzn-requestid': 'r1' } });
    expect(answer.body.toString()).toBe('GET /path?q=1');
  });

  test('sends user agent and accepted types, unless its caller sets them', async () => {
    const said: (readonly (string | undefined)[])[] = [];
    await using server = await aServer(({ headers }, response) => {
      said.push([headers['user-agent'], headers.accept]);
      response.end();
    });
    await using upstream = createUpstream(apiLimits);
    const own = { 'user-agent': 'mine/1', accept: 'text/html' };
    for (const headers of [{}, own]) {
      await upstream.request({ method: 'GET', url: `${server.origin}/`, headers, signal });
    }
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(said).toEqual([
      [`asin-gateway/${version}`, 'application/json'],
      ['mine/1', 'text/html'],
    ]);
  });

  test('decompresses a gzipped response of any status', async () => {
    const answer = await ask((_, response) => {
      response.writeHead(503, { 'content-encoding': 'gzip' }).end(gzipSync('packed'));
    });
    expect(answer.body.toString()).toBe('packed');
  });

  test('whose path begins with two slashes still goes to its origin', async () => {
    await using server = await aServer((request, response) => void response.end(request.url));
    await using upstream = createUpstream(apiLimits);
    const url = `${server.origin}//127.0.0.1:9/admin?x=1`;
    const answer = await upstream.request({ method: 'GET', url, headers: {}, signal });
    expect(answer.body.toString()).toBe('//127.0.0.1:9/admin?x=1');
  });

  test('a redirect is returned, not followed', async () => {
    const answer = await ask((_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
    expect(answer.status).toBe(302);
  });

  test.each<[string, RequestListener, string]>([
    ['a body over the limit', (_, response) => void response.end(Buffer.alloc(2_000_000)), 'MALFORMED'],
    [
      'a small body that unpacks to one over the limit',
      (_, response) =>
        void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(2_000_000))),
      'MALFORMED',
    ],
    [
      'gzip that is none',
      (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('plain text, honestly'),
      'MALFORMED',
    ],
    ['a reset connection', (request) => void request.socket.destroy(), 'NETWORK'],
    ['no answer', () => undefined, 'TIMEOUT'],
    [
      'a body that stops',
      (_, response) => void response.writeHead(200, { 'content-length': '100' }).write('half'),
      'TIMEOUT',
    ],
  ])('%s ends as an UpstreamError', async (_, listener, code) => {
    const limits = { maxBodyBytes: 1_000_000, headersTimeoutMs: 100, bodyTimeoutMs: 100 };
    const failure = await ask(listener, limits).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UpstreamError);
    expect(failure).toMatchObject({ code, unsent: false });
  });

  test('a refused connection has sent nothing', async () => {
    await using upstream = createUpstream(apiLimits);
    const failure = await upstream
      .request({ method: 'GET', url: 'http://127.0.0.1:9/', headers: {}, signal })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'NETWORK', unsent: true });
  });

  test.each([
    ['a header that HTTP cannot carry', { headers: { 'x-key': 'line\nbreak' } }],
    ['an address that is none', { url: 'http://' }],
    ['a scheme that is not HTTP', { url: 'ftp://127.0.0.1/' }],
  ])('%s is a bad request that was never sent', async (_, part) => {
    await using upstream = createUpstream(apiLimits);
    const failure = await upstream
      .request({ method: 'GET', url: 'http://127.0.0.1:9/', headers: {}, signal, ...part })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UpstreamError);
    expect(failure).toMatchObject({ code: 'MALFORMED', unsent: true, badRequest: true });
  });

  test('a connection without a file descriptor says so', async () => {
    const program = `
      const { openSync } = require('node:fs');
      import('${new URL('../../src/upstream/upstream.ts', import.meta.url).href}').then(async ({ createUpstream, apiLimits }) => {
        const upstream = createUpstream(apiLimits);
        const asked = { method: 'GET', url: 'http://127.0.0.1:9/', headers: {}, signal: new AbortController().signal };
        await upstream.request(asked).catch(() => undefined);
        try { for (;;) openSync('/dev/null'); } catch {}
        await upstream.request(asked).catch(({ code, message, unsent }) => console.log(JSON.stringify({ code, message, unsent })));
        process.exit();
      });`;
    const limited = ['-c', 'ulimit -n 100; exec "$0" -e "$1"', process.execPath, program];
    const { stdout } = await promisify(execFile)('sh', limited);
    expect(JSON.parse(stdout)).toEqual({
      code: 'NETWORK',
      message: 'no file descriptor is left for a connection (EMFILE): raise the limit of open files',
      unsent: true,
    });
  });

  test('a caller’s abort rejects with the caller’s reason, and is no failure of the upstream', async () => {
    const leaving = new AbortController();
    const asked = ask(() => leaving.abort(new Error('hung up')), {}, { signal: leaving.signal });
    await expect(asked).rejects.toThrow('hung up');
  });
});
