import { expect, test } from 'vitest';
import type { FailureCode } from '../../../../src/vocabulary.ts';
import { aContext, asins, failureOf } from '../common/build.ts';
import { setStage } from './stage.ts';
import { lookUp } from '../../../support/ask-source.ts';

const asked = asins('B000000001', 'B000000002');
const errors = (Code: string, Message = 'Amazon’s words.') => ({
  __type: `com.amazon.paapi5#${Code}Exception`,
  Errors: [{ Code, Message }],
});

test.each<[number, unknown, FailureCode, RegExp]>([
  [403, errors('AccessDenied'), 'CREDENTIALS', /not registered/],
  [403, errors('AccessDeniedAwsUsers'), 'CREDENTIALS', /AWS/],
  [403, errors('InvalidAssociate'), 'CREDENTIALS', /associates account/],
  [403, errors('AssociateNotEligible'), 'CREDENTIALS', /qualified sales/],
  [400, errors('InvalidPartnerTag'), 'CREDENTIALS', /partner tag/],
  [400, errors('IncompleteSignature'), 'CREDENTIALS', /IncompleteSignature/],
  [401, errors('InvalidSignature'), 'CREDENTIALS', /secret key/],
  [401, errors('UnrecognizedClient'), 'CREDENTIALS', /Creators API/],
  [401, errors('RequestExpired'), 'CREDENTIALS', /RequestExpired.*clock/],
  [401, 'Unauthorized', 'CREDENTIALS', /HTTP 401$/],
  [404, errors('UnknownOperation'), 'CREDENTIALS', /Creators API/],
  [403, '<html>Forbidden</html>', 'CREDENTIALS', /stopped answering.*Creators API/],
  [404, { message: 'no such page' }, 'CREDENTIALS', /stopped answering.*Creators API/],
  [410, '', 'CREDENTIALS', /stopped answering.*Creators API/],
  [429, errors('TooManyRequests'), 'THROTTLED', /TooManyRequests/],
  [429, '<html>', 'THROTTLED', /HTTP 429/],
  [200, errors('TooManyRequests'), 'THROTTLED', /TooManyRequests/],
  [500, errors('InternalFailure'), 'SERVER', /InternalFailure/],
  [503, '<html>Service Unavailable</html>', 'SERVER', /HTTP 503/],
  [302, '', 'MALFORMED', /redirect/],
  [418, '', 'MALFORMED', /HTTP 418/],
])('HTTP %i %j is %s', async (status, body, code, message) => {
  await using stage = await setStage(() => ({ status, headers: { location: 'https://example.org/' }, body }));
  const failure = await failureOf(lookUp(stage.source, asked, aContext()));
  expect(failure.code).toBe(code);
  expect(failure.message).toMatch(message);
  expect(failure.message).toMatch(/^PA-API GetItems \(IN\): /);
  expect(failure).toMatchObject({ unnamedFault: false, tokenRefused: false, unsent: false });
});

test('the wait that a 429 asks for is passed on, in seconds or as a date', async () => {
  const wallMs = Date.UTC(2026, 0, 2, 3, 4, 5);
  const waits = ['7', new Date(wallMs + 20_000).toUTCString()];
  const clock = { wall: () => wallMs, monotonic: () => 0 };
  await using stage = await setStage(
    () => ({ status: 429, headers: { 'retry-after': waits.shift() ?? '' }, body: errors('TooManyRequests') }),
    { clock },
  );
  const asks = [7_000, 20_000, undefined];
  for (const expected of asks) {
    const failure = await failureOf(lookUp(stage.source, asked, aContext()));
    expect(failure.retryAfterMs).toBe(expected);
  }
});

test('a refusal that says nothing at all may be any id’s fault', async () => {
  await using stage = await setStage(() => ({ status: 400, body: errors('InvalidParameterValue', 'Bad request.') }));
  expect(await failureOf(lookUp(stage.source, asked, aContext()))).toMatchObject({
    code: 'MALFORMED',
    unnamedFault: true,
  });
});

test('no secret gets into a message, URL-encoded or not', async () => {
  const secret = 's3cret/+Key=';
  const said = `key AKIDEXAMPLE secret ${secret} or ${encodeURIComponent(secret)}`;
  await using stage = await setStage(() => ({ status: 401, body: errors('InvalidSignature', said) }));
  const { message } = await failureOf(lookUp(stage.source, asked, aContext()));
  expect(message).toContain('[secret]');
  expect(message).not.toMatch(/s3cret|AKIDEXAMPLE/);
});
