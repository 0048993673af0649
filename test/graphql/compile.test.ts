import { parse } from 'graphql';
import { expect, test } from 'vitest';
import type { GatewayEvent } from '../../src/event.ts';
import { compile } from '../../src/graphql/compile.ts';
import { schema } from '../../src/graphql/schema.ts';

/** Compiles a text; returns whether that came to anything, and what was told. */
function compiling(text: string, operationName?: string) {
  const events: GatewayEvent[] = [];
  const run = compile({ schema, document: parse(text), operationName }, (event) => void events.push(event));
  return { compiled: run !== undefined, events };
}

test('an operation is compiled', () => {
  expect(compiling('query ($a: ASIN!) { product(asin: $a) { id } }')).toEqual({ compiled: true, events: [] });
});

test('what cannot be compiled is told, and runs plain', () => {
  const { compiled, events } = compiling('query A { __typename }', 'B');
  expect(compiled).toBe(false);
  expect(events).toMatchObject([{ type: 'not-compiled', message: expect.stringContaining('B') }]);
});

test('a variable inside a literal is left alone: the compiler would read it as null', () => {
  const listed = 'query ($a: ASIN!) { products(asins: [$a]) { __typename } }';
  const inObject =
    'query ($id: ID!) { _entities(representations: [{ __typename: "Product", id: $id }]) { __typename } }';
  expect([compiling(listed), compiling(inObject)]).toEqual([
    { compiled: false, events: [] },
    { compiled: false, events: [] },
  ]);
});
