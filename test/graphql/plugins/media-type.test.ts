import { describe, expect, test } from 'vitest';
import { chooseMediaType } from '../../../src/graphql/plugins/media-type.ts';
import { aGateway } from '../a-graphql-server.ts';

const [json, response] = ['application/json', 'application/graphql-response+json'];

test.each([
  [null, json],
  ['', json],
  ['*/*', json],
  ['application/*', json],
  ['APPLICATION/JSON', json],
  [response, response],
  [`${response}, ${json}`, response],
  [`${json}, ${response}`, json],
  [`${json};q=0.5, ${response}`, response],
  [`${json};q=0, */*`, json],
  [`text/event-stream, multipart/mixed, ${json}`, json],
  [`${json}; charset=utf-8`, json],
  [`${json}; charset=utf-16`, undefined],
  [`${json};q=0`, undefined],
  ['text/event-stream', undefined],
  ['multipart/mixed', undefined],
  ['text/html', undefined],
])('Accept %s is answered with %s', (accept, mediaType) => {
  expect(chooseMediaType(accept)).toBe(mediaType);
});

describe('an Accept header that allows neither media type', () => {
  const query = '{ product(asin: "B0CR7G9V56") { id } }';
  const unmet = ['text/event-stream', 'multipart/mixed', 'text/html', 'a/b,'.repeat(4000)];

  test.each(unmet)('is refused before any source is called: %s', async (accept) => {
    for (const method of ['POST', 'GET']) {
      const gateway = aGateway();
      const answer =
        method === 'POST'
          ? await gateway.post({ query }, { accept })
          : await gateway.send({ headers: { accept } }, `?query=${encodeURIComponent(query)}`);
      expect(answer.status).toBe(406);
      expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_ACCEPTABLE' } }] });
      expect(gateway.lookups).toEqual([]);
      expect(JSON.stringify([...answer.headers]).length).toBeLessThan(500);
    }
  });

  test('a client that prefers streams gets JSON', async () => {
    const answer = await aGateway().post({ query }, { accept: `text/event-stream, multipart/mixed, ${json}` });
    expect(answer.headers.get('content-type')).toBe(`${json}; charset=utf-8`);
    expect(await answer.json()).toMatchObject({ data: { product: { id: 'IN:B0CR7G9V56' } } });
  });
});
