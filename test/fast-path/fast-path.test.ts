import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { asinNumbers } from '../support/asins.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { aDoor, lifeMs, type Door, type DoorOptions } from './a-door.ts';

const doors: Door[] = [];
const clock = fakeClock();

afterEach(async () => {
  for (const door of doors.splice(0)) await door.listener.drain();
});

/** A listener with functions that send requests and count the operations that the server has run. */
async function anAskedDoor(options: Omit<DoorOptions, 'clock'> = {}) {
  const door = await aDoor({ clock, ...options });
  doors.push(door);
  const post = async (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    await fetch(`${door.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const ask = async (body: unknown) => await (await post(body)).text();
  /** How many of three equal requests the server runs. */
  const runsOf = async (body: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const before = door.runs();
    for (let n = 0; n < 3; n += 1) await (await post(body, headers)).text();
    return door.runs() - before;
  };
  return { door, post, ask, runsOf };
}

const [asin = '', other = ''] = asinNumbers(20).slice(10);
const byVariable = 'query ($a: ASIN!) { product(asin: $a) { title } }';
const references = [asin, other].map((one) => ({ __typename: 'Product', id: `IN:${one}` }));
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

describe('the server runs an operation once while its products are fresh', () => {
  const served: readonly (readonly [string, string, object?])[] = [
    ['a product', byVariable, { a: asin }],
    ['a product by literal', `{ product(asin: "${asin}") { title } }`],
    ['a product that does not exist', byVariable, { a: 'B000000002' }],
    ['products', 'query ($a: [ASIN!]!) { products(asins: $a) { __typename } }', { a: [asin, other, asin] }],
    [
      'several root fields, by variables inside literals',
      'query ($a: ASIN!, $b: ASIN!) { x: product(asin: $a) { id } products(asins: [$a, $b]) { __typename } y: product(asin: $b) { id } }',
      { a: asin, b: other },
    ],
    [
      'fragments and directives',
      'query ($a: ASIN!, $b: Boolean!) { ...R } fragment R on Query { product(asin: $a) { id ...P @include(if: $b) } } fragment P on Product { title }',
      { a: asin, b: true },
    ],
    ['a product and __typename', `{ __typename product(asin: "${asin}") { title } }`],
    [
      'references',
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { title } } }',
      { r: references },
    ],
  ];
  test.for(served)('%s', async ([, query, variables]) => {
    const { runsOf } = await anAskedDoor();
    expect(await runsOf({ query, variables })).toBe(1);
  });

  test('requested by the hash of a text that was sent before', async () => {
    const { ask, runsOf } = await anAskedDoor();
    const extensions = { persistedQuery: { version: 1, sha256Hash: hashOf(byVariable) } };
    await ask({ query: byVariable, variables: { a: asin }, extensions });
    expect(await runsOf({ extensions, variables: { a: asin } })).toBe(1);
  });

  test('requested by the hash of a listed text, while the text itself is still refused', async () => {
    const hash = hashOf(byVariable);
    const { ask, runsOf } = await anAskedDoor({ persisted: { byHash: new Map([[hash, byVariable]]), only: true } });
    const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
    expect(await runsOf({ extensions, variables: { a: asin } })).toBe(1);
    expect(await ask({ query: byVariable, variables: { a: asin } })).toContain('PERSISTED_QUERY_ONLY');
  });

  test('with other products than the first time', async () => {
    const { ask, runsOf } = await anAskedDoor();
    await ask({ query: byVariable, variables: { a: asin } });
    expect(await runsOf({ query: byVariable, variables: { a: other } })).toBe(1);
  });
});

describe('the server runs an operation each time', () => {
  const left: readonly (readonly [string, string, object?])[] = [
    ['with realTime', 'query ($a: ASIN!) { product(asin: $a, realTime: true) { title } }', { a: asin }],
    ['with a field that fails', '{ product(asin: "B000000004") { title rating } }'],
    ['with an unavailable product', '{ product(asin: "B000000003") { title } }'],
    ['with a malformed reference', '{ _entities(representations: [{ __typename: "Nothing" }]) { __typename } }'],
    ['with statistics', `{ product(asin: "${asin}") { id } sourceAnalytics { timestamp } }`],
    ['with faulty variables', byVariable, { a: 'nope' }],
    ['without any lookup', '{ product(asin: "B000000001") @skip(if: true) { id } }'],
  ];
  test.for(left)('%s', async ([, query, variables]) => {
    const { runsOf } = await anAskedDoor();
    expect(await runsOf({ query, variables })).toBe(3);
  });

  test('whose cost is requested', async () => {
    const { ask, runsOf } = await anAskedDoor();
    for (let n = 0; n < 3; n += 1) await ask({ query: byVariable, variables: { a: asin } });
    expect(await runsOf({ query: byVariable, variables: { a: asin } }, { 'x-gateway-cost': '1' })).toBe(3);
  });
});

describe('a stored answer is valid no longer than its products', () => {
  const body = { query: byVariable, variables: { a: asin } };

  test('a product that is fetched again is answered with its new values', async () => {
    const { door, ask } = await anAskedDoor();
    const old = await ask(body);
    expect(await ask(body)).toBe(old);
    await ask({ query: `{ product(asin: "${asin}", realTime: true) { title } }` });
    clock.advance(1);
    const fetched = await ask({ query: `{ product(asin: "${asin}", realTime: true) { title } }` });
    expect(fetched).not.toBe(old);
    expect(await ask(body)).toBe(fetched);
    expect(door.told.filter(({ type }) => type === 'call')).toHaveLength(3);
  });

  test('an expired product is fetched again', async () => {
    const { ask } = await anAskedDoor();
    const old = await ask(body);
    clock.advance(lifeMs - 1);
    expect(await ask(body)).toBe(old);
    clock.advance(1);
    expect(await ask(body)).not.toBe(old);
  });

  test('a field that depends on the age changes with time', async () => {
    const { ask, door } = await anAskedDoor();
    const aged = { query: `{ product(asin: "${asin}") { quality { freshness } } }` };
    const answers = new Set<string>();
    for (let n = 0; n < 5; n += 1) {
      answers.add(await ask(aged));
      clock.advance(lifeMs / 6);
    }
    expect([answers.size, door.runs()]).toEqual([5, 1]);
  });

  test('a popular product is refreshed ahead although the server does not run its operations', async () => {
    const { ask, door } = await anAskedDoor();
    const old = await ask(body);
    for (let n = 0; n < 5; n += 1) await ask(body);
    clock.advance(lifeMs * 0.96);
    expect(await ask(body)).toBe(old);
    await vi.waitFor(async () => expect(await ask(body)).not.toBe(old));
    expect(door.runs()).toBe(1);
  });
});

test('each operation of a document with several operations has its own answer', async () => {
  const { ask, door } = await anAskedDoor();
  const query = `query A { product(asin: "${asin}") { id } } query B { product(asin: "${asin}") { asin } }`;
  for (let n = 0; n < 3; n += 1) {
    expect(await ask({ query, operationName: 'A' })).toBe(`{"data":{"product":{"id":"IN:${asin}"}}}`);
    expect(await ask({ query, operationName: 'B' })).toBe(`{"data":{"product":{"asin":"${asin}"}}}`);
    expect(await ask({ query })).toContain('must name one of the operations');
  }
  expect(door.runs()).toBe(5);
});

test('an unlimited number of operations does not fill the memory: the least recently used are evicted', async () => {
  const { ask, door, runsOf } = await anAskedDoor();
  const body = { query: byVariable, variables: { a: asin } };
  await ask(body);
  for (let n = 0; n < 256; n += 1) await ask({ query: `{ a${n}: product(asin: "${asin}") { id } }` });
  const before = door.runs();
  expect(await runsOf(body)).toBe(1);
  expect(door.runs()).toBe(before + 1);
});

test('long operations evict others sooner: their size in memory counts, not their number', async () => {
  const { ask, door, runsOf } = await anAskedDoor({ maxBytes: 10_000_000 });
  const body = { query: byVariable, variables: { a: asin } };
  await ask(body);
  const long = 'id '.repeat(450);
  for (let n = 0; n < 8; n += 1) await ask({ query: `{ a${n}: product(asin: "${asin}") { ${long} } }` });
  const before = door.runs();
  expect(await runsOf(body)).toBe(1);
  expect(door.runs()).toBe(before + 1);
});

test('without memory for the JSON of products, it is created for each request and is the same', async () => {
  const { ask, runsOf } = await anAskedDoor({ maxBytes: 1 });
  const body = { query: byVariable, variables: { a: asin } };
  const first = await ask(body);
  expect(await runsOf(body)).toBe(3);
  expect(await ask(body)).toBe(first);
});
