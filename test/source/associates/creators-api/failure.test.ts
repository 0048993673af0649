import { expect, test } from 'vitest';
import type { FailureCode } from '../../../../src/vocabulary.ts';
import { aContext, asins, failureOf } from '../common/build.ts';
import { secret, setStage } from './stage.ts';
import { lookUp } from '../../../support/ask-source.ts';

const asked = asins('B000000001', 'B000000002');
const refusal = (type: string, reason?: string, more: object = {}) => ({
  type,
  message: 'Amazon’s words.',
  reason,
  ...more,
});

test.each<[number, unknown, FailureCode, RegExp]>([
  [400, refusal('ValidationException', 'InvalidPartnerTag'), 'CREDENTIALS', /InvalidPartnerTag.*partner tag/],
  [400, refusal('ValidationException', 'InvalidAssociate'), 'CREDENTIALS', /InvalidAssociate.*partner tag/],
  [400, refusal('ValidationException', 'UnknownOperation'), 'CREDENTIALS', /UnknownOperation/],
  [
    400,
    refusal('ValidationException', 'FieldValidationFailed', { fieldList: ['partnerTag'] }),
    'MALFORMED',
    /HTTP 400/,
  ],
  [401, refusal('UnauthorizedException', 'InvalidIssuer'), 'CREDENTIALS', /region/],
  [401, refusal('UnauthorizedException', 'MissingClaim'), 'CREDENTIALS', /MissingClaim/],
  [403, refusal('AccessDeniedException', 'AssociateNotEligible'), 'CREDENTIALS', /qualified sales/],
  [403, refusal('AccessDeniedException', 'Other'), 'CREDENTIALS', /HTTP 403/],
  [403, '<html>', 'CREDENTIALS', /HTTP 403/],
  [403, refusal('ResourceNotFoundException', undefined, { resourceType: 'Item' }), 'CREDENTIALS', /HTTP 403/],
  [429, refusal('ThrottleException'), 'THROTTLED', /ThrottleException/],
  [429, '', 'THROTTLED', /HTTP 429/],
  [500, refusal('InternalServerException'), 'SERVER', /InternalServerException/],
  [502, '<html>Bad gateway</html>', 'SERVER', /HTTP 502/],
  [200, '<html>Server Busy</html>', 'MALFORMED', /not JSON/],
  [307, '', 'MALFORMED', /redirect/],
])('HTTP %i %j is %s', async (status, body, code, message) => {
  await using stage = await setStage(() => ({ status, body }));
  const failure = await failureOf(lookUp(stage.source, asked, aContext()));
  expect(failure.code).toBe(code);
  expect(failure.message).toMatch(message);
  expect(failure.message).toMatch(/^Creators API GetItems \(IN\): /);
  expect(failure).toMatchObject({ unnamedFault: false, tokenRefused: false, unsent: false });
});

test.each([
  ['the header', { 'retry-after': '12' }, { retryAfterSeconds: 60 }, 12_000],
  ['the body', {}, { retryAfterSeconds: 60 }, 60_000],
  ['nothing', {}, {}, undefined],
])('how long to wait is told by %s', async (_what, headers, more, expected) => {
  await using stage = await setStage(() => ({
    status: 429,
    headers: { ...headers },
    body: refusal('ThrottleException', undefined, more),
  }));
  expect((await failureOf(lookUp(stage.source, asked, aContext()))).retryAfterMs).toBe(expected);
});

test('a 401 that does not say why may be the token’s', async () => {
  await using stage = await setStage(() => ({ status: 401, body: { message: 'Unauthorized' } }));
  expect(await failureOf(lookUp(stage.source, asked, aContext()))).toMatchObject({
    code: 'CREDENTIALS',
    tokenRefused: true,
  });
});

test('neither secret nor token gets into a message', async () => {
  const said = `token-1 ${secret} ${encodeURIComponent(secret)} amzn1.client`;
  await using stage = await setStage(() => ({
    status: 403,
    body: { ...refusal('AccessDeniedException'), message: said },
  }));
  const { message } = await failureOf(lookUp(stage.source, asked, aContext()));
  expect(message).toContain('[secret]');
  expect(message).not.toMatch(/token-1|s3cret|amzn1/);
});
