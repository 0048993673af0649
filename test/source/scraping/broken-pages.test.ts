import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SourceError } from '../../../src/source/source-error.ts';
import { anAsin, aCall, fixture, someTerms } from './fixture.ts';
import { aMarketplace } from './page-server.ts';
import { lookUp, searchFor } from '../../support/ask-source.ts';

const asin = anAsin('B0TESTIN01');
const products = ['in/in-stock.html', 'us/subscription-first.html', 'sa/arabic.html', 'br/mobile.html'].map(bytes);
const searches = ['in/search.html', 'es/search-2022.html'].map(bytes);

function bytes(path: string): Buffer {
  return Buffer.from(fixture(path));
}

/** Whatever the marketplace serves, a lookup and a search either answer or reject with a SourceError. */
async function survives(body: Buffer, contentType = 'text/html'): Promise<void> {
  const { source } = aMarketplace(() => ({ body, headers: { 'content-type': contentType } }));
  const outcomes = await Promise.allSettled([
    lookUp(source, [asin], aCall('IN')),
    searchFor(source, someTerms(), undefined, aCall('IN')),
  ]);
  for (const outcome of outcomes) {
    if (outcome.status !== 'rejected') continue;
    expect(outcome.reason).toBeInstanceOf(SourceError);
    // A cause would be an exception that some rule threw and the source only wrapped.
    expect(outcome.reason).toMatchObject({ cause: undefined });
  }
}

describe('no page, however broken, throws anything but a SourceError', () => {
  const anyPage = fc.constantFrom(...products, ...searches);

  test('cut off anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(anyPage, fc.double({ min: 0, max: 1, noNaN: true }), (page, share) =>
        survives(page.subarray(0, Math.floor(page.length * share))),
      ),
      { numRuns: 150 },
    );
  });

  test('with bits flipped', async () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(anyPage, flips, async (page, changes) => {
        const broken = Buffer.from(page);
        for (const [at, mask] of changes) broken[at % broken.length]! ^= mask;
        await survives(broken);
      }),
      { numRuns: 200 },
    );
  });

  test('in another encoding than it says', async () => {
    const encodings = fc.constantFrom<BufferEncoding>('utf16le', 'latin1', 'utf8', 'hex');
    const labels = fc.constantFrom('utf-16', 'shift_jis', 'iso-8859-15', 'gb18030', 'utf-8', 'no-such-thing', '');
    await fc.assert(
      fc.asyncProperty(anyPage, encodings, labels, (page, encoding, label) =>
        survives(Buffer.from(page.toString('utf8'), encoding), `text/html; charset=${label}`),
      ),
      { numRuns: 80 },
    );
  });

  test('of random tags and numbers where the rules look', async () => {
    const ids = ['productTitle', 'ASIN', 'price', 'priceblock_ourprice', 'availability', 'outOfStock', 'acrPopover'];
    const element = fc
      .tuple(fc.constantFrom(...ids, 'corePrice_feature_div', 'landingImage'), fc.string({ unit: 'binary' }))
      .map(([id, text]) => `<div id="${id}" title="${text}" value="${text}" data-a-dynamic-image='${text}'>${text}`);
    await fc.assert(
      fc.asyncProperty(fc.array(element), (elements) => survives(Buffer.from(elements.join('')))),
      { numRuns: 150 },
    );
  });

  test.each([
    ['tags nested a million deep', '<b>'.repeat(1_000_000)],
    ['lists nested deep inside the price box', `<div id="price">${'<ul><li>'.repeat(400)}$1.00`],
    ['a million elements', '<i></i>'.repeat(1_000_000)],
    ['one endless attribute', `<div id="productTitle" title="${'x'.repeat(4_000_000)}`],
    ['one endless comment', `<!--${'-'.repeat(4_000_000)}`],
    ['a script of quotes', `<script>'colorImages': { 'initial': [${'"\\"'.repeat(300_000)}</script>`],
    ['deep JSON', `<script>'colorImages': { 'initial': ${'['.repeat(500_000)}</script>`],
    [
      'a price of digits',
      `<span id="productTitle">x</span><span id="priceblock_ourprice">${'9'.repeat(500_000)}</span>`,
    ],
    ['null bytes', '\0'.repeat(100_000)],
  ])('%s', async (_, html) => {
    await survives(Buffer.from(`<span id="productTitle">x</span><input id="ASIN" value="${asin}">${html}`));
  });
});

test('a page in an old encoding is read by its label', async () => {
  const body = Buffer.from(fixture('de/one-thousand.html').replaceAll('€', '&euro;'), 'latin1');
  const asked = anAsin('B0TESTDE03');
  const { source } = aMarketplace(() => ({ body, headers: { 'content-type': 'text/html; charset=ISO-8859-1' } }));
  const finding = (await lookUp(source, [asked], aCall('DE'))).get(asked);
  expect(finding).toMatchObject({ product: { title: 'Großer Kessel', price: { amount: '1013.76' } } });
});
