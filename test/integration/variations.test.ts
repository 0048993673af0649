import { expect, test } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { aGateway } from '../support/a-gateway.ts';

const query =
  'query ($asin: ASIN!) { product(asin: $asin) { asin variations(first: 50) { totalCount dimensions { name } nodes { asin title parentAsin } source } } }';

const parent = sandboxProducts().find(({ state, childAsins }) => state === 'PARENT' && childAsins.length > 1);
const children = parent?.childAsins ?? [];
const [child = ''] = children;

test.each(['CREATORS_API', 'PA_API', 'SP_API'] as const)(
  '%s: a variation and its parent have the same variations, each with a title, for one call and its lookups',
  async (source) => {
    await using gateway = await aGateway({}, { sources: [source] });
    const ofChild = await gateway.ask(query, { asin: child });
    expect(ofChild.errors).toBeUndefined();
    expect(ofChild.data?.['product']).toMatchObject({
      variations: {
        totalCount: children.length,
        source,
        nodes: children.map((asin) => ({ asin, title: expect.any(String), parentAsin: parent?.asin })),
      },
    });
    const calls = gateway.sandbox.calls.length;
    const ofParent = await gateway.ask(query, { asin: parent?.asin });
    expect(ofParent.data?.['product']).toMatchObject({ variations: { totalCount: children.length } });
    // One lookup of the parent; its variations are the cached ones.
    expect(gateway.sandbox.calls.length - calls).toBeLessThanOrEqual(1);
  },
);

test('pages list the variations of the picker by their ASINs and values', async () => {
  await using gateway = await aGateway({}, { sources: ['SCRAPING'] });
  const { data, errors } = await gateway.ask(
    'query ($asin: ASIN!) { product(asin: $asin) { variations(first: 50) { totalCount dimensions { name values } nodes { asin variationAttributes { name value } } } } }',
    { asin: child },
  );
  expect(errors).toBeUndefined();
  expect(data?.['product']).toMatchObject({
    variations: {
      totalCount: children.length,
      dimensions: [{ values: expect.any(Array) }],
      nodes: children.map((asin) => ({ asin, variationAttributes: [{ value: expect.any(String) }] })),
    },
  });
});

test('fifty products with their variations are refused with their cost, before any call', async () => {
  await using gateway = await aGateway();
  const asins = Array.from({ length: 50 }, (_, n) => `B0${String(n).padStart(8, '0')}`);
  const { errors } = await gateway.ask(
    'query ($asins: [ASIN!]!) { products(asins: $asins) { ... on Product { variations { totalCount } } } }',
    { asins },
  );
  expect(errors).toMatchObject([{ extensions: { code: 'OPERATION_TOO_COMPLEX', found: 55 } }]);
  expect(gateway.sandbox.calls).toEqual([]);
});
