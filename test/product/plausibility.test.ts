import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { believedMs, whyImplausible, type KnownProduct } from '../../src/product/plausibility.ts';
import { aProductOf } from '../support/fake-source.ts';
import { asinNumber } from '../support/asins.ts';

const now = Date.parse('2026-06-01T10:00:00Z');
const inr = (amount: string) => ({ amount, currency: 'INR' });
const priced = (amount: string) => aProductOf(asinNumber(1), 'IN', { price: inr(amount) });
const knew = (amount: string, agoMs = 0): KnownProduct => ({ product: priced(amount), fetchedAt: now - agoMs });

describe('a price read from text is implausible', () => {
  test.each([
    ['129900.00', '1299.00', 100],
    ['12990.00', '1299.00', 10],
    ['1299000.00', '1299.00', 1000],
    ['12.99', '1299.00', 100],
    ['1.299', '1299.00', 1000],
    ['130000.00', '1299.00', 100],
    ['131000.00', '1299.00', 100],
  ])('when it is %s and %s is known: a factor of %i', (amount, known, factor) => {
    expect(whyImplausible(priced(amount), [knew(known)], now)).toContain(`by a factor of ${factor} from ${known} INR`);
  });

  test('whichever of those who knew contradicts it', () => {
    expect(whyImplausible(priced('129900.00'), [knew('1500.00'), knew('1299.00')], now)).toBeDefined();
  });

  test('at every price and factor, within 1 %', () => {
    const factors = fc.constantFrom(10, 100, 1_000);
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 10_000_000 }), factors, fc.boolean(), (minor, factor, up) => {
        const [low, high] = [(minor / 100).toFixed(2), ((minor * factor) / 100).toFixed(2)];
        const [read, known] = up ? [high, low] : [low, high];
        expect(whyImplausible(priced(read), [knew(known)], now)).toBeDefined();
      }),
    );
  });
});

describe('a price read from text is plausible', () => {
  test.each([
    ['1299.00', '1299.00'],
    ['649.50', '1299.00'],
    ['2598.00', '1299.00'],
    ['12700.00', '1299.00'],
    ['13200.00', '1299.00'],
    ['12990000.00', '1299.00'],
  ])('when it is %s and %s is known', (amount, known) => {
    expect(whyImplausible(priced(amount), [knew(known)], now)).toBeUndefined();
  });

  test('when what is known is older than a day', () => {
    expect(whyImplausible(priced('129900.00'), [knew('1299.00', believedMs)], now)).toBeDefined();
    expect(whyImplausible(priced('129900.00'), [knew('1299.00', believedMs + 1)], now)).toBeUndefined();
  });

  test('when another product, another currency or no price is known, or none was read', () => {
    const other = aProductOf(asinNumber(2), 'IN', { price: inr('1299.00') });
    expect(whyImplausible(priced('129900.00'), [{ product: other, fetchedAt: now }], now)).toBeUndefined();
    const dollars = aProductOf(asinNumber(1), 'IN', { price: { amount: '1299.00', currency: 'USD' } });
    expect(whyImplausible(priced('129900.00'), [{ product: dollars, fetchedAt: now }], now)).toBeUndefined();
    const { price: _, ...unpriced } = priced('1.00');
    expect(whyImplausible(priced('129900.00'), [{ product: unpriced, fetchedAt: now }], now)).toBeUndefined();
    expect(whyImplausible(unpriced, [knew('1299.00')], now)).toBeUndefined();
    expect(whyImplausible(priced('129900.00'), [], now)).toBeUndefined();
  });
});
