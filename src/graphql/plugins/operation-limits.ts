import { GraphQLError, type DocumentNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { excessOf, type TextLimits } from './operation-text.ts';
import { shapesOf, type Shape } from './operation-shape.ts';

/** Limits of one operation. They are checked before any source is called. */
export type OperationLimits = TextLimits & {
  /** Nesting levels of fields. */
  readonly depth: number;
  /** Nesting levels within `__schema` and `__type`, where common tools nest deeper than product queries. */
  readonly introspectionDepth: number;
  readonly aliases: number;
  readonly directives: number;
  /** Fields of the whole operation; a fragment counts each time that it is spread. */
  readonly fields: number;
  readonly schemas: number;
  readonly types: number;
  /** Estimated number of introspected values: about twice the number that common tools request. */
  readonly introspectedValues: number;
  /** Upstream calls, counted as in `operationCost`. */
  readonly calls: number;
};

/** The default limits. */
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
 * Refuses operations by the size of their text before parsing, and by their shape before validation. Validation compares all
 * pairs of fields, which is too expensive for an operation that is refused anyway.
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

/** The error for an operation that exceeds a limit. @param what the plural of what was counted */
export function tooComplex(what: string, found: number, limit: number): GraphQLError {
  return new GraphQLError(`Operation too complex: ${found} ${what} (limit ${limit}).`, {
    extensions: { code: 'OPERATION_TOO_COMPLEX', limit, found, http: { status: 400, spec: true } },
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
  ['depth', 'levels of fields'],
  ['introspectionDepth', 'levels of introspection fields'],
  ['aliases', 'aliases'],
  ['directives', 'directives'],
  ['fields', 'fields'],
  ['schemas', '__schema fields'],
  ['types', '__type fields'],
  ['introspectedValues', 'introspected values (estimated)'],
];

const textMeasures: Readonly<Record<keyof TextLimits, string>> = {
  characters: 'characters',
  tokens: 'or more tokens',
  nesting: 'or more nested brackets',
};
