import { describe, expect, it, test } from 'vitest';
import { aProduct } from '../support/a-product.ts';
import { asinNumbers, asinOf } from '../support/asins.ts';
import type { Answer, Identified, ProductRequest } from '../../src/catalog/answer.ts';
import { aGateway, aProductAnswer } from './a-graphql-server.ts';

const asin = 'B0CR7G9V56';
const ean = '4006381333931';
const query = `query ($inputs: [String!]!, $marketplace: Marketplace, $language: Language) {
  lookup(inputs: $inputs, marketplace: $marketplace, language: $language) {
    input asin marketplace problem code retryAfterMs product { __typename ... on Product { id } }
  }
}`;

const found = (asin: string) => (): Identified => ({ kind: 'found', asin: asinOf(asin) });

describe('lookup', () => {
  test('answers every input in order, and a bad one costs the others nothing', async () => {
    const { ask, lookups, searches } = aGateway();
    const inputs = [
      ` ${asin.toLowerCase()} `,
      '',
      `https://www.amazon.de/x/dp/${asin}?tag=t`,
      '978-0-306-40615-7',
      'nope',
    ];
    const { data, errors } = await ask(query, { inputs });
    expect(errors).toBeUndefined();
    expect(data?.['lookup']).toEqual([
      {
        input: inputs[0],
        asin,
        marketplace: 'IN',
        problem: null,
        code: null,
        retryAfterMs: null,
        product: { __typename: 'Product', id: `IN:${asin}` },
      },
      {
        input: '',
        asin: null,
        marketplace: null,
        problem: 'is empty',
        code: 'INVALID_INPUT',
        retryAfterMs: null,
        product: null,
      },
      {
        input: inputs[2],
        asin,
        marketplace: 'DE',
        problem: null,
        code: null,
        retryAfterMs: null,
        product: { __typename: 'Product', id: `DE:${asin}` },
      },
      {
        input: inputs[3],
        asin: '0306406152',
        marketplace: 'IN',
        problem: null,
        code: null,
        retryAfterMs: null,
        product: { __typename: 'Product', id: 'IN:0306406152' },
      },
      expect.objectContaining({ input: 'nope', asin: null, product: null }),
    ]);
    expect(lookups.map((keys) => keys.length)).toEqual([3]);
    expect(searches).toEqual([]);
  });

  test('finds all numbers together, each once', async () => {
    const { ask, identifications } = aGateway({ identify: found('B000000009') });
    const { data } = await ask(query, {
      inputs: [ean, '036000291452', `${ean.slice(0, 6)} ${ean.slice(6)}`, `0${ean}`],
    });
    const same = { asin: 'B000000009', marketplace: 'IN', problem: null };
    expect(data?.['lookup']).toMatchObject([same, same, same, same]);
    const [asked, ...more] = identifications;
    expect(asked?.map(({ gtin }) => gtin.text)).toEqual([ean, '036000291452']);
    expect(more).toEqual([]);
  });

  test('says that no product has a number', async () => {
    const { data } = await aGateway().ask(query, { inputs: [ean] });
    expect(data?.['lookup']).toMatchObject([
      {
        asin: null,
        marketplace: 'IN',
        product: null,
        code: 'NUMBER_NOT_FOUND',
        problem: `no source knows a product with the EAN ${ean}`,
      },
    ]);
  });

  test('says that a number could not be looked up, and the response is not stored', async () => {
    const { post } = aGateway({
      identify: () => ({
        kind: 'unavailable',
        code: 'QUOTA_EXHAUSTED',
        message: 'The day is used up.',
        retryAfterMs: 3_600_000,
      }),
    });
    const response = await post({ query, variables: { inputs: [ean] } });
    expect(response.headers.get('cache-control')).toContain('no-store');
    expect(await response.json()).toMatchObject({
      data: {
        lookup: [
          { problem: 'could not be looked up: The day is used up.', code: 'QUOTA_EXHAUSTED', retryAfterMs: 3_600_000 },
        ],
      },
    });
  });

  describe('of a book whose ISBN-10 is no ASIN', () => {
    const isbn = '9780306406157';
    const notFound = ({ asin, marketplace }: ProductRequest): Answer =>
      asin === '0306406152'
        ? { kind: 'not-found', asin, marketplace, attempts: [], expiresAt: 0 }
        : aProductAnswer(aProduct({ asin, marketplace }));

    it.each([isbn, '0306406152'])('finds the product that has the number %s', async (input) => {
      const { ask, lookups, identifications } = aGateway({ product: notFound, identify: found('B000000009') });
      const { data } = await ask(query, { inputs: [input, asin] });
      expect(data?.['lookup']).toMatchObject([
        { asin: 'B000000009', problem: null, product: { id: 'IN:B000000009' } },
        { asin, product: { id: `IN:${asin}` } },
      ]);
      expect(lookups.map((keys) => keys.map((key) => key.asin))).toEqual([['0306406152', asin], ['B000000009']]);
      expect(identifications).toHaveLength(1);
    });

    test('says that there is no such product when no product has the number either', async () => {
      const { data } = await aGateway({ product: notFound }).ask(query, { inputs: [isbn] });
      expect(data?.['lookup']).toMatchObject([
        { asin: '0306406152', problem: null, product: { __typename: 'ProductNotFound' } },
      ]);
    });

    test('says that it could not be looked up when no source knows', async () => {
      const identify = (): Identified => ({ kind: 'unavailable', code: 'SOURCES_UNAVAILABLE', message: 'No.' });
      const { data } = await aGateway({ product: notFound, identify }).ask(query, { inputs: [isbn] });
      expect(data?.['lookup']).toMatchObject([{ asin: null, problem: 'could not be looked up: No.', product: null }]);
    });

    test('asks for no number when the ASIN is a product', async () => {
      const { ask, identifications } = aGateway();
      await ask(query, { inputs: [isbn] });
      expect(identifications).toEqual([]);
    });
  });

  it.each([
    ['https://amzn.to/3x', 'is a short link of amzn.to, which the gateway does not follow'],
    ['https://www.example.com/dp/B0CR7G9V56', 'is a link to www.example.com, which is none of the 22 marketplaces'],
    ['https://www.amazon.in/gp/cart', 'is a page of www.amazon.in, but not the page of a product'],
    ['4006381333932', 'has the form of an EAN, but its check digit is wrong'],
    ['0306406153', 'has the form of an ISBN-10, but its check digit is wrong'],
    ['030640615x', 'has the form of an ISBN-10, but its check digit is wrong'],
    ['0-306-40615-3', 'has the form of an ISBN-10, but its check digit is wrong'],
    ['two words', 'is neither an ASIN, nor a link to a product, nor an ISBN, EAN or UPC'],
  ])('says what is wrong with %s', async (input, problem) => {
    const { data } = await aGateway().ask(query, { inputs: [input] });
    expect(data?.['lookup']).toMatchObject([{ asin: null, product: null, problem: expect.stringContaining(problem) }]);
  });

  test('says of a link whose marketplace no source serves that none does', async () => {
    const { ask } = aGateway({ serves: (marketplace) => marketplace === 'IN' });
    const { data } = await ask(query, { inputs: [`https://www.amazon.de/dp/${asin}`, asin] });
    expect(data?.['lookup']).toMatchObject([
      { marketplace: 'DE', problem: 'DE: no source of this gateway serves that marketplace' },
      { asin, problem: null },
    ]);
  });

  it.each([0, 51])('is refused with %i inputs', async (count) => {
    const { errors } = await aGateway().ask(query, { inputs: asinNumbers(count) });
    expect(errors?.[0]?.message).toContain(`must hold 1 to 50 inputs, not ${count}`);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('counts a call for ten products and one for each number', async () => {
    const { post } = aGateway({ identify: found('B000000009') });
    const inputs = [...asinNumbers(11), ean, '036000291452'];
    const response = await post({ query, variables: { inputs } }, { 'x-gateway-cost': '1' });
    expect(await response.json()).toMatchObject({ extensions: { cost: { requestedCalls: 4 } } });
  });
});

describe('language and currency', () => {
  test('are part of the question and of the id when the marketplace does not use them anyway', async () => {
    const { ask, lookups } = aGateway({
      product: (key) => aProductAnswer(aProduct({ asin: key.asin, marketplace: key.marketplace, ...localeOf(key) })),
    });
    const { data } = await ask(`{
      hindi: product(asin: "${asin}", language: "hi_IN") { id }
      own: product(asin: "${asin}", language: "en_IN", currency: "INR") { id }
      rupees: product(asin: "${asin}", marketplace: US, language: "es_US", currency: "INR") { id }
    }`);
    expect(data).toEqual({
      hindi: { id: `IN:${asin}:hi_IN` },
      own: { id: `IN:${asin}` },
      rupees: { id: `US:${asin}:es_US:INR` },
    });
    expect(lookups.flat()).toHaveLength(3);
  });

  it.each([
    ['language: "sv_SE"', 'language = "sv_SE" is not a language of IN, which has: en_IN, hi_IN, kn_IN'],
    ['currency: "USD"', 'currency = "USD" is not a currency of IN, which has: INR'],
    ['language: "hindi"', 'is not a language such as "hi_IN"'],
    ['currency: "rupees"', 'is not a currency such as "INR"'],
  ])('are refused when the marketplace does not have them: %s', async (args, message) => {
    const { errors } = await aGateway().ask(`{ product(asin: "${asin}", ${args}) { id } }`);
    expect(errors?.map(({ message: said }) => said).join()).toContain(message);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('are read from the reference of another subgraph', async () => {
    const { ask, lookups } = aGateway();
    const representations = [{ __typename: 'Product', id: `US:${asin}:es_US:INR` }];
    await ask('query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }', {
      representations,
    });
    expect(lookups.flat()).toMatchObject([{ asin, marketplace: 'US', language: 'es_US', currency: 'INR' }]);
  });
});

test('marketplaces lists languages, currencies and categories, and why a source serves none', async () => {
  const { data } = await aGateway().ask(
    '{ marketplaces { code host currency currencies languages categories sources { source serves reason } } }',
  );
  const { marketplaces } = { marketplaces: [], ...data } as { readonly marketplaces: readonly object[] };
  expect(marketplaces).toHaveLength(22);
  expect(marketplaces).toContainEqual({
    code: 'IN',
    host: 'www.amazon.in',
    currency: 'INR',
    currencies: ['INR'],
    languages: ['en_IN', 'hi_IN', 'kn_IN', 'ml_IN', 'ta_IN', 'te_IN'],
    categories: expect.arrayContaining(['All', 'Electronics']),
    sources: [
      { source: 'CREATORS_API', serves: true, reason: null },
      { source: 'PA_API', serves: false, reason: 'NO_PARTNER_TAG' },
    ],
  });
});

function localeOf({ language, currency }: { readonly language?: string; readonly currency?: string }) {
  return { ...(language !== undefined && { language }), ...(currency !== undefined && { currency }) };
}
