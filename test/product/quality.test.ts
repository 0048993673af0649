import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Product } from '../../src/product/product.ts';
import { isAcceptable, scoreAtFetch, scoreProduct } from '../../src/product/quality.ts';
import { referencePrice } from '../../src/product/savings.ts';
import { asinNumber } from '../support/asins.ts';
import { aProductOf } from '../support/fake-source.ts';

const hourMs = 3_600_000;
const now = { ageMs: 0, staleLimitMs: 24 * hourMs, stale: false };
const fields = ['title', 'price', 'imageUrl', 'rating'] as const;

function without(...absent: readonly string[]): Product {
  const { title, price, imageUrl, rating, ...rest } = aProductOf(asinNumber(1), 'IN');
  const kept = Object.entries({ title, price, imageUrl, rating }).filter(([name]) => !absent.includes(name));
  return { ...rest, ...Object.fromEntries(kept) };
}

describe('quality', () => {
  test('of a complete product fetched now is 0.4 + 0.4 · accuracy + 0.2', () => {
    expect(scoreProduct(without(), { accuracy: 0.95, ...now })).toEqual({
      completeness: 1,
      accuracy: 0.95,
      freshness: 1,
      overall: 0.98,
      acceptable: true,
    });
  });

  test.each(fields)('counts a missing %s as a quarter of completeness', (field) => {
    expect(scoreProduct(without(field), { accuracy: 0.9, ...now }).completeness).toBe(0.75);
  });

  test('freshness falls linearly to 0 at the stale limit', () => {
    const at = (hours: number) => scoreProduct(without(), { ...now, accuracy: 1, ageMs: hours * hourMs }).freshness;
    expect([0, 6, 12, 24, 30].map(at)).toEqual([1, 0.75, 0.5, 0, 0]);
  });

  test('accuracy of a stale copy is at most 0.8', () => {
    const accuracy = (declared: number) =>
      scoreProduct(without(), { ...now, accuracy: declared, stale: true }).accuracy;
    expect([0.95, 0.75].map(accuracy)).toEqual([0.8, 0.75]);
  });

  test('acceptance is judged at fetch and not revoked by age', () => {
    const old = { ...now, ageMs: 23 * hourMs, stale: true };
    const quality = scoreProduct(without('rating', 'price'), { accuracy: 0.75, ...old });
    expect(quality.overall).toBeLessThan(0.7);
    expect(quality.acceptable).toBe(true);
  });

  test('a title alone is not enough from any source, a title with a picture is from all', () => {
    const titleOnly = without('price', 'imageUrl', 'rating');
    expect([0.95, 0.9, 0.75].map((accuracy) => isAcceptable(titleOnly, accuracy))).toEqual([false, false, false]);
    const pictured = without('price', 'rating');
    expect([0.95, 0.9, 0.75].map((accuracy) => isAcceptable(pictured, accuracy))).toEqual([true, true, true]);
  });

  test('a score of exactly 0.7 is accepted', () => {
    expect(scoreAtFetch(without('price', 'rating'), 0.75)).toBe(0.7);
    expect(isAcceptable(without('price', 'rating'), 0.75)).toBe(true);
  });

  test('every part stays between 0 and 1', () => {
    const context = fc.record({
      accuracy: fc.double({ min: 0, max: 1, noNaN: true }),
      ageMs: fc.integer({ min: -hourMs, max: 48 * hourMs }),
      staleLimitMs: fc.integer({ min: 1, max: 24 * hourMs }),
      stale: fc.boolean(),
    });
    fc.assert(
      fc.property(context, fc.subarray([...fields]), (scored, absent) => {
        const { acceptable, ...parts } = scoreProduct(without(...absent), scored);
        expect(Object.values(parts).every((part) => part >= 0 && part <= 1)).toBe(true);
        expect(typeof acceptable).toBe('boolean');
      }),
    );
  });
});

describe('a list price', () => {
  const inr = (amount: string) => ({ amount, currency: 'INR' });

  test('is kept above the price, with the percentage the source states', () => {
    expect(referencePrice(inr('750.00'), inr('1000.00'), 25)).toEqual({
      listPrice: inr('1000.00'),
      savingsPercent: 25,
    });
    expect(referencePrice(inr('666.00'), inr('999.00'))).toMatchObject({ savingsPercent: 33.3 });
  });

  test.each([
    ['equal to the price', inr('100.00'), inr('100.00')],
    ['below the price', inr('100.00'), inr('99.00')],
    ['in another currency', inr('100.00'), { amount: '200.00', currency: 'USD' }],
  ])('that is %s is unknown', (_, price, listPrice) => {
    expect(referencePrice(price, listPrice, 10)).toEqual({});
  });

  test('stands alone where there is no price, without savings', () => {
    expect(referencePrice(undefined, inr('100.00'), 10)).toEqual({ listPrice: inr('100.00') });
  });
});
