import { describe, expect, test } from 'vitest';
import { aGateway, readAnswer } from './a-graphql-server.ts';

const json = { 'content-type': 'application/json' };
const strict = { accept: 'application/graphql-response+json' };

describe('requests without a valid operation are refused', () => {
  const requests: readonly (readonly [string, RequestInit, string, number, string])[] = [
    [
      'two operations without a name',
      { method: 'POST', headers: json, body: '{"query":"{ __typename } { __typename }"}' },
      '',
      400,
      'operationName',
    ],
    [
      'an operation that is not there',
      { method: 'POST', headers: json, body: '{"query":"query A { __typename }","operationName":"B"}' },
      '',
      400,
      'operationName = "B"',
    ],
    [
      'a body that is compressed',
      { method: 'POST', headers: { ...json, 'content-encoding': 'gzip' }, body: '{"query":"{ __typename }"}' },
      '',
      415,
      'Content-Encoding',
    ],
    ['invalid JSON', { method: 'POST', headers: json, body: '{nope' }, '', 400, 'not valid JSON'],
    [
      'a 3 MB body',
      { method: 'POST', headers: json, body: `{"query":"{ __typename }${' '.repeat(3_000_000)}"}` },
      '',
      413,
      'too large',
    ],
    [
      'a form post',
      { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'query={__typename}' },
      '',
      415,
      'application/json',
    ],
    [
      'a text post',
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{"query":"{__typename}"}' },
      '',
      415,
      'application/json',
    ],
    [
      'a bare operation',
      { method: 'POST', headers: { 'content-type': 'application/graphql' }, body: '{__typename}' },
      '',
      415,
      'application/json',
    ],
    [
      'a multipart post',
      { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' },
      '',
      415,
      'application/json',
    ],
    [
      'several operations at once',
      { method: 'POST', headers: json, body: '[{"query":"{ __typename }"}]' },
      '',
      400,
      'Batching',
    ],
    ['no operation', { method: 'POST', headers: { ...json, ...strict }, body: '{}' }, '', 400, 'query'],
    [
      'variables that are a list',
      { method: 'POST', headers: json, body: '{"query":"{ __typename }","variables":[]}' },
      '',
      400,
      'variables',
    ],
    ['GET with variables that are not JSON', {}, '?query={__typename}&variables={bad', 400, 'variables'],
    ['GET without an operation', { headers: strict }, '', 400, 'query'],
    ['PUT', { method: 'PUT', headers: json, body: '{}' }, '', 405, 'GET and POST'],
  ];
  test.for(requests)('%s', async ([, init, search, status, says]) => {
    const gateway = aGateway();

    const response = await gateway.send(init, search);

    expect(response.status).toBe(status);
    expect(readAnswer(await response.text()).errors?.[0]?.message).toContain(says);
    expect(gateway.lookups).toEqual([]);
    expect(gateway.events.filter(({ type }) => type === 'unexpected')).toEqual([]);
  });

  test('a body without a length that exceeds the limit is refused while it is read', async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let part = 0; part < 30; part += 1) controller.enqueue(new Uint8Array(100_000).fill(32));
        controller.close();
      },
    });
    const init: RequestInit & { readonly duplex: 'half' } = { method: 'POST', headers: json, body, duplex: 'half' };
    const response = await aGateway().send(init);
    expect(response.status).toBe(413);
  });

  test('syntax and validation errors keep the usual codes', async () => {
    const { ask } = aGateway();
    expect((await ask('{ product')).errors).toMatchObject([{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }]);
    expect((await ask('{ nope }')).errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });
});

describe('a GET that a browser sends for another site', () => {
  const query = '?query={product(asin:"B0CR7G9V56"){id}}';
  const gateway = () => aGateway({}, { corsOrigins: ['https://shop.example'] });

  test.for(['cross-site', 'same-site'])('is refused: %s', async (site) => {
    const { send, lookups } = gateway();
    const response = await send({ headers: { 'sec-fetch-site': site } }, query);
    expect(response.status).toBe(403);
    expect(readAnswer(await response.text()).errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
    expect(lookups).toEqual([]);
    const elsewhere = { 'sec-fetch-site': site, origin: 'https://elsewhere.example' };
    expect((await send({ headers: elsewhere }, query)).status).toBe(403);
  });

  const welcome: readonly (readonly [string, Record<string, string>])[] = [
    ['an allowed site', { 'sec-fetch-site': 'cross-site', origin: 'https://shop.example' }],
    ['pages of the gateway', { 'sec-fetch-site': 'same-origin' }],
    ['a typed address', { 'sec-fetch-site': 'none' }],
    ['clients other than browsers', {}],
  ];
  test.for(welcome)('is answered for %s', async ([, headers]) => {
    expect((await gateway().send({ headers }, query)).status).toBe(200);
  });
});

describe('a JSON body is accepted', () => {
  const query = '{"query":"{ __typename }"}';
  const bodies: readonly (readonly [string, string, string])[] = [
    ['with any case and whitespace in its media type', 'Application/JSON ; charset=utf-8', query],
    ['with a byte order mark', 'application/json', `\uFEFF${query}`],
  ];
  test.for(bodies)('%s', async ([, type, body]) => {
    const response = await aGateway().send({ method: 'POST', headers: { 'content-type': type }, body });
    expect(readAnswer(await response.text())).toEqual({ data: { __typename: 'Query' } });
  });
});
