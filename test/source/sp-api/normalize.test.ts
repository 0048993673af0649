import { describe, expect, test } from 'vitest';
import { normalize } from '../../../src/source/sp-api/normalize.ts';
import type { Offer } from '../../../src/source/sp-api/pricing.ts';
import { anItem, asin, india } from './answers.ts';

const id = asin('B0SPAPI001');

function product(parts: Readonly<Record<string, unknown>>, offer?: Offer) {
  return normalize(id, anItem(id, parts), 'IN', offer);
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
    const related = [point('हिन्दी', 'hi_IN'), point('American', 'en_US')];
    expect(product({ attributes: { bullet_point: related } }).features).toEqual(['American']);
    const foreign = [point('हिन्दी', 'hi_IN'), point('தமிழ்', 'ta_IN')];
    expect(product({ attributes: { bullet_point: foreign } }).features).toEqual(['हिन्दी']);
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
      { url: url('large'), width: 2560, height: 2560 },
      { url: url('side'), width: 500, height: 500 },
      { url: url('unmeasured') },
    ]);
    expect(product({ images }).imageUrl).toBe(url('large'));
    expect(product({ images: [{ marketplaceId: india, images: [] }] })).not.toHaveProperty('imageUrl');
  });

  test('rank is the department’s, else the category’s, and neither from empty lists', () => {
    const ranks = (group: object) => ({ salesRanks: [{ marketplaceId: india, ...group }] });
    const category = { classificationRanks: [{ title: 'Pans', rank: 3 }] };
    expect(product(ranks({ ...category, displayGroupRanks: [{ title: 'Kitchen', rank: 42 }] })).salesRank).toBe(42);
    expect(product(ranks({ ...category, displayGroupRanks: [] })).salesRank).toBe(3);
    expect(product(ranks({ displayGroupRanks: [{ title: 'Kitchen', rank: 2 ** 31 }] }))).not.toHaveProperty(
      'salesRank',
    );
    expect(product(ranks({ classificationRanks: [], displayGroupRanks: [] }))).not.toHaveProperty('salesRank');
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
      expect(normalize(id, item, 'IN')).toEqual({
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
