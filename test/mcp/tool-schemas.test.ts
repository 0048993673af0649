import { buildSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { inputSchemaOf } from '../../src/mcp/input-schema.ts';
import { outputSchemaOf } from '../../src/mcp/output-schema.ts';

const schema = buildSchema(`
  scalar Decimal
  enum Color { RED "The best one." BLUE }
  input Range { "The least price. Null: none." from: Decimal  colors: [Color!]  limit: Int!  page: Int! = 1 }
  type Money { amount: Decimal!  currency: String! }
  type Found { title: String  price: Money  isAdult: Boolean!  rating: Float  disclaimer: String }
  type Missing { reason: String! }
  union Result = Found | Missing
  type Query {
    search(
      "The words, e.g. kettle. Anything else is refused." text: String!
      "The restriction." range: Range
      first: Int! = 10
    ): [Result!]!
  }
`);

describe('the input schema of a tool', () => {
  const text =
    'query q($text: String!, $range: Range, $first: Int! = 5) { search(text: $text, range: $range, first: $first) { __typename } }';

  test('has the variables of the operation, with the first sentence of what they are used for', () => {
    expect(inputSchemaOf(schema, parse(text), { first: { maximum: 20 } })).toEqual({
      type: 'object',
      properties: {
        text: { type: 'string', description: 'The words, e.g. kettle.' },
        range: {
          type: 'object',
          description: 'The restriction.',
          properties: {
            from: { type: 'string', description: 'The least price.' },
            colors: { type: 'array', items: { type: 'string', enum: ['RED', 'BLUE'] } },
            limit: { type: 'integer' },
            page: { type: 'integer' },
          },
          required: ['limit'],
        },
        first: { type: 'integer', default: 5, maximum: 20 },
      },
      required: ['text'],
    });
  });

  test('describes a variable inside an input object by the field that it fills', () => {
    const nested = 'query q($least: Decimal) { search(text: "x", range: { from: $least, limit: 1 }) { __typename } }';
    expect(inputSchemaOf(schema, parse(nested)).properties).toEqual({
      least: { type: 'string', description: 'The least price.' },
    });
  });

  test('keeps of a sentence that is too long the clauses that fit', () => {
    const long = buildSchema(
      `type Query { a("The words of it, as the source has them: ${'x'.repeat(60)}, or not." b: Int): Int }`,
    );
    const { b } = inputSchemaOf(long, parse('query q($b: Int) { a(b: $b) }')).properties;
    expect(b?.description).toBe('The words of it, as the source has them');
  });

  test('gives the values of a long enum as a pattern, which costs half the tokens', () => {
    const values = Array.from({ length: 11 }, (_, n) => `V${n}`);
    const long = buildSchema(`enum Many { ${values.join(' ')} } type Query { a(b: Many): Int }`);
    const { b } = inputSchemaOf(long, parse('query q($b: Many) { a(b: $b) }')).properties;
    expect(b).toEqual({ type: 'string', pattern: `^(${values.join('|')})$` });
  });

  test('cuts a sentence without clauses between two words', () => {
    const long = buildSchema(`type Query { a("${'word '.repeat(40)}" b: Int): Int }`);
    const { b } = inputSchemaOf(long, parse('query q($b: Int) { a(b: $b) }')).properties;
    expect(b?.description).toMatch(/^(word ){10,16}…$/);
  });
});

describe('the output schema of a tool', () => {
  test('has the selection of the operation: members of a union together, and the disclaimer once; objects of scalars are abridged', () => {
    const text = `{ hits: search(text: "") { __typename
      ... on Found { title price { amount } isAdult rating disclaimer }
      ... on Missing { reason } } }`;
    expect(outputSchemaOf(schema, parse(text))).toEqual({
      type: 'object',
      properties: {
        hits: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              __typename: { type: 'string' },
              title: { type: 'string' },
              price: { type: 'object' },
              isAdult: { type: 'boolean' },
              rating: { type: 'number' },
              reason: { type: 'string' },
            },
          },
        },
        disclaimer: { type: 'string' },
      },
    });
  });
});
