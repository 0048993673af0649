import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAsin, parseAsin } from '../../src/product/asin.ts';

const characters = fc.constantFrom(...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'));
const asins = fc.string({ unit: characters, minLength: 10, maxLength: 10 });

describe('an ASIN', () => {
  test('is recognised in any case and with space around it', () => {
    fc.assert(
      fc.property(asins, (asin) => {
        expect(parseAsin(` ${asin.toLowerCase()}\n`)).toBe(asin);
        expect(isAsin(asin)).toBe(true);
      }),
    );
  });

  test('is ten characters of A–Z and 0–9, and nothing else is one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 14 }), (text) => {
        const expected = /^[A-Za-z0-9]{10}$/.test(text.trim());
        expect(parseAsin(text) !== undefined).toBe(expected);
      }),
    );
  });

  test.each(['', 'B0CR7G9V5', 'B0CR7G9V567', 'B0CR7G9V5-', 'B0CR7 G9V5', 'В0CR7G9V56', 'B0CR7G9V5６', '9791186701072'])(
    '%j is none',
    (text) => {
      expect(parseAsin(text)).toBeUndefined();
    },
  );

  test('does not become one by upper-casing a letter that only then is Latin', () => {
    expect(parseAsin('ſ0CR7G9V56')).toBeUndefined();
  });
});
