import { describe, expect, test } from 'vitest';
import type { MarketplaceCode } from '../../../src/product/marketplace.ts';
import { addToCart, price, readPage } from './a-page.ts';

const buyable = `<div id="corePrice_feature_div">${price('8.00')}</div>${addToCart}`;

async function stockOf(html: string, marketplace: MarketplaceCode = 'US', lang = 'en-us') {
  const { availability, availabilityMessage } = await readPage({ lang, buyBox: html }, marketplace);
  return { availability, message: availabilityMessage };
}

describe('the message is the visible sentence', () => {
  test.each([
    [
      'with the text after the coloured words',
      '<div id="availability"><span class="a-color-success">This title will be released on January 30, 2020.</span><br>Pre-order now.</div>',
      'This title will be released on January 30, 2020. Pre-order now.',
    ],
    [
      'with the text after the element itself',
      '<div><span id="availability">In stock.</span><br>Usually ships within 2 to 3 days.<span id="merchant-info">Ships from Asha</span></div>',
      'In stock. Usually ships within 2 to 3 days.',
    ],
    [
      'in a nested element',
      '<div id="availability"><div id="all-offers-display">2 new from $5</div><span class="a-declarative"><span class="a-color-success">In stock.</span><br> Order soon.</span></div>',
      'In stock. Order soon.',
    ],
    [
      'without a hidden one before it',
      '<div id="availability"><span class="aok-hidden">Out of stock.</span><span>In Stock</span></div>',
      'In Stock',
    ],
    [
      'without one that a style hides',
      '<div id="availability"><span style="display: none">Out of stock.</span><span>In Stock</span></div>',
      'In Stock',
    ],
    [
      'without hidden words inside it',
      '<div id="availability"><span>In <i class="a-hidden">never</i> Stock</span></div>',
      'In Stock',
    ],
    [
      'without the links and widgets beside it',
      '<div id="availability"><span>In Stock</span><br><a>Details</a><div>Want it Friday?</div></div>',
      'In Stock',
    ],
    [
      'of the second element where the first is empty',
      '<div id="availability"></div><div id="availability"><span>In Stock</span></div>',
      'In Stock',
    ],
  ])('%s', async (_, html, message) => {
    expect((await stockOf(buyable + html)).message).toBe(message);
  });

  test('of a sold-out page is the bold words and the text after them, without other boxes', async () => {
    const html =
      '<div id="outOfStock"><div class="a-box-inner"><span class="a-text-bold">Currently unavailable.</span><br>' +
      'We don’t know when it will be back.<div><div class="aok-hidden">Similar items shipping to Netherlands</div></div>' +
      '<span class="a-declarative"><a>Deliver to Netherlands</a></span></div></div>';
    expect(await stockOf(html)).toEqual({
      availability: 'OUT_OF_STOCK',
      message: 'Currently unavailable. We don’t know when it will be back.',
    });
  });

  test('in a box that is not displayed is none', async () => {
    const hidden =
      '<div class="aok-hidden"><div id="outOfStock"><span class="a-text-bold">Unavailable.</span></div></div>';
    expect(await stockOf(buyable + hidden)).toEqual({ availability: 'IN_STOCK', message: undefined });
  });

  test('that the address cannot be delivered to, in the same box, is not "sold out"', async () => {
    const sentence = 'This item cannot be shipped to your selected delivery location. Please choose a different one.';
    const html = `<div id="outOfStock"><span class="a-text-bold">${sentence}</span><div>See Similar Items</div></div>`;
    expect(await stockOf(html)).toEqual({ availability: 'UNKNOWN', message: sentence });
  });

  test('in words that no table knows is kept where the page marks it as the state of the stock', async () => {
    const html = '<div id="availability"><span class="a-color-state">Arrives with the tide</span></div>';
    expect(await stockOf(buyable + html)).toEqual({ availability: 'IN_STOCK', message: 'Arrives with the tide' });
    const other = '<div id="availability"><span>Choose a size</span></div>';
    expect((await stockOf(buyable + other)).message).toBeUndefined();
  });

  test('is none where it points to other sellers', async () => {
    const html =
      '<div id="availability"><span class="a-color-success">Available from <a>these sellers</a>.</span></div>';
    expect(await stockOf(html)).toEqual({ availability: 'UNKNOWN', message: undefined });
  });
});

describe('a page in another language than its marketplace’s is understood', () => {
  test.each([
    ['Em stock', 'ES', 'pt-es', 'IN_STOCK'],
    ['Só 1 em stock.', 'ES', 'pt-es', 'LIMITED'],
    ['Obecnie niedostępny.', 'DE', 'pl-pl', 'OUT_OF_STOCK'],
    ['Nog slechts 2 op voorraad', 'BE', 'en-us', 'LIMITED'],
  ] as const)('"%s" on %s', async (message, marketplace, lang, availability) => {
    const html = `<div id="availability"><span>${message}</span></div>`;
    const buyBox = availability === 'OUT_OF_STOCK' ? html : buyable + html;
    expect(await stockOf(buyBox, marketplace, lang)).toEqual({ availability, message });
  });
});
