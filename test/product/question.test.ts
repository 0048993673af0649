import { expect, test } from 'vitest';
import { groupIn, groupOf, keyOf, type ProductQuestion } from '../../src/product/question.ts';
import { aQuestion, asinNumber } from '../support/asins.ts';

const asin = asinNumber(1);
const questions: readonly ProductQuestion[] = [
  { asin, marketplace: 'IN' },
  { asin: asinNumber(2), marketplace: 'IN' },
  { asin, marketplace: 'US' },
  { asin, marketplace: 'IN', language: 'hi_IN' },
  { asin, marketplace: 'IN', currency: 'USD' },
  { asin, marketplace: 'IN', language: 'hi_IN', currency: 'USD' },
];

test('two questions have the same key only if they are the same', () => {
  expect(new Set(questions.map(keyOf)).size).toBe(questions.length);
  expect(keyOf({ ...aQuestion(asin) })).toBe(keyOf(aQuestion(asin)));
});

test('two questions are of one group only if they differ in nothing but the ASIN', () => {
  expect(questions.map(groupOf)).toEqual(['IN', 'IN', 'US', 'IN:hi_IN', 'IN:USD', 'IN:hi_IN:USD']);
});

test('a plain question has the key that clients know as the product’s id', () => {
  expect(keyOf({ asin, marketplace: 'IN' })).toBe(`IN:${asin}`);
});

test('the group of a question holds nothing else of it', () => {
  expect(questions.map(groupIn).map((group) => Object.keys(group))).toEqual([
    ['marketplace'],
    ['marketplace'],
    ['marketplace'],
    ['marketplace', 'language'],
    ['marketplace', 'currency'],
    ['marketplace', 'language', 'currency'],
  ]);
});
