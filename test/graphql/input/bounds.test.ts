import {
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../../src/graphql/schema.ts';
import { asinNumber } from '../../support/asins.ts';
import { literal } from '../../fuzz/values.ts';
import { aGateway } from '../a-graphql-server.ts';

/** An input of a number or a list, and an operation that sends a value in it. */
type Place = {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly description: string;
  readonly path: readonly string[];
  readonly operation: (value: unknown) => string;
};

/** Valid values of required arguments. */
const required: Readonly<Record<string, string>> = {
  asin: '"B0CR7G9V56"',
  asins: '["B0CR7G9V56"]',
  query: '"tea"',
  id: '"1"',
  ids: '["1"]',
};

/** The fields that an operation can reach from Query, with the text around each of them. */
function fieldsFrom(
  type: GraphQLObjectType,
  around: (text: string) => string,
  seen: ReadonlySet<string>,
): readonly (readonly [string, GraphQLField<unknown, unknown>, (text: string) => string])[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    const here = [[`${type.name}.${field.name}`, field, around] as const];
    if (field.name.startsWith('_') || !isObjectType(inner) || seen.has(inner.name)) return here;
    const wrap = (text: string) => around(`${field.name}${argumentsOf(field)} { ${text} }`);
    return [...here, ...fieldsFrom(inner, wrap, new Set([...seen, inner.name]))];
  });
}

function argumentsOf(field: GraphQLField<unknown, unknown>, given: Readonly<Record<string, string>> = {}): string {
  const texts = { ...given };
  for (const { name, type, defaultValue } of field.args) {
    if (isNonNullType(type) && defaultValue === undefined) texts[name] ??= required[name] ?? 'null';
  }
  const list = Object.entries(texts).map(([name, value]) => `${name}: ${value}`);
  return list.length === 0 ? '' : `(${list.join(', ')})`;
}

const places: readonly Place[] = fieldsFrom(schemaQuery(), (text) => `{ ${text} }`, new Set(['Query'])).flatMap(
  ([name, field, around]) =>
    field.args.flatMap((argument) => {
      const set = (value: string) =>
        around(`${field.name}${argumentsOf(field, { [argument.name]: value })} { __typename }`);
      return placesIn(argument, name, [argument.name], set);
    }),
);

function placesIn(
  { type, description }: GraphQLArgument | GraphQLInputField,
  name: string,
  path: readonly string[],
  set: (value: string) => string,
): readonly Place[] {
  const inner = isNonNullType(type) ? type.ofType : type;
  const own = {
    name: `${name}(${path.join('.')})`,
    type: inner,
    description: description ?? '',
    path,
    operation: (value: unknown) => set(literal(value, inner)),
  };
  if (!isInputObjectType(inner)) return [own];
  const fields = Object.values(inner.getFields());
  return [
    own,
    ...fields.flatMap((field) =>
      placesIn(field, name, [...path, field.name], (value) => set(`{ ${field.name}: ${value} }`)),
    ),
  ];
}

/** A documented bound: `1 to 50` or `0 or more`. */
function boundsOf({ description }: Place): { readonly least: number; readonly most?: number } | undefined {
  const [, from, to] = /(\d+) to (\d+)/.exec(description) ?? [];
  if (from !== undefined && to !== undefined) return { least: Number(from), most: Number(to) };
  const [, alone] = /(\d+) or more/.exec(description) ?? [];
  return alone === undefined ? undefined : { least: Number(alone) };
}

/** A value of this size: a list with this number of items, or the number itself. Undefined when there is no such value. */
function valueOf({ type }: Place, size: number): unknown {
  if (isListType(type)) {
    const item = { ID: String, DeliveryOption: () => 'PRIME' }[getNamedType(type).name] ?? asinNumber;
    return size < 0 ? undefined : Array.from({ length: size }, (_, n) => item(n));
  }
  if (type.toString() === 'String') return size < 0 ? undefined : 'x'.repeat(size);
  return size;
}

function schemaQuery(): GraphQLObjectType {
  const query = schema.getQueryType();
  if (query == null) throw new Error('The schema has no Query.');
  return query;
}

const numbers = places.filter(({ type }) => isListType(type) || type.toString() === 'Int');
const bounded = places.filter((place) => boundsOf(place) !== undefined);

test('every number and list input has a documented bound', () => {
  const offered = numbers.filter(({ name }) => !name.startsWith('Query._'));
  expect(offered.map(({ name }) => name)).toContain('SourceAnalytics.recentLookups(first)');
  expect(offered.filter((place) => boundsOf(place) === undefined).map(({ name }) => name)).toEqual([]);
});

describe('every documented bound holds', () => {
  test.each(bounded.map((place) => [place.name, place] as const))('of %s', async (_, place) => {
    const { least = 0, most } = boundsOf(place) ?? {};
    const outsides = [least - 1, ...(most === undefined ? [] : [most + 1])];
    for (const value of outsides.map((size) => valueOf(place, size)).filter((one) => one !== undefined)) {
      const gateway = aGateway();
      const { data, errors } = await gateway.ask(place.operation(value));
      expect(data).toBeUndefined();
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', faults: [{ path: place.path }] } }]);
      expect([gateway.lookups, gateway.searches]).toEqual([[], []]);
    }
    for (const value of [least, most ?? least].map((size) => valueOf(place, size))) {
      const { errors } = await aGateway({}, { limits: { calls: 1_000 } }).ask(place.operation(value));
      expect(errors).toBeUndefined();
    }
  });

  test('of references, whose description comes from the federation library', async () => {
    const references = (count: number) => ({
      r: Array.from({ length: count }, () => ({ __typename: 'Product', id: 'IN:B0CR7G9V56' })),
    });
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }';
    expect((await aGateway().ask(query, references(100))).errors).toBeUndefined();
    expect((await aGateway().ask(query, references(101))).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', faults: [{ path: ['representations'] }] } },
    ]);
  });
});
