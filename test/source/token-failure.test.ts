import { expect, test } from 'vitest';
import { SourceError } from '../../src/source/source-error.ts';
import { tokenFailureMemoryMs } from '../../src/source/token-failure.ts';

test.each([
  ['a refused credential', new SourceError('CREDENTIALS', 'refused'), 300_000],
  ['an endpoint that is down', new SourceError('SERVER', 'down'), 1_000],
  ['a throttled endpoint, as long as it asks', new SourceError('THROTTLED', '429', { retryAfterMs: 7_000 }), 7_000],
  ['a throttled endpoint that asks too much', new SourceError('THROTTLED', '429', { retryAfterMs: 3_600_000 }), 60_000],
  ['what nobody expected', new Error('?'), 1_000],
])('%s is remembered', (_, error, expected) => {
  expect(tokenFailureMemoryMs(error)).toBe(expected);
});
