import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { searchProducts } from '../../src/sandbox/search.ts';
import { sandboxMarketplaces, type ServedCode } from '../../src/sandbox/sandbox-marketplace.ts';

const firstSearches =
  'phone,mobile,smartphone,laptop,usb cable,charger,power bank,book,shoes,t-shirt,dress,watch,headphones,earphones,earbuds,tv,camera,toys,coffee,protein,mixer grinder,kettle,keyboard,mouse,monitor,backpack,pen,perfume,earbudz,hair dryer,airfryer,air fryer,pet,chair,rice,gift,shampoo,bag,kitchen'.split(
    ',',
  );

/** Searches that people tried, one a line. The list is kept beside the checkout, where there is one. */
const tried = fileURLToPath(new URL('../../../shared/first-searches.txt', import.meta.url));

const hitsIn = (code: ServedCode, words: string) =>
  searchProducts(code, { words, includeOutOfStock: false, order: 'Relevance' });

describe.each(sandboxMarketplaces)('in $code', ({ code }) => {
  test.each(firstSearches)('a newcomer who searches for “%s” gets three hits or more', (words) => {
    expect(hitsIn(code, words).length).toBeGreaterThanOrEqual(3);
  });

  test('35 of the 38 searches that people tried have three hits or more', ({ skip }) => {
    if (!existsSync(tried)) skip('../shared/first-searches.txt is absent; the words of this file are tested above.');
    const searches = readFileSync(tried, 'utf8').split('\n').filter(Boolean);
    const answered = searches.filter((words) => hitsIn(code, words).length >= 3);
    expect(searches.length).toBe(38);
    expect(answered.length).toBeGreaterThanOrEqual(35);
  });

  test('nine of ten products have a price', () => {
    const sold = sandboxProducts(code).filter(({ state }) => state !== 'PARENT');
    expect(sold.filter(({ price }) => price === undefined).length / sold.length).toBeLessThanOrEqual(0.1);
  });
});

test('a search finds no word inside another: “phone” is no headphone', () => {
  const [first] = searchProducts('IN', { words: 'phone', includeOutOfStock: true, order: 'Relevance' });
  const titles = searchProducts('IN', { words: 'phone', includeOutOfStock: true, order: 'Relevance' });
  expect(first?.title).toContain('Smartphone');
  expect(titles.filter(({ title }) => title.includes('Headphones'))).toEqual([]);
});

test('a search for a product that does not exist finds nothing', () => {
  expect(searchProducts('IN', { words: 'purple stapler 9000', includeOutOfStock: true, order: 'Relevance' })).toEqual(
    [],
  );
});
