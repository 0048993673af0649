import { describe, expect, test } from 'vitest';
import { SourceError } from '../../../src/source/source-error.ts';
import { anAsin, aCall, fixture, someTerms } from './fixture.ts';
import { samples } from './language-samples.ts';
import { aMarketplace, type Served } from './page-server.ts';
import { lookUp, searchFor } from '../../support/ask-source.ts';

const asin = anAsin('B0TESTUS01');

async function outcome(served: Served): Promise<unknown> {
  const { source } = aMarketplace(() => served);
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

  test.each([404, 200])('only the marketplace’s own not-found page is missing (status %i)', async (status) => {
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

/** A small page with a title, a body and, in the head, what else tells its kind. */
function smallPage(title: string, body: string, head = '', lang = 'en'): string {
  return `<!doctype html><html lang="${lang}"><head><title>${title}</title>${head}</head><body>${body}</body></html>`;
}

const picture = (path: string) =>
  `<img src="https://images-na.ssl-images-amazon.com/images/G/29/error/${path}" alt="">`;
const comment = '<!-- To discuss automated access to Amazon data please contact api-services-support@amazon.com. -->';

test('a robot check without its form is told by the host that serves it', async () => {
  const body = smallPage('Amazon.com', comment, '<script>var ue_sn = "opfcaptcha.amazon.com";</script>');
  expect(await codeOf({ body })).toBe('BLOCKED');
});

describe('an error page is told', () => {
  test.each([
    ['title._TTD_.png', 200, 'missing'],
    ['en_US/title._TTD_.png', 404, 'missing'],
    ['500-title._TTD_.png', 200, 'SERVER'],
    ['it_IT/500-title._TTD_.png', 404, 'SERVER'],
    ['500_503.png', 200, 'SERVER'],
  ])('by its picture %s with status %i, whatever its words', async (path, status, expected) => {
    expect(await codeOf({ status, body: smallPage('Amazon', picture(path)) })).toBe(expected);
  });

  test.each([
    ['/ref=cs_404_logo', 'missing'],
    ['/ref=cs_503_link', 'SERVER'],
    ['/ref=cs_500_logo', 'SERVER'],
  ])('by its link %s', async (href, expected) => {
    expect(await codeOf({ body: smallPage('Amazon', `<a href="${href}">Amazon</a>`) })).toBe(expected);
  });

  test.each(Object.entries(samples))('by its words in language %s, in title or text', async (lang, words) => {
    for (const text of words.notFound) {
      expect(await codeOf({ body: smallPage(text, comment, '', lang) }), text).toBe('missing');
      expect(await codeOf({ body: smallPage('Amazon', `${comment}<h1>${text}</h1>`, '', lang) }), text).toBe('missing');
      expect(await codeOf({ body: smallPage(`Amazon.it ${text}`, '<a href="/">Amazon</a>', '', lang) }), text).toBe(
        'missing',
      );
    }
    for (const text of words.serverError) {
      expect(await codeOf({ body: smallPage(text, comment, '', lang) }), text).toBe('SERVER');
      expect(await codeOf({ body: smallPage(`Amazon.it ${text}`, '<a href="/">Amazon</a>', '', lang) }), text).toBe(
        'SERVER',
      );
    }
  });

  test('by its status, where it has the shape of one and says nothing that is known', async () => {
    const body = smallPage('Amazon', `${comment}<a href="/">Iets anders</a>`, '', 'xx');
    expect(await codeOf({ status: 404, body })).toBe('missing');
    expect(await codeOf({ status: 200, body })).toBe('SERVER');
    expect(await codeOf({ status: 503, body })).toBe('SERVER');
    expect(await codeOf({ status: 403, body })).toBe('BLOCKED');
  });

  test('and never taken for one when it is a large page or somebody else’s', async () => {
    const large = smallPage('Page not found', `${picture('title._TTD_.png')}${'<p>x</p>'.repeat(20_000)}`);
    expect(await codeOf({ body: large })).toBe('MALFORMED');
    expect(await codeOf({ status: 404, body: smallPage('Page not found', '<h1>nginx</h1>') })).toBe('MALFORMED');
  });
});

describe('another of Amazon’s applications at a product’s address', () => {
  test.each([
    ['Music, by its elements', smallPage('Asha', '<music-link kind="album">Asha</music-link>')],
    [
      'Music, by the host that serves it',
      smallPage('Asha', '', '<link rel="preconnect" href="https://eu.mesk.skill.music.a2z.com">'),
    ],
    [
      'Music, by its address',
      smallPage('Asha', '', '<meta name="branch:deeplink" content="/music/player/albums/B0TESTUS01">'),
    ],
    ['Video, by its parts', smallPage('Asha', '<div id="dv-dp-left-content"><h1>Asha</h1></div>')],
    ['Video, by its classes', smallPage('Asha', '<div class="DVWebNode-detail DVWebNode"></div>')],
    [
      'Video, by its address',
      smallPage('Asha', '', '<link rel="canonical" href="https://www.amazon.com/gp/video/detail/B0TESTUS01/">'),
    ],
  ])('is the product’s failure, not the marketplace’s: %s', async (_, body) => {
    const { source } = aMarketplace(() => ({ body }));
    // A finding is an answer: the circuit counts only calls that reject.
    expect((await lookUp(source, [asin], aCall('US'))).get(asin)).toMatchObject({
      kind: 'failed',
      error: { code: 'MALFORMED', message: expect.stringContaining('another Amazon application') },
    });
  });

  test.each([
    'https://music.amazon.com/albums/B0TESTUS01',
    'https://www.primevideo.com/detail/0ASHA',
    '/gp/video/detail/B0TESTUS01',
    'https://www.audible.com/pd/B0TESTUS01',
  ])('that the address redirects to is not requested: %s', async (location) => {
    const { source, requests } = aMarketplace(() => ({ status: 302, headers: { location }, body: '' }));
    expect((await lookUp(source, [asin], aCall('US'))).get(asin)).toMatchObject({ kind: 'failed' });
    expect(requests).toHaveLength(1);
  });

  test('does not make a product page of music or film another application', async () => {
    const body = fixture('us/subscription-first.html').replace(
      '</body>',
      '<a href="https://music.amazon.com/x">Listen</a><div id="dv-banner"></div><music-link></music-link></body>',
    );
    expect(await outcome({ body })).toBe('found');
  });

  test('is malformed where a search page is expected', async () => {
    const { source } = aMarketplace(() => ({ body: smallPage('Asha', '<music-link></music-link>') }));
    await expect(searchFor(source, someTerms(), undefined, aCall('US'))).rejects.toMatchObject({ code: 'MALFORMED' });
  });
});

async function codeOf(served: Served): Promise<unknown> {
  const ended = await outcome(served);
  return ended instanceof SourceError ? ended.code : ended;
}
