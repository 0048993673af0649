import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localAmounts } from '../../src/product/local-money.ts';
import { currencyExponent, moneyFromDecimal } from '../../src/product/money.ts';
import { marketplaces } from '../../src/product/marketplace.ts';

/** The first amount as money. */
function parseLocalMoney(text: string, own: string) {
  const [first] = localAmounts(text, own);
  return first && moneyFromDecimal(first.amount, first.currency, first.formatted);
}

describe('an amount carries the currency of its own text', () => {
  test.each([
    ['52,41 € con un ahorro del 21 %', 'EUR', '52.41', 'EUR', '52,41 €'],
    ['₹14,998.00 with 25 percent savings', 'INR', '14998.00', 'INR', '₹14,998.00'],
    ['EUR 12,99', 'EUR', '12.99', 'EUR', 'EUR 12,99'],
    ['$2,281.82', 'MXN', '2281.82', 'MXN', '$2,281.82'],
    ['MXN $2,281.82', 'USD', '2281.82', 'MXN', 'MXN $2,281.82'],
    ['US$128.00', 'MXN', '128.00', 'USD', 'US$128.00'],
    ['CDN$ 1,099.99', 'CAD', '1099.99', 'CAD', 'CDN$ 1,099.99'],
    ['CDN $ 99.99', 'CAD', '99.99', 'CAD', 'CDN $ 99.99'],
    ['INR 1,218.34', 'USD', '1218.34', 'INR', 'INR 1,218.34'],
    ['TWD 372.40', 'JPY', '372.40', 'TWD', 'TWD 372.40'],
    ['￥1,638', 'JPY', '1638', 'JPY', '¥1,638'],
    ['¥32,970 税込', 'JPY', '32970', 'JPY', '¥32,970'],
    ['SAR 1,279.00', 'SAR', '1279.00', 'SAR', 'SAR 1,279.00'],
    ['1 299,00 kr', 'SEK', '1299.00', 'SEK', '1 299,00 kr'],
    ['1.299,00 TL', 'TRY', '1299.00', 'TRY', '1.299,00 TL'],
    ['12,99 zł', 'PLN', '12.99', 'PLN', '12,99 zł'],
    ['R$ 3.982,89', 'BRL', '3982.89', 'BRL', 'R$ 3.982,89'],
    ['$5', 'EUR', '5.00', 'USD', '$5'],
  ])('%s in a store of %s', (text, own, amount, currency, formatted) => {
    expect(parseLocalMoney(text, own)).toEqual({ amount, currency, formatted });
  });

  test.each(['4.5 out of 5 stars', '20.00/100 g', 'Pack of 12', '$0.00', '¥16.38', 'XYZ 12.00', 'Gift 12', ''])(
    '%s is no price',
    (text) => expect(parseLocalMoney(text, 'USD')).toBeUndefined(),
  );

  test('a range gives both ends', () => {
    expect(localAmounts('$36.28 - $59.95', 'USD').map(({ amount }) => amount)).toEqual(['36.28', '59.95']);
  });
});

test('whatever a store’s own locale writes is read back exactly', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(marketplaces)),
      fc.integer({ min: 1, max: 99_999_999 }),
      (store, units) => {
        const exponent = currencyExponent(store.currency);
        const exact = (units / 10 ** exponent).toFixed(exponent);
        const format = new Intl.NumberFormat(store.language.replace('_', '-'), {
          style: 'currency',
          currency: store.currency,
        });
        const text = format.format(units / 10 ** exponent);
        expect(parseLocalMoney(text, store.currency), text).toMatchObject({ amount: exact, currency: store.currency });
      },
    ),
    { numRuns: 500 },
  );
});
