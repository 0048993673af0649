import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { usualMediaTypes } from '../../src/graphql/written-result.ts';
import { asinNumbers } from '../support/asins.ts';
import { aDoor, type Door } from '../fast-path/a-door.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { hostileOperations } from '../graphql/hostile-operations.ts';

/** The fast path knows an operation from its second request on, and keeps products as JSON from the third. */
const times = 5;
/** Time between two requests: about every twenty requests a product expires or is refreshed ahead. */
const stepMs = 170_300;

const clock = fakeClock();
let fast: Door;
let door: Door;

beforeAll(async () => {
  fast = await aDoor({ clock });
  door = await aDoor({ clock, fast: false });
});
afterAll(async () => {
  await fast.listener.drain();
  await door.listener.drain();
});

type Sent = { readonly headers?: Readonly<Record<string, string>>; readonly body?: string; readonly path?: string };

function send(url: string, method: string, { headers = {}, body, path = '/graphql' }: Sent): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${url}${path}`, { method, headers }, (response) => {
      const pairs = response.rawHeaders.flatMap((name, n, all) =>
        n % 2 === 0 ? [`${name.toLowerCase()}: ${all[n + 1]}`] : [],
      );
      const shown = pairs.filter((line) => !line.startsWith('date:')).sort();
      text(response).then((read) => resolve({ status: response.statusCode, headers: shown, body: read }), reject);
    });
    request.on('error', reject).end(body);
  });
}

/** Sends a request to both several times. Returns pairs of responses, and last the pair of reported events. */
async function both(method: string, sent: Sent): Promise<readonly (readonly [unknown, unknown])[]> {
  const [toldFast, toldDoor] = [fast.told.length, door.told.length];
  const pairs: [unknown, unknown][] = [];
  for (let n = 0; n < times; n += 1) {
    clock.advance(stepMs);
    pairs.push([await send(fast.url, method, sent), await send(door.url, method, sent)]);
    // Background work must end before the clock moves.
    await vi.waitFor(() => expect(fast.told.length - toldFast).toBe(door.told.length - toldDoor));
  }
  const told = ({ told: all }: Door, from: number) =>
    all.slice(from).map((event) => ({ ...event, operationRef: undefined }));
  return [...pairs, [told(fast, toldFast), told(door, toldDoor)]];
}

const json = { 'content-type': 'application/json' };
const fields = 'id title price { amount } provenance { source fetchedAt } quality { overall }';
const byVariable = `query One($asin: ASIN!) { product(asin: $asin) { ${fields} } }`;
const many = `query Many($asins: [ASIN!]!) { products(asins: $asins) { __typename ... on Product { ${fields} } } }`;

const operations: readonly (readonly [string, string, unknown?, string?])[] = [
  ['a product', byVariable, { asin: 'B000000001' }],
  ['a product that does not exist', byVariable, { asin: 'B000000002' }],
  ['a product for which the source fails', byVariable, { asin: 'B000000003' }],
  ['a product with a field that fails', byVariable, { asin: 'B000000004' }],
  ['a missing variable', byVariable],
  ['an unknown variable', byVariable, { asin: 'B000000001', more: 1 }],
  ['a variable that is not an ASIN', byVariable, { asin: 'nope' }],
  ['an ASIN in small letters', byVariable, { asin: ' b000000001 ' }],
  ['several products', many, { asins: ['B000000001', 'B000000002', 'B000000003', 'B000000001'] }],
  ['several products, one of which has a field that fails', many, { asins: ['B000000001', 'B000000004'] }],
  ['too many ASINs', many, { asins: asinNumbers(51) }],
  ['invalid ASINs among valid ones', many, { asins: ['B000000001', 'x', 'y'] }],
  ['aliases', `{ a: product(asin: "B000000001") { id } b: product(asin: "B000000003") { id } }`],
  [
    'fields that are skipped',
    'query ($no: Boolean!) { product(asin: "B000000001") { id title @include(if: $no) brand @skip(if: $no) } }',
    { no: false },
  ],
  [
    'a root field that is skipped',
    'query ($no: Boolean!) { product(asin: "bad") @include(if: $no) { id } __typename }',
    { no: false },
  ],
  ['fragments', `query { product(asin: "B000000001") { ...F } } fragment F on Product { ${fields} }`],
  [
    'a list with variables in it',
    'query ($a: ASIN!) { products(asins: [$a, "B000000005"]) { __typename } }',
    { a: 'B000000001' },
  ],
  [
    'references with variables in them',
    'query ($id: ID) { _entities(representations: [{ __typename: "Product", id: $id }]) { ... on Product { asin } } }',
    { id: 'IN:B000000001' },
  ],
  [
    'references',
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { asin } } }',
    { r: [{ __typename: 'Product', id: 'IN:B000000001' }, { __typename: 'Nothing' }] },
  ],
  [
    'fields by variables, with defaults',
    'query ($a: ASIN!, $yes: Boolean = true) { product(asin: $a) { id title @include(if: $yes) brand @skip(if: $yes) } }',
    { a: 'B000000001' },
  ],
  [
    'the same with the variable given',
    'query ($a: ASIN!, $yes: Boolean = true) { product(asin: $a) { id title @include(if: $yes) brand @skip(if: $yes) } }',
    { a: 'B000000001', yes: false },
  ],
  [
    'fields merged from many fragments',
    `query ($a: ASIN!) { ...R product(asin: $a) { ...F ...F price { currency } ... on ProductResult { ... on Product { rating } } } }
     fragment R on Query { product(asin: $a) { title price { amount } ...F } }
     fragment F on Product { title quality { completeness } }`,
    { a: 'B000000001' },
  ],
  [
    'products of every kind, and one product twice',
    `query ($asins: [ASIN!]!, $a: ASIN!) { many: products(asins: $asins) { type: __typename ... on Product { asin quality { freshness } }
       ... on ProductNotFound { asin message attempts { outcome } } } one: product(asin: $a) { asin } gone: product(asin: "B000000002") { asin } }`,
    { asins: ['B000000005', 'B000000002', 'B000000005', 'B000000006'], a: 'B000000006' },
  ],
  ['aliases that are names of JavaScript', '{ __proto__: product(asin: "B000000001") { constructor: id } }'],
  [
    'the type of Query between products',
    '{ a: product(asin: "B000000001") { id } t: __typename b: product(asin: "B000000005") { id } }',
  ],
  ['only skipped fields', '{ product(asin: "B000000001") @skip(if: true) { id } }'],
  ['a real-time product', 'query ($a: ASIN!) { product(asin: $a, realTime: true) { title } }', { a: 'B000000001' }],
  [
    'another marketplace',
    'query ($m: Marketplace) { product(asin: "B000000001", marketplace: $m) { id marketplace } }',
    { m: 'US' },
  ],
  [
    'references in every marketplace',
    'query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Product { id } } }',
    {
      r: [
        'IN',
        'US',
        'UK',
        'DE',
        'FR',
        'ES',
        'IT',
        'JP',
        'CA',
        'MX',
        'BR',
        'AU',
        'AE',
        'SA',
        'EG',
        'TR',
        'NL',
        'PL',
        'SE',
        'BE',
        'SG',
      ].map((marketplace) => ({ __typename: 'Product', id: `${marketplace}:B000000001` })),
    },
  ],
  ['a product and statistics', '{ product(asin: "B000000001") { id } sourceAnalytics { timestamp } }'],
  ['a search', 'query ($q: String!) { search(query: $q) { nodes { id } pageInfo { hasNextPage } } }', { q: 'tea' }],
  ['introspection', '{ __schema { queryType { name } types { name kind } } }'],
  ['statistics', '{ sourceAnalytics { timestamp cache { hits hitRate } } }'],
  ['one of several operations', 'query A { a: __typename } query B { b: __typename }', undefined, 'B'],
  ['the other of several operations', 'query A { a: __typename } query B { b: __typename }', undefined, 'A'],
  ['no name for one of several operations', 'query A { a: __typename } query B { b: __typename }'],
  ['the name of an unknown operation', 'query A { a: __typename }', undefined, 'C'],
  ['a syntax error', '{ product('],
  ['an unknown field', '{ nope }'],
];

describe('the fast path answers an operation exactly as the server does, however often it is sent', () => {
  test.for(operations)('%s', async ([, query, variables, operationName]) => {
    for (const [short, long] of await both('POST', {
      headers: json,
      body: JSON.stringify({ query, variables, operationName }),
    })) {
      expect(short).toEqual(long);
    }
  });

  test.for(hostileOperations.map((hostile) => [hostile.name, hostile] as const))('%s', async ([, { init, search }]) => {
    const headers = Object.fromEntries(new Headers(init?.headers));
    const body = typeof init?.body === 'string' ? { body: init.body } : {};
    const path = `/graphql${search === undefined ? '' : encodeURI(search)}`;
    for (const [short, long] of await both(init?.method ?? 'GET', { headers, path, ...body })) {
      expect(short).toEqual(long);
    }
  });
});

const question = JSON.stringify({ query: byVariable, variables: { asin: 'B000000001' } });

test.for([
  { variables: [] },
  { variables: 'x' },
  { variables: 7 },
  { variables: null },
  { extensions: [] },
  { extensions: 'x' },
  { extensions: null },
  { operationName: null },
  { operationName: '' },
  { operationName: 7 },
  { operationName: false },
  { more: null },
])('a known operation with %o is answered exactly as the server does', async (odd) => {
  const query = '{ product(asin: "B000000001") { id } }';
  for (const body of [{ query }, { query, ...odd }]) {
    for (const [short, long] of await both('POST', { headers: json, body: JSON.stringify(body) }))
      expect(short).toEqual(long);
  }
});

const bodies: readonly (readonly [string, string])[] = [
  ['invalid JSON', '{nope'],
  ['nothing', ''],
  ['null', 'null'],
  ['a number', '7'],
  ['a text', '"{ __typename }"'],
  ['a list', '[]'],
  ['a byte-order mark', `\uFEFF${question}`],
  ['no query', '{}'],
  ['a query that is not a text', '{"query":7}'],
  ['an unknown parameter', '{"query":"{ __typename }","more":1}'],
  ['a repeated parameter', '{"query":"{ nope }","query":"{ __typename }"}'],
  ['a prototype', '{"query":"{ __typename }","__proto__":{"variables":1}}'],
  ['extensions that are not an object', '{"query":"{ __typename }","extensions":[]}'],
  [
    'the name of a client library',
    JSON.stringify({ ...JSON.parse(question), extensions: { clientLibrary: { name: 'a' } } }),
  ],
  ['an empty operation name', '{"query":"{ __typename }","operationName":""}'],
  ['nulls', '{"query":"{ __typename }","variables":null,"operationName":null,"extensions":null}'],
  ['an unknown hash', '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"abc"}}}'],
];
const headers: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['no content type', {}],
  ['a content type with charset', { 'content-type': 'application/json; charset=utf-8' }],
  ['a content type in capitals', { 'content-type': 'APPLICATION/JSON' }],
  ['a content type with blanks', { 'content-type': 'Application/JSON ; charset=utf-8' }],
  ['a content encoding', { ...json, 'content-encoding': 'gzip' }],
  ['the identity encoding', { ...json, 'content-encoding': 'identity' }],
  ['a foreign charset', { 'content-type': 'application/json; charset=utf-16' }],
  ['GraphQL’s own content type', { 'content-type': 'application/graphql+json' }],
  ['two content types', { 'content-type': 'application/json, text/plain' }],
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['a chunked body', { ...json, 'transfer-encoding': 'chunked' }],
  ['a request for the cost', { ...json, 'x-gateway-cost': '1' }],
  ['an origin', { ...json, origin: 'https://shop.example' }],
  ['another site', { ...json, 'sec-fetch-site': 'cross-site' }],
];
const accepts = [
  ...[...usualMediaTypes.keys()].filter((accept) => accept !== undefined),
  'application/json, application/graphql-response+json',
  'application/graphql-response+json; charset=utf-8, application/json',
  'application/*',
  'APPLICATION/JSON',
  'text/html',
  'text/event-stream',
  'multipart/mixed',
  'application/json; charset=utf-16',
  '',
];

describe('requests of every kind are answered exactly as the server does', () => {
  test.for(bodies)('a body of %s', async ([, body]) => {
    for (const accept of ['*/*', 'application/graphql-response+json', 'text/html']) {
      for (const [short, long] of await both('POST', { headers: { ...json, accept }, body }))
        expect(short).toEqual(long);
    }
  });
  test.for(headers)('%s', async ([, own]) => {
    for (const [short, long] of await both('POST', { headers: own, body: question })) expect(short).toEqual(long);
  });
  test.for(['a b', 'x:99999999', 'ex%ample', '[::1'])('an invalid host: %s', async (host) => {
    for (const method of ['GET', 'POST']) {
      const path = method === 'GET' ? `/graphql?query=${encodeURIComponent('{ __typename }')}` : '/graphql';
      const sent = { path, headers: { ...json, host }, ...(method === 'POST' && { body: question }) };
      const pairs = await both(method, sent);
      for (const [short, long] of pairs) expect(short).toEqual(long);
      expect(pairs[0]?.[0]).toMatchObject({
        status: 400,
        body: expect.stringMatching(/^{"errors":\[{.*"code":"BAD_REQUEST"/),
      });
    }
  });
  test.for(accepts)('accept: %s', async (accept) => {
    for (const body of [question, '{"query":"{ nope }"}', '{"query":"{"}']) {
      for (const [short, long] of await both('POST', { headers: { ...json, accept }, body }))
        expect(short).toEqual(long);
    }
  });
  test.for(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'])('%s', async (method) => {
    const path = `/graphql?query=${encodeURIComponent('{ __typename }')}`;
    for (const [short, long] of await both(method, { path })) expect(short).toEqual(long);
  });
  test('a POST with a query in its address', async () => {
    for (const [short, long] of await both('POST', { path: '/graphql?query={nope}', headers: json, body: question })) {
      expect(short).toEqual(long);
    }
  });
});

test('the audits of GraphQL over HTTP pass with and without the fast path, with the same responses', async () => {
  const seen: string[] = [];
  const fetchFn = async (_: string, init: RequestInit = {}) => {
    const sent = {
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(typeof init.body === 'string' && { body: init.body }),
    };
    for (const [short, long] of await both(init.method ?? 'GET', { ...sent, path: pathOf(_) }))
      expect(short).toEqual(long);
    seen.push(_);
    return await fetch(`${fast.url}${pathOf(_)}`, init);
  };
  const audits = serverAudits({ url: 'http://gateway.test/graphql', fetchFn });
  for (const audit of audits) expect(await audit.fn(), audit.name).toMatchObject({ status: 'ok' });
  expect(seen.length).toBeGreaterThan(55);
});

function pathOf(address: string): string {
  const { pathname, search } = new URL(address);
  return pathname + search;
}
