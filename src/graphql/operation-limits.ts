import { GraphQLError, parse, type DocumentNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { shapesOf, type Shape } from './operation-shape.ts';

/** How much one operation may be; checked on its text, before anything is asked of a source. */
export type OperationLimits = {
  /** Characters of the whole document, literals, comments and blanks included. */
  readonly characters: number;
  /** Lexical tokens of the whole document. It is read no further, so that nothing behind this can overflow the stack. */
  readonly tokens: number;
  /** Levels of fields below the operation. */
  readonly depth: number;
  /** The same within `__schema` and `__type`, where the usual tools ask deeper than any product goes. */
  readonly introspectionDepth: number;
  readonly aliases: number;
  readonly directives: number;
  /** Upstream calls, counted as in `callsOf`. */
  readonly calls: number;
};

/** What is allowed unless told otherwise. */
export const defaultLimits: OperationLimits = {
  characters: 50_000,
  tokens: 2000,
  depth: 12,
  introspectionDepth: 20,
  aliases: 50,
  directives: 50,
  calls: 20,
};

/**
 * Refuses operations by their size while they are read, and by their shape before they are validated: validation
 * compares every field with every other, which is too much for what will be refused anyway.
 */
export function useOperationLimits(limits: OperationLimits): Plugin {
  return {
    onParse({ params, setParseFn }) {
      const { length } = params.source.toString();
      if (length > limits.characters) throw tooComplex('a number of characters of', length, limits.characters);
      setParseFn((source, options) => parseWithin(limits.tokens, source, options));
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

function parseWithin(
  maxTokens: number,
  source: Parameters<typeof parse>[0],
  options: object | undefined,
): DocumentNode {
  try {
    return parse(source, { ...options, maxTokens });
  } catch (error) {
    // The parser says so in words only.
    if (!(error instanceof GraphQLError) || !error.message.includes(`more that ${maxTokens} tokens`)) throw error;
    throw tooComplex('a number of tokens above', maxTokens, maxTokens);
  }
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
];
