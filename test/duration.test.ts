import { expect, test } from 'vitest';
import { durationText } from '../src/duration.ts';

test.each([
  [-5_000, '0 s', '0 s'],
  [0, '0 s', '0 s'],
  [59_400, '59 s', '59 s'],
  [59_600, '1 min', '1 min 0 s'],
  [11.9 * 60_000, '11 min', '11 min 54 s'],
  [90 * 60_000, '1 h', '1 h 30 min'],
  [47.5 * 3_600_000, '47 h', '47 h 30 min'],
  [50 * 3_600_000, '2 d', '2 d 2 h'],
])('%d ms are %s, or in two units %s', (ms, one, two) => {
  expect([durationText(ms), durationText(ms, 2)]).toEqual([one, two]);
});
