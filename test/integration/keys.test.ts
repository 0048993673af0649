import { expect, test } from 'vitest';
import { aGateway } from '../support/a-gateway.ts';

const key = 'k3y-0f-the-sh0p%2B/x';
const guess = 'gu3ss-0f-a-stranger';
const query = '{ product(asin: "B0QU9TTXWO") { title } }';

async function post(url: string, headers: Record<string, string>): Promise<Response> {
  const body = JSON.stringify({ query: `query Kettle ${query}` });
  return await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

test('keys let in, wrong ones do not, and neither is found in a log, a metric or an answer: only names are', async () => {
  await using gateway = await aGateway({ GATEWAY_API_KEYS: `shop:${key},app:other-key:1`, LOG_LEVEL: 'TRACE' });
  const right = { 'x-api-key': key };

  const statuses = [
    await post(gateway.url, right),
    await post(gateway.url, { authorization: `Bearer ${key}` }),
    await post(gateway.url, { cookie: `asin-gateway-key=${encodeURIComponent(key)}` }),
    await post(gateway.url, { 'x-api-key': guess }),
    await post(gateway.url, { authorization: `Bearer ${guess}` }),
    await post(gateway.url, {}),
    await post(gateway.url, { 'x-api-key': 'other-key' }),
    await post(gateway.url, { 'x-api-key': 'other-key' }),
  ].map(({ status }) => status);

  expect(statuses).toEqual([200, 200, 200, 401, 401, 401, 200, 429]);
  const pages = await Promise.all(
    ['/metrics', '/dashboard', '/schema.graphql', '/graphql?query={__typename}', `/${key}`].map(async (path) => {
      const response = await fetch(`${gateway.url}${path}`, { headers: right });
      return JSON.stringify([...response.headers]) + (await response.text());
    }),
  );
  const told = [...gateway.logs, ...pages].join('\n');
  for (const secret of [key, encodeURIComponent(key), guess, 'other-key']) expect(told).not.toContain(secret);
  expect(gateway.logs.join('')).toMatch(/"client":"shop"/);
  expect(gateway.logs.join('')).toMatch(
    /rejected a request of a client without a valid key at 127.0.0.1: UNAUTHENTICATED/,
  );
});

test.each(['/health', '/ready'])('%s answers whoever asks', async (path) => {
  await using gateway = await aGateway({ GATEWAY_API_KEYS: `shop:${key}` });
  expect((await fetch(`${gateway.url}${path}`)).status).toBe(200);
});

test('answers to those who need keys are nobody else’s to keep', async () => {
  await using gateway = await aGateway({ GATEWAY_API_KEYS: `shop:${key}` });
  const response = await post(gateway.url, { 'x-api-key': key });
  expect(response.headers.get('cache-control')).toMatch(/^private, max-age=\d+$/);
});
