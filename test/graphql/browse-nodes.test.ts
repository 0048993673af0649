import { describe, expect, test } from 'vitest';
import { aProduct } from '../support/a-product.ts';
import { aGateway, aNodeAnswer, aProductAnswer } from './a-graphql-server.ts';

const asin = 'B0CR7G9V56';
const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));

describe('browseNode and browseNodes', () => {
  test('a category has its ancestors, children and provenance', async () => {
    const { ask } = aGateway();
    const { data, errors } = await ask(
      '{ browseNode(id: "5") { id marketplace name isRoot ancestors { id name ancestors { id } } children { id name isRoot ancestors { id } provenance { source } } provenance { source cacheStatus disclaimer } } }',
    );
    expect(errors).toBeUndefined();
    const above = [{ id: '5' }, { id: '1' }];
    expect(data?.['browseNode']).toEqual({
      id: '5',
      marketplace: 'IN',
      name: 'Node 5',
      isRoot: false,
      ancestors: [{ id: '1', name: 'Root', ancestors: [] }],
      children: ['51', '52'].map((id) => ({
        id,
        name: `Node ${id}`,
        isRoot: false,
        ancestors: above,
        provenance: { source: 'CREATORS_API' },
      })),
      provenance: { source: 'CREATORS_API', cacheStatus: 'LIVE', disclaimer: null },
    });
  });

  test('all categories of an operation reach the catalog at once, each one time', async () => {
    const gateway = aGateway();
    const { data } = await gateway.ask(
      '{ a: browseNodes(ids: ["3", "2", "3"]) { id } b: browseNode(id: 2) { id } c: browseNode(id: "2", marketplace: US) { id } }',
    );
    expect(data?.['a']).toEqual([{ id: '3' }, { id: '2' }, { id: '3' }]);
    expect(gateway.nodeLookups).toEqual([
      [
        { marketplace: 'IN', id: '3' },
        { marketplace: 'IN', id: '2' },
        { marketplace: 'US', id: '2' },
      ],
    ]);
    expect(gateway.lookups).toEqual([]);
  });

  test('the children of an operation’s children are one more lookup', async () => {
    const gateway = aGateway();
    const { data } = await gateway.ask('{ browseNode(id: "5") { children { children { id } } } }');
    expect(data?.['browseNode']).toEqual({
      children: [{ children: [{ id: '511' }, { id: '512' }] }, { children: [{ id: '521' }, { id: '522' }] }],
    });
    expect(gateway.nodeLookups.map((questions) => questions.map(({ id }) => id))).toEqual([['5'], ['51', '52']]);
  });

  test('an unknown category, or one of another marketplace, is null; an unavailable one is null with an error', async () => {
    const { ask } = aGateway({
      browseNode(question) {
        if (question.id === '2') return { kind: 'no-browse-node', attempts: [], expiresAt: 0 };
        if (question.id !== '3') return aNodeAnswer(question);
        const why = { code: 'QUOTA_EXHAUSTED', message: 'Used up.', retryable: true } as const;
        return { kind: 'unavailable', marketplace: 'IN', ...why, attempts: [] };
      },
    });
    const { data, errors } = await ask('{ browseNodes(ids: ["1", "2", "3"]) { id } }');
    expect(data?.['browseNodes']).toEqual([{ id: '1' }, null, null]);
    expect(errors).toMatchObject([
      { path: ['browseNodes', 2], extensions: { code: 'QUOTA_EXHAUSTED', retryable: true } },
    ]);
  });

  test('one error names all malformed ids, and nothing is looked up', async () => {
    const gateway = aGateway();
    const { data, errors } = await gateway.ask(
      '{ browseNodes(ids: ["1", "B0CR7G9V56", "-2", " 07 "]) { id } browseNode(id: "") { id } }',
    );
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      faults: [{ path: ['ids', 1] }, { path: ['ids', 2] }, { path: ['id'] }],
    });
    expect(gateway.nodeLookups).toEqual([]);
  });

  test.each([0, 51])('%d ids are refused', async (count) => {
    const { errors } = await aGateway().ask('query ($ids: [ID!]!) { browseNodes(ids: $ids) { id } }', {
      ids: ids(count),
    });
    expect(errors?.[0]).toMatchObject({
      message: `ids must hold 1 to 50 ids, not ${count}`,
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  test('a marketplace that no source serves is refused', async () => {
    const { errors } = await aGateway({ serves: (code) => code !== 'TR' }).ask(
      '{ browseNode(id: "1", marketplace: TR) { id } }',
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', faults: [{ path: ['marketplace'] }] } }]);
  });

  test('clients may cache a category until it expires, and the cost counts ten a call', async () => {
    const { post } = aGateway();
    const query = 'query ($ids: [ID!]!) { browseNodes(ids: $ids) { id } }';
    const response = await post({ query, variables: { ids: ids(21) } }, { 'x-gateway-cost': '1' });
    expect(response.headers.get('cache-control')).toBe('private, max-age=3600');
    expect(await response.json()).toMatchObject({ extensions: { cost: { requestedCalls: 3, usedCalls: 3 } } });
  });
});

describe('the categories of a product', () => {
  const product = aProduct({
    browseNodes: [
      {
        id: '12',
        name: 'Kettles',
        ancestors: [
          { id: '11', name: 'Kitchen' },
          { id: '10', name: 'Home' },
        ],
        salesRank: 4,
      },
      { id: '20', name: 'Gifts' },
    ],
  });

  test('come with the product, from the narrowest up, and make no lookup', async () => {
    const gateway = aGateway({ product: () => aProductAnswer(product) });
    const { data } = await gateway.ask(
      `{ product(asin: "${asin}") { browseNodes { salesRank node { id name marketplace isRoot ancestors { name } provenance { source } } } } }`,
    );
    const rest = { marketplace: 'IN', isRoot: null, provenance: { source: 'CREATORS_API' } };
    expect(data?.['product']).toEqual({
      browseNodes: [
        {
          salesRank: 4,
          node: { id: '12', name: 'Kettles', ancestors: [{ name: 'Kitchen' }, { name: 'Home' }], ...rest },
        },
        { salesRank: null, node: { id: '20', name: 'Gifts', ancestors: [], ...rest } },
      ],
    });
    expect(gateway.nodeLookups).toEqual([]);
  });

  test('look their children up together', async () => {
    const gateway = aGateway({ product: () => aProductAnswer(product) });
    const { data } = await gateway.ask(`{ product(asin: "${asin}") { browseNodes { node { children { id } } } } }`);
    expect(data?.['product']).toEqual({
      browseNodes: [
        { node: { children: [{ id: '121' }, { id: '122' }] } },
        { node: { children: [{ id: '201' }, { id: '202' }] } },
      ],
    });
    expect(gateway.nodeLookups).toHaveLength(1);
  });

  test('have null as children if the marketplace no longer has them', async () => {
    const { ask } = aGateway({
      product: () => aProductAnswer(product),
      browseNode: () => ({ kind: 'no-browse-node', attempts: [], expiresAt: 0 }),
    });
    const { data, errors } = await ask(`{ product(asin: "${asin}") { browseNodes { node { children { id } } } } }`);
    expect(errors).toBeUndefined();
    expect(data?.['product']).toEqual({ browseNodes: [{ node: { children: null } }, { node: { children: null } }] });
  });

  test('are empty when not provided', async () => {
    const { data } = await aGateway().ask(`{ product(asin: "${asin}") { browseNodes { salesRank } } }`);
    expect(data?.['product']).toEqual({ browseNodes: [] });
  });
});

describe('references to categories', () => {
  test('are resolved together, each on its own; a bad one is null with an error', async () => {
    const gateway = aGateway();
    const { data, errors } = await gateway.ask(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on BrowseNode { id marketplace } ... on Product { asin } } }',
      {
        r: [
          { __typename: 'BrowseNode', id: '5', marketplace: 'US' },
          { __typename: 'Product', id: `IN:${asin}` },
          { __typename: 'BrowseNode', id: 'five', marketplace: 'US' },
          { __typename: 'BrowseNode', id: '6' },
        ],
      },
    );
    expect(data?.['_entities']).toEqual([
      { id: '5', marketplace: 'US' },
      { asin },
      null,
      { id: '6', marketplace: 'IN' },
    ]);
    expect(errors).toMatchObject([{ path: ['_entities', 2], extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(gateway.nodeLookups).toHaveLength(1);
  });
});
