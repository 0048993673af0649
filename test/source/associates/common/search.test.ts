import { describe, expect, test } from 'vitest';
import { readAnswer } from '../../../../src/source/associates/common/answer.ts';
import { pageNumber, searchParameters, toSearchPage } from '../../../../src/source/associates/common/search.ts';
import type { SearchSort } from '../../../../src/source/source.ts';
import { terms } from './build.ts';

describe('the question', () => {
  test('contains the requested criteria and nothing else', () => {
    expect(searchParameters(terms(), 1, 'IN')).toEqual({
      keywords: 'steel bottle',
      condition: 'New',
      sortBy: 'Relevance',
      itemCount: 10,
      itemPage: 1,
    });
  });

  test('holds every filter, prices in the lowest denomination', () => {
    const all = terms({
      category: 'HomeAndKitchen',
      brand: 'Milton',
      minPrice: '199.50',
      maxPrice: '1000',
      minRating: 4,
      minSavingPercent: 20,
      includeOutOfStock: true,
      browseNodeId: '976442031',
      condition: 'Used',
      delivery: ['PRIME', 'FREE_SHIPPING', 'FULFILLED_BY_AMAZON', 'GLOBAL'],
      title: 'bottle',
      author: 'Ira Vellanti',
    });
    expect(searchParameters(all, 3, 'IN')).toEqual({
      keywords: 'steel bottle',
      searchIndex: 'HomeAndKitchen',
      brand: 'Milton',
      minPrice: 19950,
      maxPrice: 100000,
      minReviewsRating: 4,
      minSavingPercent: 20,
      availability: 'IncludeOutOfStock',
      browseNodeId: '976442031',
      condition: 'Used',
      deliveryFlags: ['Prime', 'FreeShipping', 'FulfilledByAmazon', 'AmazonGlobal'],
      title: 'bottle',
      author: 'Ira Vellanti',
      sortBy: 'Relevance',
      itemCount: 10,
      itemPage: 3,
    });
  });

  test('says yen as yen', () => {
    expect(searchParameters(terms({ minPrice: '1500' }), 1, 'JP')).toMatchObject({ minPrice: 1500 });
  });

  test('leaves out a lower limit of nothing, and refuses a price that the currency cannot say', () => {
    expect(searchParameters(terms({ minPrice: '0' }), 1, 'IN')).not.toHaveProperty('minPrice');
    const tooFine = { code: 'MALFORMED', unsent: true };
    expect(() => searchParameters(terms({ maxPrice: '10.5' }), 1, 'JP')).toThrow(expect.objectContaining(tooFine));
    expect(() => searchParameters(terms({ maxPrice: '0' }), 1, 'IN')).toThrow(expect.objectContaining(tooFine));
  });

  test.each<[SearchSort, string]>([
    ['RELEVANCE', 'Relevance'],
    ['FEATURED', 'Featured'],
    ['PRICE_LOW_TO_HIGH', 'Price:LowToHigh'],
    ['PRICE_HIGH_TO_LOW', 'Price:HighToLow'],
    ['AVG_CUSTOMER_REVIEWS', 'AvgCustomerReviews'],
    ['NEWEST_ARRIVALS', 'NewestArrivals'],
  ])('sorts by %s as %s', (sort, sortBy) => {
    expect(searchParameters(terms({ sort }), 1, 'IN')).toMatchObject({ sortBy });
  });
});

describe('the page', () => {
  const page = (hits: number, number: number, totalResultCount?: number) => {
    const items = Array.from({ length: hits }, (_, index) => ({ asin: `B00000000${index}` }));
    return toSearchPage(readAnswer({ searchResult: { items, totalResultCount } }, 'IN', 'here'), number);
  };

  test('keeps the order of the hits and says how many there are and can be reached', () => {
    const { hits, totalCount, reachableCount } = page(3, 1, 1234);
    expect(hits.map(({ asin }) => asin)).toEqual(['B000000000', 'B000000001', 'B000000002']);
    expect({ totalCount, reachableCount }).toEqual({ totalCount: 1234, reachableCount: 100 });
    expect(page(3, 1, 2 ** 31)).not.toHaveProperty('totalCount');
    expect(page(3, 1, 3).reachableCount).toBe(3);
  });

  test.each([
    ['there is a next page after a full one', page(10, 1, 11), '2'],
    ['also when the total is not said', page(10, 1), '2'],
    ['none after the total is reached', page(10, 2, 20), undefined],
    ['none after a page that was not full', page(7, 1, 30), undefined],
    ['none after the tenth page', page(10, 10, 1000), undefined],
  ])('%s', (_what, { next }, expected) => {
    expect(next).toBe(expected);
  });

  test('an unreadable hit is left out and does not end the search', () => {
    const items = [null, ...Array.from({ length: 9 }, (_, index) => ({ asin: `B00000000${index}` }))];
    const read = toSearchPage(readAnswer({ searchResult: { items, totalResultCount: 50 } }, 'IN', 'here'), 1);
    expect(read.hits).toHaveLength(9);
    expect(read.next).toBe('2');
  });
});

test('a page is a number from 1 to 10, the first when none is named', () => {
  expect([pageNumber(undefined), pageNumber('1'), pageNumber('10')]).toEqual([1, 1, 10]);
  for (const page of ['0', '11', '1.5', 'x', '']) {
    expect(() => pageNumber(page)).toThrow(expect.objectContaining({ code: 'MALFORMED', unsent: true }));
  }
});
