import { describe, expect, test } from 'vitest';
import { readItem } from '../../../../src/source/associates/common/item/item.ts';

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
    details: { manufacturer: 'Hamilton' },
    features: ['Keeps cold', 'Keeps hot'],
    images: [],
    rating: 4.3,
    reviewCount: 1204,
    category: 'Water Bottles',
    salesRank: 7,
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
    'javascript:alert(1)',
    '/dp/B0CR7G9V56',
  ])('%s is replaced by the plain page', (detailPageURL) => {
    expect(read({ detailPageURL }).productUrl).toBe(`https://www.amazon.in/dp/${asin}`);
  });

  test('is written by the URL standard, whatever the API put into it', () => {
    const detailPageURL = 'https://www.amazon.in/dp/B0CR7G9V56 x?tag="<a-21>';
    expect(read({ detailPageURL }).productUrl).toBe('https://www.amazon.in/dp/B0CR7G9V56%20x?tag=%22%3Ca-21%3E');
  });
});

describe('pictures', () => {
  const picture = (url: string) => ({ url, width: 500, height: 400 });

  test('the primary one first, each in its largest size, none twice', () => {
    const images = {
      primary: {
        small: picture('https://m.media-amazon.com/1s.jpg'),
        large: picture('https://m.media-amazon.com/1l.jpg'),
      },
      variants: [
        { large: picture('https://m.media-amazon.com/2l.jpg'), hiRes: picture('https://m.media-amazon.com/2h.jpg') },
        {
          medium: picture('https://m.media-amazon.com/3m.jpg'),
          highRes: picture('https://m.media-amazon.com/3h.jpg'),
          hiRes: null,
        },
        { large: picture('https://m.media-amazon.com/1l.jpg') },
        null,
      ],
    };
    const product = read({ images });
    expect(product.images.map(({ url }) => url)).toEqual([
      'https://m.media-amazon.com/1l.jpg',
      'https://m.media-amazon.com/2h.jpg',
      'https://m.media-amazon.com/3h.jpg',
    ]);
    expect(product.images[0]).toEqual({ url: 'https://m.media-amazon.com/1l.jpg', width: 500, height: 400 });
    expect(product.imageUrl).toBe('https://m.media-amazon.com/1l.jpg');
  });

  test('what is no https link is no picture', () => {
    const bad = ['...', 'http://m.media-amazon.com/a.jpg', 'data:image/png;base64,AA', ''].map((url) => ({
      large: { url },
    }));
    expect(read({ images: { primary: bad[0], variants: bad } }).images).toEqual([]);
  });
});

describe('category and sales rank', () => {
  const department = { displayName: 'Sports', contextFreeName: 'Sports & Outdoors', salesRank: 2340 };
  const ranked = { displayName: 'Sharpeners', contextFreeName: 'Knife Sharpeners', salesRank: 1 };
  const plain = { displayName: 'In-Ear', contextFreeName: 'In-Ear Headphones' };
  const standing = (browseNodeInfo: object) => {
    const { category, salesRank } = read({ browseNodeInfo });
    return { category, salesRank };
  };

  test('come from the same node, which is not the department when a narrower one is ranked', () => {
    const info = { browseNodes: [plain, ranked], websiteSalesRank: department };
    expect(standing(info)).toEqual({ category: 'Knife Sharpeners', salesRank: 1 });
  });

  test('are the department and its rank when no node is ranked', () => {
    const info = { browseNodes: [plain], websiteSalesRank: department };
    expect(standing(info)).toEqual({ category: 'Sports & Outdoors', salesRank: 2340 });
  });

  test('a node without a rank stands alone, and a rank without a name is nobody’s', () => {
    expect(standing({ browseNodes: [plain] })).toEqual({ category: 'In-Ear Headphones' });
    expect(standing({ browseNodes: [plain], websiteSalesRank: { salesRank: 7 } })).toEqual({
      category: 'In-Ear Headphones',
    });
  });

  test.each([
    { displayName: '3f0c1b9e-5a77-4d21-9c55-0a1b2c3d4e5f_701' },
    { displayName: '60362031' },
    { displayName: '2024/25' },
    { displayName: 'a1b2c3d4e5f60718' },
    { displayName: 'SS24_Campaign_IN' },
    { displayName: 'Arborist Merchandising Root' },
    { displayName: 'Prime Day', ancestor: { displayName: 'x', ancestor: { displayName: 'Merchandising Root' } } },
    { displayName: 'CASTROL', ancestor: { displayName: 'Produkte', ancestor: { displayName: '317619031' } } },
    { displayName: 'Deals', ancestor: { contextFreeName: 'Campaign Root', displayName: 'All' } },
    {},
  ])('%j is passed over, ranked or not', (internal) => {
    expect(
      standing({
        browseNodes: [
          { ...internal, salesRank: 3 },
          { ...plain, salesRank: 41 },
        ],
      }),
    ).toEqual({
      category: 'In-Ear Headphones',
      salesRank: 41,
    });
    expect(standing({ browseNodes: [internal, plain] })).toEqual({ category: 'In-Ear Headphones' });
    expect(standing({ browseNodes: [{ ...internal, salesRank: 3 }] })).toEqual({});
  });

  test.each(['本', 'TV', 'Ginger Root', 'Campaign Furniture', 'Men’s Shoes (UK 9)'])(
    '%s is a category',
    (displayName) => {
      expect(standing({ browseNodes: [{ displayName }] })).toEqual({ category: displayName });
    },
  );

  test('a name that is no word gives way to the node’s other name', () => {
    expect(standing({ browseNodes: [{ contextFreeName: '60362031', displayName: 'Kleider' }] })).toEqual({
      category: 'Kleider',
    });
  });

  test('a rank that no reader can hold is none', () => {
    expect(standing({ browseNodes: [{ ...plain, salesRank: 3_000_000_000 }] })).toEqual({
      category: 'In-Ear Headphones',
    });
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
