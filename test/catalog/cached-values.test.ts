import { describe, expect, test } from 'vitest';
import { productKey, readCachedPage, readCachedProduct } from '../../src/catalog/cached-values.ts';
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

describe('a cached page of a search', () => {
  const page = (parts: object) => ({ kind: 'page', accuracy: 0.95, page: { hits: [product], ...parts } });
  const bins = [{ name: 'Tea', id: '1', browseNodeId: '1' }];

  test('is readable with facets, and without those of an earlier version', () => {
    for (const value of [page({}), page({ refinements: [{ name: 'Department', bins }] })]) {
      expect(readCachedPage(value, 'search:IN:PA_API:x')).toBe(value);
    }
  });

  test('is unreadable with malformed facets', () => {
    for (const refinements of [{}, [{ name: 'Department' }], [{ name: 'Department', bins: [{ id: 1 }] }]]) {
      expect(readCachedPage(page({ refinements }), 'search:IN:PA_API:x')).toBeUndefined();
    }
  });
});
