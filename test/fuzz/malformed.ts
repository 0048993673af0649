import type { GraphQLSchema } from 'graphql';
import { randomCase } from './random-case.ts';
import type { Random } from './random.ts';
import type { Sent } from './sender.ts';

type Kind = (schema: GraphQLSchema, random: Random) => Partial<Sent>;

/** What no client of ours would send. */
const oddities: readonly unknown[] = [
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

/** By what is wrong with it. */
const kinds: readonly Kind[] = [
  // The text, mutilated.
  (schema, random) => {
    const { query, askings } = randomCase(schema, random);
    const text = Array.from({ length: 1 + random.below(3) }).reduce<string>(
      (mutated) => mutate(mutated, random),
      query,
    );
    return { body: JSON.stringify({ query: text, variables: askings[0]?.variables }) };
  },
  // The variables, anything.
  (schema, random) => {
    const { query } = randomCase(schema, random);
    const names = [...new Set(query.match(/\$\w+/g))].map((name) => name.slice(1));
    const variables = Object.fromEntries(names.map((name) => [name, random.pick([oddity(random), [oddity(random)]])]));
    return { body: JSON.stringify({ query, variables }) };
  },
  // The envelope, anything.
  (schema, random) => {
    const { query } = randomCase(schema, random);
    const sound = { query, operationName: null, variables: {}, extensions: {} };
    const odd = ['query', 'operationName', 'variables', 'extensions', 'id', 'documentId'].filter(() =>
      random.chance(0.4),
    );
    const body = { ...sound, ...Object.fromEntries(odd.map((name) => [name, oddity(random)])) };
    return { body: JSON.stringify(random.pick<unknown>([body, body, body, [body], oddity(random)])) ?? '' };
  },
  // A hash, anything.
  (_, random) => ({
    body: JSON.stringify({
      ...(random.chance(0.5) && { query: '{ __typename }' }),
      extensions: {
        persistedQuery: random.pick<unknown>([oddity(random), { version: 1, sha256Hash: oddity(random) }]),
      },
    }),
  }),
  // The body, cut off, not UTF-8, or none.
  (schema, random) => {
    const whole = Buffer.from(JSON.stringify({ query: randomCase(schema, random).query }));
    const flipped = Buffer.from(whole);
    flipped[random.below(whole.length)] = random.below(256);
    return { body: random.pick([whole.subarray(0, random.below(whole.length)), flipped, Buffer.alloc(0)]) };
  },
  // A query string, anything.
  (schema, random) => {
    const { query } = randomCase(schema, random);
    const names = ['query', 'variables', 'operationName', 'extensions'].filter(() => random.chance(0.7));
    const pairs = names.map((name) => {
      const value = name === 'query' && random.chance(0.7) ? query : random.pick([oddityText(random), '%', '%E0%A4%A']);
      return `${name}=${random.chance(0.8) ? encodeText(value) : value.replaceAll(/[^!-~]/g, '')}`;
    });
    return { method: 'GET', path: `/graphql?${pairs.join('&')}`, body: '' };
  },
  // Headers, anything.
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

/** A request that is wrong somewhere. */
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

function oddity(random: Random): unknown {
  return oddities[random.below(oddities.length)];
}

function oddityText(random: Random): string {
  return JSON.stringify(oddity(random)) ?? '';
}

function encodeText(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
