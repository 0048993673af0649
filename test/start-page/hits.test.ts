import { describe, expect, test } from 'vitest';
import { hitsSection } from '../../src/start-page/hits.ts';
import type { Hits, SearchOutcome } from '../../src/start-page/search.ts';

const now = Date.parse('2026-06-15T12:00:00Z');
const options = { text: 'phone', labelOf: (id: string) => (id === 'PA_API' ? 'PA-API' : id), root: '', now };

function hit(fields: Partial<Hits['nodes'][number]> = {}, ageMs = 0): SearchOutcome {
  const provenance = { source: 'PA_API', cacheStatus: 'FRESH', fetchedAt: new Date(now - ageMs) } as const;
  const price = { formatted: '₹749.00', amount: '749.00', currency: 'INR' };
  const node = { asin: 'B0QU9TTXWO', title: 'A phone', imageUrl: null, price, priceStatus: 'AVAILABLE', provenance };
  return { hits: { totalCount: 1, nodes: [{ ...node, ...fields }] } };
}

const shown = (outcome: SearchOutcome) => hitsSection(outcome, options).markup.replaceAll(/\s+/g, ' ');

describe('a hit', () => {
  test.each([
    [0, '0 s'],
    [59_000, '59 s'],
    [180_000, '3 min'],
    [7_200_000, '2 h'],
    [-5_000, '0 s'],
  ])('fetched %i ms ago is %s old', (ageMs, age) => {
    expect(shown(hit({}, ageMs))).toContain(`PA-API, cached, ${age} old`);
  });

  test('says whether it was fetched for this search, or is stale', () => {
    const provenance = { source: 'NEW_API', fetchedAt: new Date(now - 90_000_000) };
    expect(shown(hit({ provenance: { ...provenance, cacheStatus: 'LIVE' } }))).toContain('NEW_API, fetched now');
    expect(shown(hit({ provenance: { ...provenance, cacheStatus: 'STALE' } }))).toContain('NEW_API, stale, 25 h old');
  });

  test.each([
    ['OUT_OF_STOCK', 'Out of stock'],
    ['NO_FEATURED_OFFER', 'No featured offer'],
    ['HIDDEN', 'Price is hidden'],
    ['NOT_PROVIDED', 'No price'],
  ])('with the price status %s says “%s”', (priceStatus, words) => {
    expect(shown(hit({ price: null, priceStatus }))).toContain(words);
  });

  test('shows amount and currency where the source formats no price, and the ASIN where it has no title', () => {
    const text = shown(hit({ title: null, price: { formatted: null, amount: '1.50', currency: 'EUR' } }));
    expect(text).toContain('1.50 EUR');
    expect(text).toContain('<h3>B0QU9TTXWO</h3>');
  });

  test('takes its picture from the gateway, whatever the address', () => {
    const imageUrl = 'https://elsewhere.example/images/I/71x._SL160_.jpg';
    expect(shown(hit({ imageUrl }))).toContain('src="picture?of=71x._SL160_.jpg"');
    expect(shown(hit({ imageUrl: 'https://x.example/"><b>' }))).not.toContain('<b>');
    expect(shown(hit())).not.toContain('<img');
  });
});

test('a search without hits, and one that failed, say so, with the text escaped', () => {
  expect(hitsSection({ hits: { totalCount: 0, nodes: [] } }, { ...options, text: '<i>' }).markup).toContain(
    'No product matches “&lt;i&gt;”.',
  );
  expect(shown({ failure: 'no <source> answered' })).toContain('The search failed: no &lt;source&gt; answered');
});
