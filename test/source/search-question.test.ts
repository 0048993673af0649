import { expect, test } from 'vitest';
import { pageKeyOf, searchKeyOf } from '../../src/source/search-question.ts';
import type { SearchTerms } from '../../src/source/source.ts';

const terms: SearchTerms = { query: 'lamp', includeOutOfStock: false, sort: 'RELEVANCE' };

test('two searches have the same key only if terms and group are the same', () => {
  const searches = [
    { marketplace: 'IN', terms },
    { marketplace: 'US', terms },
    { marketplace: 'IN', terms: { ...terms, brand: 'Mira' } },
    { marketplace: 'IN', language: 'hi_IN', terms },
    { marketplace: 'IN', currency: 'USD', terms },
  ] as const;
  expect(new Set(searches.map(searchKeyOf)).size).toBe(searches.length);
});

test('the order in which terms are written makes no other search', () => {
  const { query, includeOutOfStock, sort } = terms;
  const otherwise: SearchTerms = { sort, includeOutOfStock, query };
  expect(searchKeyOf({ marketplace: 'IN', terms: otherwise })).toBe(searchKeyOf({ marketplace: 'IN', terms }));
});

test('every page of a search has a key of its own', () => {
  const pages = [undefined, '2', '3'].map((page) => pageKeyOf({ marketplace: 'IN', terms, page }));
  expect(new Set(pages).size).toBe(3);
});
