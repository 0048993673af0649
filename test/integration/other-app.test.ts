import { expect, test } from 'vitest';
import { fixture } from '../source/scraping/fixture.ts';
import { aReader } from '../recorded/a-reader.ts';
import { asProduct, askProducts } from './questions.ts';

const album = '<!doctype html><html><head><title>Asha</title></head><body><music-link></music-link></body></html>';

test('albums that show Amazon Music never close the marketplace for other products', async () => {
  await using reader = await aReader((_, { pathname }) => ({
    body: pathname === '/dp/B0TESTUS01' ? fixture('us/subscription-first.html') : album,
  }));
  // One at a time: five failures in a row are what opens a circuit.
  for (let number = 0; number < 6; number += 1) {
    const [result] = await askProducts(reader, [`B0TESTALB${number}`], { marketplace: 'US' });
    expect(result).toMatchObject({ kind: 'ProductUnavailable', attempts: [{ source: 'SCRAPING', code: 'MALFORMED' }] });
  }
  const [product] = await askProducts(reader, ['B0TESTUS01'], { marketplace: 'US' });
  expect(asProduct(product)).toMatchObject({ asin: 'B0TESTUS01', price: { amount: '8.00' } });
});
