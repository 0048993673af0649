import { asinNumbers } from '../support/asins.ts';

/** A request that must be refused. */
export type Hostile = {
  readonly name: string;
  readonly body?: string;
  readonly init?: RequestInit;
  readonly search?: string;
  readonly codes: readonly string[];
};

const complex = ['OPERATION_TOO_COMPLEX'];
const invalid = ['GRAPHQL_VALIDATION_FAILED'];
const input = ['BAD_USER_INPUT'];
const unreadable = ['GRAPHQL_PARSE_FAILED'];
const refused = ['BAD_REQUEST'];
const asin = 'B0CR7G9V56';
const one = `product(asin: "${asin}") { id }`;

/** Operations by their fault. Without checks, all of them would reach the sources. */
const operations: readonly (readonly [string, string, readonly string[], unknown?])[] = [
  ['fields nested 600 deep', `{ ${'a { '.repeat(600)}b${' }'.repeat(600)} }`, complex],
  ['fields nested 100,000 deep', `{ ${'a{'.repeat(24_000)}`, complex],
  ['thirteen levels of product', `{ ${nested(13)} }`, complex],
  ['a depth hidden in fragments', chainOfFragments(14), complex],
  ['inline fragments nested 600 deep', `{ ${one} ${'... { '.repeat(600)}__typename${' }'.repeat(600)} }`, complex],
  ['a list literal nested 40,000 deep', `{ product(asin: ${'['.repeat(40_000)}`, complex],
  [
    'an object literal nested 400 deep',
    `{ _entities(representations: [${'{a:'.repeat(400)}1${'}'.repeat(400)}]) { __typename } }`,
    complex,
  ],
  ['500 aliases of one field', `{ ${times(500, (n) => `a${n}: ${one}`)} }`, complex],
  ['51 aliases', `{ ${times(51, (n) => `a${n}: product(asin: "${asin}") { id }`)} }`, complex],
  [
    'aliases hidden in a fragment',
    `{ ${times(26, () => '... on Query { ...F }')} } fragment F on Query { x: ${one} y: ${one} }`,
    complex,
  ],
  ['300 directives on one field', `{ product(asin: "${asin}") ${'@include(if: true) '.repeat(300)} { id } }`, complex],
  ['60 unknown directives', `{ product(asin: "${asin}") ${'@a '.repeat(60)} { id } }`, complex],
  ['one directive twice', `{ product(asin: "${asin}") @skip(if: false) @skip(if: false) { id } }`, invalid],
  ['fragments that double 50 times', doublingFragments(50), complex],
  [
    'fragments that spread each other',
    `{ ...A } fragment A on Query { ...B ${one} } fragment B on Query { ...A }`,
    invalid,
  ],
  ['a fragment that spreads itself', `{ ...A } fragment A on Query { ${one} ...A }`, invalid],
  ['an unused fragment', `{ ${one} } fragment F on Product { id }`, invalid],
  [
    'introspection that nests in a cycle',
    `{ ${one} __schema { types { ${'fields { type { '.repeat(4)}name${' } }'.repeat(4)} } } }`,
    complex,
  ],
  [
    'introspection 21 levels deep',
    `{ ${one} __type(name: "Query") { ${'ofType { '.repeat(20)}name${' }'.repeat(20)} } }`,
    complex,
  ],
  ['the same field a thousand times', `{ ${`${one} `.repeat(300)} }`, complex],
  ['a text of 400,000 characters', `{ product(asin: "${'B'.repeat(400_000)}") { id } }`, complex],
  ['a comment of 400,000 characters', `{ ${one} } #${'x'.repeat(400_000)}`, complex],
  ['a number of 40,000 digits', `{ search(query: "tea", first: ${'9'.repeat(40_000)}) { totalCount } }`, input],
  ['a number beyond every float', `{ search(query: "tea", first: 1e999) { totalCount } }`, input],
  ['an ASIN in full-width letters', '{ product(asin: "Ｂ０ＣＲ７Ｇ９Ｖ５６") { id } }', input],
  ['an ASIN with an invisible letter', `{ product(asin: "B0CR7\u200BG9V5") { id } }`, input],
  ['an ASIN that reads backwards', `{ product(asin: "\u202EB0CR7G9V5") { id } }`, input],
  ['an ASIN of half a surrogate pair', '{ product(asin: "\\uD83DB0CR7G9V5") { id } }', unreadable],
  ['a field in letters that only look like ours', '{ рroduct(asin: "B0CR7G9V56") { id } }', unreadable],
  ['a null character', `{ ${one} \0 }`, unreadable],
  ['an argument twice', `{ product(asin: "${asin}", asin: "${asin}") { id } }`, invalid],
  ['a variable twice', `query ($a: ASIN!, $a: ASIN!) { product(asin: $a) { id } }`, invalid, { a: asin }],
  ['an input field twice', '{ search(query: "tea", filter: { brand: "a", brand: "b" }) { totalCount } }', invalid],
  ['an operation name twice', `query A { ${one} } query A { ${one} }`, ['BAD_USER_INPUT', ...invalid]],
  ['fields of the prototype', '{ constructor { id } toString hasOwnProperty }', invalid],
  [
    'a filter with a prototype',
    '{ search(query: "tea", filter: { __proto__: { brand: "x" } }) { totalCount } }',
    input,
  ],
  [
    'variables with a prototype',
    'query ($f: SearchFilter) { search(query: "tea", filter: $f) { totalCount } }',
    input,
    JSON.parse('{"f":{"__proto__":{"brand":"x"},"constructor":1}}'),
  ],
  ['a required variable by prototype', 'query ($constructor: ASIN!) { product(asin: $constructor) { id } }', input],
  ['10,000 ASINs', 'query ($a: [ASIN!]!) { products(asins: $a) { __typename } }', input, { a: asinNumbers(10_000) }],
  [
    '1,000 references',
    'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
    input,
    { r: asinNumbers(1000).map((each) => ({ __typename: 'Product', id: `IN:${each}` })) },
  ],
  [
    'a variable of 400,000 characters',
    'query ($a: ASIN!) { product(asin: $a) { id } }',
    input,
    { a: 'B'.repeat(400_000) },
  ],
  [
    'a cursor of 400,000 characters',
    'query ($c: String) { search(query: "tea", after: $c) { totalCount } }',
    input,
    { c: 'x'.repeat(400_000) },
  ],
  [
    'more calls than one operation may take',
    `{ ${times(21, (n) => `a${n}: products(asins: ${JSON.stringify(asinNumbers(10 * n + 10).slice(10 * n))}) { __typename }`).slice(0, 45_000)} }`,
    complex,
  ],
  [
    'every page of five searches',
    `{ ${times(5, (n) => `a${n}: search(query: "tea ${n}", first: 50) { totalCount }`)} }`,
    complex,
  ],
  ['a mutation', 'mutation { buy { id } }', invalid],
  ['a subscription', 'subscription { price { id } }', invalid],
  ['a schema', `type Query { a: Int } { ${one} }`, invalid],
  ['nothing', '', unreadable],
];

const json = { 'content-type': 'application/json' };

/** Requests that are refused before their operation is parsed. */
const requests: readonly Hostile[] = [
  {
    name: 'a batch',
    init: { method: 'POST', headers: json, body: `[{"query":"{ ${one.replaceAll('"', '\\"')} }"}]` },
    codes: refused,
  },
  {
    name: 'a batch of a thousand',
    init: { method: 'POST', headers: json, body: `[${Array(1000).fill('{"query":"{__typename}"}').join()}]` },
    codes: refused,
  },
  { name: 'a mutation by GET', search: '?query=mutation{buy}', codes: refused },
  {
    name: 'a GET from another site',
    init: { headers: { 'sec-fetch-site': 'cross-site' } },
    search: `?query={${one.replaceAll(' ', '')}}`,
    codes: refused,
  },
  {
    name: 'a form of another site',
    init: { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `query={${one}}` },
    codes: refused,
  },
  {
    name: 'JSON that claims to be text',
    init: { method: 'POST', headers: { 'content-type': 'text/plain' }, body: JSON.stringify({ query: `{ ${one} }` }) },
    codes: refused,
  },
  {
    name: 'JSON nested 200,000 deep',
    init: {
      method: 'POST',
      headers: json,
      body: `{"query":"query ($f: SearchFilter) { search(query: \\"tea\\", filter: $f) { totalCount } }","variables":{"f":${'{"a":'.repeat(80_000)}1${'}'.repeat(80_000)}}}`,
    },
    codes: input,
  },
  {
    name: 'a body of 3 MB',
    init: { method: 'POST', headers: json, body: `{"query":"{ __typename }${' '.repeat(3_000_000)}"}` },
    codes: ['REQUEST_ENTITY_TOO_LARGE'],
  },
  {
    name: 'variables that are no object',
    init: { method: 'POST', headers: json, body: '{"query":"{ __typename }","variables":[1]}' },
    codes: refused,
  },
];

/** All hostile requests. */
export const hostileOperations: readonly Hostile[] = [
  ...operations.map(([name, query, codes, variables]) => ({
    name,
    init: { method: 'POST', headers: json, body: JSON.stringify({ query, variables }) },
    codes,
  })),
  ...requests,
];

function times(count: number, made: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => made(n)).join(' ');
}

function nested(levels: number): string {
  return `product(asin: "${asin}") { ${'price { '.repeat(levels - 2)}amount${' }'.repeat(levels - 2)} }`;
}

function chainOfFragments(levels: number): string {
  const links = times(levels, (n) => `fragment F${n} on Money { amount { ...F${n + 1} } }`);
  return `{ product(asin: "${asin}") { price { ...F0 } } } ${links} fragment F${levels} on Money { amount }`;
}

function doublingFragments(levels: number): string {
  const links = times(levels, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
  return `{ ...F0 } ${links} fragment F${levels} on Query { x: ${one} }`;
}
