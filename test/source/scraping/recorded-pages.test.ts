import { describe, expect, test } from 'vitest';
import { parseAsin } from '../../../src/product/asin.ts';
import { readRecorded } from '../../support/recorded.ts';
import {
  expectations,
  fields,
  hasPages,
  marketplaceOf,
  missesOf,
  readSaved,
  savedPages,
  type Miss,
} from './accuracy.ts';
import { aCall, findIn, someTerms } from './fixture.ts';
import { aMarketplace } from './page-server.ts';
import { lookUp, searchFor } from '../../support/ask-source.ts';

describe.runIf(hasPages)('saved product pages', () => {
  test('title, price, currency, availability, message and ASIN are right on all, the rest on 98 of 100', async () => {
    const pages = savedPages();
    const misses: Miss[] = [];
    for (const page of pages) misses.push(...missesOf(page, await readSaved(page)));
    for (const miss of misses) console.warn('miss', JSON.stringify(miss));
    for (const field of fields) {
      const share = 1 - misses.filter((miss) => miss.field === field).length / pages.length;
      expect(share, field).toBeGreaterThanOrEqual(always.has(field) ? 1 : 0.98);
    }
  });

  test('the page of a selected child answers for its parent, and not with its own price', async () => {
    for (const page of savedPages().filter(({ expected }) => expected.parent_asin !== undefined)) {
      const { parent_asin: parent = '', title } = page.expected;
      const finding = await findIn(page.body(), page.marketplace, parent);
      expect(finding, page.name).toMatchObject({ kind: 'found', product: { asin: parent, availability: 'UNKNOWN' } });
      if (finding.kind !== 'found') continue;
      if (title !== undefined) expect(finding.product.title).toBe(title);
      for (const field of ['price', 'listPrice', 'offers', 'seller']) expect(finding.product).not.toHaveProperty(field);
    }
  });

  test('no page answers for another product', async () => {
    for (const page of savedPages()) {
      expect(await findIn(page.body(), page.marketplace, 'B0ELSEWHER'), page.name).toMatchObject({
        kind: 'failed',
        error: { code: 'MALFORMED' },
      });
    }
  });
});

const always = new Set<string>(['title', 'price', 'currency', 'availability', 'message', 'asin']);

describe.runIf(hasPages)('saved search pages', () => {
  const searches = hasPages ? Object.entries(expectations().searches) : [];

  test.each(searches)('%s: organic hits in order, with price, stars and count', async (_, expected) => {
    const body = readRecorded(`${expected.file}.gz`);
    const terms = someTerms({ includeOutOfStock: true });
    const page = await searchFor(
      aMarketplace(() => ({ body })).source,
      terms,
      undefined,
      aCall(marketplaceOf(expected.marketplace)),
    );
    if (expected.organic !== undefined) expect(page.hits).toHaveLength(expected.organic);
    for (const [index, seen] of expected.first_three_organic.entries()) {
      const hit = page.hits[index];
      expect(hit?.asin).toBe(seen.asin);
      expect(hit?.title?.slice(0, seen.title_starts_with.length)).toBe(seen.title_starts_with);
      expect(Number(hit?.price?.amount ?? 0)).toBe(seen.price ?? 0);
      expect(hit?.rating).toBe(seen.rating ?? undefined);
      if (seen.reviews_shown !== undefined) expect(hit?.reviewCount === undefined).toBe(seen.reviews_shown === null);
      if (seen.reviews !== undefined) expect(hit?.reviewCount).toBe(seen.reviews);
    }
  });
});

describe.runIf(hasPages)('saved pages of other kinds', () => {
  const pages = hasPages ? [...Object.entries(expectations().blocks), ...Object.entries(expectations().others)] : [];

  test.each(pages)('%s', async (_, { file, kind, status = 200 }) => {
    const asin = parseAsin('B0ELSEWHER')!;
    const { source } = aMarketplace(() => ({ status, body: readRecorded(`${file}.gz`) }));
    const outcome = await lookUp(source, [asin], aCall('US')).then(
      (findings) => findings.get(asin)?.kind,
      (error: { readonly code: string }) => error.code,
    );
    expect(outcome).toBe(outcomes.get(kind) ?? 'MALFORMED');
  });
});

const outcomes = new Map([
  ['captcha_image', 'BLOCKED'],
  ['continue_button', 'BLOCKED'],
  ['waf_js_challenge', 'BLOCKED'],
  ['error_500', 'SERVER'],
  ['error_503', 'SERVER'],
  ['error_5xx', 'SERVER'],
  ['error_404', 'missing'],
  // Its product's failure alone, never a sample for the circuit.
  ['Amazon Music app shell', 'failed'],
]);
