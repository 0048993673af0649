import { describe, expect, test } from 'vitest';
import { currencyExponent } from '../../src/product/money.ts';
import {
  isMarketplaceCode,
  marketplaceCodes,
  marketplaces,
  productPageUrl,
  marketplaceHost,
} from '../../src/product/marketplace.ts';
import { findSearchIndex, searchIndexes } from '../../src/product/search/search-category.ts';

describe('the marketplaces', () => {
  test('are the 22 stores that the associates APIs serve', () => {
    expect(marketplaceCodes).toEqual('AE AU BE BR CA DE EG ES FR IE IN IT JP MX NL PL SA SE SG TR UK US'.split(' '));
  });

  test('stand each under its own code, with a domain and an SP-API id of its own', () => {
    const rows = Object.entries(marketplaces);
    expect(rows.every(([code, row]) => row.code === code)).toBe(true);
    expect(new Set(rows.map(([, { domain }]) => domain)).size).toBe(22);
    expect(new Set(rows.map(([, { spApiId }]) => spApiId)).size).toBe(22);
  });

  test('have currencies that can be counted, yen without decimals', () => {
    const exponents = Object.values(marketplaces).map(({ code, currency }) => [code, currencyExponent(currency)]);
    expect(exponents.filter(([, exponent]) => exponent !== 2)).toEqual([['JP', 0]]);
  });

  test('India is signed for eu-west-1 and belongs to the EU region', () => {
    expect(marketplaces.IN).toMatchObject({
      awsRegion: 'eu-west-1',
      region: 'EU',
      spApiId: 'A21TJRUUN4KGV',
      currency: 'INR',
    });
    expect(marketplaceHost('IN')).toBe('www.amazon.in');
    expect(productPageUrl('IN', 'B0CR7G9V56')).toBe('https://www.amazon.in/dp/B0CR7G9V56');
  });

  test.each(['', 'in', 'GB', 'ZA', '__proto__', 'constructor'])('%j is none of them', (code) => {
    expect(isMarketplaceCode(code)).toBe(false);
  });
});

describe('search categories', () => {
  test('every marketplace but Ireland has a list that begins with All', () => {
    const without = marketplaceCodes.filter((code) => searchIndexes(code)?.[0] !== 'All');
    expect(without).toEqual(['IE']);
  });

  test('are found in any case and returned in the spelling of the marketplace', () => {
    expect(findSearchIndex('IN', 'electronics')).toBe('Electronics');
    expect(findSearchIndex('IN', 'Lighting')).toBeUndefined();
    expect(findSearchIndex('DE', 'lighting')).toBe('Lighting');
  });

  test('pass through where Amazon publishes no list, if they are well formed', () => {
    expect(findSearchIndex('IE', 'Books')).toBe('Books');
    expect(findSearchIndex('IE', 'Books; DROP')).toBeUndefined();
  });
});
