import { readFileSync } from 'node:fs';
import { composeServices, transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { buildASTSchema, parse, printSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { subgraphSdl } from '../../src/graphql/sdl.ts';
import type { Answer, ProductRequest } from '../../src/catalog/answer.ts';
import { aProduct } from '../support/a-product.ts';
import { asinNumbers } from '../support/asins.ts';
import { aGateway, aProductAnswer } from './a-graphql-server.ts';

const asin = 'B0CR7G9V56';
const entities = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { id price { amount } } } }';

describe('_entities', () => {
  test('25 references reach the catalog in one call and are answered in their order', async () => {
    const gateway = aGateway();
    const asins = asinNumbers(25).toReversed();
    const r = asins.map((one, index) => {
      const key = index % 2 === 0 ? { id: `IN:${one}` } : { asin: one, marketplace: 'IN' };
      return { __typename: 'Product', ...key };
    });
    const { data, errors } = await gateway.ask(entities, { r });
    expect(errors).toBeUndefined();
    expect(data?.['_entities']).toMatchObject(asins.map((one) => ({ id: `IN:${one}` })));
    expect(gateway.lookups).toHaveLength(1);
  });

  test('each marketplace answers with its own product', async () => {
    const { ask } = aGateway();
    const { data } = await ask(entities, {
      r: [
        { __typename: 'Product', id: `IN:${asin}` },
        { __typename: 'Product', asin, marketplace: 'US' },
        { __typename: 'Product', asin },
      ],
    });
    expect(data?.['_entities']).toMatchObject([{ id: `IN:${asin}` }, { id: `US:${asin}` }, { id: `IN:${asin}` }]);
  });

  test('an unknown product is null, a failed one is null with an error, and a malformed reference affects no other', async () => {
    const [there, gone, down] = asinNumbers(3);
    const product = (key: ProductRequest): Answer => {
      const { asin: asked, marketplace } = key;
      if (asked === gone) return { kind: 'not-found', asin: asked, marketplace, attempts: [], expiresAt: 0 };
      if (asked !== down) return aProductAnswer(aProduct(key));
      const why = { code: 'DEADLINE_EXCEEDED', message: 'Too late.', retryable: true } as const;
      return { kind: 'unavailable', asin: asked, marketplace, ...why, attempts: [] };
    };
    const gateway = aGateway({ product, serves: (marketplace) => marketplace !== 'TR' });
    const { data, errors } = await gateway.ask(entities, {
      r: [
        { __typename: 'Product', id: `IN:${gone}` },
        { __typename: 'Product', id: `IN:${down}` },
        { __typename: 'Product', asin: 'nope', marketplace: 'IN' },
        { __typename: 'Product', id: 'nope' },
        { __typename: 'Product', asin, marketplace: 'ZZ' },
        { __typename: 'Product', asin, marketplace: 'TR' },
        { __typename: 'Review', id: '1' },
        'Product',
        { __typename: 'Product', id: `IN:${there}` },
      ],
    });
    expect(data?.['_entities']).toEqual([...Array(8).fill(null), { id: `IN:${there}`, price: { amount: '1299.00' } }]);
    expect(errors?.map(({ path, extensions: { code } }) => [path?.[1], code])).toEqual(
      expect.arrayContaining([
        [1, 'DEADLINE_EXCEEDED'],
        ...[2, 3, 4, 5, 6, 7].map((index) => [index, 'BAD_USER_INPUT']),
      ]),
    );
    expect(errors).toHaveLength(7);
    expect(gateway.lookups[0]).toHaveLength(3);
  });

  test('answers of the catalog are not modified', async () => {
    const answer = Object.freeze(aProductAnswer());
    const { ask } = aGateway({ product: () => answer });
    const { errors } = await ask(entities, { r: [{ __typename: 'Product', asin }] });
    expect(errors).toBeUndefined();
    expect(Object.getOwnPropertyNames(answer)).not.toContain('__typename');
  });
});

describe('the subgraph', () => {
  test('is committed as it is served', () => {
    const committed = readFileSync(new URL('../../schema/subgraph.graphql', import.meta.url), 'utf8');
    expect(committed).toBe(subgraphSdl());
  });

  test('Product has both keys, and value types are shareable', () => {
    const sdl = subgraphSdl();
    expect(sdl).toContain('import: ["@cost", "@key", "@listSize", "@shareable"]');
    expect(sdl).toMatch(/type Product\s+@key\(fields: "id"\)\s+@key\(fields: "asin marketplace"\)/);
    for (const type of ['Money', 'PageInfo', 'Provenance', 'DataQuality', 'ProductImage', 'SourceAttempt']) {
      expect(sdl).toMatch(new RegExp(`type ${type}\\s+@shareable`));
    }
  });

  test('the subgraph declares the cost of its queries', () => {
    const sdl = subgraphSdl();
    expect(sdl).toMatch(/: Product @cost\(weight: 1\)/);
    expect(sdl).toMatch(/: \[ProductResult!\]! @cost\(weight: 5\) @listSize\(assumedSize: 50\)/);
    expect(sdl).toMatch(/: SearchConnection @cost\(weight: 5\) @listSize\(slicingArguments: \["first"\]/);
  });

  test('_service returns the same keys', async () => {
    const { data } = await aGateway().ask('{ _service { sdl } }');
    expect(data).toEqual({ _service: { sdl: expect.stringContaining('@key(fields: "asin marketplace")') } });
  });
});

describe('composed with a subgraph that reviews products', () => {
  const reviews = readFileSync(new URL('../e2e/federation/reviews.graphql', import.meta.url), 'utf8');
  const composed = composeServices([
    { name: 'products', url: 'http://products.example/graphql', typeDefs: parse(subgraphSdl()) },
    { name: 'reviews', url: 'http://reviews.example/graphql', typeDefs: parse(reviews) },
  ]);

  test('no types collide', () => {
    expect(composed.errors?.map(({ message }) => message)).toBeUndefined();
  });

  test('a product has both its price and its reviews', () => {
    const api = printSchema(buildASTSchema(transformSupergraphToPublicSchema(parse(composed.supergraphSdl ?? ''))));
    const product = /type Product \{[^]*?\n\}/.exec(api)?.[0];
    expect(product).toMatch(/\n {2}price: Money\n/);
    expect(product).toMatch(/\n {2}reviews: \[Review!\]!\n/);
  });

  test('no router joins by ASIN alone', () => {
    const keys = [...(composed.supergraphSdl ?? '').matchAll(/graph: PRODUCTS, key: "([^"]+)"/g)].map(
      ([, key = '']) => key,
    );
    expect(new Set(keys)).toEqual(new Set(['asin marketplace', 'id', 'id marketplace']));
  });
});
