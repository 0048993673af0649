import { describe, expect, test } from 'vitest';
import type { SearchAnswer, SearchRequest } from '../../../src/catalog/answer.ts';
import { aProduct } from '../../support/a-product.ts';
import { aGateway, aProductAnswer, twoHits, type Script } from '../a-graphql-server.ts';

const { brand: _, ...bare } = aProduct();

/** A search whose hits have fewer values than a lookup. */
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
/** The source of these hits lists two fields whole; this product has neither. */
const whole: Script = {
  search(request) {
    const answer = thinHits(request);
    if (answer.kind !== 'hits') return answer;
    return { ...answer, hits: answer.hits.map((hit) => ({ ...hit, wholeFields: ['contributors', 'parentAsin'] })) };
  },
};
const search = (fields: string) => `{ search(query: "tea") { ${fields} } }`;

describe('a hit with fewer values than a lookup', () => {
  test('is looked up when a missing field is selected, in one call with all other lookups of the operation', async () => {
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
    ['for fields that it has', 'nodes { asin title price { amount } imageUrl }', thin],
    ['to learn that everyone can buy it', 'nodes { price { amount } priceAccess }', thin],
    ['for fields that its source lists whole', 'nodes { contributors { name } parentAsin }', whole],
    ['for fields that lookups often lack', 'nodes { rating reviewCount listPrice { amount } }', thin],
    [
      'for fields that are skipped',
      'nodes { asin brand @skip(if: true) ...F @include(if: false) ... @skip(if: true) { features } }',
      thin,
    ],
    ['when its source has no lookups for many products', 'nodes { asin brand features }', { search: twoHits }],
    ['when no hit is selected', 'totalCount', thin],
  ];
  test.for(cheap)('is not looked up %s', async ([, fields, script]) => {
    const gateway = aGateway(script);
    const fragment = fields.includes('...F') ? ' fragment F on Product { seller }' : '';
    expect((await gateway.ask(search(fields) + fragment)).errors).toBeUndefined();
    expect(gateway.lookups).toEqual([]);
  });

  test('is looked up for other fields than those that its source lists whole', async () => {
    const gateway = aGateway(whole);
    await gateway.ask(search('nodes { contributors { name } brand }'));
    expect(gateway.lookups.flat()).toHaveLength(2);
  });

  test('stays as the search returned it when the lookup finds nothing', async () => {
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

  test('is looked up by known operations as by new ones', async () => {
    const gateway = aGateway(thin);
    const query = `query ($brand: Boolean!) { search(query: "tea") { nodes { ...F } } } fragment F on Product { asin brand @include(if: $brand) }`;
    for (let n = 0; n < 5; n += 1) await gateway.ask(query, { brand: true });
    expect(gateway.lookups).toHaveLength(5);
    for (let n = 0; n < 5; n += 1) await gateway.ask(query, { brand: false });
    expect(gateway.lookups).toHaveLength(5);
  });
});
