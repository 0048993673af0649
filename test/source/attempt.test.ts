import { expect, test } from 'vitest';
import { unavailability } from '../../src/source/attempt.ts';
import { SourceError } from '../../src/source/source-error.ts';

test.each([
  [400 * 86_400_000, 2_147_483_647],
  [Infinity, 2_147_483_647],
  [-5_000, 0],
  [Number.NaN, 0],
  [1_000.2, 1_001],
])('a wait of %d ms is told as %d, which fits a GraphQL Int', (retryAfterMs, told) => {
  const error = new SourceError('DAY_QUOTA', 'used up', { retryAfterMs });
  expect(unavailability([error], () => 0)).toMatchObject({ retryAfterMs: told });
});

test('the spread on top of the longest wait still fits', () => {
  const error = new SourceError('BUSY', 'no permit', { retryAfterMs: 2_147_483_647 });
  expect(unavailability([error], () => 1).retryAfterMs).toBe(2_147_483_647);
});
