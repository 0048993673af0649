import { describe, expect, test } from 'vitest';
import { createEnvironmentReader } from '../../src/config/environment.ts';
import { readPublicPath, readTrustProxy } from '../../src/config/proxy.ts';

function read(environment: Readonly<Record<string, string>>) {
  const reader = createEnvironmentReader(environment);
  const values = { publicPath: readPublicPath(reader), trustProxy: readTrustProxy(reader) };
  return { ...values, faults: reader.faults };
}

describe('PUBLIC_PATH', () => {
  test.each([
    ['/amazon', '/amazon'],
    ['/amazon/', '/amazon'],
    ['/shop/amazon-1.0/~x_y', '/shop/amazon-1.0/~x_y'],
    ['/', ''],
    ['', ''],
  ])('%s is accepted', (text, path) => {
    expect(read({ PUBLIC_PATH: text })).toMatchObject({ publicPath: path, faults: [] });
  });

  test.each([
    'amazon',
    '//amazon',
    '/a//b',
    '/a b',
    '/a?b',
    '/a#b',
    '/a;b',
    '/..',
    '/a/../b',
    '/.',
    "/a'b",
    'http://x/a',
  ])('%s is a fault', (text) => {
    const { publicPath, faults } = read({ PUBLIC_PATH: text });
    expect([publicPath, faults]).toEqual(['', [expect.stringMatching(/^PUBLIC_PATH must be a path such as \/amazon/)]]);
  });
});

describe('TRUST_PROXY', () => {
  test.each([
    ['', undefined],
    ['1', 1],
    ['32', 32],
    ['10.0.0.1', ['10.0.0.1']],
    ['10.0.0.0/8, fd00::/8,loopback', ['10.0.0.0/8', 'fd00::/8', 'loopback']],
  ])('%s is accepted', (text, trustProxy) => {
    expect(read({ TRUST_PROXY: text })).toMatchObject({ trustProxy, faults: [] });
  });

  test.each([
    '0',
    '33',
    '-1',
    '1.5',
    'true',
    'false',
    '*',
    '10.0.0',
    '10.0.0.0/33',
    '0.0.0.0/0',
    'proxy.example',
    '10.0.0.1,',
    '1,2',
  ])('%s is a fault', (text) => {
    const { trustProxy, faults } = read({ TRUST_PROXY: text });
    expect([trustProxy, faults]).toEqual([
      undefined,
      [expect.stringMatching(/^TRUST_PROXY must be a number of proxies from 1 to 32, or addresses/)],
    ]);
  });

  test('names the entry that is wrong', () => {
    expect(read({ TRUST_PROXY: '10.0.0.1,nothing' }).faults[0]).toContain('entry 2 is neither');
  });
});
