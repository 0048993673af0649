import { GraphQLError, type DocumentNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { excessOf, type TextLimits } from './operation-text.ts';
import { shapesOf, type Shape } from './operation-shape.ts';

/** How much one operation may be; checked on its text, before anything is asked of a source. */
export type OperationLimits = TextLimits & {
  /** Levels of fields below the operation. */
  readonly depth: number;
  /** The same within `__schema` and `__type`, where the usual tools ask deeper than any product goes. */
  readonly introspectionDepth: number;
  readonly aliases: number;
  readonly directives: number;
  /** Fields of the whole operation, fragments counted wherever they are spread. */
  readonly fields: number;
  readonly schemas: number;
  readonly types: number;
  /** Estimated values of introspection: about twice what tools ask for. */
  readonly introspectedValues: number;
  /** Upstream calls, counted as in `operationCost`. */
  readonly calls: number;
};

/** What is allowed unless told otherwise. */
export const defaultLimits: OperationLimits = {
  characters: 50_000,
  tokens: 2000,
  nesting: 100,
  depth: 12,
  introspectionDepth: 20,
  aliases: 50,
  directives: 50,
  fields: 3000,
  schemas: 1,
  types: 1,
  introspectedValues: 40_000,
  calls: 20,
};

/**
 * Refuses operations by their size while they are read, and by their shape before they are validated: validation
 * compares every field with every other, which is too much for what will be refused anyway.
 */
export function useOperationLimits(limits: OperationLimits): Plugin {
  return {
    onParse({ params, setParseFn, parseFn }) {
      setParseFn((source, options) => {
        const excess = excessOf(params.source.toString(), limits);
        if (excess === undefined) return parseFn(source, options);
        const { measure, found } = excess;
        throw tooComplex(textMeasures[measure], found, limits[measure]);
      });
    },
    onValidate({ validateFn, setValidationFn }) {
      setValidationFn((schema, document, ...rest) => {
        const refused = shapeFault(document, limits);
        return refused === undefined ? validateFn(schema, document, ...rest) : [refused];
      });
    },
  };
}

/** An operation that is too much; the message says of what, how much it has and how much it may have. */
export function tooComplex(what: string, has: number, may: number): GraphQLError {
  return new GraphQLError(`The operation has ${what} ${has}; at most ${may} is allowed.`, {
    extensions: { code: 'OPERATION_TOO_COMPLEX', limit: may, found: has, http: { status: 400, spec: true } },
  });
}

function shapeFault(document: DocumentNode, limits: OperationLimits): GraphQLError | undefined {
  for (const shape of shapesOf(document)) {
    for (const [measure, what] of measures) {
      if (shape[measure] > limits[measure]) return tooComplex(what, shape[measure], limits[measure]);
    }
  }
  return undefined;
}

const measures: readonly (readonly [keyof Shape, string])[] = [
  ['depth', 'a depth of'],
  ['introspectionDepth', 'an introspection depth of'],
  ['aliases', 'a number of aliases of'],
  ['directives', 'a number of directives of'],
  ['fields', 'a number of fields of'],
  ['schemas', 'a number of __schema fields of'],
  ['types', 'a number of __type fields of'],
  ['introspectedValues', 'an estimated number of introspected values of'],
];

const textMeasures: Readonly<Record<keyof TextLimits, string>> = {
  characters: 'a number of characters of',
  tokens: 'a number of tokens of at least',
  nesting: 'a number of open brackets of at least',
};
