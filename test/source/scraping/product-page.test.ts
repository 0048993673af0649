import { describe, expect, test } from 'vitest';
import type { MarketplaceCode } from '../../../src/product/marketplace.ts';
import { anAsin, aCall, findIn, fixture, productIn } from './fixture.ts';
import { aMarketplace } from './page-server.ts';
import { lookUp } from '../../support/ask-source.ts';

describe('the price is what a shopper pays for a new item from the featured offer', () => {
  test.each([
    ['lakh grouping, beside a unit price', 'in/in-stock.html', 'IN', 'B0TESTIN01', '108999.00', 'INR'],
    ['the old book box, beside a used copy', 'de/old-book.html', 'DE', '3000000001', '12.99', 'EUR'],
    ['the old Kindle row, whose label has the same class', 'de/kindle.html', 'DE', 'B0TESTDE02', '15.99', 'EUR'],
    [
      'the old Kindle table, between the print price and the saving',
      'de/kindle-table.html',
      'DE',
      'B0TESTDE04',
      '15.99',
      'EUR',
    ],
    ['comma decimals above a thousand', 'de/one-thousand.html', 'DE', 'B0TESTDE03', '1013.76', 'EUR'],
    ['one-time, though the subscription comes first', 'us/subscription-first.html', 'US', 'B0TESTUS01', '8.00', 'USD'],
    ['new, though the used row comes first', 'us/used-beside-new.html', 'US', 'B0TESTUS02', '19.99', 'USD'],
    ['refurbished where that is what the ASIN is', 'us/renewed.html', 'US', 'B0TESTUS06', '179.00', 'USD'],
    ['the deal, not the usual price', 'us/old-deal.html', 'US', 'B0TESTUS10', '12.50', 'USD'],
    [
      'in the currency shown, not the marketplace’s own',
      'us/foreign-currency.html',
      'US',
      'B0TESTUS12',
      '1218.34',
      'INR',
    ],
    ['yen without decimals', 'jp/yen.html', 'JP', 'B0TESTJP01', '1638', 'JPY'],
    ['Arabic-Indic digits', 'sa/arabic.html', 'SA', 'B0TESTSA01', '1279.00', 'SAR'],
    ['crowns grouped by spaces', 'se/crowns.html', 'SE', 'B0TESTSE01', '1299.00', 'SEK'],
    ['the mobile layout', 'br/mobile.html', 'BR', 'B0TESTBR01', '796.81', 'BRL'],
  ] as const)('%s', async (_, path, marketplace, asin, amount, currency) => {
    const product = await productIn(path, marketplace, asin);
    expect(product.price).toMatchObject({ amount, currency });
    expect(product.priceStatus).toBe('AVAILABLE');
  });

  test.each([
    ['sold out', 'in/sold-out.html', 'IN', 'B0TESTIN02', 'OUT_OF_STOCK', 'OUT_OF_STOCK'],
    ['only used copies', 'us/used-only.html', 'US', 'B0TESTUS03', 'NO_FEATURED_OFFER', 'UNKNOWN'],
    ['sold by others only', 'us/other-sellers.html', 'US', 'B0TESTUS13', 'NO_FEATURED_OFFER', 'UNKNOWN'],
    ['a range, no size chosen', 'us/range.html', 'US', 'B0TESTUS04', 'NOT_PROVIDED', 'UNKNOWN'],
    ['hidden until in the cart', 'us/hidden.html', 'US', 'B0TESTUS05', 'HIDDEN', 'IN_STOCK'],
    ['not deliverable to us', 'us/undeliverable.html', 'US', 'B0TESTUS07', 'NOT_PROVIDED', 'UNKNOWN'],
  ] as const)('there is none when %s', async (_, path, marketplace, asin, priceStatus, availability) => {
    const product = await productIn(path, marketplace, asin);
    expect(product).toMatchObject({ priceStatus, availability });
    expect(product.price).toBeUndefined();
    expect(product.listPrice).toBeUndefined();
  });
});

describe('a page that ends midway', () => {
  const whole = fixture('in/in-stock.html');

  test('before its price is a failure with a candidate, never a product without a price', async () => {
    const cut = whole.slice(0, whole.indexOf('<div id="corePriceDisplay_desktop_feature_div">'));
    expect(await findIn(cut, 'IN', 'B0TESTIN01')).toMatchObject({
      kind: 'failed',
      error: { code: 'MALFORMED', message: expect.stringContaining('midway') },
      candidate: { asin: 'B0TESTIN01' },
    });
  });

  test('after its price still tells it', async () => {
    const cut = whole.slice(0, whole.indexOf('</body>'));
    expect(await findIn(cut, 'IN', 'B0TESTIN01')).toMatchObject({ kind: 'found' });
  });
});

describe('the list price', () => {
  test('is the struck one, with the percent that the page states', async () => {
    const product = await productIn('in/in-stock.html', 'IN', 'B0TESTIN01');
    expect(product.listPrice).toMatchObject({ amount: '145332.00', currency: 'INR' });
    expect(product.savingsPercent).toBe(25);
  });

  test.each([
    ['one-time price beside a subscription', 'us/subscription-first.html', 'B0TESTUS01'],
    ['new item’s price beside a refurbished one', 'us/renewed.html', 'B0TESTUS06'],
  ])('is never the %s', async (_, path, asin) => {
    expect((await productIn(path, 'US', asin)).listPrice).toBeUndefined();
  });
});

describe('what the page says of the product', () => {
  test('names, bullets, pictures, stars and seller are read without their decoration', async () => {
    expect(await productIn('in/in-stock.html', 'IN', 'B0TESTIN01')).toMatchObject({
      title: 'Asha Copper Kettle, 2 L',
      brand: 'Asha',
      features: ['Pure copper', 'Holds 2 litres', 'Whistles'],
      category: 'Kettles',
      seller: 'Asha Stores',
      rating: 4.3,
      reviewCount: 193_062,
      imageUrl: 'https://m.media-amazon.com/images/I/71aBcDeFgHL._SL1500_.jpg',
      images: [
        { url: 'https://m.media-amazon.com/images/I/71aBcDeFgHL._SL1500_.jpg' },
        { url: 'https://m.media-amazon.com/images/I/81second01L.jpg' },
      ],
      productUrl: 'https://www.amazon.in/dp/B0TESTIN01',
    });
  });

  test('an author is not a brand', async () => {
    expect((await productIn('de/old-book.html', 'DE', '3000000001')).brand).toBeUndefined();
  });

  test('a product nobody rated has no rating and no reviews', async () => {
    const product = await productIn('us/no-reviews.html', 'US', 'B0TESTUS11');
    expect(product.rating).toBeUndefined();
    expect(product.reviewCount).toBe(0);
  });

  test('the scale is not the rating where it comes first', async () => {
    expect(await productIn('jp/yen.html', 'JP', 'B0TESTJP01')).toMatchObject({ rating: 3.9, reviewCount: 1204 });
  });

  test('the message of a sold-out page is the marketplace’s, without its links', async () => {
    const { availabilityMessage } = await productIn('in/sold-out.html', 'IN', 'B0TESTIN02');
    expect(availabilityMessage).toBe(
      "Currently unavailable. We don't know when or if this item will be back in stock.",
    );
  });
});

describe('a page is accepted only for the product it is of', () => {
  test('a parent’s page, which shows one child, answers for the parent without the child’s price', async () => {
    const product = await productIn('us/child-of-parent.html', 'US', 'B0TESTUS08');
    expect(product).toMatchObject({ asin: 'B0TESTUS08', priceStatus: 'NOT_PROVIDED', availability: 'UNKNOWN' });
    expect(product).not.toHaveProperty('price');
  });

  test('a sibling’s page is a failure that names both', async () => {
    const finding = await findIn(fixture('us/child-of-parent.html'), 'US', 'B0TESTUS07');
    expect(finding).toMatchObject({ kind: 'failed', error: { code: 'MALFORMED' } });
    expect(finding.kind === 'failed' && finding.error.message).toMatch(/B0TESTUS07.*B0TESTUS09/);
  });

  test('the canonical address alone does not make a page another product’s', async () => {
    const body = fixture('us/old-deal.html').replace('/dp/B0TESTUS10', '/dp/B0PARENT00');
    expect(await findIn(body, 'US', 'B0TESTUS10')).toMatchObject({ kind: 'found' });
  });

  test('a product page without any ASIN is malformed', async () => {
    const body = '<div id="dp-container"><span id="productTitle">Kettle</span></div>';
    await expect(findIn(body, 'US', 'B0TESTUS10')).rejects.toMatchObject({ name: 'SourceError', code: 'MALFORMED' });
  });
});

describe('selector drift', () => {
  const rulesOf = async (body: string, marketplace: MarketplaceCode, asin: string) => {
    const { source, hits } = aMarketplace(() => ({ body }));
    await lookUp(source, [anAsin(asin)], aCall(marketplace));
    return new Map(hits.map(({ field, rule }) => [field, rule]));
  };

  test('every field tells which rule found it', async () => {
    const rules = await rulesOf(fixture('in/in-stock.html'), 'IN', 'B0TESTIN01');
    expect(Object.fromEntries(rules)).toEqual({
      asin: 'acState',
      title: '#productTitle',
      brand: '#bylineInfo',
      features: '#feature-bullets li',
      category: '#wayfinding-breadcrumbs_feature_div a:not(#breadcrumb-back-link)',
      availability: '#availability',
      price: '#corePriceDisplay_desktop_feature_div .priceToPay',
      listPrice: '#corePriceDisplay_desktop_feature_div .basisPrice',
      seller: '#sellerProfileTriggerId',
      rating: '#acrPopover[title]',
      reviewCount: '[data-hook="total-review-count"]',
      imageUrl: '#landingImage',
    });
  });

  test('a field that no rule finds tells so', async () => {
    const rules = await rulesOf(fixture('in/in-stock.html').replaceAll('priceToPay', 'newName'), 'IN', 'B0TESTIN01');
    expect(rules.get('price')).toBe('#corePriceDisplay_desktop_feature_div .aok-offscreen');
    const none = await rulesOf(fixture('us/hidden.html'), 'US', 'B0TESTUS05');
    expect(none.get('price')).toBe('none');
  });
});
