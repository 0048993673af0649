import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareDecimals,
  currencyExponent,
  minorUnits,
  moneyFromDecimal,
  moneyFromNumber,
  parseDecimal,
} from '../../src/product/money.ts';

const currencies = fc.constantFrom('INR', 'USD', 'EUR', 'JPY', 'GBP', 'KWD');

describe('money', () => {
  test.each([
    [12.99, 'USD', '12.99'],
    [588.9, 'BRL', '588.90'],
    [3490, 'JPY', '3490'],
    [79, 'EUR', '79.00'],
    [129_999, 'INR', '129999.00'],
    [0.1 + 0.2, 'USD', '0.30'],
    [24.990000000000002, 'USD', '24.99'],
    [0.549999999439, 'USD', '0.55'],
    [1299.989990234375, 'INR', '1299.99'],
    [3490.0000000000005, 'JPY', '3490'],
    [0.0549, 'USD', '0.0549'],
    [1 / 3, 'USD', undefined],
    [856.99, 'USD', '856.99'],
  ])('%d %s from an API is %s, in major units', (amount, currency, expected) => {
    expect(moneyFromNumber(amount, currency)?.amount).toBe(expected);
  });

  test.each([0, -1, Number.NaN, Infinity, 1e21, '12.99', null, undefined])('%j is no price', (amount) => {
    expect(moneyFromNumber(amount, 'INR')).toBeUndefined();
  });

  test.each(['', 'inr', 'RUPEE', 5, null])('%j is no currency', (currency) => {
    expect(moneyFromNumber(1, currency)).toBeUndefined();
  });

  test('keeps how the source displayed it, and nothing in place of an empty text', () => {
    expect(moneyFromNumber(1, 'INR', ' ₹1.00 ')).toEqual({ amount: '1.00', currency: 'INR', formatted: '₹1.00' });
    expect(moneyFromNumber(1, 'INR', ' ')).toEqual({ amount: '1.00', currency: 'INR' });
  });

  test('every amount a currency can express survives the way through a JSON number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), currencies, (units, currency) => {
        const exponent = currencyExponent(currency);
        const text = (units / 10 ** exponent).toFixed(exponent);
        const money = moneyFromNumber(JSON.parse(text), currency);
        expect(money?.amount).toBe(text);
        expect(minorUnits(text, currency)).toBe(units);
      }),
    );
  });

  test('an amount finer than the currency’s smallest unit has no minor units', () => {
    expect(minorUnits('1.005', 'INR')).toBeUndefined();
    expect(minorUnits('1.500', 'INR')).toBe(150);
    expect(minorUnits('100.5', 'JPY')).toBeUndefined();
    expect(minorUnits('100', 'JPY')).toBe(100);
  });

  test.each(['', '-1', '1e3', '1,5', '.5', '5.', '0x10', '1 000', '１２', '1234567890123456'])(
    '%j is no decimal',
    (text) => {
      expect(parseDecimal(text)).toBeUndefined();
      expect(moneyFromDecimal(text, 'INR')).toBeUndefined();
    },
  );

  test('decimals are ordered by value, not as text', () => {
    const decimal = fc.tuple(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 0, max: 999 }));
    fc.assert(
      fc.property(decimal, decimal, ([a, b], [c, d]) => {
        const [left, right] = [a * 1000 + b, c * 1000 + d];
        const text = (whole: number, part: number) => `${whole}.${String(part).padStart(3, '0')}`;
        expect(compareDecimals(text(a, b), text(c, d))).toBe(Math.sign(left - right));
      }),
    );
  });
});
