import { describe, expect, test } from 'vitest';
import { asinNumbers } from '../../support/asins.ts';
import { aGateway } from '../a-graphql-server.ts';

type Case = readonly [
  name: string,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  says: readonly string[],
];

const good = 'B0CR7G9V56';
const products = 'query ($list: [ASIN!]!) { products(asins: $list) { __typename } }';
const filtered = (filter: string) => `{ search(query: "tea", filter: { ${filter} }) { totalCount } }`;

/** All of these are refused before any source is called. The last column is part of the message. */
const cases: readonly Case[] = [
  ['a malformed ASIN', '{ product(asin: "nope") { id } }', {}, ['asin = "nope" is not an ASIN']],
  ['an ASIN of the wrong type', '{ product(asin: 1234567890) { id } }', {}, ['asin = 1234567890 is not an ASIN']],
  ['an empty ASIN', '{ product(asin: "") { id } }', {}, ['asin = "" is not an ASIN']],
  [
    'bad ASINs among literals',
    `{ products(asins: ["x", "${good}", "y"]) { __typename } }`,
    {},
    ['asins[0] = "x"', 'asins[2] = "y"'],
  ],
  [
    'bad ASINs in a variable list',
    products,
    { list: [good, 'x', good, 7] },
    ['asins[1] (variable "$list") = "x"', 'asins[3]'],
  ],
  ['a null among ASINs', products, { list: [good, null] }, ['asins[1]', 'null']],
  [
    'a bad ASIN in one item of a list',
    'query ($one: ASIN!) { products(asins: [$one]) { __typename } }',
    { one: 'x' },
    ['asins[0] (variable "$one") = "x"'],
  ],
  ['a bad default of a variable', 'query ($asin: ASIN! = "x") { product(asin: $asin) { id } }', {}, ['asin = "x"']],
  ['no ASIN at all', '{ products(asins: []) { __typename } }', {}, ['asins must hold 1 to 50 ASINs, not 0']],
  ['51 ASINs', products, { list: asinNumbers(51) }, ['asins must hold 1 to 50 ASINs, not 51']],
  ['a required variable left out', products, {}, ['asins (variable "$list") is required']],
  ['a null variable', products, { list: null }, ['asins (variable "$list") = null']],
  ['first: 0', '{ search(query: "tea", first: 0) { totalCount } }', {}, ['first = 0 must be 1 to 50']],
  ['first: 51', '{ search(query: "tea", first: 51) { totalCount } }', {}, ['first = 51 must be 1 to 50']],
  ['first as text', '{ search(query: "tea", first: "ten") { totalCount } }', {}, ['first = "ten"']],
  [
    'min above max',
    filtered('minPrice: "10", maxPrice: 9.99'),
    {},
    ['filter.minPrice = "10" must not be above maxPrice, which is 9.99'],
  ],
  ['a negative price', filtered('minPrice: -1'), {}, ['filter.minPrice = "-1" must not be negative']],
  ['a maximum price of 0', filtered('maxPrice: "0"'), {}, ['filter.maxPrice = "0" must be more than 0']],
  ['a maximum price of 0.00', filtered('maxPrice: "0.00"'), {}, ['filter.maxPrice = "0.00" must be more than 0']],
  [
    'a price that does not fit into 32 bits',
    filtered('minPrice: "21474836.48"'),
    {},
    ['filter.minPrice = "21474836.48" has more decimals than INR, or is too large'],
  ],
  ['a price with a lot of whitespace', filtered(`maxPrice: "5${' '.repeat(100)}"`), {}, ['is not a decimal']],
  [
    'a search text of 400 KB',
    'query ($q: String!) { search(query: $q) { totalCount } }',
    { q: 'x'.repeat(400_000) },
    ['must have at most 500 characters, not 400000'],
  ],
  ['a brand of 201 characters', filtered(`brand: "${'x'.repeat(201)}"`), {}, ['must have at most 200 characters']],
  ['a category of 41 characters', filtered(`category: "${'x'.repeat(41)}"`), {}, ['is not a category of IN']],
  [
    'a category of 41 characters in a marketplace whose categories are unknown',
    `{ search(query: "tea", marketplace: EG, filter: { category: "${'x'.repeat(41)}" }) { totalCount } }`,
    {},
    ['is not a category of EG'],
  ],
  [
    'a cursor of 1001 characters',
    `{ search(query: "tea", after: "${'x'.repeat(1001)}") { totalCount } }`,
    {},
    ['is not a cursor of this gateway'],
  ],
  ['an ASIN with a lot of whitespace', `{ product(asin: "${good}${' '.repeat(91)}") { id } }`, {}, ['is not an ASIN']],
  [
    'a lone surrogate',
    'query ($q: String!) { search(query: $q) { totalCount } }',
    { q: 'a\ud800' },
    ['lone surrogate'],
  ],
  ['a price that is not a number', filtered('maxPrice: "cheap"'), {}, ['filter.maxPrice = "cheap" is not a decimal']],
  [
    'a price with more decimals than the currency',
    filtered('maxPrice: "1.005"'),
    {},
    ['filter.maxPrice = "1.005" has more decimals than INR'],
  ],
  [
    'a price as an inexact float',
    'query ($f: SearchFilter) { search(query: "tea", filter: $f) { totalCount } }',
    { f: { minPrice: 1e21 } },
    ['filter.minPrice (variable "$f") = 1e+21 is not a decimal'],
  ],
  ['an empty browse node', filtered('browseNodeId: ""'), {}, ['filter.browseNodeId = "" is not a browse node']],
  ['a browse node in words', filtered('browseNodeId: "tea"'), {}, ['filter.browseNodeId = "tea" is not a browse node']],
  ['browse node 0', filtered('browseNodeId: 0'), {}, ['filter.browseNodeId = "0" is not a browse node']],
  ['a browse node of 20 digits', filtered(`browseNodeId: "${'1'.repeat(20)}"`), {}, ['1 to 19 digits']],
  ['a browse node above 2⁶³−1', filtered('browseNodeId: "9223372036854775808"'), {}, ['is not a browse node']],
  [
    'an unknown condition',
    filtered('condition: "broken"'),
    {},
    ['filter.condition = "broken" is not a condition', 'Any, New, Used, Collectible, Refurbished'],
  ],
  ['an empty condition', filtered('condition: ""'), {}, ['filter.condition = "" is not a condition']],
  ['an unknown way of delivery', filtered('delivery: [PRIME, DRONE]'), {}, ['filter.delivery[1]', 'DRONE']],
  ['a null among ways of delivery', filtered('delivery: [null]'), {}, ['filter.delivery[0]', 'null']],
  ['an empty title', filtered('title: " "'), {}, ['filter.title = " " must not be empty']],
  ['a title of 201 characters', filtered(`title: "${'x'.repeat(201)}"`), {}, ['at most 200 characters, not 201']],
  ['an empty author', filtered('author: ""'), {}, ['filter.author = "" must not be empty']],
  ['an author of 201 characters', filtered(`author: "${'x'.repeat(201)}"`), {}, ['at most 200 characters, not 201']],
  ['0 stars', filtered('minRating: 0'), {}, ['filter.minRating = 0 must be 1 to 4']],
  ['5 stars', filtered('minRating: 5'), {}, ['filter.minRating = 5 must be 1 to 4']],
  ['a saving of 0 percent', filtered('minSavingPercent: 0'), {}, ['filter.minSavingPercent = 0 must be 1 to 99']],
  ['a saving of 100 percent', filtered('minSavingPercent: 100'), {}, ['filter.minSavingPercent = 100 must be 1 to 99']],
  [
    'an unknown category',
    filtered('category: "Spaceships"'),
    {},
    ['filter.category = "Spaceships" is not a category of IN', 'HomeAndKitchen'],
  ],
  ['an unknown filter', filtered('colour: "red"'), {}, ['filter.colour']],
  [
    'an unknown filter in a variable',
    'query ($f: SearchFilter) { search(query: "tea", filter: $f) { totalCount } }',
    { f: { colour: 1 } },
    ['filter', 'colour'],
  ],
  ['a blank brand', filtered('brand: " "'), {}, ['filter.brand = " " must not be empty']],
  ['an empty query', '{ search(query: "  ") { totalCount } }', {}, ['query = "  " must not be empty']],
  [
    'a cursor that cannot be one',
    '{ search(query: "tea", after: "not ours!") { totalCount } }',
    {},
    ['after = "not ours!" is not a cursor'],
  ],
  [
    'a store that nobody serves',
    `{ product(asin: "${good}", marketplace: TR) { id } }`,
    {},
    ['marketplace = "TR" no source'],
  ],
  ['a bad enum literal', `{ product(asin: "${good}", marketplace: XX) { id } }`, {}, ['marketplace = "XX"']],
  [
    'a bad enum variable',
    `query ($m: Marketplace) { product(asin: "${good}", marketplace: $m) { id } }`,
    { m: 'XX' },
    ['marketplace (variable "$m") = "XX"'],
  ],
  ['a bad sort', '{ search(query: "tea", sort: RANDOM) { totalCount } }', {}, ['sort = "RANDOM"']],
  ['realTime: null', `{ product(asin: "${good}", realTime: null) { id } }`, {}, ['realTime = null']],
  [
    'realTime: null by a nullable variable',
    `query ($r: Boolean = true) { product(asin: "${good}", realTime: $r) { id } }`,
    { r: null },
    ['realTime'],
  ],
  [
    'too many references',
    'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
    { r: Array.from({ length: 101 }, () => ({})) },
    ['representations must hold at most 100'],
  ],
  [
    'faults of several fields',
    '{ a: search(query: "") { totalCount } b: search(query: "x", first: 0) { totalCount } }',
    {},
    ['query = ""', 'first = 0'],
  ],
  [
    'a fault inside a fragment',
    'query { ...F } fragment F on Query { ... { search(query: "") { totalCount } } }',
    {},
    ['query = ""'],
  ],
];

describe('bad input refuses the whole operation before any source is called', () => {
  test.for(cases)('%s', async ([, query, variables, says]) => {
    const gateway = aGateway({ serves: (marketplace) => marketplace !== 'TR' });
    const beside = query.startsWith('{') ? query.replace('{', `{ beside: product(asin: "${good}") { id } `) : query;

    const { data, errors } = await gateway.ask(beside, variables);

    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    for (const part of says) expect(errors?.[0]?.message).toContain(part);
    expect([gateway.lookups, gateway.searches]).toEqual([[], []]);
    expect(gateway.events).toMatchObject([{ type: 'operation', outcome: 'REFUSED' }]);
  });

  test('a fault has value, path and location, the same for literals and variables', async () => {
    const { ask } = aGateway();
    const fault = { path: ['asins', 1], value: 'x', message: 'is not an ASIN, which is ten characters, A-Z and 0-9' };

    const literal = await ask(`{ products(asins: ["${good}", "x"]) { __typename } }`);
    const variable = await ask(products, { list: [good, 'x'] });

    expect(literal.errors?.[0]).toMatchObject({
      locations: [{ line: 1, column: 34 }],
      extensions: { faults: [fault] },
    });
    expect(variable.errors?.[0]).toMatchObject({ extensions: { faults: [{ ...fault, variable: 'list' }] } });
  });

  test('a variable whose value graphql-js would lose is refused by its name', async () => {
    const { ask, lookups, events } = aGateway();
    const query = 'query ($__proto__: ASIN!) { product(asin: $__proto__) { id } }';
    const { errors } = await ask(query, JSON.parse(`{ "__proto__": "${good}" }`));
    expect(errors).toMatchObject([
      { message: 'A variable cannot be named __proto__.', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
    expect(lookups).toEqual([]);
    expect(events.filter(({ type }) => type === 'unexpected')).toEqual([]);
  });

  test('a skipped field is not read', async () => {
    const { ask } = aGateway();
    const { errors } = await ask(
      '{ __typename search(query: "") @skip(if: true) { totalCount } ... @include(if: false) { search(query: "") { totalCount } } }',
    );
    expect(errors).toBeUndefined();
  });

  test('a long list of faults is reported in part', async () => {
    const { errors } = await aGateway().ask(products, { list: Array.from({ length: 100_000 }, () => '') });
    expect(errors?.[0]?.message).toContain('asins[49]');
    expect(errors?.[0]?.message).toMatch(/and more$/);
  });

  test('fragments that double with every level are read once', async () => {
    const levels = Array.from({ length: 10 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
    const { errors } = await aGateway().ask(
      `{ ...F0 } ${levels.join(' ')} fragment F10 on Query { search(query: "") { totalCount } }`,
    );
    expect(errors).toMatchObject([{ message: 'query = "" must not be empty' }]);
  });

  test('a huge value is not repeated in the message', async () => {
    const { errors } = await aGateway().ask(products, { list: ['x'.repeat(100_000)] });
    expect(errors?.[0]?.message.length).toBeLessThan(400);
  });

  test('it is HTTP 400 for clients that accept GraphQL responses', async () => {
    const response = await aGateway().post(
      { query: '{ product(asin: "nope") { id } }' },
      { accept: 'application/graphql-response+json' },
    );
    expect(response.status).toBe(400);
  });
});
