import { describe, expect, test } from 'vitest';
import type { Answer, ProductRequest } from '../../../src/catalog/answer.ts';
import { aProduct } from '../../support/a-product.ts';
import { asinNumbers } from '../../support/asins.ts';
import { aGateway, anAttempt, aProductAnswer, readAnswer, twoHits, type Script } from '../a-graphql-server.ts';

const now = Date.parse('2026-06-01T10:00:00.000Z');
const inSeconds = (seconds: number) => ({ expiresAt: now + seconds * 1000 });
const product = (asin: string) => `p${asin}: product(asin: "${asin}") { id }`;
const [first = '', second = ''] = asinNumbers(2);
const get = (query: string) => `?query=${encodeURIComponent(query)}`;

function holding(seconds: (key: ProductRequest) => number) {
  return (key: ProductRequest) => aProductAnswer(aProduct(key), inSeconds(seconds(key)));
}

async function controlOf(query: string, script: Script, keyed = false): Promise<string | null> {
  const response = await aGateway(script, { keyed }).send({}, get(query));
  return response.headers.get('cache-control');
}

describe('Cache-Control says how long a response is valid', () => {
  test('as long as the value with the shortest lifetime', async () => {
    const script = { product: holding(({ asin }) => (asin === first ? 90 : 1800)) };
    expect(await controlOf(`{ ${product(first)} ${product(second)} }`, script)).toBe('public, max-age=90');
    expect(await controlOf(`{ ${product(second)} }`, script)).toBe('public, max-age=1800');
  });

  test('for one client only, where clients need keys', async () => {
    const script = { product: holding(() => 90) };
    expect(await controlOf(`{ ${product(first)} }`, script, true)).toBe('private, max-age=90');
  });

  test('for POST too, because routers read it', async () => {
    const response = await aGateway({ product: holding(() => 90) }).post({ query: `{ ${product(first)} }` });
    expect(response.headers.get('cache-control')).toBe('public, max-age=90');
    expect(response.headers.get('vary')).toBe('accept, origin, x-gateway-cost');
  });

  test('for a search as long as its hits', async () => {
    const search = '{ search(query: "tea") { totalCount } }';
    expect(await controlOf(search, {})).toBe('public, max-age=3600');
    const empty: Script = {
      search: (request) => ({
        ...twoHits(request),
        kind: 'hits',
        hits: [],
        hasNextPage: false,
        source: 'PA_API',
        cacheStatus: 'LIVE',
        calls: 1,
        ...inSeconds(60),
      }),
    };
    expect(await controlOf(search, empty)).toBe('public, max-age=60');
  });

  test('for a product that does not exist as long as the catalog says', async () => {
    const script: Script = {
      product: ({ asin, marketplace }) => ({ kind: 'not-found', asin, marketplace, attempts: [], ...inSeconds(600) }),
    };
    expect(await controlOf(`{ ${product(first)} }`, script)).toBe('public, max-age=600');
  });

  const unkept: readonly (readonly [string, string, Script])[] = [
    ['a stale copy', `{ ${product(first)} }`, { product: () => aProductAnswer(aProduct(), { cacheStatus: 'STALE' }) }],
    ['what has expired', `{ ${product(first)} }`, { product: holding(() => -1) }],
    ['one that could not be learned', `{ products(asins: ["${first}"]) { __typename } }`, { product: unavailable }],
    ['an error', `{ ${product(first)} }`, { product: unavailable }],
    [
      'a partial answer',
      `{ ${product(first)} ${product(second)} }`,
      { product: (key) => (key.asin === first ? unavailable(key) : aProductAnswer()) },
    ],
    ['what was asked past the caches', `{ product(asin: "${first}", realTime: true) { id } }`, {}],
    ['stale hits', '{ search(query: "tea") { totalCount } }', { search: staleHits }],
    ['statistics', `{ ${product(first)} sourceAnalytics { timestamp } }`, {}],
    ['no fact at all', '{ __typename }', {}],
    ['bad input', '{ product(asin: "x") { id } }', {}],
    ['a syntax error', '{', {}],
  ];
  test.for(unkept)('not at all: %s', async ([, query, script]) => {
    expect(await controlOf(query, script)).toBe('no-store');
  });
});

describe('a conditional GET', () => {
  const query = get(`{ ${product(first)} }`);

  test('gets 304 without a body when nothing has changed', async () => {
    const { send } = aGateway();
    const fresh = await send({}, query);
    const etag = fresh.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const again = await send({ headers: { 'if-none-match': known } }, query);
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
      expect(again.headers.get('cache-control')).toBe('public, max-age=3600');
    }
  });

  test('gets the whole response when it has changed', async () => {
    let title = 'one';
    const { send } = aGateway({ product: (key) => aProductAnswer(aProduct({ ...key, title })) });
    const asked = get(`{ product(asin: "${first}") { title } }`);
    const etag = (await send({}, asked)).headers.get('etag') ?? '';
    title = 'two';
    const again = await send({ headers: { 'if-none-match': etag } }, asked);
    expect([again.status, await again.text()]).toEqual([200, '{"data":{"product":{"title":"two"}}}']);
  });

  test('a response that must not be stored has no ETag, and neither has a POST', async () => {
    const { send, post } = aGateway();
    expect((await send({}, get('{ __typename }'))).headers.has('etag')).toBe(false);
    expect((await post({ query: `{ ${product(first)} }` })).headers.has('etag')).toBe(false);
  });
});

describe('the cost of an operation', () => {
  test('makes the response private, and caches distinguish responses with and without it', async () => {
    const gateway = aGateway({ product: holding(() => 90) });
    for (const [headers, control] of [
      [asked, 'private, max-age=90'],
      [{}, 'public, max-age=90'],
    ] as const) {
      const { headers: answered } = await gateway.post({ query: `{ ${product(first)} }` }, headers);
      expect(answered.get('cache-control')).toBe(control);
      expect(answered.get('vary')).toContain('x-gateway-cost');
    }
  });

  const asked = { 'x-gateway-cost': '1' };
  const query = `{ products(asins: ${JSON.stringify(asinNumbers(25))}) { __typename } search(query: "tea") { totalCount } }`;
  const costOf = async (script: Script) => {
    const response = await aGateway(script).post({ query }, asked);
    const answer: { readonly extensions?: { readonly cost?: unknown } } = JSON.parse(await response.text());
    return answer.extensions?.cost;
  };

  test('is returned on request only', async () => {
    const answer = readAnswer(await (await aGateway().post({ query })).text());
    expect(answer).not.toHaveProperty('extensions');
  });

  test('is its share of calls, with the maximum and the remaining quota', async () => {
    const tried = {
      attempts: [
        { ...anAttempt, outcome: 'MISSING' },
        { ...anAttempt, source: 'SP_API' },
        { source: 'SCRAPING', outcome: 'SKIPPED', durationMs: 0 },
      ],
    } as const;
    expect(await costOf({ product: (key) => aProductAnswer(aProduct(key), tried) })).toMatchObject({
      requestedCalls: 4,
      usedCalls: 6,
      maximumCalls: 20,
      permits: [{ source: 'PA_API', restorePerSecond: 1, leftToday: 8000, resetsAt: '2026-06-02T00:00:00.000Z' }],
    });
  });

  test('is zero for cached products', async () => {
    expect(await costOf({ product: (key) => aProductAnswer(aProduct(key), { cacheStatus: 'FRESH' }) })).toMatchObject({
      requestedCalls: 4,
      usedCalls: 0,
    });
  });

  test('has the pages of a list that were not cached, however many hits are on one', async () => {
    const search = (request: Parameters<typeof twoHits>[0]) => ({ ...twoHits(request), calls: 3 });
    const product = (key: ProductRequest) => aProductAnswer(aProduct(key), { cacheStatus: 'FRESH' });
    expect(await costOf({ product, search })).toMatchObject({ usedCalls: 3 });
    const stale = (request: Parameters<typeof twoHits>[0]) => ({ ...search(request), cacheStatus: 'STALE' }) as const;
    expect(await costOf({ product, search: stale })).toMatchObject({ usedCalls: 3 });
  });

  test('is zero when no call was made', async () => {
    const busy = { attempts: [{ ...anAttempt, outcome: 'FAILED', code: 'BUSY' }] } as const;
    expect(await costOf({ product: (key) => ({ ...unavailable(key), ...busy }) })).toMatchObject({ usedCalls: 0 });
  });
});

function unavailable({ asin, marketplace }: ProductRequest): Answer {
  const why = { code: 'SOURCES_UNAVAILABLE', message: 'No.', retryable: true } as const;
  return { kind: 'unavailable', asin, marketplace, ...why, attempts: [] };
}

function staleHits(request: Parameters<typeof twoHits>[0]): ReturnType<typeof twoHits> {
  const answer = twoHits(request);
  return answer.kind === 'hits' ? { ...answer, cacheStatus: 'STALE' } : answer;
}
