import { expect, test } from 'vitest';
import { listening } from './listening.ts';

const shop = 'https://shop.example';
const preflight = {
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'content-type,x-api-key',
};

function told({ headers }: Response): string[] {
  return [...headers.keys()].filter((name) => name.startsWith('access-control'));
}

test('nobody is invited by default', async () => {
  await using server = await listening();
  expect(told(await fetch(`${server.url}/graphql`, { headers: { origin: shop } }))).toEqual([]);
});

test('a listed site may ask, and read the answer', async () => {
  await using server = await listening({ corsOrigins: [shop] });
  const response = await fetch(`${server.url}/graphql`, { headers: { origin: shop } });
  expect(response.headers.get('access-control-allow-origin')).toBe(shop);
  expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  expect(response.headers.get('vary')).toBe('origin');
  expect(await response.text()).toBe('graphql GET');
});

test.each(['https://elsewhere.example', 'https://shop.example.evil.example', 'http://shop.example', 'null'])(
  '%s is told nothing, and may not keep an answer that was meant for another',
  async (origin) => {
    await using server = await listening({ corsOrigins: [shop] });
    const response = await fetch(`${server.url}/graphql`, { headers: { origin } });
    expect(told(response)).toEqual([]);
    expect(response.headers.get('vary')).toBe('origin');
  },
);

test('a browser may ask first, without a key, and is answered at once', async () => {
  await using server = await listening({ corsOrigins: [shop], keys: [{ name: 'shop', key: 'a-key' }] });
  const response = await fetch(`${server.url}/graphql`, { method: 'OPTIONS', headers: { origin: shop, ...preflight } });
  expect([response.status, await response.text()]).toEqual([204, '']);
  expect(response.headers.get('access-control-allow-methods')).toBe('GET, POST');
  expect(response.headers.get('access-control-allow-headers')).toBe('content-type,x-api-key');
});

test('a long list of headers to ask about does not come back', async () => {
  await using server = await listening({ corsOrigins: [shop] });
  const asked = { ...preflight, 'access-control-request-headers': 'x-header,'.repeat(1000) };
  const response = await fetch(`${server.url}/graphql`, { method: 'OPTIONS', headers: { origin: shop, ...asked } });
  expect(response.headers.get('access-control-allow-headers')).toBe('content-type');
});

test('being turned away can be read, too', async () => {
  await using server = await listening({ corsOrigins: ['*'], keys: [{ name: 'shop', key: 'a-key' }] });
  const response = await fetch(`${server.url}/graphql`, { headers: { origin: shop } });
  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([401, '*']);
});

test('only /graphql is for other sites', async () => {
  await using server = await listening({ corsOrigins: ['*'] });
  expect(told(await fetch(`${server.url}/schema.graphql`, { headers: { origin: shop } }))).toEqual([]);
});
