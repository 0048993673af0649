import { describe, expect, test } from 'vitest';
import { aGateway, readAnswer } from '../a-graphql-server.ts';

const asin = 'B0CR7G9V56';

/** Each `$v` is null and nullable, and valid in its place because of a default. The last column is its path. */
const cases: readonly (readonly [string, string, readonly (string | number)[]])[] = [
  [
    '@include of a root field',
    `query ($v: Boolean = true) { product(asin: "${asin}") @include(if: $v) { id } }`,
    ['if'],
  ],
  ['@skip of a root field', `query ($v: Boolean = false) { product(asin: "${asin}") @skip(if: $v) { id } }`, ['if']],
  [
    '@include of an inner field',
    `query ($v: Boolean = true) { product(asin: "${asin}") { id title @include(if: $v) } }`,
    ['if'],
  ],
  [
    '@skip of an inline fragment',
    `query ($v: Boolean = true) { product(asin: "${asin}") { id ... @skip(if: $v) { title } } }`,
    ['if'],
  ],
  [
    '@include of a spread',
    `query ($v: Boolean = true) { product(asin: "${asin}") { id ...F @include(if: $v) } } fragment F on Product { title }`,
    ['if'],
  ],
  [
    'a directive in a fragment',
    `query ($v: Boolean = true) { product(asin: "${asin}") { ...F } } fragment F on Product { id title @skip(if: $v) }`,
    ['if'],
  ],
  [
    'an argument with a default of its own',
    'query ($v: Int) { search(query: "tea", first: $v) { totalCount } }',
    ['first'],
  ],
  [
    'an argument, by the default of the variable',
    'query ($v: String = "tea") { search(query: $v) { totalCount } }',
    ['query'],
  ],
  ['a sort', 'query ($v: SearchSort = NEWEST_ARRIVALS) { search(query: "tea", sort: $v) { totalCount } }', ['sort']],
  ['realTime', `query ($v: Boolean) { product(asin: "${asin}", realTime: $v) { id } }`, ['realTime']],
  ['a window', 'query ($v: AnalyticsWindow = LAST_HOUR) { sourceAnalytics(window: $v) { window } }', ['window']],
  ['an inner argument', 'query ($v: Int = 5) { sourceAnalytics { recentLookups(first: $v) { at } } }', ['first']],
  [
    'an item of a list',
    `query ($v: ASIN = "${asin}") { products(asins: ["${asin}", $v]) { __typename } }`,
    ['asins', 1],
  ],
  ['a whole list', `query ($v: [ASIN!] = ["${asin}"]) { products(asins: $v) { __typename } }`, ['asins']],
  ['a reference', 'query ($v: _Any = "x") { _entities(representations: [$v]) { __typename } }', ['representations', 0]],
  ['a name of a type', 'query ($v: String = "Query") { __type(name: $v) { name } }', ['name']],
];

/** Enough requests to reach every cache of operations. */
const times = 5;

describe('a null in a nullable variable with a default is BAD_USER_INPUT, with its path', () => {
  test.for(cases)('%s', async ([, query, path]) => {
    const gateway = aGateway();
    for (let n = 0; n < times; n += 1) {
      const response = await gateway.post({ query, variables: { v: null } });
      const { data, errors } = readAnswer(await response.text());
      expect(response.status).toBe(200);
      expect(data).toBeUndefined();
      expect(errors).toHaveLength(1);
      expect(errors?.[0]?.extensions).toEqual({
        code: 'BAD_USER_INPUT',
        faults: [{ path, value: null, message: 'must not be null', variable: 'v' }],
      });
      expect(errors?.[0]?.message).toMatch(/\(variable "\$v"\) = null must not be null$/);
    }
    expect([gateway.lookups, gateway.searches]).toEqual([[], []]);
    expect(gateway.events.filter(({ type }) => type === 'unexpected')).toEqual([]);
  });

  test('the same operation is answered when the variable is absent or has a value', async () => {
    const query = `query ($v: Boolean = false) { product(asin: "${asin}") { id title @skip(if: $v) } }`;
    const { ask } = aGateway();
    expect((await ask(query)).data).toMatchObject({ product: { title: expect.any(String) } });
    expect((await ask(query, { v: null })).errors).toHaveLength(1);
    expect((await ask(query, { v: true })).data).toEqual({ product: { id: `IN:${asin}` } });
  });

  test('@skip is evaluated before @include, and a null matters only in an evaluated condition', async () => {
    const title = (directives: string) =>
      `query ($v: Boolean = true) { product(asin: "${asin}") { id title ${directives} } }`;
    const { ask } = aGateway();
    expect((await ask(title('@include(if: false) @skip(if: $v)'), { v: null })).errors).toHaveLength(1);
    expect((await ask(title('@include(if: $v) @skip(if: true)'), { v: null })).errors).toBeUndefined();
  });

  test('one error names every place', async () => {
    const query = `query ($v: Boolean = true, $n: Int) { a: product(asin: "${asin}") @include(if: $v) { id } search(query: "tea", first: $n) { totalCount } }`;
    const { errors } = await aGateway().ask(query, { v: null, n: null });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.message).toBe(
      'if (variable "$v") = null must not be null; first (variable "$n") = null must not be null',
    );
  });

  test('null is accepted where the type is nullable, and in skipped selections', async () => {
    const query = `query ($m: Marketplace = IN, $n: Int, $out: Boolean!) { product(asin: "${asin}", marketplace: $m) { id } search(query: "tea", first: $n) @skip(if: $out) { totalCount } ...F @skip(if: $out) } fragment F on Query { again: search(query: "tea", first: $n) { totalCount } }`;
    const { data, errors } = await aGateway().ask(query, { m: null, n: null, out: true });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ product: { id: `IN:${asin}` } });
  });
});
