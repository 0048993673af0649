import { expect, test } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { aGateway } from '../support/a-gateway.ts';

const entities = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { id title } } }';

test('25 references of a router are three calls, answered in their order, unknown ones as null', async () => {
  await using gateway = await aGateway({}, { sources: ['CREATORS_API'] });
  const asins = sandboxProducts('IN').map(({ asin }) => asin);
  const asked = [...asins.slice(0, 12).toReversed(), 'B000000000', ...asins.slice(12, 24)];

  const { data, errors } = await gateway.ask(entities, {
    r: asked.map((asin) => ({ __typename: 'Product', asin, marketplace: 'IN' })),
  });

  expect(errors).toBeUndefined();
  const ids = asked.map((asin) => (asin === 'B000000000' ? null : expect.objectContaining({ id: `IN:${asin}` })));
  expect(data?.['_entities']).toEqual(ids);
  expect(gateway.calls('creators').filter(({ operation }) => operation === 'getItems')).toHaveLength(3);
});
