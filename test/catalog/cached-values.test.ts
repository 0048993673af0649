import { describe, expect, test } from 'vitest';
import { productKey, readCachedProduct } from '../../src/catalog/cached-values.ts';
import { aProduct } from '../support/a-product.ts';
import { asinOf } from '../support/asins.ts';

const asin = asinOf('B0CR7G9V56');
const parentAsin = asinOf('B000000002');
const product = aProduct({ asin, parentAsin });
const entry = () => ({ kind: 'product', product, source: 'PA_API', accuracy: 0.95, attempts: [] });

describe('an entry answers the question of its key only', () => {
  test('with the very product', () => {
    expect(readCachedProduct(entry(), productKey({ asin, marketplace: 'IN' }))).toEqual(entry());
  });

  test.each([
    ['of its parent', { asin: parentAsin, marketplace: 'IN' }],
    ['in another marketplace', { asin, marketplace: 'US' }],
    ['in another language', { asin, marketplace: 'IN', language: 'hi_IN' }],
    ['in another currency', { asin, marketplace: 'IN', currency: 'USD' }],
  ] as const)('not that %s', (_, question) => {
    expect(readCachedProduct(entry(), productKey(question))).toBeUndefined();
  });
});
