import { describe, expect, test } from 'vitest';
import { marketplaceCodes, marketplaces, type MarketplaceCode } from '../../../src/product/marketplace.ts';
import { parseByline } from '../../../src/source/scraping/fields/byline.ts';
import { parseStars } from '../../../src/source/scraping/fields/rating-rules.ts';
import { classifyStock } from '../../../src/source/scraping/fields/stock-message.ts';
import { languages, languagesOf, says } from '../../../src/source/scraping/languages/languages.ts';
import { samples } from './language-samples.ts';

/** The orders in which the words of a language are looked up: on a page that names it, and on one that says English. */
function ordersOf(code: string) {
  return [languagesOf(code, 'US'), languagesOf('en-us', 'US')];
}

test('every marketplace’s own language has a table and samples', () => {
  const known = languages.map(({ code }) => code);
  for (const code of marketplaceCodes) expect(known).toContain(marketplaces[code].language.slice(0, 2));
  expect(Object.keys(samples).toSorted()).toEqual(known.toSorted());
});

describe.each(Object.entries(samples))('the words of language %s', (code, language) => {
  const orders = ordersOf(code);

  test.each(language.bylines)('the brand in "%s" is Asha', (byline) => {
    for (const order of orders) expect(parseByline(byline, order)).toBe('Asha');
  });

  const messages = Object.entries(language.stock).flatMap(([word, texts]) =>
    texts.map((text) => [word, text] as const),
  );
  test.each(messages)('%s: %s', (word, message) => {
    for (const order of orders) expect(classifyStock(message, order)).toBe(word);
    expect(says(orders[0]!, 'undeliverable', message)).toBe(false);
    expect(says(orders[0]!, 'otherSellers', message)).toBe(false);
  });

  test('an address that cannot be delivered to, and other sellers, are told apart from stock', () => {
    expect(says(languages, 'undeliverable', language.undeliverable)).toBe(true);
    expect(says(languages, 'otherSellers', language.otherSellers)).toBe(true);
    expect(says(languages, 'undeliverable', language.otherSellers)).toBe(false);
  });

  test.each(language.notFound)('"%s" says that there is no such page', (text) => {
    expect(says(languages, 'notFound', text)).toBe(true);
  });

  test.each(language.serverError)('"%s" says that something failed, and not that there is no such page', (text) => {
    expect(says(languages, 'serverError', text)).toBe(true);
    expect(says(languages, 'notFound', text)).toBe(false);
  });
});

describe('the order of languages', () => {
  test('is the page’s, the marketplace’s, then all others, each once', () => {
    const codes = (named: string | undefined, marketplace: MarketplaceCode) =>
      languagesOf(named, marketplace).map(({ code }) => code);
    expect(codes('pt-es', 'ES').slice(0, 3)).toEqual(['pt', 'es', 'en']);
    expect(codes(undefined, 'IT').slice(0, 2)).toEqual(['it', 'en']);
    expect(codes('xx', 'JP')).toHaveLength(languages.length);
  });
});

test('words that say nothing of stock are no stock', () => {
  for (const text of ['See All Buying Options', 'Select a size', '', '5']) {
    expect(classifyStock(text, languages)).toBeUndefined();
  }
});

test('a byline that no language decorates is the brand', () => {
  expect(parseByline('Asha', languages)).toBe('Asha');
  expect(parseByline('  ', languages)).toBeUndefined();
});

test('refurbished items are known by their title, as a word', () => {
  const titles = [
    'Phone 11, 64 GB (Renewed)',
    'Phone 11 (Generalüberholt)',
    'Téléphone 11 (Reconditionné)',
    'Teléfono 11 (Reacondicionado)',
    'Telefono 11 (Ricondizionato)',
    'Telefone 11 (Recondicionado)',
    'Telefon 11 (Odnowiony)',
    'Telefon 11 (Yenilenmiş)',
    '整備済み品 Phone 11',
  ];
  for (const title of titles) expect(says(languages, 'refurbished', title), title).toBe(true);
  for (const title of ['Renewedly Green Soap', 'Sofá de estilo renovado', 'Restaurierte Truhe']) {
    expect(says(languages, 'refurbished', title), title).toBe(false);
  }
});

test.each([
  ['4.3 out of 5 stars', 4.3],
  ['4,4 von 5 Sternen', 4.4],
  ['4,8 sur 5 étoiles', 4.8],
  ['5つ星のうち3.9', 3.9],
  ['4.3 顆星，最高 5 顆星', 4.3],
  ['5 yıldız üzerinden 4,3', 4.3],
  ['٤٫٣ من ٥ نجوم', 4.3],
  ['5.0 out of 5 stars', 5],
  ['no stars', undefined],
  ['1,234 ratings', undefined],
])('the stars in "%s" are %s', (text, stars) => expect(parseStars(text)).toBe(stars));
