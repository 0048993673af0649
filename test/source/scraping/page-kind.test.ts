import { describe, expect, test } from 'vitest';
import { anAsin, aCall, fixture } from './fixture.ts';
import { aStore, type Served } from './page-server.ts';
import { lookUp } from '../../ask-source.ts';

const asin = anAsin('B0TESTUS01');

async function outcome(served: Served): Promise<unknown> {
  const { source } = aStore(() => served);
  return await lookUp(source, [asin], aCall('US')).then(
    (findings) => findings.get(asin)?.kind,
    (error: unknown) => error,
  );
}

describe('every kind of page has its own outcome', () => {
  test.each([
    ['picture check', 'us/robot-check.html', 200, 'BLOCKED'],
    ['picture check with its usual status', 'us/robot-check.html', 503, 'BLOCKED'],
    ['picture check that throttles', 'us/robot-check.html', 429, 'BLOCKED'],
    ['picture check in the clothes of a 404', 'us/robot-check.html', 404, 'BLOCKED'],
    ['"continue shopping"', 'us/continue-shopping.html', 200, 'BLOCKED'],
    ['AWS WAF script', 'us/waf.html', 202, 'BLOCKED'],
    ['sign-in wall', 'us/sign-in.html', 200, 'BLOCKED'],
    ['server error page', 'us/sorry.html', 503, 'SERVER'],
    ['server error page that looks like success', 'us/sorry.html', 200, 'SERVER'],
    ['older server error page', 'de/sorry.html', 500, 'SERVER'],
    ['home page', 'us/home.html', 200, 'MALFORMED'],
    ['search page', 'in/search.html', 200, 'MALFORMED'],
    ['404 of somebody else', 'us/foreign-404.html', 404, 'MALFORMED'],
    ['bad gateway of somebody else', 'us/foreign-404.html', 502, 'SERVER'],
    ['refusal without a page', 'us/home.html', 403, 'BLOCKED'],
    ['throttling', 'us/home.html', 429, 'THROTTLED'],
    ['not-found page served by a failing server', 'nl/not-found.html', 503, 'SERVER'],
  ] as const)('%s', async (_, path, status, code) => {
    expect(await outcome({ status, body: fixture(path) })).toMatchObject({ name: 'SourceError', code });
  });

  test.each([404, 200])('only the store’s own not-found page is missing (status %i)', async (status) => {
    expect(await outcome({ status, body: fixture('nl/not-found.html') })).toBe('missing');
  });

  test('an AWS WAF header blocks whatever the body', async () => {
    const served = { body: fixture('us/subscription-first.html'), headers: { 'x-amzn-waf-action': 'challenge' } };
    expect(await outcome(served)).toMatchObject({ code: 'BLOCKED' });
  });

  test('Retry-After of a throttled answer is carried', async () => {
    const served = { status: 429, body: '', headers: { 'retry-after': '30' } };
    expect(await outcome(served)).toMatchObject({ code: 'THROTTLED', retryAfterMs: 30_000 });
  });

  test('a product page that talks of robots and captchas is a product page', async () => {
    const body = fixture('us/subscription-first.html').replace(
      '</body>',
      '<p>Robot Check: this captcha robot is called validateCaptcha, api-services-support@amazon.com</p></body>',
    );
    expect(await outcome({ body })).toBe('found');
  });

  test('an empty body is malformed', async () => {
    expect(await outcome({ body: '' })).toMatchObject({ code: 'MALFORMED' });
  });
});
