import { describe, expect, test } from 'vitest';
import { countText, priceParts, priceText, shortPriceText, starText } from '../../src/sandbox/price-text.ts';
import { sandboxMarketplaces } from '../../src/sandbox/sandbox-marketplace.ts';

function marketplace(code: string) {
  const found = sandboxMarketplaces.find((one) => one.code === code);
  if (found === undefined) throw new Error(code);
  return found;
}

describe('numbers as each marketplace writes them', () => {
  test.each([
    ['IN', 10_899_900, '₹1,08,999.00', '₹1,08,999'],
    ['IN', 4_950, '₹49.50', '₹49.50'],
    ['US', 189_999, '$1,899.99', '$1,899.99'],
    ['UK', 1_151, '£11.51', '£11.51'],
    ['DE', 101_376, '1.013,76\u00a0€', '1.013,76\u00a0€'],
    ['FR', 123_456, '1\u202f234,56\u00a0€', '1\u202f234,56\u00a0€'],
    ['JP', 32_970, '￥32,970', '￥32,970'],
  ])('%s writes %i as %s', (code, minor, full, short) => {
    expect(priceText(marketplace(code), minor)).toBe(full);
    expect(shortPriceText(marketplace(code), minor)).toBe(short);
  });

  test('counts are grouped and stars have the decimal mark of the marketplace', () => {
    expect(countText(marketplace('IN'), 193_062)).toBe('1,93,062');
    expect(countText(marketplace('US'), 1_193_062)).toBe('1,193,062');
    expect(countText(marketplace('DE'), 987)).toBe('987');
    expect(starText(marketplace('ES'), 4.3)).toBe('4,3');
    expect(priceParts(marketplace('DE'), 5).whole + priceParts(marketplace('DE'), 5).fraction).toBe('005');
  });
});
