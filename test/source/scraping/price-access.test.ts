import { describe, expect, test } from 'vitest';
import { accordion, addToCart, price, readPage, row } from './a-page.ts';

const shown = `<div id="corePriceDisplay_desktop_feature_div">${price('35.99')}</div>`;
const message = '<div id="pep_feature_div"><span id="primeExclusivePricingMessage">Exclusive Prime price</span></div>';
const form = (amount: string, currency = 'USD') => {
  const input = (part: string, value: string) => {
    const name = `items[0.base][customerVisiblePrice][${part}]`;
    return `<input type="hidden" name="${name}" value="${value}" id="${name}"/>`;
  };
  return `<form>${input('amount', amount)}${input('currencyCode', currency)}${addToCart}</form>`;
};
const members = (shop: string) => row('primeSavingsUpsellAccordionRow', shop, true);

describe('the price on display is that of Prime members', () => {
  test.each([
    ['Add to Cart submits more', message, form('45.99')],
    ['the form is in another row', '', accordion(members('Join Prime'), row('newAccordionRow_1', form('45.99')))],
    ['the page is Japanese', '<div id="pep_feature_div">プライム会員</div>', form('45.99')],
  ])('where %s', async (_, center, buyBox) => {
    const product = await readPage({ center: shown + center, buyBox });
    expect(product).toMatchObject({
      price: { amount: '35.99', currency: 'USD' },
      priceAccess: 'PRIME_EXCLUSIVE',
      offers: [{ price: { amount: '35.99' }, priceAccess: 'PRIME_EXCLUSIVE' }],
    });
  });
});

describe('the price on display is everybody’s', () => {
  const used = row('usedAccordionRow', form('45.99'));
  test.each([
    ['Add to Cart submits the same', message, form('35.99')],
    ['Add to Cart submits less', message, form('30.0')],
    ['the page does not name Prime', '', form('45.99')],
    ['a word begins like Prime', '', `Primer${form('45.99')}`],
    ['there is no form', message, addToCart],
    ['one of two forms submits it', message, form('45.99') + form('35.99')],
    ['the submitted price is in another currency', message, form('45.99', 'EUR')],
    ['the submitted price is converted and not rounded', message, form('35.994')],
    ['the submitted price is unreadable', message, form('45.99') + form('soon')],
    ['only the used row submits more', message, accordion(row('newAccordionRow_0', addToCart, true), used)],
  ])('where %s', async (_, center, buyBox) => {
    const product = await readPage({ center: shown + center, buyBox });
    expect(product.price).toMatchObject({ amount: '35.99', currency: 'USD' });
    expect(product).not.toHaveProperty('priceAccess');
    expect(product.offers?.[0]).not.toHaveProperty('priceAccess');
  });
});
