import { describe, expect, test } from 'vitest';
import { parseByline } from '../../../src/source/scraping/fields/byline.ts';
import { isRefurbished } from '../../../src/source/scraping/fields/featured-offer.ts';
import { parseStars } from '../../../src/source/scraping/fields/rating-rules.ts';
import { classifyStock, isUndeliverable } from '../../../src/source/scraping/fields/stock-message.ts';

describe('the store’s words for its stock', () => {
  test.each([
    'Currently unavailable. We don’t know when or if this item will be back in stock.',
    'Out of Stock.',
    'Derzeit nicht verfügbar. Ob und wann dieser Artikel wieder vorrätig sein wird, ist unbekannt.',
    'Actuellement indisponible. Nous ne savons pas quand cet article sera de nouveau approvisionné.',
    'No disponible por el momento.',
    'Attualmente non disponibile.',
    'Non disponibile. Non sappiamo se o quando l’articolo sarà di nuovo disponibile.',
    'Momenteel niet verkrijgbaar.',
    'Não disponível. Não sabemos se ou quando este produto estará novamente em estoque.',
    'Indisponível',
    'För närvarande inte tillgänglig. Vi vet inte om eller när den finns i lager igen.',
    'Obecnie niedostępny.',
    'Şu anda mevcut değil.',
    '現在在庫切れです。',
    '現在お取り扱いできません',
    'غير متوفر حالياً',
  ])('sold out: %s', (message) => expect(classifyStock(message)).toBe('OUT_OF_STOCK'));

  test.each([
    'Only 3 left in stock (more on the way).',
    'Nur noch 2 auf Lager',
    'Il ne reste plus que 4 exemplaire(s) en stock.',
    'Sólo queda(n) 1 en stock.',
    'Disponibilità: solo 1',
    'Nog slechts 2 op voorraad',
    'Só 1 em estoque.',
    'Endast 2 kvar i lager',
    'Pozostało tylko: 3',
    'Stokta sadece 2 adet kaldı.',
    '残り1点 ご注文はお早めに',
  ])('few left: %s', (message) => expect(classifyStock(message)).toBe('LIMITED'));

  test.each([
    'In Stock.',
    'In stock. Gift-wrap not available.',
    'Usually ships within 2 to 3 days',
    'Auf Lager.',
    'Gewöhnlich versandfertig in 3 bis 5 Wochen.',
    'En stock',
    'Disponibilità immediata.',
    'Em estoque.',
    'Em stock.',
    'Estimativa de envio de 2 a 3 dias.',
    'Op voorraad',
    'I lager',
    'Stokta var',
    '在庫あり。',
    'متوفر',
  ])('in stock: %s', (message) => expect(classifyStock(message)).toBe('IN_STOCK'));

  test.each([
    ['PREORDER', 'This title will be released on May 5, 2027.'],
    ['PREORDER', 'Jetzt vorbestellen'],
    ['PREORDER', '予約受付中'],
    ['BACKORDER', 'Temporarily out of stock. Order now and we’ll deliver when available.'],
    ['BACKORDER', 'In stock on December 5, 2026.'],
    [undefined, 'See All Buying Options'],
    [undefined, ''],
  ])('%s: %s', (availability, message) => expect(classifyStock(message)).toBe(availability));

  test('an address that cannot be delivered to is not a stock', () => {
    expect(isUndeliverable('This item cannot be shipped to your selected delivery location.')).toBe(true);
    expect(isUndeliverable('Dieser Artikel kann nicht an deinen ausgewählten Ort geliefert werden.')).toBe(true);
    expect(isUndeliverable('Usually ships within 2 days')).toBe(false);
  });
});

test.each([
  'Visit the Asha Store',
  'Brand: Asha',
  'Besuche den Asha-Store',
  'Marke: Asha',
  'Visiter la boutique Asha',
  'Marque : Asha',
  'Visita la tienda de Asha',
  'Marca: Asha',
  'Visita lo Store di Asha',
  'Visite a loja Asha',
  'Visite a Loja da Asha (em Espanhol)',
  'Bezoek de Asha-store',
  'Merk: Asha',
  'Besök Asha-butiken',
  'Odwiedź sklep Asha',
  "Asha Store'u ziyaret edin",
  'Ashaのストアを表示',
  'ブランド: Asha',
  'قم بزيارة متجر Asha',
  'العلامة التجارية: Asha',
  'Asha',
])('the brand in "%s" is Asha', (text) => expect(parseByline(text)).toBe('Asha'));

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

test('refurbished items are known by their title, as a word', () => {
  expect(isRefurbished('Apple iPhone 11, 64 GB (Renewed)')).toBe(true);
  expect(isRefurbished('iPhone 11 (Generalüberholt)')).toBe(true);
  expect(isRefurbished('Renewedly Green Soap')).toBe(false);
});
