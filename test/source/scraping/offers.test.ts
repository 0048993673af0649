import { describe, expect, test } from 'vitest';
import { addToCart, price, readPage } from './a-page.ts';

const seller = (index: number, amount: string, name: string, link = '') =>
  `<div class="a-box mbc-offer-row"><span id="mbc-buybutton-addtocart-${index}">Add to Cart</span><span id="mbc-price-${index}"> ${amount} </span><span class="mbcMerchantName"> ${name} </span>${link}</div>`;
const profile =
  '<a href="https://www.amazon.com/gp/aag/main?ie=UTF8&amp;seller=A3Y4Q45BBOLFK&amp;isAmazonFulfilled=1">x</a>';
const others = (...rows: readonly string[]) => `<div id="mbc">${rows.join('')}</div>`;
const core = `<div id="corePriceDisplay_desktop_feature_div">${price('24.99')}</div>`;

describe('the offers of a page', () => {
  test('are the featured one, then those of the box of other sellers, in its order', async () => {
    const box = others(seller(1, '$23.50', 'BHHT Deals', profile), seller(2, '$30.00', 'Amazon.com'));
    const { offers } = await readPage({ center: core, buyBox: addToCart + box });
    expect(offers).toMatchObject([
      { price: { amount: '24.99', currency: 'USD' }, condition: 'New', availability: 'IN_STOCK', isBuyBoxWinner: true },
      {
        price: { amount: '23.50' },
        seller: { id: 'A3Y4Q45BBOLFK', name: 'BHHT Deals' },
        availability: 'IN_STOCK',
        isBuyBoxWinner: false,
        isFulfilledByAmazon: true,
      },
      { price: { amount: '30.00' }, seller: { name: 'Amazon.com' }, isBuyBoxWinner: false },
    ]);
    expect(offers?.[2]).not.toHaveProperty('isFulfilledByAmazon');
  });

  test('do not change the price of the product, and are none where no offer has a price', async () => {
    const product = await readPage({ center: core, buyBox: addToCart + others(seller(1, '$1.00', 'Cheap')) });
    expect(product.price?.amount).toBe('24.99');
    expect((await readPage({ buyBox: others(seller(1, 'soon', 'Nobody')) })).offers).toBeUndefined();
  });
});

test('specifications are the lines of the tables in the page’s words, each label once, without ranks, stars and identifiers', async () => {
  const line = (label: string, value: string) => `<tr><th>${label}</th><td>${value}</td></tr>`;
  const overview = `<div id="productOverview_feature_div"><table>${line('Colour', 'Copper')}${line('Capacity', '1.7 litres')}</table></div>`;
  const details = `<div id="prodDetails"><table>${line('Colour', 'Copper')}${line('Material', 'Steel')}${line('ASIN', 'B0TESTPAGE')}${line('EAN', '4006381333931')}${line('Customer Reviews', '<i class="a-icon a-icon-star"></i> 4.4 out of 5')}${line('Best Sellers Rank', '#85 in <a href="/gp/bestsellers/kitchen/303">Kettles</a>')}</table></div>`;
  expect((await readPage({ center: overview + details })).details).toEqual({
    specifications: [
      { name: 'Colour', value: 'Copper' },
      { name: 'Capacity', value: '1.7 litres' },
      { name: 'Material', value: 'Steel' },
    ],
  });
});
