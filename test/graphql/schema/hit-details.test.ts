import { describe, expect, test } from 'vitest';
import type { SearchAnswer, SearchRequest } from '../../../src/catalog/answer.ts';
import { aProduct } from '../../support/a-product.ts';
import { aGateway, aProductAnswer, twoHits, type Script } from '../a-graphql-server.ts';

const { brand: _, ...bare } = aProduct();

/** A search whose hits say less than a lookup does. */
function thinHits(request: SearchRequest): SearchAnswer {
  const answer = twoHits(request);
  if (answer.kind !== 'hits') return answer;
  const hits = answer.hits.map((hit) => {
    const { asin, marketplace } = hit.answer.product;
    return { ...hit, lookup: { asin, marketplace }, answer: aProductAnswer({ ...bare, asin, features: [] }) };
  });
  return { ...answer, hits };
}

const thin: Script = { search: thinHits };
const search = (fields: string) => `{ search(query: "tea") { ${fields} } }`;

describe('a hit that says less than a lookup', () => {
  test('is looked up when such a field is selected, all hits and all else of the operation in one call', async () => {
    const gateway = aGateway(thin);
    const { data, errors } = await gateway.ask(
      `{ product(asin: "B0CR7G9V56") { id } search(query: "tea") { nodes { asin brand } edges { node { features } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ search: { nodes: [{ brand: aProduct().brand }, { brand: aProduct().brand }] } });
    expect(
      gateway.lookups
        .flat()
        .map(({ asin }) => asin)
        .toSorted(),
    ).toEqual(['B000000001', 'B000000002', 'B0CR7G9V56']);
    expect(gateway.lookups.length).toBeLessThanOrEqual(2);
  });

  const cheap: readonly (readonly [string, string, Script])[] = [
    ['for fields it has', 'nodes { asin title price { amount } imageUrl }', thin],
    ['for fields no lookup promises', 'nodes { rating reviewCount listPrice { amount } }', thin],
    [
      'for fields that are skipped',
      'nodes { asin brand @skip(if: true) ...F @include(if: false) ... @skip(if: true) { features } }',
      thin,
    ],
    ['when nobody looks up many at once', 'nodes { asin brand features }', { search: twoHits }],
    ['when no hit is asked for', 'totalCount', thin],
  ];
  test.for(cheap)('is left alone %s', async ([, fields, script]) => {
    const gateway = aGateway(script);
    const fragment = fields.includes('...F') ? ' fragment F on Product { seller }' : '';
    expect((await gateway.ask(search(fields) + fragment)).errors).toBeUndefined();
    expect(gateway.lookups).toEqual([]);
  });

  test('stays as it was found when the lookup learns nothing', async () => {
    const gone: Script = {
      ...thin,
      product: ({ asin, marketplace }) => ({ kind: 'not-found', asin, marketplace, attempts: [], expiresAt: 0 }),
    };
    const { data, errors } = await aGateway(gone).ask(search('nodes { asin brand }'));
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      search: {
        nodes: [
          { asin: 'B000000001', brand: null },
          { asin: 'B000000002', brand: null },
        ],
      },
    });
  });

  test('is looked up the fifth time as the first, when the operation is known', async () => {
    const gateway = aGateway(thin);
    const query = `query ($brand: Boolean!) { search(query: "tea") { nodes { ...F } } } fragment F on Product { asin brand @include(if: $brand) }`;
    for (let n = 0; n < 5; n += 1) await gateway.ask(query, { brand: true });
    expect(gateway.lookups).toHaveLength(5);
    for (let n = 0; n < 5; n += 1) await gateway.ask(query, { brand: false });
    expect(gateway.lookups).toHaveLength(5);
  });
});
