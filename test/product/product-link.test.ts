import { describe, expect, it } from 'vitest';
import { marketplaceCodes, marketplaces } from '../../src/product/marketplace.ts';
import { readProductLink } from '../../src/product/product-link.ts';

const asin = 'B0CR7G9V56';

describe('a link to a product', () => {
  it.each(marketplaceCodes)('of %s names its marketplace', (marketplace) => {
    const { domain } = marketplaces[marketplace];
    expect(readProductLink(`https://www.${domain}/dp/${asin}`)).toEqual({ kind: 'product', marketplace, asin });
  });

  it.each([
    `https://www.amazon.in/Some-Name-With-Words/dp/${asin}/ref=sr_1_1?tag=x-21&th=1`,
    `http://amazon.in/gp/product/${asin}?psc=1`,
    `https://m.amazon.in/gp/aw/d/${asin}`,
    `amazon.in/dp/${asin}`,
    `www.amazon.in/d/b0cr7g9v56#customerReviews`,
    `https://www.amazon.in/-/hi/dp/${asin}/`,
  ])('is read in the form %s', (text) => {
    expect(readProductLink(text)).toEqual({ kind: 'product', marketplace: 'IN', asin });
  });

  it.each([
    ['https://amzn.to/3abcDEF', 'short'],
    ['https://amzn.in/d/abc1234', 'short'],
    ['a.co/d/abc1234', 'short'],
    ['https://www.amazon.in/s?k=phone', 'other-page'],
    ['https://www.amazon.in/dp/B0CR7G9V56X', 'other-page'],
    ['https://www.example.com/dp/B0CR7G9V56', 'other-site'],
    ['https://evil-amazon.in/dp/B0CR7G9V56', 'other-site'],
    ['https://amazon.in.example.com/dp/B0CR7G9V56', 'other-site'],
    ['https://www.amazon.cn/dp/B0CR7G9V56', 'other-site'],
  ])('is not %s, and says why: %s', (text, kind) => {
    expect(readProductLink(text)?.kind).toBe(kind);
  });

  it.each(['', 'B0CR7G9V56', 'usb cable', '978-0-306-40615-7', 'https://'])('is not the text %j', (text) => {
    expect(readProductLink(text)).toBeUndefined();
  });
});
