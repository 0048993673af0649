import { expect, test } from 'vitest';
import { z } from 'zod';

const formatter = z.custom<(value: number | null) => string>((value) => typeof value === 'function');
// The scripts of the page have no declarations for this compiler.
const script = new URL('../../src/dashboard/assets/format.js', import.meta.url).href;
const { duration, percent, rate } = z
  .object({ duration: formatter, percent: formatter, rate: formatter })
  .parse(await import(script));

test.each([
  [null, '-'],
  [0, '0'],
  [0.04, '< 0.1 ms'],
  [8, '8 ms'],
  [17.0849, '17.1 ms'],
  [239.6, '240 ms'],
  [1_234, '1.2 s'],
  [61_234, '61 s'],
])('a duration of %s ms is shown as %s', (ms, text) => {
  expect(duration(ms).replaceAll('\u00a0', ' ')).toBe(text);
});

test.each([
  [null, '-'],
  [0, '0 %'],
  [0.0001, '0.1 %'],
  [0.9734, '97.3 %'],
  [0.9999, '99.9 %'],
  [1, '100 %'],
])('a share of %s is shown as %s', (share, text) => {
  expect(percent(share)).toBe(text);
});

test.each([
  [null, '-'],
  [0.1 + 0.2, '0.3'],
  [7.125, '7.13'],
  [71.26, '71.3'],
  [1_234.5, '1,235'],
])('a rate of %s is shown as %s', (value, text) => {
  expect(rate(value)).toBe(text);
});
