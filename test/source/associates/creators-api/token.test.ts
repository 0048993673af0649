import { describe, expect, test } from 'vitest';
import {
  fetchCreatorsToken,
  regionOfVersion,
  type CreatorsVersion,
} from '../../../../src/source/associates/creators-api/token.ts';
import { SourceError } from '../../../../src/source/source-error.ts';
import { apiLimits, createUpstream, type UpstreamRequest } from '../../../../src/upstream/upstream.ts';
import { failureOf } from '../common/build.ts';
import { startStandIn, type Reply } from '../common/stand-in.ts';
import type { FailureCode } from '../../../../src/vocabulary.ts';

const secret = 's3cret/+Key=';
const credential = (version: CreatorsVersion) => ({ id: 'amzn1.client', secret, version });
const signal = new AbortController().signal;
const granted = { access_token: 'Atc|abc', expires_in: 1800, token_type: 'bearer' };

async function fetchFrom(reply: Reply, version: CreatorsVersion = '3.2') {
  await using amazon = await startStandIn(() => reply);
  await using upstream = createUpstream(apiLimits);
  const token = await fetchCreatorsToken(upstream, credential(version), `${amazon.origin}/any/path?x=1`)(signal);
  return { token, request: amazon.received[0]! };
}

test('version 2 asks with a form and the scope creatorsapi/default', async () => {
  const { token, request } = await fetchFrom({ body: granted }, '2.2');
  expect(token).toEqual({ value: 'Atc|abc', expiresInMs: 1_800_000 });
  expect(request).toMatchObject({ method: 'POST', path: '/any/path?x=1' });
  expect(request.headers['content-type']).toBe('application/x-www-form-urlencoded');
  expect(Object.fromEntries(new URLSearchParams(request.body))).toEqual({
    grant_type: 'client_credentials',
    client_id: 'amzn1.client',
    client_secret: secret,
    scope: 'creatorsapi/default',
  });
});

test('version 3 asks with JSON and the scope creatorsapi::default', async () => {
  const { token, request } = await fetchFrom({ body: granted }, '3.1');
  expect(token.value).toBe('Atc|abc');
  expect(request.headers['content-type']).toBe('application/json');
  expect(JSON.parse(request.body)).toEqual({
    grant_type: 'client_credentials',
    client_id: 'amzn1.client',
    client_secret: secret,
    scope: 'creatorsapi::default',
  });
});

test.each<[CreatorsVersion, string, string]>([
  ['2.1', 'NA', 'https://creatorsapi.auth.us-east-1.amazoncognito.com/oauth2/token'],
  ['2.2', 'EU', 'https://creatorsapi.auth.eu-south-2.amazoncognito.com/oauth2/token'],
  ['2.3', 'FE', 'https://creatorsapi.auth.us-west-2.amazoncognito.com/oauth2/token'],
  ['3.1', 'NA', 'https://api.amazon.com/auth/o2/token'],
  ['3.2', 'EU', 'https://api.amazon.co.uk/auth/o2/token'],
  ['3.3', 'FE', 'https://api.amazon.co.jp/auth/o2/token'],
])('version %s belongs to %s and asks %s', async (version, region, url) => {
  const asked: UpstreamRequest[] = [];
  const upstream = {
    async request(request: UpstreamRequest) {
      asked.push(request);
      return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(granted)) };
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
  await fetchCreatorsToken(upstream, credential(version))(signal);
  expect(asked.map((request) => request.url)).toEqual([url]);
  expect(regionOfVersion(version)).toBe(region);
});

test('a token that does not say how long it lives lives an hour', async () => {
  expect((await fetchFrom({ body: { access_token: 'x' } })).token.expiresInMs).toBe(3_600_000);
});

describe('a token that is not granted', () => {
  test.each<[number, unknown, FailureCode]>([
    [400, { error: 'invalid_client' }, 'CREDENTIALS'],
    [401, { error: 'invalid_client', error_description: secret }, 'CREDENTIALS'],
    [403, '<html>', 'BLOCKED'],
    [403, { message: 'Forbidden' }, 'BLOCKED'],
    [429, '', 'THROTTLED'],
    [500, { error: secret }, 'SERVER'],
    [503, '', 'SERVER'],
    [302, '', 'MALFORMED'],
    [200, '<html>', 'MALFORMED'],
    [200, {}, 'MALFORMED'],
    [200, { access_token: '' }, 'MALFORMED'],
    [200, { access_token: 'two words' }, 'MALFORMED'],
    [200, { access_token: 'x\r\nhost: evil' }, 'MALFORMED'],
  ])('HTTP %i %j is %s, and no secret gets into the message', async (status, body, code) => {
    const failure = await failureOf(fetchFrom({ status, body }));
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(/^Creators API token: /);
    expect(failure.message).not.toContain(secret);
    expect(failure.message).not.toContain(encodeURIComponent(secret));
  });

  test('says what was refused and what to check', async () => {
    const { message } = await failureOf(fetchFrom({ status: 400, body: { error: 'invalid_client' } }));
    expect(message).toMatch(/HTTP 400 · invalid_client · check .*version/);
  });

  test('passes on how long to wait', async () => {
    for (const seconds of [3, 300, 7_200]) {
      const headers = { 'retry-after': String(seconds) };
      const refused = { status: 429, headers, body: { error: 'too_many_requests' } };
      expect(await failureOf(fetchFrom(refused))).toMatchObject({ code: 'THROTTLED', retryAfterMs: seconds * 1000 });
    }
  });

  test('is a TIMEOUT when its time is up', async () => {
    const upstream = {
      request: async ({ signal }: UpstreamRequest) =>
        signal.throwIfAborted() ?? Promise.reject(new Error('not aborted')),
      [Symbol.asyncDispose]: async () => undefined,
    };
    const late = AbortSignal.abort(new DOMException('', 'TimeoutError'));
    const failure = await failureOf(fetchCreatorsToken(upstream, credential('3.2'))(late));
    expect(failure).toBeInstanceOf(SourceError);
    expect(failure.code).toBe('TIMEOUT');
  });
});
