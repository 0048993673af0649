import { GraphQLError, type ASTNode } from 'graphql';

/** One thing wrong with what a client sent. */
export type BadUserInput = {
  /** The argument and where in it, e.g. `['asins', 2]` or `['filter', 'minPrice']`. */
  readonly path: readonly (string | number)[];
  /** What stands there. */
  readonly value: unknown;
  /** What is wrong with it or what it must be; the path and the value are put in front. */
  readonly message: string;
  /** The variable that it came in by. */
  readonly variable?: string;
  /** Where it stands in the operation's text. */
  readonly node?: ASTNode;
};

/** How many faults are told; an operation that has more is beyond repair by message. */
export const mostFaults = 50;
const longestValue = 120;
/** graphql-js repeats the value in its messages, however long it is; our own lists of categories are shorter. */
const longestMessage = 1500;

/** What a client sent cannot be used. It names every faulty argument, list indices included; code `BAD_USER_INPUT`. */
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
 * One error for all the faults that refuse an operation before anything was asked. HTTP 400, but 200 for clients
 * that accept plain `application/json` only, as the GraphQL-over-HTTP specification wants it.
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
  // Our own messages go on with the sentence; graphql-js's are sentences of their own.
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

/** Never the whole of it: a fault in every key of a huge object would show that object each time. */
function excerpt(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, longestValue)) + (isShort(value) ? '' : '…');
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'nothing';
  return Array.isArray(value) ? `[${value.length} items]` : '{…}';
}

function isShort(value: unknown): boolean {
  return value === null || (typeof value === 'string' ? value.length <= longestValue : typeof value !== 'object');
}
