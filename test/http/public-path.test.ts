import { describe, expect, test } from 'vitest';
import { jsonPage } from '../../src/http/page.ts';
import { listening, readToEnd } from './listening.ts';

const key = 'k3y-0f-the-sh0p';
const browser = { accept: 'text/html' };

async function published(keys: { readonly name: string; readonly key: string }[] = []) {
  return await listening({
    publicPath: '/amazon',
    keys,
    pages: new Map([['/', () => jsonPage(200, 'start')]]),
    graphql: ({ url }, response) => response.end(`graphql at ${url}`),
  });
}

describe('a gateway with a public path', () => {
  test.each([
    ['/amazon/graphql?query=x', 'graphql at /graphql?query=x'],
    ['/graphql?query=x', 'graphql at /graphql?query=x'],
    ['/amazon/health', '"status":"ok"'],
    ['/health', '"status":"ok"'],
    ['/amazon', '"start"'],
    ['/amazon?q=phone', '"start"'],
    ['/amazon/', '"start"'],
    ['/', '"start"'],
  ])('serves %s, whether its proxy removes the path or not', async (path, answer) => {
    await using server = await published();
    const response = await fetch(`${server.url}${path}`);
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining(answer)]);
  });

  test.each(['/amazonia/graphql', '/amazon/amazon/graphql', '/Amazon/graphql', '/x/amazon/graphql'])(
    'does not serve %s, and names its paths as clients see them',
    async (path) => {
      await using server = await published();
      const response = await fetch(`${server.url}${path}`);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('/amazon/graphql, /amazon/health');
    },
  );

  test('reports requests by the paths that the gateway knows', async () => {
    await using server = await published();
    await fetch(`${server.url}/amazon/health`).then((response) => response.text());
    await expect.poll(() => server.requests).toMatchObject([{ path: '/health', status: 200 }]);
  });

  test('needs a key there too, checks it there, and keeps it in a cookie for this path only', async () => {
    await using server = await published([{ name: 'shop', key }]);
    const refused = await fetch(`${server.url}/amazon/graphql`, { headers: browser });
    expect([refused.status, await refused.text()]).toEqual([
      401,
      expect.stringContaining("fetch('/amazon/schema.graphql'"),
    ]);
    const headers = { 'x-api-key': key, 'x-gateway-remember': '1' };
    const accepted = await fetch(`${server.url}/amazon/schema.graphql`, { method: 'HEAD', headers });
    expect([accepted.status, accepted.headers.get('set-cookie')]).toEqual([
      200,
      expect.stringContaining('; Path=/amazon; '),
    ]);
  });
});

describe('a gateway behind a proxy that removes a path which the gateway does not know', () => {
  test.each([
    ['/graphql', "fetch('schema.graphql'"],
    ['/', "fetch('schema.graphql'"],
    ['/a/b', "fetch('../schema.graphql'"],
    ['/a/b/', "fetch('../../schema.graphql'"],
  ])('links the key page at %s by where the page is', async (path, link) => {
    await using server = await listening({ keys: [{ name: 'shop', key }] });
    const response = await fetch(`${server.url}${path}`, { headers: browser });
    expect([response.status, await response.text()]).toEqual([401, expect.stringContaining(link)]);
  });

  test('refuses a target that is no path without failing', async () => {
    await using server = await listening({ keys: [{ name: 'shop', key }] });
    const answer = await readToEnd(
      server.dial('GET * HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n\r\n'),
    );
    expect(answer).toMatch(/^HTTP\/1.1 401 /);
    expect(server.events).toMatchObject([{ type: 'request-rejected' }]);
  });
});
