import { describe, expect, it, test } from 'vitest';
import { chooseColumns } from '../../src/list/input/columns.ts';
import { namesProduct, readMarketplaceCell } from '../../src/list/input/cell.ts';

const asin = 'B0QU9TTXWO';
const link = `https://www.amazon.in/dp/${asin}`;
const ean = '4006381333931';

function choose(header: readonly string[], row: readonly string[], options = {}) {
  return chooseColumns([header, row], header.length, options);
}

describe('the column of products', () => {
  it.each(['asin', 'ASIN', 'Amazon Link', 'productUrl', 'URL', 'isbn13', 'EAN-13', 'UPC', 'gtin', 'Product ID'])(
    'is found by the name %s',
    (name) => {
      expect(choose(['no', name], ['1', asin])).toMatchObject({ product: 1, reason: 'by its name' });
    },
  );

  test('is found by its content if no name says it', () => {
    expect(choose(['no', 'what'], ['1', link])).toMatchObject({ product: 1, reason: 'by its content' });
  });

  test('is not one whose name fits but whose cells do not', () => {
    const columns = choose(['Product', 'Image URL', 'EAN'], ['Kettle', 'https://x.example/a.jpg', ean]);
    expect(columns.product).toBe(2);
  });

  test('is not the seller’s own number', () => {
    expect(choose(['Product SKU', 'asin'], ['S-1', asin]).product).toBe(1);
  });

  test('is the one with a fitting name if no cell is readable', () => {
    expect(choose(['name', 'asin'], ['Kettle', 'unknown']).product).toBe(1);
  });

  test('is asked for if three could be meant', () => {
    expect(() => choose(['asin', 'link', 'ean'], [asin, link, ean])).toThrow(
      '3 columns could name the products: "asin", "link", "ean". Choose one with --column.',
    );
  });

  test('is asked for if none could be meant, with what was looked for and what was seen', () => {
    expect(() => choose(['name', 'price'], ['Kettle', '12.50'])).toThrow(
      /^No column of the list names products\. Looked for a column called asin, link, .*; seen: name \(Kettle\), price \(12\.50\)\. Name it with --column\.$/,
    );
  });

  it.each([
    ['by its name', 'LINK', 1],
    ['by its number', '2', 1],
  ])('is chosen with --column %s', (_, column, product) => {
    expect(choose(['asin', 'link'], [asin, link], { column })).toMatchObject({ product, reason: 'named by --column' });
  });

  it.each(['3', 'url', ''])('is refused if --column names none: %j', (column) => {
    expect(() => choose(['asin', 'link'], [asin, link], { column })).toThrow('The list has "asin", "link"');
  });
});

describe('the column of marketplaces', () => {
  it.each([
    ['Marketplace', 'de'],
    ['country', 'GB'],
    ['Amazon site', 'www.amazon.co.uk'],
  ])('is found by its name %s if its cells are readable', (name, cell) => {
    expect(choose(['asin', name], [asin, cell]).marketplace).toBe(1);
  });

  test('is none whose cells are no marketplaces, and that is said', () => {
    expect(choose(['asin', 'Country'], [asin, 'China'])).toMatchObject({
      marketplace: undefined,
      warning: 'Column "Country" is ignored: most of its cells, such as "China", name no marketplace.',
    });
    expect(choose(['asin', 'Country'], [asin, 'China'], { marketplaceColumn: '' }).warning).toBeUndefined();
    expect(choose(['asin', 'Country', 'site'], [asin, 'China', 'IN']).warning).toBeUndefined();
    expect(choose(['asin', 'Country'], [asin, '']).warning).toBeUndefined();
  });

  test('is chosen, or none, with --marketplace-column', () => {
    expect(choose(['asin', 'where'], [asin, 'IN'], { marketplaceColumn: 'where' }).marketplace).toBe(1);
    expect(choose(['asin', 'country'], [asin, 'IN'], { marketplaceColumn: '' }).marketplace).toBeUndefined();
    expect(() => choose(['asin'], [asin], { marketplaceColumn: 'where' })).toThrow('--marketplace-column where');
  });
});

describe('the header', () => {
  it.each([[[asin, 'Kettle']], [['Great product', link]], [['x', ean]]])('is not a row with a product: %j', (row) => {
    expect(chooseColumns([row, row], 2).hasHeader).toBe(false);
  });

  it.each([
    ['a UPC without its zero', ['12345678905']],
    ['an ASIN with a letter too few', ['1', 'B0QU9TTXW']],
    ['a link that names no product', ['https://www.amazon.in/gp/product']],
    ['cells without a name', ['', '7']],
  ])('is not a row with %s', (_, row) => {
    expect(chooseColumns([row, ['x', asin], ['x', asin]], 2).hasHeader).toBe(false);
  });

  it.each([[['IDENTIFIER']], [['ISBN-13']], [['No.', 'Price 2026']], [['Produkt ₹']]])(
    'may have words of ten letters, digits in a known name, and unknown names: %j',
    (row) => {
      expect(chooseColumns([row, [asin, asin]], 1, { column: '1' }).hasHeader).toBe(true);
    },
  );

  test('is a row with --no-header', () => {
    expect(choose(['BABCDEFGHI'], [asin], { header: false })).toMatchObject({ hasHeader: false, names: ['column_1'] });
  });
});

it.each([
  [asin, true],
  [` ${asin.toLowerCase()} `, true],
  [link, true],
  ['amazon.de/dp/B0QU9TTXWO', true],
  ['https://amzn.to/3x', true],
  ['978-0-306-40615-7', true],
  [ean, true],
  ['IDENTIFIER', false],
  ['https://www.example.com/dp/B0QU9TTXWO', false],
  ['12.50', false],
  ['', false],
])('a cell %j names a product: %s', (cell, expected) => {
  expect(namesProduct(cell)).toBe(expected);
});

it.each([
  ['IN', 'IN'],
  [' uk ', 'UK'],
  ['gb', 'UK'],
  ['amazon.de', 'DE'],
  ['https://www.amazon.com.au/', 'AU'],
  ['Atlantis', undefined],
  ['', undefined],
])('a cell %j names the marketplace %s', (cell, expected) => {
  expect(readMarketplaceCell(cell)).toBe(expected);
});
