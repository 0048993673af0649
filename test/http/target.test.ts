import { describe, expect, test } from 'vitest';
import { listening, readToEnd } from './listening.ts';

const requestText = (target: string, ...headers: string[]) =>
  [`GET ${target} HTTP/1.1`, ...headers, 'connection: close', '', ''].join('\r\n');

describe('an absolute target', () => {
  test.each(['http://gateway.example', 'HTTP://gateway.example:8080', 'https://gateway.example'])(
    'is served by its path: %s',
    async (origin) => {
      await using server = await listening({
        graphql: ({ url, headers }, response) => response.end(`${url} of ${headers.host}`),
      });
      expect(await readToEnd(server.dial(requestText(`${origin}/health`, 'host: x')))).toContain('"status":"ok"');
      expect(await readToEnd(server.dial(requestText(`${origin}/schema.graphql?federation`, 'host: x')))).toContain(
        '_Service',
      );
      const { host } = new URL(origin);
      expect(await readToEnd(server.dial(requestText(`${origin}/graphql?query=x`, 'host: x')))).toContain(
        `/graphql?query=x of ${host}`,
      );
      expect(server.requests).toMatchObject([{ path: '/health' }, { path: '/schema.graphql' }, { path: '/graphql' }]);
    },
  );

  test.each(['*', 'ftp://x/health', 'http://user@x/health', 'health', 'http://x'])(
    '%s is not found',
    async (target) => {
      await using server = await listening();
      expect(await readToEnd(server.dial(requestText(target, 'host: x')))).toMatch(/^HTTP\/1\.1 40[04] /);
    },
  );
});

describe('the Host header', () => {
  const paths = ['/graphql', '/health', '/metrics'];
  const bad = ['a b', 'x:99999999', 'x:y', 'ex%ample', '[::1', 'x/y', 'user@x', 'x?y', 'x#y', 'x\\y'];

  test.each(bad)('that is invalid is refused on every path: %s', async (host) => {
    await using server = await listening();
    for (const path of paths) {
      expect(await readToEnd(server.dial(requestText(path, `host: ${host}`)))).toMatch(/^HTTP\/1\.1 400 /);
    }
  });

  test('that is repeated is refused, even with the same value', async () => {
    await using server = await listening();
    for (const second of ['Host: x', 'HOST: y']) {
      expect(await readToEnd(server.dial(requestText('/graphql', 'host: x', second)))).toMatch(/^HTTP\/1\.1 400 /);
    }
  });

  test.each(['x', 'x:8080', '127.0.0.1:80', '[::1]:8080', 'bücher.example', 'a_b.example'])(
    '%s is accepted',
    async (host) => {
      await using server = await listening();
      expect(await readToEnd(server.dial(requestText('/health', `host: ${host}`)))).toMatch(/^HTTP\/1\.1 200 /);
    },
  );
});
