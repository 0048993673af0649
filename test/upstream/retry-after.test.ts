import { expect, test } from 'vitest';
import { parseRetryAfter } from '../../src/upstream/retry-after.ts';

const now = Date.parse('2026-11-23T12:00:00Z');

test.each([
  ['2', 2_000],
  ['0', 0],
  ['1.5', 1_500],
  ['Mon, 23 Nov 2026 12:00:10 GMT', 10_000],
  ['Mon, 23 Nov 2026 11:00:00 GMT', 0],
  ['999999999', 3_600_000],
  ['soon', undefined],
  ['-5', 0],
  ['', undefined],
  [undefined, undefined],
])('Retry-After %j asks to wait %j ms', (header, expected) => {
  expect(parseRetryAfter(header, now)).toBe(expected);
});
