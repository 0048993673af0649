import { describe, expect, test } from 'vitest';
import { normalize } from '../../../src/source/sp-api/normalize.ts';
import type { Offer } from '../../../src/source/sp-api/pricing.ts';
import { anItem, asin, india } from './answers.ts';

const id = asin('B0SPAPI001');

function product(parts: Readonly<Record<string, unknown>>, offer?: Offer) {
  return normalize(id, anItem(id, parts), { marketplace: 'IN' }, offer);
}

function priced(amount: string): Offer {
  return { availability: 'IN_STOCK', priceStatus: 'AVAILABLE', price: { amount, currency: 'INR' } };
}

function attribute(value: unknown, rest: Readonly<Record<string, unknown>> = {}) {
  return { value, marketplace_id: india, ...rest };
}

describe('an item of the catalogue', () => {
  test('another store’s groups and attributes are not ours', () => {
    const summaries = [
      { marketplaceId: 'ATVPDKIKX0DER', itemName: 'American' },
      { marketplaceId: india, itemName: 'Indian' },
    ];
    const attributes = { list_price: [{ currency: 'USD', value: 9, marketplace_id: 'ATVPDKIKX0DER' }] };
    expect(product({ summaries, attributes })).toMatchObject({ title: 'Indian' });
    expect(product({ summaries, attributes })).not.toHaveProperty('listPrice');
  });

  test('title and brand come from the attributes when the summary has none, the brand at last from the maker', () => {
    const attributes = { item_name: [attribute('From attributes')], brand: [attribute('Attributed')] };
    const summaries = [{ marketplaceId: india, manufacturer: 'Maker' }];
    expect(product({ summaries, attributes })).toMatchObject({ title: 'From attributes', brand: 'Attributed' });
    expect(product({ summaries, attributes: {} })).toMatchObject({ brand: 'Maker' });
  });

  test('features are in one language: the store’s own where there is one', () => {
    const point = (value: string, language_tag: string) => attribute(value, { language_tag });
    const both = [point('हिन्दी', 'hi_IN'), point('English', 'en_IN'), point('', 'en_IN')];
    expect(product({ attributes: { bullet_point: both } }).features).toEqual(['English']);
    const inHindi = normalize(id, anItem(id, { attributes: { bullet_point: both } }), {
      marketplace: 'IN',
      language: 'hi_IN',
    });
    expect(inHindi.features).toEqual(['हिन्दी']);
    const related = [point('हिन्दी', 'hi_IN'), point('American', 'en_US')];
    expect(product({ attributes: { bullet_point: related } }).features).toEqual(['American']);
    const foreign = [point('हिन्दी', 'hi_IN'), point('தமிழ்', 'ta_IN')];
    expect(product({ attributes: { bullet_point: foreign } }).features).toEqual(['हिन्दी']);
  });

  test('the language of the texts is that of the title, if an attribute states it', () => {
    const item_name = [attribute('केतली', { language_tag: 'hi_IN' }), attribute('Kettle', { language_tag: 'en_IN' })];
    const titled = (itemName: string) =>
      product({ summaries: [{ marketplaceId: india, itemName }], attributes: { item_name } });
    expect(titled('केतली')).toMatchObject({ title: 'केतली', textLanguage: 'hi_IN' });
    expect(titled('Kettle')).toMatchObject({ textLanguage: 'en_IN' });
    expect(titled('Another kettle')).not.toHaveProperty('textLanguage');
    expect(
      product({ attributes: { item_name: [attribute('x', { language_tag: 7 })] }, summaries: [] }),
    ).not.toHaveProperty('textLanguage');
  });

  test('a list price below the price is none, and one of zero is unknown', () => {
    const listed = (value: number) => ({
      attributes: { list_price: [{ currency: 'INR', value, marketplace_id: india }] },
    });
    expect(product(listed(100), priced('80.00'))).toMatchObject({
      listPrice: { amount: '100.00' },
      savingsPercent: 20,
    });
    expect(product(listed(60), priced('80.00'))).not.toHaveProperty('listPrice');
    expect(product(listed(0), priced('80.00'))).not.toHaveProperty('listPrice');
    expect(product(listed(0), { ...priced('80.00'), listPrice: { amount: '160.00', currency: 'INR' } })).toMatchObject({
      savingsPercent: 50,
    });
  });

  test('pictures stand once each at their largest, the main one first, swatches and strange links left out', () => {
    const picture = (variant: string, name: string, side?: number) => ({
      variant,
      link: `https://m.media-amazon.com/images/I/${name}.jpg`,
      ...(side !== undefined && { width: side, height: side }),
    });
    const images = [
      {
        marketplaceId: india,
        images: [
          picture('PT01', 'side', 500),
          picture('SWCH', 'swatch', 30),
          picture('MAIN', 'small', 75),
          picture('MAIN', 'large', 2560),
          { ...picture('PT02', 'x', 9000), link: 'javascript:alert(1)' },
          picture('PT03', 'unmeasured'),
        ],
      },
    ];
    const url = (name: string) => `https://m.media-amazon.com/images/I/${name}.jpg`;
    expect(product({ images }).images).toEqual([
      { url: url('large'), width: 2560, height: 2560, variant: 'MAIN' },
      { url: url('side'), width: 500, height: 500, variant: 'PT01' },
      { url: url('unmeasured'), variant: 'PT03' },
    ]);
    expect(product({ images }).imageUrl).toBe(url('large'));
    expect(product({ images: [{ marketplaceId: india, images: [] }] })).not.toHaveProperty('imageUrl');
  });

  describe('category and rank', () => {
    const classifications = [
      { marketplaceId: india, classifications: [{ displayName: 'Pots', parent: { displayName: 'Kitchen' } }] },
    ];
    const standing = (group: object, more: object = {}) => {
      const { category, salesRank } = product({ salesRanks: [{ marketplaceId: india, ...group }], ...more });
      return { category, salesRank };
    };
    const classificationRanks = [{ title: 'Pans', rank: 3 }];
    const displayGroupRanks = [{ title: 'Kitchen', rank: 42 }];

    test('come from one classification, else from the department', () => {
      expect(standing({ classificationRanks, displayGroupRanks }, { classifications })).toEqual({
        category: 'Pans',
        salesRank: 3,
      });
      expect(standing({ classificationRanks: [], displayGroupRanks }, { classifications })).toEqual({
        category: 'Kitchen',
        salesRank: 42,
      });
      expect(standing({ classificationRanks: [], displayGroupRanks: [] }, { classifications })).toEqual({
        category: 'Pots',
      });
      expect(standing({ classificationRanks: [], displayGroupRanks: [] })).toEqual({});
    });

    test('pass over internal nodes', () => {
      const uuid = 'f1b3c1d0-77aa-4c1e-9b1e-0f6f4c6f1a11_0';
      const ranks = [{ title: uuid, rank: 1 }, ...classificationRanks];
      expect(standing({ classificationRanks: ranks })).toEqual({ category: 'Pans', salesRank: 3 });
      const campaign = { displayName: 'Deals', parent: { displayName: 'Arborist Merchandising Root' } };
      const numbered = {
        displayName: 'Castrol',
        parent: { displayName: 'Products', parent: { displayName: '317619031' } },
      };
      const mixed = [{ displayName: uuid }, { displayName: '4951860031' }, campaign, numbered, { displayName: 'Pots' }];
      expect(standing({}, { classifications: [{ marketplaceId: india, classifications: mixed }] })).toEqual({
        category: 'Pots',
      });
    });
  });

  test.each<[readonly object[], string | undefined]>([
    [[{ currency: 'INR', value_with_tax: 2499 }], '2499.00'],
    [[{ currency: 'INR', value: 2499, value_with_tax: 2948.82 }], '2499.00'],
    [[{ currency: 'INR', value: 0, value_with_tax: 2499 }], '2499.00'],
    [[{ currency: 'INR' }, { currency: 'INR', value: 2499 }], '2499.00'],
    [[{ currency: 'INR', value: 2498.9999999998 }], '2499.00'],
    [[{ currency: 'INR' }], undefined],
    [[{ value_with_tax: 2499 }], undefined],
  ])('the list price of %j is %s', (entries, amount) => {
    const list_price = entries.map((entry) => ({ ...entry, marketplace_id: india }));
    expect(product({ attributes: { list_price } }).listPrice?.amount).toBe(amount);
  });

  test('category is the narrowest classification, parent the head of the variations', () => {
    const classifications = [
      { marketplaceId: india, classifications: [{ displayName: 'Pans', parent: { displayName: 'Kitchen' } }] },
    ];
    const relationships = [
      {
        marketplaceId: india,
        relationships: [
          { type: 'PACKAGE_HIERARCHY', parentAsins: ['B0SPAPI777'] },
          { type: 'VARIATION', childAsins: ['B0SPAPI555'] },
          { type: 'VARIATION', parentAsins: ['B0SPAPI999'] },
        ],
      },
    ];
    expect(product({ classifications, relationships })).toMatchObject({ category: 'Pans', parentAsin: 'B0SPAPI999' });
  });

  test.each([[null], [7], ['text'], [[]], [[null, 7]], [{}]])(
    '%j in the place of any data set leaves the product poorer, not broken',
    (junk) => {
      const names = ['summaries', 'attributes', 'images', 'salesRanks', 'classifications', 'relationships'];
      const item = Object.fromEntries(names.map((name) => [name, junk]));
      expect(normalize(id, item, { marketplace: 'IN' })).toEqual({
        asin: id,
        marketplace: 'IN',
        productUrl: `https://www.amazon.in/dp/${id}`,
        features: [],
        images: [],
        priceStatus: 'NOT_PROVIDED',
        availability: 'UNKNOWN',
      });
    },
  );
});
