import { describe, expect, test, vi } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { run } from '../main/running.ts';

const ready = /"url":"(http:\/\/127\.0\.0\.1:\d+)"/;
const asins = sandboxProducts('IN').map(({ asin }) => asin);

async function ask(url: string, query: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return await response.text();
}

describe('the process with its own sandbox', () => {
  test('answers all four queries at Amazon’s own rate, with no credentials given', async () => {
    await using gateway = run({ AMAZON_SANDBOX: 'true' });
    const [, url = ''] = await gateway.says(ready);
    const answer = await ask(
      url,
      `{ product(asin: "${asins[0]}") { provenance { source } }
        products(asins: ["${asins[1]}", "${asins[2]}"]) { __typename }
        search(query: "earbuds", first: 1) { source nodes { title } }
        sourceAnalytics { sources { source enabled } } }`,
    );
    expect(JSON.parse(answer)).toMatchObject({
      data: {
        product: { provenance: { source: 'CREATORS_API' } },
        products: [{ __typename: 'Product' }, { __typename: 'Product' }],
        search: { source: 'CREATORS_API', nodes: [{ title: expect.stringMatching(/earbuds/i) }] },
      },
    });
    expect(answer).not.toContain('errors');
  });

  test('told to stop, still gets its permits for what is in flight, and exits 0', async () => {
    await using gateway = run({ AMAZON_SANDBOX: 'true', SCRAPING_FALLBACK_ENABLED: 'false' });
    const [, url = ''] = await gateway.says(ready);
    // Three calls, one a second: the signal comes when the first has been answered.
    const [first, answer] = [asins.slice(0, 1), asins.slice(1, 26)].map((list) =>
      ask(url, `{ products(asins: ${JSON.stringify(list)}) { __typename } }`),
    );
    await first;
    gateway.signal('SIGTERM');
    await vi.waitFor(() => expect(fetch(`${url}/health`)).rejects.toThrow());
    gateway.signal('SIGTERM');
    expect((await answer)?.match(/"__typename":"Product"/g)).toHaveLength(25);
    expect(await gateway.ended).toBe(0);
    expect(gateway.stderr()).toBe('');
  });

  test('prints every fault of a bad environment, one a line, without a stack or a secret', async () => {
    await using gateway = run({
      AMAZON_SPAPI_CLIENT_SECRET: 'SECRETEXAMPLE',
      AMAZON_PARTNER_TAGS: 'IN=a-21,XX=b-20',
      AMAZON_MARKETPLACE: 'INDIA',
      CACHE_STALE_HOURS: '48',
      CACHE_URL: 'postgres://user:SECRETEXAMPLE@db',
      MAX_DAILY_REQUESTS: '0',
      REQUEST_DEADLINE_MS: 'soon',
      GATEWAY_API_KEYS: 'SECRETEXAMPLE',
    });
    expect(await gateway.ended).toBe(1);
    const lines = gateway.stderr().trimEnd().split('\n');
    expect(lines).toHaveLength(9);
    expect(lines.map((line) => line.split(' ')[0])).toEqual(
      expect.arrayContaining([
        'AMAZON_MARKETPLACE',
        'AMAZON_PARTNER_TAGS',
        'AMAZON_SPAPI_CLIENT_ID',
        'AMAZON_SPAPI_REFRESH_TOKEN',
        'CACHE_STALE_HOURS',
        'CACHE_URL',
        'GATEWAY_API_KEYS',
        'MAX_DAILY_REQUESTS',
        'REQUEST_DEADLINE_MS',
      ]),
    );
    expect(gateway.stderr()).not.toContain('SECRETEXAMPLE');
    expect(gateway.stderr()).not.toMatch(/^\s+at /m);
    expect(gateway.stdout()).toBe('');
  });
});
