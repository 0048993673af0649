import { describe, expect, test } from 'vitest';
import type { MarketplaceCode } from '../../../src/product/marketplace.ts';
import { addToCart, price, readPage, row } from './a-page.ts';

const core = (content: string) => `<div id="corePriceDisplay_desktop_feature_div">${price('8.00')}${content}</div>`;
const beside = (amount: string, before: string, after: string, attributes = '') =>
  `<span class="aok-relative"><span aria-hidden="true">${before}<span class="a-price a-text-price" ${attributes}><span class="a-offscreen">${amount}</span><span aria-hidden="true">${amount}</span></span>${after}</span></span>`;

describe('the price per unit', () => {
  test.each<[MarketplaceCode, string, string, string, object]>([
    ['US', '$1.86', '(', ' / fluid ounce)', { price: { amount: '1.86', currency: 'USD' }, unit: 'fluid ounce' }],
    ['US', '$20.00', '( ', ' /100 g)', { price: { amount: '20.00' }, unit: '100 g' }],
    ['US', '$100.00', '(', '／個）', { price: { amount: '100.00' }, unit: '個' }],
  ])('of a page of %s that says %s is read with its unit', async (marketplace, amount, before, after, unitPrice) => {
    const product = await readPage({ center: core(beside(amount, before, after)), buyBox: addToCart }, marketplace);
    expect(product).toMatchObject({ price: { amount: '8.00' }, unitPrice });
    expect(product).not.toHaveProperty('listPrice');
  });

  const perOunce = beside('$1.58', '(', ' / fluid ounce)');
  test.each([
    ['a struck price', core(beside('$12.00', 'List Price: ', '', 'data-a-strike="true"'))],
    ['a share of a price', core(beside('$2.00', '(', ' / 4 / month)'))],
    ['a number without a unit', core(beside('$2.00', '(', ' / 2)'))],
    ['another currency', core(beside('1,86 €', '(', ' / fluid ounce)'))],
    ['a place outside the price', core('') + perOunce],
    ['a subscription', core(row('snsAccordionRowMiddle', perOunce))],
  ])('is not read from %s', async (_, center) => {
    const product = await readPage({ center, buyBox: addToCart });
    expect(product.price?.amount).toBe('8.00');
    expect(product).not.toHaveProperty('unitPrice');
  });

  test('is unknown where the price is', async () => {
    const center = `<div id="corePriceDisplay_desktop_feature_div">${perOunce}</div>`;
    expect(await readPage({ center, buyBox: addToCart })).not.toHaveProperty('unitPrice');
  });
});

describe('the kind of the struck price', () => {
  test.each([
    ['M.R.P.:', 'LIST_PRICE'],
    ['List Price:', 'LIST_PRICE'],
    ['RRP:', 'LIST_PRICE'],
    ['UVP:', 'LIST_PRICE'],
    ['Unverb. Preisempf.:', 'LIST_PRICE'],
    ['Precio recomendado:', 'LIST_PRICE'],
    ['Prix conseillé :', 'LIST_PRICE'],
    ['Adviesprijs:', 'LIST_PRICE'],
    ['Was:', 'WAS_PRICE'],
    ['Typical price:', 'WAS_PRICE'],
    ['De:', undefined],
    ['Washed:', undefined],
    ['', undefined],
  ])('labelled "%s" is %s', async (label, kind) => {
    const struck = beside('$12.00', '', '', 'data-a-strike="true"');
    const boxed = await readPage({
      center: core(`<span class="basisPrice">${label} ${struck}</span>`),
      buyBox: addToCart,
    });
    expect(boxed).toMatchObject({ listPrice: { amount: '12.00' } });
    expect(boxed.listPriceKind).toBe(kind);
    const table = `<div id="price"><table><tr><td>${label}</td><td><span class="a-text-strike">$12.00</span></td></tr></table></div>`;
    const old = await readPage({ center: core('') + table, buyBox: addToCart });
    expect(old).toMatchObject({ listPrice: { amount: '12.00' } });
    expect(old.listPriceKind).toBe(kind);
  });

  test('is absent without a struck price', async () => {
    expect(await readPage({ center: core('M.R.P.:'), buyBox: addToCart })).not.toHaveProperty('listPriceKind');
  });
});
