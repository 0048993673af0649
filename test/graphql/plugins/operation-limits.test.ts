import { getIntrospectionQuery, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { defaultLimits } from '../../../src/graphql/plugins/operation-limits.ts';
import { shapesOf } from '../../../src/graphql/plugins/operation-shape.ts';
import { asinNumbers } from '../../support/asins.ts';
import { readGtin } from '../../../src/product/gtin.ts';
import { aGateway } from '../a-graphql-server.ts';

const shapeOf = (text: string) => shapesOf(parse(text))[0];

describe('the shape of an operation', () => {
  test('depth counts levels of fields, through fragments of both kinds', () => {
    expect(shapeOf('{ a }')).toMatchObject({ depth: 1 });
    expect(shapeOf('{ a { b { c } } x }')).toMatchObject({ depth: 3 });
    expect(shapeOf('{ ... { a { ...F } } } fragment F on X { b { ... on Y { c } } }')).toMatchObject({ depth: 3 });
  });

  test('introspection is measured separately', () => {
    expect(shapeOf('{ __schema { types { name } } }')).toMatchObject({ depth: 0, introspectionDepth: 3 });
    expect(shapeOf('{ a { b } __type(name: "X") { name } }')).toMatchObject({ depth: 2, introspectionDepth: 2 });
  });

  test('aliases and directives count each time that their fragment is spread', () => {
    const text = '{ a { ...F } b { ...F } } fragment F on X @d { x: y @e z: y }';
    expect(shapeOf(text)).toMatchObject({ aliases: 4, directives: 4 });
    expect(shapeOf('query ($a: Int @d) @d { a @d ... @d { b } ...F @d } fragment F on X { c }')).toMatchObject({
      directives: 5,
    });
  });

  test('fragments that double with every level are measured without doubling the work', () => {
    const levels = Array.from({ length: 60 }, (_, n) => `fragment F${n} on X { ...F${n + 1} ...F${n + 1} }`);
    const shape = shapeOf(`{ ...F0 } ${levels.join(' ')} fragment F60 on X { x: y }`);
    expect(shape?.aliases).toBe(2 ** 60);
  });

  test('a fragment that spreads itself does not recurse forever', () => {
    expect(shapeOf('{ ...A } fragment A on X { a { ...B } } fragment B on X { b { ...A } }')).toMatchObject({
      depth: 2,
    });
  });

  test('each operation is measured on its own', () => {
    expect(shapesOf(parse('query A { x: a } query B { y: a z: a }')).map(({ aliases }) => aliases)).toEqual([1, 2]);
  });
});

/** Operations at a limit, created for the value of the limit. */
const atLimit: readonly (readonly [string, number, (count: number) => string])[] = [
  ['aliases', defaultLimits.aliases, (count) => `{ ${range(count, (n) => `a${n}: __typename`)} }`],
  ['directives', defaultLimits.directives, (count) => `{ ${range(count, () => '...@skip(if: true) { __typename }')} }`],
  ['tokens', defaultLimits.tokens, manyTokens],
  ['nesting', defaultLimits.nesting - 2, bracketed],
  ['characters', defaultLimits.characters, (count) => '{ __typename }'.padEnd(count)],
];

describe('an operation may reach a limit but not exceed it', () => {
  test.for(atLimit)('%s', async ([, limit, made]) => {
    const { ask } = aGateway();
    expect((await ask(made(limit))).errors).toBeUndefined();
    const { data, errors } = await ask(made(limit + 1));
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code: 'OPERATION_TOO_COMPLEX' } }]);
  });

  test('fields, counted each time that their fragment is spread', async () => {
    const { ask } = aGateway();
    const made = (spreads: number, more: number) =>
      `{ ${'...F '.repeat(spreads)} ${'__typename '.repeat(more)} } fragment F on Query { ${'__typename '.repeat(100)} }`;
    expect((await ask(made(defaultLimits.fields / 100, 0))).errors).toBeUndefined();
    const { errors } = await ask(made(defaultLimits.fields / 100, 1));
    expect(errors).toMatchObject([{ message: 'Operation too complex: 3001 fields (limit 3000).' }]);
  });

  test('fragments that double with every level are refused before they are validated', async () => {
    const levels = Array.from({ length: 60 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
    const { errors } = await aGateway().ask(`{ ...F0 } ${levels.join(' ')} fragment F60 on Query { __typename }`);
    expect(errors).toMatchObject([{ extensions: { code: 'OPERATION_TOO_COMPLEX', found: 2 ** 60 } }]);
  });

  test('a field that is repeated more often than graphql-js compares is refused in words', async () => {
    const { errors } = await aGateway().ask(`{ product(asin: "B0CR7G9V56") { ${'id '.repeat(1_500)} } }`);
    expect(errors).toMatchObject([
      {
        message: 'The operation repeats too many fields. Select each field once.',
        extensions: { code: 'OPERATION_TOO_COMPLEX' },
      },
    ]);
  });

  test('limits can be configured', async () => {
    const { ask, lookups } = aGateway({}, { limits: { depth: 1 } });
    const { errors } = await ask('{ product(asin: "B0CR7G9V56") { id } }');
    expect(errors?.[0]?.message).toBe('Operation too complex: 2 levels of fields (limit 1).');
    expect(lookups).toEqual([]);
  });

  test('a refused operation is refused again, also from the cache of parsed documents', async () => {
    const { ask } = aGateway();
    for (const text of [`{ ${'__typename '.repeat(2_000)} }`, `{ ${range(51, (n) => `a${n}: __typename`)} }`]) {
      for (const _ of [1, 2]) {
        expect((await ask(text)).errors).toMatchObject([{ extensions: { code: 'OPERATION_TOO_COMPLEX' } }]);
      }
    }
  });
});

describe('introspection', () => {
  const tools = getIntrospectionQuery({
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
    oneOf: true,
  });

  test('answers the queries of common tools with half of the limit', async () => {
    const { data, errors } = await aGateway().ask(tools);
    expect(errors).toBeUndefined();
    expect(data).toHaveProperty('__schema.types');
    expect(shapeOf(tools)?.introspectedValues).toBeLessThan(defaultLimits.introspectedValues / 2);
    expect(
      (await aGateway().ask('{ __schema { description } __type(name: "Product") { name } }')).errors,
    ).toBeUndefined();
  });

  test.each([
    ['a second __schema', '{ __schema { description } b: __schema { description } }'],
    ['49 of them', `{ ${range(49, (n) => `a${n}: __schema { types { name fields { name description } } }`)} }`],
    ['two in one fragment', '{ ...F } fragment F on Query { __schema { description } b: __schema { description } }'],
    ['a fragment with one, spread twice', '{ ...F ... { ...F } } fragment F on Query { __schema { description } }'],
    ['a second __type', '{ __type(name: "A") { name } b: __type(name: "B") { name } }'],
    [
      'the types under 49 names',
      `{ __schema { ${range(49, (n) => `a${n}: types { name fields { name type { name } } }`)} } }`,
    ],
    [
      'the fields under 49 names',
      `{ __schema { types { ${range(49, (n) => `a${n}: fields { name description }`)} } } }`,
    ],
  ])('refuses %s', async (_, text) => {
    const { data, errors } = await aGateway().ask(text);
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code: 'OPERATION_TOO_COMPLEX' } }]);
  });

  test('is estimated with lists about as long as those of this schema', async () => {
    const count = (value: unknown): number =>
      typeof value === 'object' && value !== null
        ? Object.values(value).reduce((sum: number, part) => sum + count(part), 0)
        : 1;
    for (const text of [
      tools,
      '{ __schema { types { name fields { name args { name } type { name ofType { name } } } } } }',
    ]) {
      const values = count((await aGateway().ask(text)).data);
      const estimate = shapeOf(text)?.introspectedValues ?? 0;
      expect(estimate / values).toBeGreaterThan(0.8);
      expect(estimate / values).toBeLessThan(6);
    }
  });
});

describe('the cost in upstream calls', () => {
  const list = (count: number, from = 0) => JSON.stringify(asinNumbers(from + count).slice(from));
  const products = (name: string, asins: string, marketplace = 'IN') =>
    `${name}: products(asins: ${asins}, marketplace: ${marketplace}) { __typename }`;
  const search = (name: string, first: number) => `${name}: search(query: "tea", first: ${first}) { totalCount }`;

  const cases: readonly (readonly [string, string, number])[] = [
    ['ten products of one marketplace are one call', products('a', list(10)), 1],
    ['eleven products are two calls', products('a', list(11)), 2],
    ['the same product twice is one product', products('a', list(10)) + products('b', list(10)), 1],
    ['each marketplace needs calls of its own', products('a', list(1)) + products('b', list(1), 'US'), 2],
    ['ten hits are one call', search('a', 10), 1],
    ['fifty hits are five calls', search('a', 50) + search('b', 1), 6],
    ['a skipped field costs nothing', `a: products(asins: ${list(50)}) @skip(if: true) { __typename }`, 0],
    ['analytics costs nothing', 'sourceAnalytics { timestamp }', 0],
    [
      '21 categories',
      `browseNodes(ids: [${Array.from({ length: 21 }, (_, id) => id).join(', ')}]) { name children { name } }`,
      3,
    ],
    [
      'categories of two marketplaces',
      'a: browseNode(id: "1") { id } b: browseNode(id: "1", marketplace: US) { id }',
      2,
    ],
    ['the children of children', 'browseNode(id: "1") { children { children { name } } }', 6],
    [
      'the children of the categories of three products',
      `products(asins: ${list(3)}) { ... on Product { browseNodes { node { children { id } } } } }`,
      4,
    ],
    ['fifteen variations of a product', 'product(asin: "B000000001") { variations(first: 15) { nodes { title } } }', 3],
    [
      'the variations of each of five products',
      `products(asins: ${list(5)}) { ... on Product { variations { totalCount } } }`,
      6,
    ],
    [
      'the variations of the variations of a product',
      'product(asin: "B000000001") { variations(first: 2) { nodes { variations { totalCount } } } }',
      4,
    ],
    [
      'the categories of products, which come with them',
      `products(asins: ${list(50)}) { ... on Product { browseNodes { node { name ancestors { name } } } } }`,
      5,
    ],
    [
      'children that are selected in two fragments, once',
      'product(asin: "B000000001") { browseNodes { node { children { id } } } browseNodes { node { children { name } } } }',
      2,
    ],
  ];
  test.for(cases)('%s', async ([, fields, calls]) => {
    const least = aGateway({}, { limits: { calls } });
    expect((await least.ask(`{ __typename ${fields} }`)).errors).toBeUndefined();
    if (calls === 0) return;
    const less = aGateway({}, { limits: { calls: calls - 1 } });
    const { errors } = await less.ask(`{ __typename ${fields} }`);
    expect(errors).toMatchObject([{ extensions: { code: 'OPERATION_TOO_COMPLEX', limit: calls - 1, found: calls } }]);
    expect(errors?.[0]?.message).toBe(`Operation too complex: ${calls} upstream calls (limit ${calls - 1}).`);
    expect([less.lookups, less.searches]).toEqual([[], []]);
  });

  test.each([
    ['a search for each number', 1, 50],
    ['calls for twenty numbers and lookups of ten products', 20, 9],
  ])('49 numbers and an ASIN are %s', async (_, numbersPerCall, calls) => {
    const isNumber = (text: string) => readGtin(text)?.kind === 'EAN';
    const numbers = Array.from({ length: 500 }, (_entry, n) => String(4_006_381_333_000 + n)).filter(isNumber);
    expect(numbers.length).toBeGreaterThanOrEqual(49);
    const inputs = [...asinNumbers(1), ...numbers.slice(0, 49)];
    const query = 'query ($inputs: [String!]!) { lookup(inputs: $inputs) { asin } }';
    const least = aGateway({ numbersPerCall }, { limits: { calls } });
    expect((await least.ask(query, { inputs })).errors).toBeUndefined();
    const { errors } = await aGateway({ numbersPerCall }, { limits: { calls: calls - 1 } }).ask(query, { inputs });
    expect(errors).toMatchObject([{ extensions: { code: 'OPERATION_TOO_COMPLEX', found: calls } }]);
  });

  test('references of a router cost as much as products', async () => {
    const r = asinNumbers(25).map((asin) => ({ __typename: 'Product', id: `IN:${asin}` }));
    const entities = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }';
    expect((await aGateway({}, { limits: { calls: 3 } }).ask(entities, { r })).errors).toBeUndefined();
    const { errors } = await aGateway({}, { limits: { calls: 2 } }).ask(entities, { r });
    expect(errors).toMatchObject([{ extensions: { found: 3 } }]);
  });
});

/** A skipped field with this number of brackets in its argument. */
function bracketed(count: number): string {
  const list = `${'['.repeat(count)}${']'.repeat(count)}`;
  return `{ __typename _entities(representations: ${list}) @skip(if: true) { __typename } }`;
}

/** An operation with this number of tokens, most of them in the argument of a skipped field. */
function manyTokens(count: number): string {
  const made = (ones: string) =>
    `{ __typename _entities(representations: [{ a: [${ones}] }]) @skip(if: true) { __typename } }`;
  return made('1 '.repeat(count - 26));
}

function range(count: number, made: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => made(n)).join(' ');
}
