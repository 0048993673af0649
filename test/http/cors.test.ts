import { expect, test } from 'vitest';
import { listening } from './listening.ts';

const shop = 'https://shop.example';
const preflight = {
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'content-type,x-api-key',
};

function corsHeadersOf({ headers }: Response): string[] {
  return [...headers.keys()].filter((name) => name.startsWith('access-control'));
}

test('no origin is allowed by default', async () => {
  await using server = await listening();
  expect(corsHeadersOf(await fetch(`${server.url}/graphql`, { headers: { origin: shop } }))).toEqual([]);
});

test('a listed origin may send requests and read the responses', async () => {
  await using server = await listening({ corsOrigins: [shop] });
  const response = await fetch(`${server.url}/graphql`, { headers: { origin: shop } });
  expect(response.headers.get('access-control-allow-origin')).toBe(shop);
  expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  expect(response.headers.get('vary')).toBe('origin');
  expect(await response.text()).toBe('graphql GET');
});

test.each(['https://elsewhere.example', 'https://shop.example.evil.example', 'http://shop.example', 'null'])(
  '%s gets no CORS headers, and the response varies by origin',
  async (origin) => {
    await using server = await listening({ corsOrigins: [shop] });
    const response = await fetch(`${server.url}/graphql`, { headers: { origin } });
    expect(corsHeadersOf(response)).toEqual([]);
    expect(response.headers.get('vary')).toBe('origin');
  },
);

test('a preflight is answered without a key', async () => {
  await using server = await listening({ corsOrigins: [shop], keys: [{ name: 'shop', key: 'a-key' }] });
  const response = await fetch(`${server.url}/graphql`, { method: 'OPTIONS', headers: { origin: shop, ...preflight } });
  expect([response.status, await response.text()]).toEqual([204, '']);
  expect(response.headers.get('access-control-allow-methods')).toBe('GET, POST');
  expect(response.headers.get('access-control-allow-headers')).toBe('content-type,x-api-key');
});

test('a very long list of requested headers is not echoed', async () => {
  await using server = await listening({ corsOrigins: [shop] });
  const longList = { ...preflight, 'access-control-request-headers': 'x-header,'.repeat(1000) };
  const response = await fetch(`${server.url}/graphql`, { method: 'OPTIONS', headers: { origin: shop, ...longList } });
  expect(response.headers.get('access-control-allow-headers')).toBe('content-type');
});

test('a refusal can be read by an allowed origin', async () => {
  await using server = await listening({ corsOrigins: ['*'], keys: [{ name: 'shop', key: 'a-key' }] });
  const response = await fetch(`${server.url}/graphql`, { headers: { origin: shop } });
  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([401, '*']);
});

test('only /graphql has CORS headers', async () => {
  await using server = await listening({ corsOrigins: ['*'] });
  expect(corsHeadersOf(await fetch(`${server.url}/schema.graphql`, { headers: { origin: shop } }))).toEqual([]);
});
