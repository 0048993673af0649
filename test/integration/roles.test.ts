import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { aGateway } from '../support/a-gateway.ts';

const GATEWAY_API_KEYS = 'shop:client-key:client,ops:admin-key:admin';
const product = 'product(asin: "B0QU9TTXWO") { title }';
const statistics = 'sourceAnalytics { timestamp }';

const refused: readonly (readonly [string, string, object?])[] = [
  ['alone', `{ ${statistics} }`],
  ['beside a product', `{ ${product} ${statistics} }`],
  ['by an alias', `{ product: ${statistics} }`],
  ['in a fragment', `{ ...F } fragment F on Query { ... { ${statistics} } }`],
  ['by a variable', `query ($on: Boolean!) { ${statistics.replace(' {', ' @include(if: $on) {')} }`, { on: true }],
];

describe.each(['true', 'false'])('with FAST_PATH=%s', (FAST_PATH) => {
  const start = async () => {
    const gateway = await aGateway({ GATEWAY_API_KEYS, FAST_PATH });
    const post = async (key: string, body: object, accept = 'application/json') => {
      const headers = { 'content-type': 'application/json', accept, 'x-api-key': key };
      const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) });
      return { status: response.status, body: await response.text() };
    };
    return { ...gateway, post, [Symbol.asyncDispose]: gateway[Symbol.asyncDispose] };
  };

  test('a client gets products, and FORBIDDEN for the statistics however it asks, before any call', async () => {
    await using gateway = await start();
    for (const [, query, variables] of refused) {
      // Twice: a known operation takes the fast path.
      for (let n = 0; n < 2; n += 1) {
        const answer = await gateway.post('client-key', { query, variables });
        expect(JSON.parse(answer.body)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
        expect(answer.body).not.toContain('timestamp"');
      }
    }
    expect(gateway.calls('creators')).toEqual([]);
    expect((await gateway.post('client-key', { query: `{ ${product} }` })).body).toContain('"title"');
    const skipped = `{ ${product} ${statistics.replace(' {', ' @skip(if: true) {')} }`;
    expect((await gateway.post('client-key', { query: skipped })).body).toContain('"title"');
  });

  test('the status is 403 in the media type that has statuses', async () => {
    await using gateway = await start();
    const query = `{ ${statistics} }`;
    const accept = 'application/graphql-response+json';
    expect((await gateway.post('client-key', { query }, accept)).status).toBe(403);
    expect((await gateway.post('admin-key', { query }, accept)).status).toBe(200);
  });

  test('an operation that an admin has persisted is refused too', async () => {
    await using gateway = await start();
    const query = `query Figures { ${statistics} }`;
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    expect((await gateway.post('admin-key', { query, extensions })).body).toContain('timestamp"');
    expect((await gateway.post('admin-key', { extensions })).body).toContain('timestamp"');
    expect((await gateway.post('client-key', { extensions })).body).toContain('"code":"FORBIDDEN"');
  });

  test('a client gets 403 for /metrics and /dashboard, and everything else', async () => {
    await using gateway = await start();
    const statuses = async (key: string) => {
      const headers = { 'x-api-key': key, accept: 'text/html' };
      const paths = ['/metrics', '/dashboard', '/schema.graphql', '/graphql', '/health', '/ready'];
      return await Promise.all(paths.map(async (path) => (await fetch(`${gateway.url}${path}`, { headers })).status));
    };
    expect(await statuses('client-key')).toEqual([403, 403, 200, 200, 200, 200]);
    expect(await statuses('admin-key')).toEqual([200, 200, 200, 200, 200, 200]);
  });
});
