import { expect, test } from 'vitest';
import { fetchLwaToken } from '../../../src/source/sp-api/lwa.ts';
import { UpstreamError } from '../../../src/upstream/upstream-error.ts';
import type { Upstream } from '../../../src/upstream/upstream.ts';

const credential = { clientId: 'id', clientSecret: 'secret', refreshToken: 'refresh' };

function answering(status: number, body: unknown): Upstream {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return upstream(async () => ({ status, headers: {}, body: Buffer.from(text) }));
}

function upstream(request: Upstream['request']): Upstream {
  return { request, [Symbol.asyncDispose]: async () => undefined };
}

function fetchFrom(source: Upstream) {
  return fetchLwaToken(source, credential)(new AbortController().signal);
}

test('the token is asked at Amazon’s one host when no endpoint is given', async () => {
  const urls: string[] = [];
  const amazon = upstream(async ({ url }) => {
    urls.push(url);
    return { status: 200, headers: {}, body: Buffer.from('{"access_token":"Atza|1","expires_in":60}') };
  });
  await expect(fetchFrom(amazon)).resolves.toEqual({ value: 'Atza|1', expiresInMs: 60_000 });
  expect(urls).toEqual(['https://api.amazon.com/auth/o2/token']);
});

test('a token without a lifetime lives the documented hour', async () => {
  await expect(fetchFrom(answering(200, { access_token: 'x' }))).resolves.toEqual({
    value: 'x',
    expiresInMs: 3_600_000,
  });
});

test.each([
  ['invalid_grant', 400, { error: 'invalid_grant' }, 'CREDENTIALS'],
  ['invalid_client', 401, { error: 'invalid_client' }, 'CREDENTIALS'],
  ['unauthorized_client', 400, { error: 'unauthorized_client' }, 'CREDENTIALS'],
  ['unsupported_grant_type', 400, { error: 'unsupported_grant_type' }, 'CREDENTIALS'],
  ['temporarily_unavailable', 400, { error: 'temporarily_unavailable' }, 'SERVER'],
  ['server_error', 500, { error: 'server_error' }, 'SERVER'],
  ['a 503 page', 503, '<html>', 'SERVER'],
  ['a 400 page', 400, '<html>', 'BLOCKED'],
  ['a 403 page', 403, '<html>', 'BLOCKED'],
  ['a 404 page', 404, '<html>', 'CREDENTIALS'],
  ['a 429', 429, '', 'THROTTLED'],
  ['200 without a token', 200, { token_type: 'bearer' }, 'MALFORMED'],
  ['200 that is no JSON', 200, '<html>', 'MALFORMED'],
  ['a token that no header can carry', 200, { access_token: 'line\nbreak' }, 'MALFORMED'],
])('%s is told by its class', async (_, status, body, code) => {
  await expect(fetchFrom(answering(status, body))).rejects.toMatchObject({ name: 'SourceError', code });
});

test('a connection that fails and a time that runs out are told as such', async () => {
  const broken = upstream(async () => {
    throw new UpstreamError('NETWORK', 'the connection failed');
  });
  await expect(fetchFrom(broken)).rejects.toMatchObject({ name: 'SourceError', code: 'NETWORK' });
  const slow = upstream(async () => {
    throw new DOMException('timed out', 'TimeoutError');
  });
  await expect(fetchFrom(slow)).rejects.toMatchObject({ name: 'SourceError', code: 'TIMEOUT' });
});
