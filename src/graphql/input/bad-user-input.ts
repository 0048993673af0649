import { GraphQLError, type ASTNode } from 'graphql';

/** One fault in a client's input. */
export type BadUserInput = {
  /** The argument and where in it, e.g. `['asins', 2]` or `['filter', 'minPrice']`. */
  readonly path: readonly (string | number)[];
  /** The faulty value. */
  readonly value: unknown;
  /** What is wrong with the value, or what it must be. The path and the value are put in front. */
  readonly message: string;
  /** The variable that the value came in. */
  readonly variable?: string;
  /** Its place in the document. */
  readonly node?: ASTNode;
};

/** The maximum number of faults in one error, which bounds the size of the response. */
export const mostFaults = 50;
const longestValue = 120;
/** graphql-js repeats the value in its messages, whatever its length. Our longest message, a list of categories, is shorter. */
const longestMessage = 1500;

/** An error with code `BAD_USER_INPUT`. It names every faulty argument, list indices included. */
export class BadInput extends GraphQLError {
  readonly faults: readonly BadUserInput[];

  constructor(faults: readonly BadUserInput[], http?: { readonly status: number; readonly spec: boolean }) {
    const shown = faults.slice(0, mostFaults);
    super(shown.map(describe).join('; ') + (shown.length < faults.length ? '; and more' : ''), {
      nodes: shown.flatMap(({ node }) => node ?? []),
      extensions: { code: 'BAD_USER_INPUT', faults: shown.map(toExtension), ...(http !== undefined && { http }) },
    });
    this.faults = faults;
  }
}

/**
 * One error for all faults of an operation that is refused before it is executed. HTTP 400, but 200 for clients that accept
 * only `application/json`, as the GraphQL-over-HTTP specification requires.
 */
export function badUserInput(faults: readonly BadUserInput[]): BadInput {
  return new BadInput(faults, { status: 400, spec: true });
}

/** `asins[2]`, `filter.minPrice`. */
function pathText(path: BadUserInput['path']): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

function describe({ path, value, message, variable }: BadUserInput): string {
  const where = pathText(path) + (variable === undefined ? '' : ` (variable "$${variable}")`);
  // Our messages continue the sentence; those of graphql-js are whole sentences.
  const joint = /^[a-z]/.test(message) ? ' ' : ': ';
  return `${where}${value === undefined ? '' : ` = ${excerpt(value)}`}${joint}${message.slice(0, longestMessage)}`;
}

function toExtension({ path, value, message, variable }: BadUserInput): Readonly<Record<string, unknown>> {
  return {
    path,
    value: isShort(value) ? value : excerpt(value),
    message: message.slice(0, longestMessage),
    ...(variable !== undefined && { variable }),
  };
}

/** Never the whole value: faults in every key of a huge object would repeat that object each time. */
function excerpt(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, longestValue)) + (isShort(value) ? '' : '…');
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'nothing';
  return Array.isArray(value) ? `[${value.length} items]` : '{…}';
}

function isShort(value: unknown): boolean {
  return value === null || (typeof value === 'string' ? value.length <= longestValue : typeof value !== 'object');
}
