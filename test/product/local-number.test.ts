import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asciiNumerals, canonicalNumber, localNumbers, type NumberShape } from '../../src/product/local-number.ts';

/** The first number in a text. */
function numberIn(text: string, shape?: NumberShape): string | undefined {
  const [first] = localNumbers(text);
  return first === undefined ? undefined : canonicalNumber(first, shape);
}

describe('a number is read whatever the separators', () => {
  test.each([
    ['₹14,998.00', '14998.00'],
    ['₹1,08,999.00', '108999.00'],
    ['₹1,54,900', '154900'],
    ['52,41 €', '52.41'],
    ['1.013,76 €', '1013.76'],
    ['€431.55', '431.55'],
    ['R$ 3.982,89', '3982.89'],
    ['1 299,00 kr', '1299.00'],
    ['6\u202F306 évaluations', '6306'],
    ['14,656', '14656'],
    ["CHF 1'299.50", '1299.50'],
    ['١٬٢٧٩٫٥٠', '1279.50'],
    ['１２，３４５', '12345'],
    ['५,६७८', '5678'],
    ['4.8', '4.8'],
    ['1.234.567,8', '1234567.8'],
  ])('%s', (text, number) => {
    expect(numberIn(text)).toBe(number);
  });

  test.each(['', 'none', '1.2.3', '12,34,56.7.8', '1234,567', '1,2,3456'])('%s is none', (text) => {
    expect(numberIn(text)).toBeUndefined();
  });

  test('spaces join only groups of three', () => {
    expect(numberIn('3 25')).toBe('3');
    expect(numberIn('3 2500')).toBe('3');
    expect(numberIn('3 250')).toBe('3250');
  });

  test('three decimals belong to a currency that has them', () => {
    expect(numberIn('KWD 1.234', { exponent: 3 })).toBe('1.234');
    expect(numberIn('KWD 1,234', { exponent: 3 })).toBe('1234');
    expect(numberIn('1.234')).toBe('1234');
  });
});

const locales = [
  'en-US',
  'en-IN',
  'de-DE',
  'fr-FR',
  'es-ES',
  'it-IT',
  'nl-NL',
  'pt-BR',
  'sv-SE',
  'pl-PL',
  'tr-TR',
  'ja-JP',
  'ar-EG',
  'de-CH',
  'hi-IN-u-nu-deva',
];

test('whatever a locale writes with two decimals is read back exactly', () => {
  const cents = fc.integer({ min: 0, max: 9_999_999_999 });
  fc.assert(
    fc.property(cents, fc.constantFrom(...locales), (amount, locale) => {
      const text = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(amount / 100);
      expect(numberIn(text), text).toBe((amount / 100).toFixed(2));
    }),
  );
});

test('whatever a locale writes without decimals is read back exactly', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999 }), fc.constantFrom(...locales), (count, locale) => {
      const text = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(count);
      expect(numberIn(text), text).toBe(String(count));
    }),
  );
});

test('any text at all is a canonical number or none', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(numberIn(text) ?? '0').toMatch(/^\d+(\.\d+)?$/);
    }),
  );
});

test('letters and ASCII are left alone', () => {
  expect(asciiNumerals('Größe 5, ab 3.50')).toBe('Größe 5, ab 3.50');
});
