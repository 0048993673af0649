import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Identified, IdentifyRequest } from '../../src/catalog/answer.ts';
import { readGtin, type Gtin } from '../../src/product/gtin.ts';
import { SourceError } from '../../src/source/source-error.ts';
import type { Identification } from '../../src/source/source.ts';
import { aCatalog, anOperation, type CatalogUnderTest } from '../support/a-catalog.ts';
import { asinNumber } from '../support/asins.ts';
import { aProductOf, fakeSource, type FakeBehaviour } from '../support/fake-source.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const dayMs = 24 * 3_600_000;
const asin = asinNumber(1);
const [ean, upc] = ['4006381333931', '036000291452'];

function aRequest(text: string, parts: Partial<IdentifyRequest> = {}): IdentifyRequest {
  return { marketplace: 'IN', gtin: aGtin(text), ...parts };
}

function aGtin(text: string): Gtin {
  const gtin = readGtin(text);
  if (gtin === undefined || gtin.kind === 'wrong-check-digit') throw new Error(`${text} is no number`);
  return gtin;
}

/** A source that finds products by their numbers. */
function seller(answer: Identification, behaviour: FakeBehaviour = {}) {
  const identify = async (eans: readonly string[]) => new Map(eans.map((one) => [one, answer]));
  return fakeSource({ id: 'SP_API', completeHits: false, identify, ...behaviour });
}

/** A source whose search finds one product, which has these numbers. */
function shop(eans: readonly string[], behaviour: FakeBehaviour = {}) {
  const hits = [aProductOf(asinNumber(7), 'IN'), aProductOf(asin, 'IN', { identifiers: { eans } })];
  return fakeSource({ search: async () => ({ hits }), ...behaviour });
}

const failing = async () => await Promise.reject(new SourceError('MALFORMED', 'odd'));

async function identify({ catalog }: CatalogUnderTest, ...requests: readonly IdentifyRequest[]) {
  const asked = catalog.identify(requests, anOperation());
  await vi.advanceTimersByTimeAsync(9_000);
  return await asked;
}

const kinds = (answers: readonly Identified[]) => answers.map(({ kind }) => kind);

describe('the product of a number', () => {
  test('is found with one call for up to twenty numbers, before any search', async () => {
    const [first, second] = [shop([ean]), seller({ kind: 'found', asin })];
    const answers = await identify(aCatalog([first, second]), aRequest(ean), aRequest(upc), aRequest('9791034902781'));
    const found = { kind: 'found', asin, call: { source: 'SP_API', isShared: true } };
    expect(answers).toEqual([found, found, found]);
    expect(second.calls).toMatchObject([{ operation: 'identify', eans: [ean, `0${upc}`, '9791034902781'] }]);
    expect(first.calls).toEqual([]);
  });

  test('shares a call with others in the marketplaces of a source that finds numbers', () => {
    const seldom = seller({ kind: 'missing' }, { unavailableReason: (code) => (code === 'US' ? 'NO' : undefined) });
    const { catalog } = aCatalog([shop([ean]), seldom]);
    expect([catalog.numbersPerCall('IN'), catalog.numbersPerCall('US')]).toEqual([20, 1]);
  });

  test('is found by a search where no source finds numbers, if a hit has the very number', async () => {
    const source = shop([ean]);
    const built = aCatalog([source]);
    expect(await identify(built, aRequest(ean))).toEqual([
      { kind: 'found', asin, call: { source: 'CREATORS_API', isShared: false } },
    ]);
    expect(source.calls).toMatchObject([{ operation: 'search' }]);
    expect(kinds(await identify(built, aRequest(upc)))).toEqual(['not-found']);
  });

  test('is searched for when the source that finds numbers fails', async () => {
    const first = shop([ean]);
    for (const behaviour of [{ identify: failing }, {}]) {
      const error = new SourceError('MALFORMED', 'odd');
      const second = seller({ kind: 'failed', error }, behaviour);
      expect(await identify(aCatalog([first, second]), aRequest(ean))).toMatchObject([{ kind: 'found', asin }]);
    }
  });

  test('is not searched for when the source that finds numbers says that there is none', async () => {
    const first = shop([ean]);
    expect(kinds(await identify(aCatalog([first, seller({ kind: 'missing' })]), aRequest(ean)))).toEqual(['not-found']);
    expect(first.calls).toEqual([]);
  });

  test('is never taken from hits that do not have numbers', async () => {
    const pages = shop([ean], { id: 'SCRAPING', completeHits: false });
    expect(await identify(aCatalog([pages]), aRequest(ean))).toMatchObject([
      { kind: 'unavailable', message: expect.stringContaining('finds products in IN by such numbers') },
    ]);
    expect(pages.calls).toEqual([]);
  });

  test('is unavailable, with the reason, when every source failed', async () => {
    expect(await identify(aCatalog([fakeSource({ search: failing })]), aRequest(ean))).toMatchObject([
      { kind: 'unavailable', message: 'No source could answer (MALFORMED).' },
    ]);
  });
});

describe('the ASIN of a number', () => {
  test('is kept for 30 days, for every form and language, and nothing else of the product is', async () => {
    const source = seller({ kind: 'found', asin });
    const built = aCatalog([source]);
    await identify(built, aRequest(upc));
    await vi.advanceTimersByTimeAsync(29 * dayMs);
    const again = [aRequest(`0${upc}`), aRequest(upc, { language: 'hi_IN' })];
    const kept = { kind: 'found', asin };
    expect(await identify(built, ...again)).toEqual([kept, kept]);
    expect(source.calls).toHaveLength(1);
    const [entry] = await built.store.getMany([`v3:asin:IN:0${upc}`]);
    expect(entry?.value).toBe(asin);
    await vi.advanceTimersByTimeAsync(dayMs);
    await identify(built, aRequest(upc));
    expect(source.calls).toHaveLength(2);
  });

  test('is that of one marketplace', async () => {
    const source = seller({ kind: 'found', asin });
    const built = aCatalog([source]);
    await identify(built, aRequest(ean));
    await identify(built, aRequest(ean, { marketplace: 'DE' }));
    expect(source.calls.map(({ marketplace }) => marketplace)).toEqual(['IN', 'DE']);
  });

  test('that does not exist is remembered for ten minutes, and only if no source failed', async () => {
    const source = seller({ kind: 'missing' });
    const built = aCatalog([source]);
    await identify(built, aRequest(ean));
    expect(kinds(await identify(built, aRequest(ean)))).toEqual(['not-found']);
    expect(source.calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    await identify(built, aRequest(ean));
    expect(source.calls).toHaveLength(2);
    const broken = seller({ kind: 'missing' }, { identify: failing });
    const unsure = aCatalog([broken, shop([upc])]);
    for (const calls of [1, 2]) {
      expect(kinds(await identify(unsure, aRequest(ean)))).toEqual(['not-found']);
      expect(broken.calls).toHaveLength(calls);
    }
  });

  test('is asked for again when the cache holds something else under its key', async () => {
    const source = seller({ kind: 'found', asin });
    const built = aCatalog([source]);
    for (const value of [{ asin }, 'no ASIN', 7]) {
      const entry = { value, fetchedAt: Date.now(), freshMs: dayMs / 2, staleMs: dayMs / 2 };
      await built.store.setMany([{ key: `v3:asin:IN:${ean}`, entry }]);
      expect(await identify(built, aRequest(ean))).toMatchObject([{ kind: 'found', asin }]);
    }
    expect(source.calls).toHaveLength(3);
  });
});
