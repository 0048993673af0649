import { describe, expect, test } from 'vitest';
import { checkedIdentifiers, isGtin, isIsbn } from '../../src/product/identifiers.ts';

describe('the check digit', () => {
  test.each(['4006381333931', '73513537', '036000291452', '9780306406157'])('of %s is right', (number) => {
    expect(isGtin(number)).toBe(true);
  });

  test.each([
    '4006381333932',
    '73513538',
    '036000291453',
    '',
    '400638133393',
    '40063813339310',
    '４００６３８１３３３９３１',
  ])('of %s is wrong, or it is no GTIN', (number) => {
    expect(isGtin(number)).toBe(false);
  });

  test('of an ISBN may be an X, and an ISBN-13 begins with 978 or 979', () => {
    expect(['0306406152', '080442957X', '9780306406157'].map(isIsbn)).toEqual([true, true, true]);
    expect(['0306406153', '08044X957X', '9780306406158', '4006381333931'].map(isIsbn)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  test('changes with every digit and with every swap of neighbours that differ', () => {
    const right = '0306406152';
    for (let at = 0; at < 9; at++) {
      const other = String((Number(right[at]) + 1) % 10);
      expect(isIsbn(right.slice(0, at) + other + right.slice(at + 1))).toBe(false);
    }
  });
});

test('misread and misplaced numbers are dropped, and each is listed once, without hyphens', () => {
  expect(
    checkedIdentifiers({
      eans: ['4006381333931', ' 4006381333931 ', '4006381333932', '036000291452'],
      upcs: ['036000291452', '4006381333931'],
      isbns: ['0-306-40615-2', '080442957x', '9780306406157', 'B000000001'],
    }),
  ).toEqual({
    eans: ['4006381333931'],
    upcs: ['036000291452'],
    isbns: ['0306406152', '080442957X', '9780306406157'],
  });
  expect(checkedIdentifiers({ eans: ['x'], upcs: [], isbns: [] })).toEqual({});
});
