import { expect, test } from 'vitest';
import { SourceError } from '../../src/source/source-error.ts';
import type { FailureCode } from '../../src/vocabulary.ts';
import { classOfTokenRefusal, oauthError, tokenFailures } from '../../src/source/token-failure.ts';

test.each([
  ['a refused credential', new SourceError('CREDENTIALS', 'refused'), 300_000],
  ['an endpoint that is down', new SourceError('SERVER', 'down'), 1_000],
  ['a throttled endpoint, as long as it asks', new SourceError('THROTTLED', '429', { retryAfterMs: 300_000 }), 300_000],
  ['one that asks for a moment only', new SourceError('SERVER', '503', { retryAfterMs: 10 }), 1_000],
  ['what nobody expected', new Error('?'), 1_000],
])('%s is remembered', (_, error, expected) => {
  expect(tokenFailures.rememberMs(error)).toBe(expected);
});

test('how long to wait counts down while a failure is remembered', () => {
  const asked = new SourceError('THROTTLED', 'Creators API token: HTTP 429', { retryAfterMs: 300_000 });
  expect(tokenFailures.later(asked, 120_000)).toMatchObject({
    code: 'THROTTLED',
    message: 'Creators API token: HTTP 429',
    retryAfterMs: 120_000,
    unsent: true,
  });
  const silent = new SourceError('CREDENTIALS', 'refused');
  expect(tokenFailures.later(silent, 120_000)).toBe(silent);
});

const page = '<html><h1>403 ERROR</h1>The request could not be satisfied.</html>';

test.each<[number, unknown, FailureCode]>([
  [400, { error: 'invalid_client' }, 'CREDENTIALS'],
  [400, { error: 'invalid_grant' }, 'CREDENTIALS'],
  [400, { error: 'invalid_scope' }, 'CREDENTIALS'],
  [400, { error: 'unauthorized_client' }, 'CREDENTIALS'],
  [401, { error: 'invalid_client' }, 'CREDENTIALS'],
  [401, { message: 'Unauthorized' }, 'CREDENTIALS'],
  [404, page, 'CREDENTIALS'],
  [403, page, 'BLOCKED'],
  [403, { message: 'Forbidden' }, 'BLOCKED'],
  [403, '', 'BLOCKED'],
  [400, page, 'BLOCKED'],
  [401, page, 'BLOCKED'],
  [405, page, 'BLOCKED'],
  [429, page, 'THROTTLED'],
  [400, { error: 'too_many_requests' }, 'THROTTLED'],
  [429, { error: 'temporarily_unavailable' }, 'THROTTLED'],
  [400, { error: 'temporarily_unavailable' }, 'SERVER'],
  [500, { error: 'server_error' }, 'SERVER'],
  [503, page, 'SERVER'],
  [302, '', 'MALFORMED'],
])('a token endpoint’s HTTP %i %j is %s', (status, body, code) => {
  const json = typeof body === 'string' ? undefined : body;
  const error = oauthError(Object.entries(json ?? {}).find(([name]) => name === 'error')?.[1]);
  expect(classOfTokenRefusal({ status, headers: {}, json, error })).toBe(code);
});

test('a firewall’s challenge is BLOCKED whatever its status', () => {
  const headers = { 'x-amzn-waf-action': 'challenge' };
  expect(classOfTokenRefusal({ status: 202, headers, json: undefined, error: undefined })).toBe('BLOCKED');
});
