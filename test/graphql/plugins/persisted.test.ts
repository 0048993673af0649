import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { aGateway, readAnswer } from '../a-graphql-server.ts';

const query = '{ product(asin: "B0CR7G9V56") { id } }';
const other = '{ __typename }';
const found = { data: { product: { id: 'IN:B0CR7G9V56' } } };

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function byHash(text: string) {
  return { extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(text) } } };
}

/** The error code or the data of a response. */
async function outcome(response: Promise<Response>) {
  const { data, errors } = readAnswer(await (await response).text());
  return errors?.[0]?.extensions['code'] ?? data;
}

describe('without a list, a client may send a text once and then its hash', () => {
  test('with POST and with GET', async () => {
    const { post, send } = aGateway();
    const get = `?extensions=${encodeURIComponent(JSON.stringify(byHash(query).extensions))}`;
    expect(await outcome(post(byHash(query)))).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(await outcome(post({ query, ...byHash(query) }))).toEqual(found.data);
    expect(await outcome(post(byHash(query)))).toEqual(found.data);
    expect(await outcome(send({}, get))).toEqual(found.data);
  });

  test('with or without the algorithm as prefix', async () => {
    const { post } = aGateway();
    const prefixed = { extensions: { persistedQuery: { version: 1, sha256Hash: `sha256:${hashOf(query)}` } } };
    expect(await outcome(post({ query, ...prefixed }))).toEqual(found.data);
    expect(await outcome(post(byHash(query)))).toEqual(found.data);
    expect(await outcome(post(prefixed))).toEqual(found.data);
  });

  test('the hash of another text is refused and not stored', async () => {
    const { post } = aGateway();
    expect(await outcome(post({ query: other, ...byHash(query) }))).toBe('PERSISTED_QUERY_MISMATCH');
    expect(await outcome(post(byHash(query)))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  test('an unknown hash is 404 for clients that accept GraphQL responses, and no cache stores it', async () => {
    const response = await aGateway().post(byHash(query), { accept: 'application/graphql-response+json' });
    expect([response.status, response.headers.get('cache-control')]).toEqual([404, 'no-store']);
  });

  test('long texts evict older texts: memory is bounded', async () => {
    const { post } = aGateway();
    await post({ query, ...byHash(query) });
    for (let n = 0; n < 9; n += 1) {
      const long = `${other} #${n}${'x'.repeat(490_000)}`;
      await post({ query: long, ...byHash(long) });
    }
    expect(await outcome(post(byHash(query)))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  const malformed: readonly unknown[] = [
    null,
    7,
    'x',
    [],
    {},
    { version: 2, sha256Hash: hashOf(query) },
    { version: 1, sha256Hash: 7 },
  ];
  test.for(malformed)('%j is ignored', async (persistedQuery) => {
    expect(await outcome(aGateway().post({ query, extensions: { persistedQuery } }))).toEqual(found.data);
  });
});

describe('with a list', () => {
  const list = new Map([[hashOf(query), query]]);

  test('its operations are answered by hash, others by text', async () => {
    const { post } = aGateway({}, { persisted: { byHash: list, only: false } });
    expect(await outcome(post(byHash(query)))).toEqual(found.data);
    expect(await outcome(post({ query: other }))).toEqual({ __typename: 'Query' });
    expect(await outcome(post(byHash(other)))).toBe('PERSISTED_QUERY_NOT_IN_LIST');
  });

  test('a hash may name its algorithm, as GraphQL Code Generator writes it', async () => {
    const { post } = aGateway({}, { persisted: { byHash: list, only: true } });
    const prefixed = { persistedQuery: { version: 1, sha256Hash: `sha256:${hashOf(query)}` } };
    expect(await outcome(post({ extensions: prefixed }))).toEqual(found.data);
  });

  test('no request adds to it', async () => {
    const { post } = aGateway({}, { persisted: { byHash: list, only: false } });
    await post({ query: other, ...byHash(other) });
    expect(await outcome(post(byHash(other)))).toBe('PERSISTED_QUERY_NOT_IN_LIST');
  });

  test('no other operation is answered when only listed operations are allowed', async () => {
    const { post, lookups } = aGateway({}, { persisted: { byHash: list, only: true } });
    expect(await outcome(post({ query }))).toBe('PERSISTED_QUERY_ONLY');
    expect(await outcome(post({ query, ...byHash(query) }))).toBe('PERSISTED_QUERY_ONLY');
    expect(await outcome(post({}))).toBe('PERSISTED_QUERY_ID_REQUIRED');
    expect(await outcome(post({ extensions: { persistedQuery: { version: 1, sha256Hash: 'constructor' } } }))).toBe(
      'PERSISTED_QUERY_NOT_IN_LIST',
    );
    expect(lookups).toEqual([]);
    expect(await outcome(post(byHash(query)))).toEqual(found.data);
  });

  test('limits apply to listed operations too', async () => {
    const { post } = aGateway({}, { persisted: { byHash: list, only: true }, limits: { depth: 1 } });
    expect(await outcome(post(byHash(query)))).toBe('OPERATION_TOO_COMPLEX');
  });
});
