import { describe, expect, test } from 'vitest';
import { readItem } from '../../../src/source/associates/item.ts';

const asin = 'B0CR7G9V56';

function read(item: object) {
  const product = readItem({ asin, ...item }, 'IN');
  if (product === undefined) throw new Error('the item was not read');
  return product;
}

test('an item with everything comes out in the normal form', () => {
  const product = read({
    parentASIN: 'B0PARENT00',
    detailPageURL: `https://www.amazon.in/dp/${asin}?tag=t-21&linkCode=ogi&th=1&psc=1`,
    itemInfo: {
      title: { displayValue: ' Steel Bottle ' },
      byLineInfo: { brand: { displayValue: 'Milton' }, manufacturer: { displayValue: 'Hamilton' } },
      features: { displayValues: ['Keeps cold', '', 'Keeps hot'] },
    },
    customerReviews: { count: 1204, starRating: { value: 4.3 } },
    browseNodeInfo: {
      browseNodes: [
        { displayName: 'Features', contextFreeName: 'Kitchen Features' },
        { displayName: 'Bottles', contextFreeName: 'Water Bottles', salesRank: 7 },
      ],
      websiteSalesRank: { displayName: 'Kitchen', salesRank: 312 },
    },
  });
  expect(product).toEqual({
    asin,
    marketplace: 'IN',
    parentAsin: 'B0PARENT00',
    productUrl: `https://www.amazon.in/dp/${asin}?tag=t-21&linkCode=ogi&th=1&psc=1`,
    title: 'Steel Bottle',
    brand: 'Milton',
    features: ['Keeps cold', 'Keeps hot'],
    images: [],
    rating: 4.3,
    reviewCount: 1204,
    category: 'Water Bottles',
    salesRank: 312,
    priceStatus: 'NOT_PROVIDED',
    availability: 'UNKNOWN',
  });
});

test('an item with its ASIN only is a product of which nothing else is known', () => {
  const bare = {
    asin,
    marketplace: 'IN',
    productUrl: `https://www.amazon.in/dp/${asin}`,
    features: [],
    images: [],
    priceStatus: 'NOT_PROVIDED',
    availability: 'UNKNOWN',
  };
  expect(read({})).toEqual(bare);
  expect(read({ itemInfo: null, images: null, offersV2: null, browseNodeInfo: null, customerReviews: null })).toEqual(
    bare,
  );
  expect(read({ itemInfo: [], images: 'x', offersV2: 3, browseNodeInfo: { browseNodes: [null] }, added: {} })).toEqual(
    bare,
  );
});

test('keys are read in either case, the documentation’s slips too', () => {
  const product = readItem(
    { ASIN: asin, ParentASIN: 'B0PARENT00', ItemInfo: { Title: { DisplayValue: 'A' } }, offersV2: { Listings: [] } },
    'IN',
  );
  expect(product).toMatchObject({ title: 'A', parentAsin: 'B0PARENT00', availability: 'OUT_OF_STOCK' });
});

test('the manufacturer stands in for a brand that is not named', () => {
  expect(read({ itemInfo: { byLineInfo: { brand: null, manufacturer: { displayValue: 'Tata' } } } }).brand).toBe(
    'Tata',
  );
});

test.each([undefined, null, 'x', [], {}, { asin: 'B0' }, { asin: 12 }])('%j is no item', (item) => {
  expect(readItem(item, 'IN')).toBeUndefined();
});

describe('the product link', () => {
  test.each([
    'http://www.amazon.in/dp/B0CR7G9V56',
    'https://www.amazon.in.evil.example/dp/B0CR7G9V56',
    'https://evilamazon.in/dp/B0CR7G9V56',
    'https://www.amazon.in@evil.example/dp/B0CR7G9V56',
    'https://user@www.amazon.in/dp/B0CR7G9V56',
    'https://www.amazon.in/dp/B0CR7G9V56 x',
    'javascript:alert(1)',
    '/dp/B0CR7G9V56',
  ])('%s is replaced by the plain page', (detailPageURL) => {
    expect(read({ detailPageURL }).productUrl).toBe(`https://www.amazon.in/dp/${asin}`);
  });
});

describe('pictures', () => {
  const picture = (url: string) => ({ url, width: 500, height: 400 });

  test('the primary one first, each in its largest size, none twice', () => {
    const images = {
      primary: { small: picture('https://m.example/1s.jpg'), large: picture('https://m.example/1l.jpg') },
      variants: [
        { large: picture('https://m.example/2l.jpg'), hiRes: picture('https://m.example/2h.jpg') },
        { medium: picture('https://m.example/3m.jpg'), highRes: picture('https://m.example/3h.jpg'), hiRes: null },
        { large: picture('https://m.example/1l.jpg') },
        null,
      ],
    };
    const product = read({ images });
    expect(product.images.map(({ url }) => url)).toEqual([
      'https://m.example/1l.jpg',
      'https://m.example/2h.jpg',
      'https://m.example/3h.jpg',
    ]);
    expect(product.images[0]).toEqual({ url: 'https://m.example/1l.jpg', width: 500, height: 400 });
    expect(product.imageUrl).toBe('https://m.example/1l.jpg');
  });

  test('what is no https link is no picture', () => {
    const bad = ['...', 'http://m.example/a.jpg', 'data:image/png;base64,AA', ''].map((url) => ({ large: { url } }));
    expect(read({ images: { primary: bad[0], variants: bad } }).images).toEqual([]);
  });
});

test.each([
  [{ starRating: { value: 0 }, count: 0 }, { reviewCount: 0 }],
  [{ starRating: { value: 6 }, count: -1 }, {}],
  [{ starRating: { value: 4 }, count: 2 ** 31 }, { rating: 4 }],
  [{ starRating: { value: '4.5' }, count: 3.5 }, {}],
])('reviews %j are read as %j', (customerReviews, expected) => {
  const { rating, reviewCount } = read({ customerReviews });
  expect({ rating, reviewCount }).toEqual({ rating: undefined, reviewCount: undefined, ...expected });
});
