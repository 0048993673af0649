import { describe, expect, test, vi } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { aGateway, type TestGateway } from '../support/a-gateway.ts';
import { asProduct, askAnalytics, askProduct, askProducts, askSearch } from './questions.ts';

const asins = sandboxProducts('IN').map(({ asin }) => asin);
const onlyCreators = { sources: ['CREATORS_API'] } as const;

/** A gateway whose next permit is still a second away, because one call has just been made. */
async function aBusyGateway(environment: Readonly<Record<string, string>> = {}): Promise<TestGateway> {
  const gateway = await aGateway({ MAX_REQUESTS_PER_SECOND: '1', ...environment }, onlyCreators);
  await askProduct(gateway, asins[0] ?? '');
  return gateway;
}

/** What each call after the first carried. */
function laterLoads(gateway: TestGateway): readonly (readonly string[])[] {
  return gateway
    .calls('creators')
    .slice(1)
    .map((call) => call.asins ?? []);
}

/** One operation that can be given up. */
function askAbortably(gateway: TestGateway, asin: string, signal: AbortSignal): Promise<unknown> {
  return fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `{ product(asin: "${asin}") { asin } }` }),
    signal,
  }).then(
    (response) => response.text(),
    () => undefined,
  );
}

describe('a call that many clients share', () => {
  test('gives the slots of clients that disconnect to others', async () => {
    await using gateway = await aBusyGateway();
    const leaving = new AbortController();
    const gone = asins.slice(1, 9).map((asin) => askAbortably(gateway, asin, leaving.signal));
    const staying = asins.slice(20, 40).map((asin) => askProduct(gateway, asin));
    // Their requests were sent before this one, so they are being waited for when it is answered.
    await gateway.ask('{ sourceAnalytics { timestamp } }');
    leaving.abort();
    await Promise.all([...gone, ...staying]);
    expect(laterLoads(gateway).map((load) => load.length)).toEqual([10, 10]);
    expect(new Set(laterLoads(gateway).flat())).toEqual(new Set(asins.slice(20, 40)));
  });

  test('has a slot for a client that requests one product while another requests fifty', async () => {
    await using gateway = await aBusyGateway();
    const leaving = new AbortController();
    const many = fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: `{ products(asins: ${JSON.stringify(asins.slice(1, 51))}) { __typename } }` }),
      signal: leaving.signal,
    }).catch(() => undefined);
    await gateway.ask('{ sourceAnalytics { timestamp } }');
    const one = await askProduct(gateway, asins[60] ?? '');
    expect(one.product?.asin).toBe(asins[60]);
    expect(laterLoads(gateway)).toHaveLength(1);
    expect(laterLoads(gateway)[0]).toHaveLength(10);
    expect(laterLoads(gateway)[0]).toContain(asins[60]);
    leaving.abort();
    await many;
  });

  test('takes turns with searches while both wait', async () => {
    await using gateway = await aBusyGateway({ MAX_REQUESTS_PER_SECOND: '4' });
    await Promise.all([
      askProducts(gateway, asins.slice(1, 31)),
      ...['a', 'b', 'c'].map((query) => askSearch(gateway, { query, first: 1 })),
    ]);
    const order = gateway.calls('creators').map(({ operation }) => operation);
    expect(order).toHaveLength(7);
    for (const [index, operation] of order.slice(2).entries()) expect(operation).not.toBe(order[index + 1]);
  });

  test('waits for a slow token without leaving early or twice', async () => {
    await using gateway = await aGateway({ MAX_REQUESTS_PER_SECOND: '10' }, onlyCreators);
    gateway.sandbox.misbehave('creators-token', { kind: 'latency', latencyMs: 600 });
    const results = await Promise.all(asins.slice(0, 30).map((asin) => askProduct(gateway, asin)));
    for (const { product } of results) expect(product).not.toBeNull();
    expect(gateway.calls('creators-token')).toHaveLength(1);
    const calls = gateway.calls('creators');
    expect(calls.map((call) => call.asins?.length)).toEqual([10, 10, 10]);
    const gaps = calls.slice(1).map(({ at }, index) => at - (calls[index]?.at ?? 0));
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(90);
  });

  test('is aborted when no client waits for it, and is no failure of the source', async () => {
    await using gateway = await aGateway({}, onlyCreators);
    gateway.sandbox.misbehave('creators', { kind: 'hang' });
    const leaving = new AbortController();
    const gone = askAbortably(gateway, asins[0] ?? '', leaving.signal);
    await vi.waitFor(() => expect(gateway.calls('creators')).toHaveLength(1));
    leaving.abort();
    await gone;
    gateway.sandbox.misbehave('creators', undefined);
    const product = asProduct((await askProduct(gateway, asins[0] ?? '')).product);
    expect(product.provenance.attempts).toMatchObject([{ source: 'CREATORS_API', outcome: 'FOUND' }]);
    expect((await askAnalytics(gateway)).of('CREATORS_API')).toMatchObject({
      totalRequests: 1,
      successes: 1,
      circuit: 'CLOSED',
      lastError: null,
    });
    expect(gateway.logs.filter((line) => /"level":"(?:WARN|ERROR)"/.test(line))).toEqual([]);
  });

  test('serves references of other subgraphs and products alike', async () => {
    await using gateway = await aGateway({}, onlyCreators);
    const [a = '', b = '', c = ''] = asins;
    const { data, errors } = await gateway.ask(
      `query ($references: [_Any!]!) {
        _entities(representations: $references) { ... on Product { id title } }
        product(asin: "${c}") { id }
      }`,
      {
        references: [
          { __typename: 'Product', id: `IN:${a}` },
          { __typename: 'Product', asin: b, marketplace: 'IN' },
        ],
      },
    );
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ _entities: [{ id: `IN:${a}` }, { id: `IN:${b}` }], product: { id: `IN:${c}` } });
    expect(gateway.calls('creators').map((call) => call.asins?.length)).toEqual([3]);
  });
});

describe('a marketplace that no source serves', () => {
  test('is bad input, and no source is called', async () => {
    await using gateway = await aGateway(
      { AMAZON_PARTNER_TAGS: '', AMAZON_CREATORS_PARTNER_TAG: 'sandbox-in-21' },
      onlyCreators,
    );
    const { errors } = await askProduct(gateway, asins[0] ?? '', { marketplace: 'JP' });
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(errors[0]?.message).toContain('JP');
    expect(gateway.sandbox.calls).toEqual([]);
  });
});

describe('where the queue is longer than the deadline', () => {
  test('the stale copy answers, and is refreshed in the background', async () => {
    await using gateway = await aGateway({ MAX_REQUESTS_PER_SECOND: '1', REQUEST_DEADLINE_MS: '2500' }, onlyCreators);
    await askProducts(gateway, asins.slice(0, 10));
    gateway.passTime(2 * 3_600_000);
    // The token has expired too; getting one now leaves only the queue to wait for.
    const other = await askProduct(gateway, asins[50] ?? '');
    expect(other.product).not.toBeNull();
    const queue = asins.slice(60, 110).map((asin) => askProduct(gateway, asin));
    await gateway.ask('{ sourceAnalytics { timestamp } }');
    const stale = asProduct((await askProduct(gateway, asins[0] ?? '')).product);
    expect(stale.provenance.cacheStatus).toBe('STALE');
    await Promise.all(queue);
    await vi.waitFor(
      async () => {
        const { product } = await askProduct(gateway, asins[0] ?? '');
        expect(product?.provenance.cacheStatus).toBe('FRESH');
      },
      { timeout: 15_000, interval: 250 },
    );
  });
});
