import type { GraphQLSchema } from 'graphql';
import { randomCase } from './random-case.ts';
import type { Random } from './random.ts';
import type { Sent } from './sender.ts';

type Kind = (schema: GraphQLSchema, random: Random) => Partial<Sent>;

/** Values that no well-behaved client sends. */
const oddValues: readonly unknown[] = [
  null,
  true,
  7,
  -1,
  1.5,
  1e308,
  2 ** 31,
  -(2 ** 31) - 1,
  '',
  ' ',
  'x',
  'B0CR7G9V56',
  'lone \uD83D',
  '\u0000',
  '__proto__',
  'a'.repeat(5_000),
  [],
  {},
  [[[[[[null]]]]]],
  { toString: null },
  JSON.parse('{ "__proto__": { "id": 7 }, "constructor": 1 }'),
  { __typename: 'Product', id: { id: 1 } },
  { toJSON: 1, length: -1 },
  Array.from({ length: 200 }, () => null),
];

const tokens = ['{', '}', '(', ')', '[', ']', '...', '!', '$', '@', ':', '=', 'on', 'fragment', 'query', 'mutation'];
const others = [
  '"',
  '"""',
  '\\',
  '#',
  '0',
  '-',
  '1e400',
  'null',
  'true',
  '__typename',
  '__schema',
  '\uFEFF',
  'é',
  '\u0000',
];

/** Kinds of malformed requests. */
const kinds: readonly Kind[] = [
  // A document with random edits.
  (schema, random) => {
    const { query, requests } = randomCase(schema, random);
    const text = Array.from({ length: 1 + random.below(3) }).reduce<string>(
      (mutated) => mutate(mutated, random),
      query,
    );
    return { body: JSON.stringify({ query: text, variables: requests[0]?.variables }) };
  },
  // Variables of any kind.
  (schema, random) => {
    const { query } = randomCase(schema, random);
    const names = [...new Set(query.match(/\$\w+/g))].map((name) => name.slice(1));
    const variables = Object.fromEntries(
      names.map((name) => [name, random.pick([oddValue(random), [oddValue(random)]])]),
    );
    return { body: JSON.stringify({ query, variables }) };
  },
  // Any value in each member of the body.
  (schema, random) => {
    const { query } = randomCase(schema, random);
    const sound = { query, operationName: null, variables: {}, extensions: {} };
    const odd = ['query', 'operationName', 'variables', 'extensions', 'id', 'documentId'].filter(() =>
      random.chance(0.4),
    );
    const body = { ...sound, ...Object.fromEntries(odd.map((name) => [name, oddValue(random)])) };
    return { body: JSON.stringify(random.pick<unknown>([body, body, body, [body], oddValue(random)])) ?? '' };
  },
  // Any value in place of a hash.
  (_, random) => ({
    body: JSON.stringify({
      ...(random.chance(0.5) && { query: '{ __typename }' }),
      extensions: {
        persistedQuery: random.pick<unknown>([oddValue(random), { version: 1, sha256Hash: oddValue(random) }]),
      },
    }),
  }),
  // A body that is cut off, not UTF-8, or empty.
  (schema, random) => {
    const whole = Buffer.from(JSON.stringify({ query: randomCase(schema, random).query }));
    const flipped = Buffer.from(whole);
    flipped[random.below(whole.length)] = random.below(256);
    return { body: random.pick([whole.subarray(0, random.below(whole.length)), flipped, Buffer.alloc(0)]) };
  },
  // A query string with any values.
  (schema, random) => {
    const { query } = randomCase(schema, random);
    const names = ['query', 'variables', 'operationName', 'extensions'].filter(() => random.chance(0.7));
    const pairs = names.map((name) => {
      const value = name === 'query' && random.chance(0.7) ? query : random.pick([oddText(random), '%', '%E0%A4%A']);
      return `${name}=${random.chance(0.8) ? encodeText(value) : value.replaceAll(/[^!-~]/g, '')}`;
    });
    return { method: 'GET', path: `/graphql?${pairs.join('&')}`, body: '' };
  },
  // Unusual methods and headers.
  (schema, random) => ({
    method: random.pick(['POST', 'POST', 'GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']),
    headers: {
      'content-type': random.pick([
        'application/json',
        'text/plain',
        '',
        ';',
        'application/json; charset=utf-7',
        '*/*',
      ]),
      accept: random.pick([
        '*/*',
        '',
        ';q=',
        'text/html',
        'application/graphql-response+json',
        'x'.repeat(2_000),
        ',,,',
      ]),
      [random.pick(['origin', 'if-none-match', 'x-gateway-cost', 'traceparent', 'x-api-key', 'cookie'])]: 'ü"; \\',
    },
    body: JSON.stringify({ query: randomCase(schema, random).query }),
  }),
];

/** A request with something wrong in it. */
export function malformedRequest(schema: GraphQLSchema, random: Random): Sent {
  const usual = { method: 'POST', path: '/graphql', headers: { 'content-type': 'application/json' }, body: '' };
  return { ...usual, ...random.pick(kinds)(schema, random) };
}

function mutate(text: string, random: Random): string {
  const at = random.below(text.length);
  const token = random.pick([...tokens, ...others]);
  return random.pick([
    text.slice(0, at) + text.slice(at + 1 + random.below(10)),
    `${text.slice(0, at)} ${token} ${text.slice(at)}`,
    text.slice(0, at) + text.slice(random.below(text.length)),
    text.replace(random.pick(text.match(/\w+/g) ?? ['']), token),
  ]);
}

function oddValue(random: Random): unknown {
  return oddValues[random.below(oddValues.length)];
}

function oddText(random: Random): string {
  return JSON.stringify(oddValue(random)) ?? '';
}

function encodeText(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
