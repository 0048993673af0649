import { expect, test } from 'vitest';
import { rounded } from '../src/vocabulary.ts';

test.each([
  [17.083_251_3, 17.1],
  [240.055, 240.1],
  [1, 1],
  [0.999, 1],
  [0.038_2, 0.04],
  [0, 0],
  [undefined, undefined],
])('%s is %s for people', (value, shown) => {
  expect(rounded(value)).toBe(shown);
});
