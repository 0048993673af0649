import { describe, expect, test } from 'vitest';
import { accordion, addToCart, price, readPage, row } from './a-page.ts';

const seeAll =
  '<div id="unqualifiedBuyBox"><span id="buybox-see-all-buying-choices"><a>See All Buying Options</a></span></div>';
const corePrice = (amount: string) => `<div id="corePrice_feature_div">${price(amount)}</div>`;
const inStock = '<div id="availability"><span class="a-color-success">In Stock</span><br></div>';

describe('a page that offers only "See All Buying Options" has no price', () => {
  const none = { priceStatus: 'NO_FEATURED_OFFER', availability: 'UNKNOWN' };

  test.each([
    ['the bare price on the chosen format’s button (until 2022)', '<span class="a-color-price">$750.00</span>'],
    ['the "from" price on it (since 2023)', '<span class="a-color-base">from $16.18</span>'],
  ])('whatever %s says', async (_, shown) => {
    const center = `<div id="tmmSwatches"><ul><li class="swatchElement selected"><span>Audio CD<br>${shown}</span></li></ul></div>`;
    const product = await readPage({ center, buyBox: seeAll });
    expect(product).toMatchObject(none);
    expect(product.price).toBeUndefined();
    expect(product.condition).toBeUndefined();
  });

  test.each([
    ['a box of "New from" beside the button', `<div class="offer-price">$13.69</div>${seeAll}`],
    ['the old box inside the unqualified one', `${seeAll}<div id="price_inside_buybox">$13.69</div>`],
    ['exports to another country', `<div id="exports_desktop_unqualifiedBuyBox">${corePrice('13.69')}</div>`],
  ])('with %s', async (_, buyBox) => {
    const product = await readPage({ buyBox });
    expect(product).toMatchObject(none);
    expect(product.price).toBeUndefined();
  });

  test('but a list of other sellers beside a buy button takes nothing away', async () => {
    const product = await readPage({ buyBox: `${corePrice('13.69')}${inStock}${addToCart}${seeAll}` });
    expect(product).toMatchObject({ price: { amount: '13.69' }, priceStatus: 'AVAILABLE', availability: 'IN_STOCK' });
  });
});

test('a price or a buy button that is not displayed is none', async () => {
  const hidden = `<div class="aok-hidden">${corePrice('5.43')}${addToCart}</div>`;
  expect((await readPage({ buyBox: `${hidden}${corePrice('8.00')}${inStock}${addToCart}` })).price?.amount).toBe(
    '8.00',
  );
  expect(await readPage({ buyBox: `${hidden}${seeAll}` })).toMatchObject({ priceStatus: 'NO_FEATURED_OFFER' });
});

test('an accordion of other things than offers changes nothing', async () => {
  const details = `<div class="a-accordion">${row('warrantyInfoAccordionRow', 'Five years', true)}${row('detailsAccordionRow', '', true)}</div>`;
  const buyBox = accordion(row('newAccordionRow_0', corePrice('8.00') + inStock + addToCart, true));
  expect(await readPage({ center: details, buyBox })).toMatchObject({ price: { amount: '8.00' } });
});

test('the price on the button of another format or colour never replaces one that is missing', async () => {
  const center =
    '<div id="tmmSwatches"><div class="selected"><span class="a-color-price">$9.99</span></div></div>' +
    '<div id="twister"><li class="swatchSelect"><span class="a-color-price">$8.88</span></li></div>';
  const product = await readPage({ center, buyBox: `${inStock}${addToCart}` });
  expect(product).toMatchObject({ priceStatus: 'HIDDEN', availability: 'IN_STOCK' });
  expect(product.price).toBeUndefined();
});

describe('used copies are no offer of a new item', () => {
  const form =
    '<input name="items[0.base][customerVisiblePrice][amount]" value="5.43">' +
    '<input name="items[0.base][customerVisiblePrice][currencyCode]" value="USD">';

  test.each([
    [
      'the box of 2024',
      `<div id="used_buybox_desktop"><form id="addToCart">${form}<div id="usedOnlyBuybox"><div id="usedBuySection">Buy used ${price('5.43')}</div>${addToCart}</div></form></div>`,
    ],
    ['the old box', '<div id="usedBuySection"><span class="offer-price a-color-price">$5.43</span></div>'],
    [
      'an accordion without a new row',
      accordion(row('usedAccordionRow', corePrice('5.43') + inStock + addToCart, true)),
    ],
    ['collectible copies', accordion(row('collectibleAccordionRow', corePrice('5.43') + addToCart, true))],
  ])('in %s', async (_, buyBox) => {
    const product = await readPage({ buyBox, center: '<div id="attach"><span id="price">$5.43</span></div>' });
    expect(product).toMatchObject({ priceStatus: 'NO_FEATURED_OFFER', availability: 'UNKNOWN' });
    expect(product.price).toBeUndefined();
  });

  test('nor do they replace a new one, though their row is unfolded', async () => {
    const buyBox = accordion(
      row('usedAccordionRow', corePrice('5.43') + inStock, true),
      row('newAccordionRow_0', corePrice('19.99') + inStock + addToCart),
    );
    expect(await readPage({ buyBox })).toMatchObject({ price: { amount: '19.99' }, condition: 'New' });
  });
});

describe('refurbished items', () => {
  const tiers = accordion(
    row(
      'renewedTier2AccordionRow',
      `<h5>Excellent</h5>${corePrice('269.95')}<div id="availability"></div>${inStock}${addToCart}`,
      true,
    ),
    row(
      'renewedTier3AccordionRow',
      `<h5>Good</h5>${corePrice('229.95')}<div id="availability"><span>Only 8 left in stock - order soon.</span></div>${addToCart}`,
    ),
  );

  test('have the price and stock of the row that is unfolded, and say what they are', async () => {
    const product = await readPage({ title: 'Phone 11, 64 GB (Renewed)', buyBox: tiers });
    expect(product).toMatchObject({
      price: { amount: '269.95' },
      condition: 'Refurbished',
      availability: 'IN_STOCK',
      availabilityMessage: 'In Stock',
    });
  });

  test('are the featured offer where no new one stands beside them, whatever the title says', async () => {
    expect(await readPage({ buyBox: tiers })).toMatchObject({ price: { amount: '269.95' }, condition: 'Refurbished' });
  });

  test('are so without rows, by the kind that the price block names', async () => {
    const buyBox = `<div data-csa-c-buying-option-type="RENEWED_TIER_1">${corePrice('199.00')}</div>${inStock}${addToCart}`;
    expect(await readPage({ buyBox })).toMatchObject({ price: { amount: '199.00' }, condition: 'Refurbished' });
  });

  test('are another offer where a new one stands beside them', async () => {
    const buyBox = accordion(
      row('renewedAccordionRow', corePrice('179.00') + addToCart),
      row('newAccordionRow_0', corePrice('239.00') + inStock + addToCart, true),
    );
    expect(await readPage({ buyBox })).toMatchObject({ price: { amount: '239.00' }, condition: 'New' });
  });

  test('have the prices of their own row in the centre column, where every row has a block', async () => {
    const block = (tier: string, paid: string, listed: string) =>
      `<div id="apex_desktop_renewed${tier}AccordionRow"><div id="corePrice_desktop"><span class="a-price" data-a-strike="true"><span class="a-offscreen">$${listed}</span></span><span class="a-price apexPriceToPay"><span class="a-offscreen">$${paid}</span></span></div></div>`;
    const header = '<span class="a-price a-text-price header-price"><span class="a-offscreen">$269.95</span></span>';
    const product = await readPage({
      title: 'Phone 11 (Renewed)',
      center: block('Tier3', '229.95', '299.95') + block('Tier2', '269.95', '307.95'),
      buyBox: accordion(
        row('renewedTier3AccordionRow', addToCart),
        row('renewedTier2AccordionRow', `<div id="corePrice_feature_div">${header}</div>${addToCart}`, true),
      ),
    });
    expect(product).toMatchObject({ price: { amount: '269.95' }, listPrice: { amount: '307.95' } });
  });

  test('have the maker’s brand where the byline names the programme', async () => {
    const byline = '<a id="bylineInfo">Visit the Amazon Renewed Store</a>';
    const overview =
      '<div id="productOverview_feature_div"><table><tr class="po-brand"><td>Brand</td><td>Asha</td></tr></table></div>';
    expect((await readPage({ title: 'Phone (Renewed)', center: byline + overview })).brand).toBe('Asha');
    expect((await readPage({ title: 'Phone (Renewed)', center: byline })).brand).toBe('Amazon Renewed');
  });
});

describe('one row of several', () => {
  test('is the unfolded one where two are of new items', async () => {
    const buyBox = accordion(
      row('newAccordionRow_0', corePrice('45.99') + addToCart),
      row('newAccordionRow_1', corePrice('35.99') + addToCart, true),
    );
    expect((await readPage({ buyBox })).price?.amount).toBe('35.99');
  });

  test.each(['snsAccordionRowMiddle', 'buyBackAccordionRow', 'rentalAccordionRow', 'exchangeAccordionRow'])(
    'is never %s',
    async (id) => {
      const buyBox = accordion(
        row(id, corePrice('7.60') + addToCart, true),
        row('newAccordionRow_0', corePrice('8.00') + addToCart),
      );
      expect((await readPage({ buyBox })).price?.amount).toBe('8.00');
    },
  );

  test('may be groceries, whose stock another new row tells', async () => {
    const buyBox = accordion(
      row('almAccordionRow', corePrice('56.00') + addToCart, true),
      row('newAccordionRow_1', corePrice('60.00') + inStock + addToCart),
    );
    expect(await readPage({ buyBox })).toMatchObject({ price: { amount: '56.00' }, availabilityMessage: 'In Stock' });
  });
});

describe('an audiobook costs what it costs without a membership', () => {
  const audible = (content: string) => `<div id="audiblebuyboxv2_feature_div">${content}</div>`;
  const trial =
    '<div id="adbl_bb_accordion_row_upsell" class="a-box a-accordion-active">Free with Audible Trial <span>$0.00</span>' +
    '<input name="membershipAsin" value="B0MEMBER00"> $14.95 a month after 30 days.</div>';

  test.each([
    [
      'until 2022: a row whose form buys for cash',
      `${trial}<div class="a-box"><h5>Buy with 1-Click <span class="a-text-normal">$44.99</span></h5><input name="purchaseType" value="cash"></div>`,
    ],
    [
      'the same by its words alone',
      `${trial}<div class="a-box"><h5>Buy with 1-Click <span class="a-text-normal">$44.99</span></h5></div>`,
    ],
    [
      'since 2023: a second price element',
      `<div class="a-box"><div id="adbl_bb_price">${price('0.00', 'class="a-price"')}</div><input name="membershipAsin"></div><div class="a-box">Buy <div id="adbl_bb_price_1">${price('44.99', 'class="a-price"')}</div></div>`,
    ],
  ])('%s', async (_, content) => {
    const product = await readPage({ buyBox: audible(content) });
    expect(product).toMatchObject({ price: { amount: '44.99', currency: 'USD' }, availability: 'IN_STOCK' });
  });

  test('and has no price where only the membership is offered', async () => {
    expect((await readPage({ buyBox: audible(trial) })).price).toBeUndefined();
  });
});

describe('amounts of older layouts', () => {
  test.each([
    [
      'raised cents of mobile pages',
      '<span class="price-info-superscript">$</span><span class="price-large">24</span><span class="price-info-superscript">99</span>',
      'US',
      '24.99',
      'USD',
    ],
    [
      'the same in older class names',
      '<span class="restOfPrice">$</span><span class="buyingPrice">24</span><span class="restOfPrice">99</span>',
      'US',
      '24.99',
      'USD',
    ],
    [
      'a rupee sign drawn by a style',
      '<span class="currencyINR">&nbsp;&nbsp;</span> 1,08,999.00',
      'IN',
      '108999.00',
      'INR',
    ],
    ['Canadian dollars as they were once written', 'CDN$ 99.99', 'CA', '99.99', 'CAD'],
  ] as const)('%s', async (_, shown, marketplace, amount, currency) => {
    const product = await readPage(
      { center: `<span id="priceblock_ourprice">${shown}</span>`, buyBox: addToCart },
      marketplace,
    );
    expect(product.price).toMatchObject({ amount, currency });
  });

  test('the label of the price in a mobile table', async () => {
    const center =
      '<div class="list-price-label price_label">List <span class="price-value"><span class="a-text-strike">$34.95</span></span></div>' +
      '<div class="our-price price_label">Price <span class="price-value"><span class="a-color-price">$25.00</span></span></div>' +
      '<div class="price-savings price_label">Save <span class="price-value">$9.95</span></div>';
    expect((await readPage({ center, buyBox: '<input id="one-click-button">' })).price?.amount).toBe('25.00');
  });
});
