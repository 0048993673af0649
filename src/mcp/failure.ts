import type { GraphQLFormattedError } from 'graphql';
import { cut, plain } from './quoted.ts';

/** Why a tool has no answer, as an agent can use it. */
export type Failure = {
  /** A code of the API, e.g. BAD_USER_INPUT. */
  readonly code: string;
  readonly message: string;
  /** How long to wait before the same call may succeed, in milliseconds. Absent when it is not known or cannot help. */
  readonly retryAfterMs?: number;
};

const longestMessage = 1500;

const remedies: ReadonlyMap<string, string> = new Map([
  ['BAD_USER_INPUT', 'Correct the arguments that are named and call the tool again.'],
  ['OPERATION_TOO_COMPLEX', 'Ask for fewer products in one call.'],
  ['SOURCES_UNAVAILABLE', 'Call again later. The tool source_status says what is wrong with the sources.'],
  ['QUOTA_EXHAUSTED', "Do not call again before retryAfterMs: the day's calls to Amazon are used up."],
  ['DEADLINE_EXCEEDED', 'Call again, with fewer products if possible.'],
  ['OVERLOADED', 'Wait for retryAfterMs, then call again.'],
  ['RATE_LIMITED', 'Wait, then call again.'],
  ['FORBIDDEN', 'Do not call again: the key of this connection may not do this.'],
]);
const otherRemedy = 'Call again once. If it fails again, tell the operator of the gateway.';

/** The failure that an error of an operation means. Messages of the API contain no secret and no stack. */
export function failureOf({ message, extensions }: Pick<GraphQLFormattedError, 'message' | 'extensions'>): Failure {
  const code = extensions?.['code'];
  const retryAfterMs = extensions?.['retryAfterMs'];
  return {
    code: typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR',
    message,
    ...(typeof retryAfterMs === 'number' && { retryAfterMs: Math.ceil(retryAfterMs) }),
  };
}

/** A failure in three lines: what happened, what to do, and when. */
export function failureText({ code, message, retryAfterMs }: Failure): string {
  return [
    `${code}: ${cut(plain(message), longestMessage)}`,
    `What to do: ${remedies.get(code) ?? otherRemedy}`,
    ...(retryAfterMs === undefined ? [] : [`retryAfterMs: ${retryAfterMs}`]),
  ].join('\n');
}
