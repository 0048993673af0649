import { describe, expect, test } from 'vitest';
import type { SearchAnswer } from '../../src/catalog/answer.ts';
import { unreadProduct } from '../../src/source/unread-product.ts';
import { aProduct } from '../support/a-product.ts';
import { asinOf } from '../support/asins.ts';
import { aGateway, aProductAnswer, twoHits } from './a-graphql-server.ts';

const dimensions = [{ name: 'Colour', values: ['Red', 'Blue'] }];
const money = (amount: string) => ({ amount, currency: 'INR' });
const fields =
  'totalCount dimensions { name values } lowestPrice { amount } highestPrice { amount } source cacheStatus';

function twoColours(): SearchAnswer {
  const family = { dimensions, lowestPrice: money('99.00'), highestPrice: money('1299.00') };
  return { ...twoHits({ marketplace: 'IN' }), totalCount: 2, hasNextPage: false, family };
}

describe('Product.variations', () => {
  test('has the variations, their range of prices and what they differ in', async () => {
    const { ask } = aGateway({ variations: twoColours });
    const { data, errors } = await ask(
      `{ product(asin: "B0CR7G9V56") { variations { ${fields} nodes { asin } edges { cursor node { asin } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data?.['product']).toEqual({
      variations: {
        totalCount: 2,
        dimensions,
        lowestPrice: { amount: '99.00' },
        highestPrice: { amount: '1299.00' },
        source: 'PA_API',
        cacheStatus: 'FRESH',
        nodes: [{ asin: 'B000000001' }, { asin: 'B000000002' }],
        edges: [
          { cursor: 'c0', node: { asin: 'B000000001' } },
          { cursor: 'c1', node: { asin: 'B000000002' } },
        ],
        pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: 'c0', endCursor: 'c1' },
      },
    });
  });

  test('are those of the parent, in the language and the currency of the product', async () => {
    const parentAsin = asinOf('B0PARENT01');
    const gateway = aGateway({
      product: ({ asin, marketplace, language, currency }) =>
        aProductAnswer({
          ...aProduct({ asin, marketplace, parentAsin }),
          ...(language !== undefined && { language }),
          ...(currency !== undefined && { currency }),
        }),
    });
    const { data } = await gateway.ask(
      '{ product(asin: "B0CR7G9V56", marketplace: US, language: "es_US", currency: "EUR") { variations(first: 3, after: "abc") { nodes { asin } lowestPrice { amount } dimensions { name } } } }',
    );
    expect(data?.['product']).toEqual({ variations: { nodes: [], lowestPrice: null, dimensions: [] } });
    expect(gateway.families).toEqual([
      { marketplace: 'US', language: 'es_US', currency: 'EUR', asin: parentAsin, first: 3, after: 'abc' },
    ]);
  });

  test('without a parent, are those of the product itself', async () => {
    const gateway = aGateway();
    await gateway.ask('{ product(asin: "B0CR7G9V56") { variations { totalCount } } }');
    expect(gateway.families).toEqual([{ marketplace: 'IN', asin: 'B0CR7G9V56', first: 10 }]);
  });

  test('of a product without any are null without an error; a page after the last one is empty', async () => {
    const { ask } = aGateway();
    const { data, errors } = await ask(
      '{ product(asin: "B0CR7G9V56") { none: variations { totalCount } rest: variations(after: "abc") { nodes { asin } } } }',
    );
    expect(errors).toBeUndefined();
    expect(data?.['product']).toEqual({ none: null, rest: { nodes: [] } });
  });

  test('one that is listed without a title is looked up only if more than its ASIN and attributes is selected', async () => {
    const lookup = { asin: asinOf('B000000001'), marketplace: 'IN' } as const;
    const product = { ...unreadProduct(lookup.asin, 'IN'), variationAttributes: [{ name: 'Colour', value: 'Red' }] };
    const wholeFields = ['contributors'];
    const hit = { cursor: 'c0', position: 0, answer: aProductAnswer(product), lookup, wholeFields };
    const gateway = aGateway({ variations: () => ({ ...twoHits({ marketplace: 'IN' }), hits: [hit] }) });
    const ask = async (selected: string) => {
      await gateway.ask(`{ product(asin: "B0CR7G9V56") { variations { nodes { ${selected} } } } }`);
      return gateway.lookups.splice(0).map((keys) => keys.map(({ asin }) => asin));
    };
    expect(await ask('asin variationAttributes { value }')).toEqual([['B0CR7G9V56']]);
    expect(await ask('asin title')).toEqual([['B0CR7G9V56'], [lookup.asin]]);
    expect(await ask('priceAccess')).toEqual([['B0CR7G9V56'], [lookup.asin]]);
    expect(await ask('contributors { name }')).toEqual([['B0CR7G9V56'], [lookup.asin]]);
    expect(await ask('rating')).toEqual([['B0CR7G9V56'], [lookup.asin]]);
  });

  test('a cursor of another list, and a count out of bounds, are refused', async () => {
    const foreign = aGateway({ variations: () => ({ kind: 'foreign-cursor', message: 'belongs to another product' }) });
    const { errors } = await foreign.ask('{ product(asin: "B0CR7G9V56") { variations(after: "abc") { totalCount } } }');
    expect(errors).toMatchObject([
      { path: ['product', 'variations'], extensions: { code: 'BAD_USER_INPUT', faults: [{ path: ['after'] }] } },
    ]);
    const gateway = aGateway();
    const many = await gateway.ask('{ product(asin: "B0CR7G9V56") { variations(first: 51) { totalCount } } }');
    expect(many.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', faults: [{ path: ['first'] }] } }]);
    expect(gateway.lookups).toEqual([]);
  });

  test('an unavailable list is null with an error, and the product remains', async () => {
    const { ask } = aGateway({
      variations: () => ({
        kind: 'unavailable',
        marketplace: 'IN',
        attempts: [],
        code: 'QUOTA_EXHAUSTED',
        message: 'no call is left',
        retryable: true,
        retryAfterMs: 1_000,
      }),
    });
    const { data, errors } = await ask('{ product(asin: "B0CR7G9V56") { asin variations { totalCount } } }');
    expect(data).toEqual({ product: { asin: 'B0CR7G9V56', variations: null } });
    expect(errors).toMatchObject([
      { path: ['product', 'variations'], extensions: { code: 'QUOTA_EXHAUSTED', retryAfterMs: 1_000 } },
    ]);
  });
});
