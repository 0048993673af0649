import { expect, test } from 'vitest';
import { parseLocalCount } from '../../src/product/local-count.ts';

test.each([
  ['16,927 ratings', 16_927, false],
  ['1,93,062 global ratings', 193_062, false],
  ['6\u00A0306 évaluations', 6_306, false],
  ['1.471 Kundenrezensionen', 1_471, false],
  ['2 books', 2, false],
  ['5 meters', 5, false],
  ['(1.9L)', 190_000, true],
  ['(10.4K)', 10_400, true],
  ['(7,3 mil)', 7_300, true],
  ['(28 mil)', 28_000, true],
  ['1,2 tys.', 1_200, true],
  ['1,2 Tsd.', 1_200, true],
  ['1.2万', 12_000, true],
  ['1.5M ratings', 1_500_000, true],
])('%s is %i', (text, count, approximate) => {
  expect(parseLocalCount(text)).toEqual({ count, approximate });
});

test.each(['', 'No customer reviews', '4.3 out of 5', '99999999999'])('%s is no count', (text) => {
  expect(parseLocalCount(text)).toBeUndefined();
});
