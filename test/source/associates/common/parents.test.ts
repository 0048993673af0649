import { expect, test } from 'vitest';
import { asinOf } from '../../../support/asins.ts';
import { aContext } from './build.ts';
import { lookUp } from '../../../support/ask-source.ts';
import { setStage } from '../creators-api/stage.ts';

const parent = asinOf('B0PARENT00');
const child = asinOf('B0CHILD000');
const other = asinOf('B0OTHER000');
const money = { amount: 100, currency: 'INR', displayAmount: '₹100' };
const family = {
  title: { displayValue: 'Bottle', locale: 'en_IN' },
  byLineInfo: { brand: { displayValue: 'Milton' } },
};
const childItem = {
  asin: child,
  parentASIN: parent,
  itemInfo: {
    ...family,
    productInfo: { color: { displayValue: 'Red' } },
    externalIds: { eans: { displayValues: ['4006381333931'] } },
  },
  offersV2: { listings: [{ price: { money }, availability: { type: 'IN_STOCK' }, condition: { value: 'New' } }] },
  variationAttributes: [{ name: 'color_name', value: 'Red' }],
};

async function findingOf(items: readonly object[], asked = [parent, other]) {
  await using stage = await setStage(() => ({ body: { itemsResult: { items } } }));
  return (await lookUp(stage.source, asked, aContext('IN'))).get(parent);
}

test('a parent that is answered with one of its variations has the facts of the family, and nothing of the variation', async () => {
  const found = {
    kind: 'found',
    product: {
      asin: parent,
      marketplace: 'IN',
      productUrl: `https://www.amazon.in/dp/${parent}`,
      textLanguage: 'en_IN',
      title: 'Bottle',
      brand: 'Milton',
      features: [],
      images: [],
      priceStatus: 'NOT_PROVIDED',
      availability: 'UNKNOWN',
    },
  };
  expect(await findingOf([childItem, { asin: other }])).toEqual(found);
  expect(await findingOf([childItem], [parent])).toEqual(found);
});

test('a parent’s own item goes before its variations', async () => {
  const item = { asin: parent, itemInfo: { title: { displayValue: 'Bottles' } } };
  expect(await findingOf([childItem, item])).toMatchObject({ product: { title: 'Bottles', asin: parent } });
});

test('a variation that was asked for says nothing about its parent, which is missing', async () => {
  expect(await findingOf([childItem], [parent, child])).toEqual({ kind: 'missing' });
});
