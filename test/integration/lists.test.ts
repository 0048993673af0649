import { describe, expect, test } from 'vitest';
import { aGateway, type TestGateway } from '../support/a-gateway.ts';

async function post(gateway: TestGateway, body: object, headers: Readonly<Record<string, string>> = {}) {
  return await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

const query = 'query ($asin: ASIN!) { product(asin: $asin) { asin title } }';
const asinNumber = (n: number) => `B0${String(n).padStart(8, '0')}`;

describe('a list of 500 single lookups that are sent at once', () => {
  test('is answered wholly in full calls when it has a deadline that its calls fit into', async () => {
    const rate = { MAX_REQUESTS_PER_SECOND: '10', REQUEST_DEADLINE_MS: '2000' };
    await using gateway = await aGateway(rate, { sources: ['CREATORS_API'] });
    const headers = { 'x-gateway-deadline-ms': '120000', 'x-gateway-priority': 'bulk' };
    const answers = await Promise.all(
      Array.from({ length: 500 }, async (_, n) => {
        const response = await post(gateway, { query, variables: { asin: asinNumber(n) } }, headers);
        const { errors } = JSON.parse(await response.text());
        return errors?.[0]?.extensions.code ?? 'answered';
      }),
    );
    expect(answers.filter((code) => code !== 'answered')).toEqual([]);
    const sizes = gateway.calls('creators').map(({ asins }) => asins?.length ?? 0);
    // Fifty full calls, and some that leave while the requests still arrive.
    expect(sizes.length).toBeLessThanOrEqual(58);
  }, 30_000);
});

describe.each(['true', 'false'])('with FAST_PATH=%s', (fastPath) => {
  test('a product in memory is answered whatever its valid headers say, and refused with invalid ones', async () => {
    await using gateway = await aGateway({ FAST_PATH: fastPath }, { sources: ['CREATORS_API'] });
    const body = { query: '{ product(asin: "B000000001") { asin } }' };
    await post(gateway, body);
    const calls = gateway.calls('creators').length;
    for (const headers of [{}, { 'x-gateway-deadline-ms': '5000' }, { 'x-gateway-priority': 'bulk' }]) {
      const response = await post(gateway, body, headers);
      expect(response.status).toBe(200);
    }
    expect(gateway.calls('creators')).toHaveLength(calls);
    const refused = await post(gateway, body, { 'x-gateway-deadline-ms': '1' });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('x-gateway-deadline-ms');
  });

  test('a product that is not in memory is looked up with the priority and the deadline of its headers', async () => {
    const environment = {
      FAST_PATH: fastPath,
      MAX_REQUESTS_PER_SECOND: '0.5',
      GATEWAY_API_KEYS: 'lists:secret-of-lists',
    };
    await using gateway = await aGateway(environment, { sources: ['CREATORS_API'] });
    const headers = {
      authorization: 'Bearer secret-of-lists',
      'x-gateway-priority': 'bulk',
      'x-gateway-deadline-ms': '60000',
    };
    await post(gateway, { query, variables: { asin: asinNumber(1) } }, headers);
    const controller = new AbortController();
    const waiting = fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables: { asin: asinNumber(2) } }),
      signal: controller.signal,
    }).catch(() => 'left');
    const asked = '{ sourceAnalytics { sources { source queued { priority client count oldestWaitMs } } } }';
    await expect
      .poll(async () => {
        const response = await post(gateway, { query: asked }, { authorization: 'Bearer secret-of-lists' });
        const { data } = JSON.parse(await response.text());
        return data.sourceAnalytics.sources[0].queued;
      })
      .toEqual([{ priority: 'BULK', client: 'lists', count: 1, oldestWaitMs: expect.any(Number) }]);
    const metrics = await fetch(`${gateway.url}/metrics`, { headers: { authorization: 'Bearer secret-of-lists' } });
    expect(await metrics.text()).toContain(
      'asin_gateway_queued_lookups{source="CREATORS_API",priority="BULK",client="lists"} 1',
    );
    controller.abort();
    await waiting;
  });
});

test('a page of another origin may send the headers', async () => {
  await using gateway = await aGateway({ CORS_ORIGINS: 'https://shop.example' });
  const requested = 'content-type,x-gateway-deadline-ms,x-gateway-priority';
  const preflight = await fetch(`${gateway.url}/graphql`, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://shop.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': requested,
    },
  });
  expect(preflight.headers.get('access-control-allow-headers')).toBe(requested);
});
