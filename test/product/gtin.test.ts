import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { asinOfIsbn, ean13, readGtin } from '../../src/product/gtin.ts';

describe('a number of a product', () => {
  it.each([
    ['4006381333931', { kind: 'EAN', text: '4006381333931' }],
    ['4006381-333931', { kind: 'EAN', text: '4006381333931' }],
    ['96385074', { kind: 'EAN', text: '96385074' }],
    ['0 36000 29145 2', { kind: 'UPC', text: '036000291452' }],
    ['979-10-90636-07-1', { kind: 'ISBN', text: '9791090636071' }],
    ['979-0-2600-0043-8', { kind: 'EAN', text: '9790260000438' }],
    ['978-0-306-40615-7', { kind: 'ISBN', text: '9780306406157' }],
    ['0-306-40615-2', { kind: 'ISBN', text: '0306406152' }],
    ['0-8044-2957-x', { kind: 'ISBN', text: '080442957X' }],
    ['04006381333931', { kind: 'EAN', text: '4006381333931' }],
  ])('is read from %j', (text, reading) => {
    expect(readGtin(text)).toEqual(reading);
  });

  it.each([
    ['4006381333932', 'EAN'],
    ['036000291453', 'UPC'],
    ['9780306406158', 'ISBN-13'],
    ['0306406153', 'ISBN-10'],
    ['14006381333932', 'GTIN-14'],
  ])('with the wrong check digit is refused by name: %s', (text, name) => {
    expect(readGtin(text)).toEqual({ kind: 'wrong-check-digit', name });
  });

  // The check digit is right, but the number means a case of items.
  it.each(['', '12345', 'B0CR7G9V56', '14006381333938', '400638133393a'])('is not read from %j', (text) => {
    expect(readGtin(text)).toBeUndefined();
  });

  test('with one wrong digit is never read', () => {
    const digits = fc.stringMatching(/^[0-9]{12}$/);
    fc.assert(
      fc.property(digits, fc.nat(12), fc.integer({ min: 1, max: 9 }), (body, at, by) => {
        const right = '0123456789'
          .split('')
          .map((digit) => body + digit)
          .find((text) => isRead(text));
        const other = right?.replace(
          new RegExp(`^(.{${at}})(.)`),
          (_, head, digit) => head + ((Number(digit) + by) % 10),
        );
        expect(isRead(right ?? '')).toBe(true);
        expect(isRead(other ?? '')).toBe(false);
      }),
    );
  });
});

describe('the ASIN of a book', () => {
  it.each([
    ['9780306406157', '0306406152'],
    ['9780804429573', '080442957X'],
    ['0306406152', '0306406152'],
  ])('with the ISBN %s is its ISBN-10', (isbn, asin) => {
    expect(asinOfIsbn(isbn)).toBe(asin);
  });

  test('is unknown for an ISBN that has no form with ten digits', () => {
    expect(asinOfIsbn('9791034902781')).toBeUndefined();
  });
});

test('every form of one item’s number is the same EAN-13', () => {
  const forms = ['036000291452', '0036000291452', '00036000291452'];
  expect(new Set(forms.map(ean13))).toEqual(new Set(['0036000291452']));
  expect(ean13('0306406152')).toBe('9780306406157');
  expect(ean13('96385074')).toBe('0000096385074');
  expect(ean13('4006381333931')).toBe('4006381333931');
});

function isRead(text: string): boolean {
  const reading = readGtin(text);
  return reading !== undefined && reading.kind !== 'wrong-check-digit';
}
