import { describe, expect, test } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { aGateway, type TestGateway } from '../support/a-gateway.ts';

const sold = sandboxProducts('IN').filter(({ state }) => state === 'IN_STOCK');
const plain = sold.filter(({ facts }) => facts.upc !== undefined);
const book = sold.find(({ facts }) => facts.isbn10 !== undefined);
const query = `query ($inputs: [String!]!) {
  lookup(inputs: $inputs, marketplace: IN) {
    input asin marketplace problem product { __typename ... on Product { asin title } }
  }
}`;

async function look({ ask }: TestGateway, inputs: readonly string[]) {
  const { data, errors } = await ask(query, { inputs });
  expect(errors).toBeUndefined();
  return data?.['lookup'];
}

/** The number of a product in one of the forms that people have. */
function numberOf({ facts: { upc = '' } }: (typeof plain)[number], form: number): string {
  return [upc, `0${upc}`, `00${upc}`, `${upc.slice(0, 1)} ${upc.slice(1)}`, `0-${upc}`][form % 5] ?? upc;
}

/** Calls by interface and operation: `creators getItems 10`. */
function callsIn(gateway: TestGateway): readonly string[] {
  return gateway.sandbox.calls
    .filter(({ api }) => api === 'creators' || api === 'spapi')
    .map(({ api, operation, asins = [] }) => `${api} ${operation} ${asins.length}`)
    .toSorted();
}

describe('lookup', () => {
  test('of 25 mixed inputs with 5 numbers costs three lookups and one identifier search, and then none', async () => {
    await using gateway = await aGateway({}, { sources: ['CREATORS_API', 'SP_API'] });
    const wanted = plain.slice(0, 25);
    const inputs = wanted.map((product, index) => {
      if (index % 5 === 0) return numberOf(product, index / 5);
      return index % 2 === 0 ? product.asin : `https://www.amazon.in/x/dp/${product.asin}?tag=t`;
    });
    const expected = wanted.map(({ asin, title }, index) => ({
      input: inputs[index],
      asin,
      marketplace: 'IN',
      problem: null,
      product: { __typename: 'Product', asin, title },
    }));
    expect(await look(gateway, inputs)).toEqual(expected);
    const calls = ['creators getItems 10', 'creators getItems 10', 'creators getItems 5', 'spapi searchCatalogItems 5'];
    expect(callsIn(gateway)).toEqual(calls);
    expect(await look(gateway, inputs)).toEqual(expected);
    expect(callsIn(gateway)).toEqual(calls);
  });

  test('of a number costs one search where no source finds numbers', async () => {
    await using gateway = await aGateway({}, { sources: ['CREATORS_API'] });
    const [one, two] = plain;
    const inputs = [one?.facts.ean ?? '', two?.facts.upc ?? ''];
    expect(await look(gateway, inputs)).toMatchObject([{ asin: one?.asin }, { asin: two?.asin }]);
    expect(callsIn(gateway)).toEqual(['creators searchItems 0', 'creators searchItems 0']);
  });

  test('of a book tries the ASIN that its ISBN gives, and the number after it', async () => {
    await using gateway = await aGateway({}, { sources: ['CREATORS_API', 'SP_API'] });
    const isbns = [book?.facts.ean ?? '', book?.facts.isbn10 ?? ''];
    const found = { asin: book?.asin, problem: null, product: { title: book?.title } };
    expect(await look(gateway, isbns)).toMatchObject([found, found]);
    expect(callsIn(gateway)).toEqual([
      'creators getItems 1',
      'creators getItems 1',
      // The lookup of the ASIN, and the search for the number.
      'spapi searchCatalogItems 1',
      'spapi searchCatalogItems 1',
    ]);
  });

  test('of a number that no product has says so, whoever is asked', async () => {
    for (const sources of [['SP_API'], ['CREATORS_API']] as const) {
      await using gateway = await aGateway({}, { sources });
      expect(await look(gateway, ['4006381333931'])).toMatchObject([
        { asin: null, problem: 'no source knows a product with the EAN 4006381333931' },
      ]);
    }
  });
});
