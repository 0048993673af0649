import { describe, expect, test } from 'vitest';
import {
  refusedAtAnyRate,
  retryDecision,
  type RetryCircumstances,
  type RetryDecision,
} from '../../../src/source/batching/retry-policy.ts';
import { SourceError, type SourceErrorOptions } from '../../../src/source/source-error.ts';
import type { FailureCode } from '../../../src/vocabulary.ts';

const first: RetryCircumstances = {
  calls: 1,
  maySplit: true,
  circuitOpen: false,
  otherAccounts: false,
  retriesLeft: true,
};

function decide(code: FailureCode, circumstances: Partial<RetryCircumstances> = {}, options: SourceErrorOptions = {}) {
  return retryDecision(new SourceError(code, 'failed', options), { ...first, ...circumstances });
}

describe('a question whose call failed', () => {
  test.each<[FailureCode, RetryDecision]>([
    ['NETWORK', 'backOff'],
    ['SERVER', 'backOff'],
    ['TIMEOUT', 'backOff'],
    ['THROTTLED', 'requeue'],
    ['CREDENTIALS', 'close'],
    ['MALFORMED', 'close'],
    ['BLOCKED', 'close'],
    ['BUSY', 'close'],
    ['DAY_QUOTA', 'close'],
    ['CIRCUIT_OPEN', 'close'],
    ['DEADLINE', 'close'],
  ])('with %s for the first time: %s', (code, decision) => {
    expect(decide(code)).toBe(decision);
  });

  test('with THROTTLED leaves the account where another one could answer', () => {
    expect(decide('THROTTLED', { otherAccounts: true })).toBe('close');
  });

  test('is never retried while the circuit is open', () => {
    for (const code of ['NETWORK', 'THROTTLED'] as const) expect(decide(code, { circuitOpen: true })).toBe('close');
    expect(decide('CREDENTIALS', { circuitOpen: true }, { tokenRefused: true })).toBe('close');
    expect(decide('MALFORMED', { circuitOpen: true }, { unnamedFault: true })).toBe('close');
  });

  test('is retried once, and only within the retry budget of the source', () => {
    expect(decide('SERVER', { calls: 2 })).toBe('close');
    expect(decide('SERVER', { retriesLeft: false })).toBe('close');
  });

  test('is in at most three throttled calls, whatever the share of retries', () => {
    expect(decide('THROTTLED', { calls: 2, retriesLeft: false })).toBe('requeue');
    expect(decide('THROTTLED', { calls: 3 })).toBe('close');
  });

  test('is retried once with a new token', () => {
    expect(decide('CREDENTIALS', { retriesLeft: false }, { tokenRefused: true })).toBe('requeue');
    expect(decide('CREDENTIALS', { calls: 2 }, { tokenRefused: true })).toBe('close');
  });

  test('is split off from a fault that names no id, for as long as the call may be split', () => {
    expect(decide('MALFORMED', { calls: 3 }, { unnamedFault: true })).toBe('split');
    expect(decide('MALFORMED', { maySplit: false }, { unnamedFault: true })).toBe('close');
  });
});

test('ten refusals in a row at the lowest rate are about the account, not about the rate', () => {
  const throttled = new SourceError('THROTTLED', '429');
  expect(refusedAtAnyRate(9, throttled, 'PA_API')).toBeUndefined();
  expect(refusedAtAnyRate(10, throttled, 'PA_API')).toMatchObject({ code: 'CREDENTIALS', cause: throttled });
});
