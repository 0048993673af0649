import { describe, expect, test } from 'vitest';
import { setStage as setCreatorsStage } from '../creators-api/stage.ts';
import { setStage as setPaApiStage } from '../pa-api/stage.ts';
import { SourceError } from '../../../../src/source/source-error.ts';
import type { Source } from '../../../../src/source/source.ts';
import { aContext, asins, terms } from './build.ts';
import type { Reply } from './stand-in.ts';
import { lookUp, searchFor } from '../../../support/ask-source.ts';

type Shape = readonly [string, Reply];

const asked = asins('B000000001');
const creators = (type: string, more: object = {}) => ({ type, message: 'Words.', ...more });
const gone = (body: unknown, headers = {}): Reply => ({ status: 404, body, headers });
const absent = 'ResourceNotFoundException';
const named = `com.amazon.creators#${absent}`;

/** What a search and a lookup make of a reply: `empty` and `missing`, or the class of the failure. */
async function outcomes(source: Source): Promise<string> {
  const failed = (thrown: unknown) => (thrown instanceof SourceError ? thrown.code : 'thrown');
  const search = await searchFor(source, terms(), undefined, aContext()).then(({ hits }) => {
    return hits.length === 0 ? 'empty' : 'hits';
  }, failed);
  const lookup = await lookUp(source, asked, aContext()).then(
    (findings) => [...findings.values()].map(({ kind }) => kind).join(),
    failed,
  );
  return search === lookup ? search : `${search} ${lookup}`;
}

describe('the Creators API’s error shapes, documented and reported: nothing found', () => {
  test.each<Shape>([
    [
      'a search without hits',
      gone({ type: absent, message: 'No.', resourceType: 'SearchResult', resourceId: 'stapler' }),
    ],
    ['the same by __type', gone({ __type: named, message: 'No results found', resourceType: 'SearchResult' })],
    ['the same in other letter case', gone({ type: absent, message: 'No.', resourceType: 'searchResult' })],
    ['all ids unknown', gone({ type: absent, message: 'No.', resourceType: 'Item', resourceId: 'B000000001' })],
    ['the same by __type', gone({ __type: named, message: 'No items found', resourceType: 'Item' })],
    [
      'no results, without a resource type',
      gone({ __type: named, message: 'No results found for your search request' }),
    ],
    [
      'no items, without a resource type',
      gone({ type: absent, message: 'No items found for the requested item IDs.' }),
    ],
    ['no results, without any type', gone({ message: 'No results found for your search request' })],
    [
      'the type in a header only',
      gone({ message: 'No results found.' }, { 'x-amzn-errortype': `${named}:http://internal` }),
    ],
    [
      'a list of errors',
      gone({ errors: [{ code: 'ItemNotFound', message: 'The ItemId B000000001 does not exist.' }] }),
    ],
  ])('%s (%j)', async (_what, reply) => {
    await using stage = await setCreatorsStage(() => reply);
    expect(await outcomes(stage.source)).toBe('empty missing');
  });
});

describe('the Creators API’s error shapes, documented and reported: failures', () => {
  test.each<readonly [number, unknown, string]>([
    [404, creators(absent, { resourceType: 'Operation' }), 'CREDENTIALS'],
    [404, creators(absent), 'CREDENTIALS'],
    [404, { message: 'Not Found' }, 'CREDENTIALS'],
    [404, { Output: { __type: 'com.amazon.coral.service#UnknownOperationException' }, Version: '1.0' }, 'CREDENTIALS'],
    [400, creators('ValidationException', { reason: 'UnknownOperation' }), 'CREDENTIALS'],
    [400, creators('ValidationException', { reason: 'CannotParse' }), 'MALFORMED'],
    [400, creators('ValidationException', { reason: 'FieldValidationFailed', fieldList: ['partnerTag'] }), 'MALFORMED'],
    [
      400,
      creators('ValidationException', { reason: 'FieldValidationFailed', fieldList: [{ name: 'sortBy' }] }),
      'MALFORMED',
    ],
    [400, creators('ValidationException', { reason: 'InvalidAssociate' }), 'CREDENTIALS'],
    [400, creators('ValidationException', { reason: 'InvalidPartnerTag' }), 'CREDENTIALS'],
    [400, creators('ValidationException', { reason: 'Other' }), 'MALFORMED'],
    [
      400,
      { __type: 'com.amazon.creators#ValidationException', message: 'x', reason: 'InvalidPartnerTag' },
      'CREDENTIALS',
    ],
    ...[
      'TokenExpired',
      'InvalidToken',
      'InvalidIssuer',
      'MissingClaim',
      'MissingKeyId',
      'UnsupportedClient',
      'InvalidClient',
      'MissingCredential',
      'Other',
    ].map((reason) => [401, creators('UnauthorizedException', { reason }), 'CREDENTIALS'] as const),
    [403, creators('AccessDeniedException', { reason: 'AssociateNotEligible' }), 'CREDENTIALS'],
    [403, creators('AccessDeniedException', { reason: 'AuthorizationFailed' }), 'CREDENTIALS'],
    [403, creators('AccessDeniedException', { reason: 'Other' }), 'CREDENTIALS'],
    [429, creators('ThrottleException'), 'THROTTLED'],
    [429, creators('ThrottleException', { retryAfterSeconds: 60 }), 'THROTTLED'],
    [400, { __type: 'com.amazon.coral.availability#ThrottlingException' }, 'THROTTLED'],
    [400, { Output: { __type: 'com.amazon.coral.availability#ThrottlingException' }, Version: '1.0' }, 'THROTTLED'],
    [500, creators('InternalServerException'), 'SERVER'],
    [503, { message: 'Service Unavailable' }, 'SERVER'],
  ])('%i %j is %s', async (status, body, code) => {
    await using stage = await setCreatorsStage(() => ({ status, body }));
    expect((await outcomes(stage.source)).replace(`${code} missing`, code)).toBe(code);
  });
});

test('a firewall’s answer in place of either API is BLOCKED, whatever its status', async () => {
  for (const status of [202, 403, 405]) {
    const reply = { status, headers: { 'x-amzn-waf-action': 'challenge' }, body: '<html>' };
    await using creatorsStage = await setCreatorsStage(() => reply);
    await using paApiStage = await setPaApiStage(() => reply);
    expect(await outcomes(creatorsStage.source)).toBe('BLOCKED');
    expect(await outcomes(paApiStage.source)).toBe('BLOCKED');
  }
});

describe('PA-API’s error shapes, documented and reported', () => {
  const error = (Code: string, Message = 'Words.'): Reply['body'] => ({ Errors: [{ Code, Message }] });

  test.each<readonly [number, unknown, string]>([
    [
      200,
      { Errors: [{ __type: 'com.amazon.paapi5#NoResultsException', Code: 'NoResults', Message: 'None.' }] },
      'empty missing',
    ],
    [404, error('NoResults'), 'empty missing'],
    [200, error('ItemNotAccessible', 'The ItemId B000000001 is not accessible.'), 'empty missing'],
    [403, error('AccessDenied'), 'CREDENTIALS'],
    [403, error('AccessDeniedAwsUsers'), 'CREDENTIALS'],
    [403, error('InvalidAssociate'), 'CREDENTIALS'],
    [403, error('AssociateNotEligible'), 'CREDENTIALS'],
    [400, error('IncompleteSignature'), 'CREDENTIALS'],
    [400, error('InvalidPartnerTag'), 'CREDENTIALS'],
    [401, error('InvalidSignature'), 'CREDENTIALS'],
    [401, error('RequestExpired'), 'CREDENTIALS'],
    [401, error('UnrecognizedClient'), 'CREDENTIALS'],
    [404, error('UnknownOperation'), 'CREDENTIALS'],
    [404, { Output: { __type: 'com.amazon.coral.service#UnknownOperationException' }, Version: '1.0' }, 'CREDENTIALS'],
    [429, error('TooManyRequests'), 'THROTTLED'],
    [429, { Output: { __type: 'com.amazon.coral.availability#ThrottlingException' }, Version: '1.0' }, 'THROTTLED'],
    [400, { __type: 'com.amazon.paapi5#ValidationException', ...Object(error('MissingParameter')) }, 'MALFORMED'],
    [500, error('InternalFailure'), 'SERVER'],
  ])('%i %j is %s', async (status, body, outcome) => {
    await using stage = await setPaApiStage(() => ({ status, body }));
    expect(await outcomes(stage.source)).toBe(outcome);
  });
});
