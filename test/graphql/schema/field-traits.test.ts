import {
  execute,
  GraphQLList,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  isObjectType,
  parse,
  type GraphQLFieldConfig,
} from 'graphql';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ProductAnswer } from '../../../src/catalog/answer.ts';
import {
  checkDependence,
  dependenceOf,
  dependsOnRequest,
  dependsOnTime,
  productLookup,
} from '../../../src/graphql/schema/field-traits.ts';
import { schema } from '../../../src/graphql/schema.ts';
import { aProductAnswer } from '../a-graphql-server.ts';

type Fields = Readonly<Record<string, GraphQLFieldConfig<unknown, unknown>>>;

/** A schema whose lookup answers with objects of these fields. */
function aSchema(fields: Fields, below: Fields = { text: { type: GraphQLString } }): GraphQLSchema {
  const inner = new GraphQLObjectType({ name: 'Inner', fields: below });
  const thing = new GraphQLObjectType({
    name: 'Thing',
    fields: { inner: { type: new GraphQLList(inner) }, ...fields },
  });
  const extensions = productLookup({ keys: () => [], value: (answer) => answer });
  return new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', fields: { thing: { type: thing, extensions } } }),
  });
}

const text = { type: GraphQLString };
const fromContext = { ...text, resolve: (_: unknown, _args: unknown, context: unknown) => String(context) };
const withArgument = { ...text, args: { size: text } };

describe('a schema is refused when the fast path must not store one of its fields, and the field does not declare it', () => {
  test('a field that takes the context', () => {
    expect(() => checkDependence(aSchema({ odd: fromContext }))).toThrow('Thing.odd takes more than its parent');
  });

  test('a field with arguments', () => {
    expect(() => checkDependence(aSchema({ odd: withArgument }))).toThrow('Thing.odd');
  });

  test('a nested field', () => {
    expect(() => checkDependence(aSchema({}, { odd: fromContext }))).toThrow('Inner.odd');
  });

  test('a field that depends on the time but is not a field of a product', () => {
    const timed = { ...text, extensions: dependsOnTime(() => '') };
    expect(() => checkDependence(aSchema({}, { timed }))).toThrow('Inner.timed depends on the time');
    expect(() => checkDependence(aSchema({ timed }))).not.toThrow();
  });

  test('every such field is named', () => {
    expect(() => checkDependence(aSchema({ one: fromContext, two: withArgument }))).toThrow(/Thing\.one.*Thing\.two/);
  });
});

test('a field that declares its dependence is accepted, and so are the fields below it', () => {
  const odd = { ...fromContext, extensions: dependsOnRequest };
  expect(() => checkDependence(aSchema({ odd }, { odd }))).not.toThrow();
});

describe('a field of Product that does not declare a dependence on the time', () => {
  beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-06-01T10:00:00Z') }));
  afterEach(() => void vi.useRealTimers());

  test('has the same value a day later for the same answer', () => {
    const answer = aProductAnswer();
    const now = shownOf(answer);
    vi.advanceTimersByTime(86_400_000);
    expect(shownOf(answer)).toEqual(now);
    expect(Object.keys(now)).toContain('price');
  });
});

/** All fields of the product without a declaration, with all fields below them. */
function shownOf(answer: ProductAnswer): Readonly<Record<string, unknown>> {
  const product = schema.getType('Product');
  if (!isObjectType(product)) throw new Error('The schema has no product.');
  const fields = Object.values(product.getFields()).filter((field) => dependenceOf(field) === undefined);
  const own = new GraphQLSchema({ ...schema.toConfig(), query: product, assumeValid: true });
  const selection = fields.map(({ name, type }) => {
    const below = schema.getType(String(type).replaceAll(/[[\]!]/g, ''));
    return isObjectType(below)
      ? `${name} { ${Object.keys(below.getFields())
          .filter((n) => n !== 'attempts')
          .join(' ')} }`
      : name;
  });
  const result = execute({ schema: own, document: parse(`{ ${selection.join(' ')} }`), rootValue: answer });
  if ('then' in result || result.errors !== undefined) throw new Error('The fields could not be shown at once.');
  return result.data ?? {};
}
