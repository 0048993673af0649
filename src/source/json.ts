import { SourceError } from './source-error.ts';

/**
 * Parses the JSON of an answer.
 *
 * @param where for the error message, which never contains the answer
 * @throws {SourceError} `MALFORMED` when the bytes are not UTF-8 or not JSON
 */
export function parseJson(body: Buffer, where: string): unknown {
  try {
    return JSON.parse(decodeUtf8(body));
  } catch (cause) {
    throw new SourceError('MALFORMED', `${where}: the answer is not JSON`, { cause });
  }
}

/** Parses an answer that may also be HTML; `undefined` if it is not JSON. */
export function tryJson(body: Buffer): unknown {
  try {
    return JSON.parse(decodeUtf8(body));
  } catch {
    return undefined;
  }
}

/** `value` as a JSON object, or `undefined` when it is anything else. */
export function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return isRecord(value) ? value : undefined;
}

/** `value` as a JSON array, or `undefined` when it is anything else. */
export function list(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** `value` as trimmed text, or `undefined` when it is no string or an empty one. */
export function text(value: unknown): string | undefined {
  const trimmed = typeof value === 'string' ? value.trim() : '';
  return trimmed === '' ? undefined : trimmed;
}

/** `value` as a finite number, or `undefined` when it is anything else. */
export function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The largest whole number that GraphQL's `Int` can carry. */
const mostCounted = 2 ** 31 - 1;

/**
 * `value` as a whole number of at least `least`, or `undefined` when it is anything else. A count above 2³¹−1 cannot be
 * answered, as GraphQL's `Int` ends there, so it counts as not provided.
 */
export function count(value: unknown, least = 0): number | undefined {
  const isCount = typeof value === 'number' && Number.isInteger(value) && value >= least && value <= mostCounted;
  return isCount ? value : undefined;
}

/** The readable texts of a list, in its order. */
export function texts(value: unknown): readonly string[] {
  return (list(value) ?? []).map(text).filter((entry) => entry !== undefined);
}

function decodeUtf8(body: Buffer): string {
  // Fatal, because a replacement character in a title would be cached as if Amazon had sent it.
  return new TextDecoder('utf-8', { fatal: true }).decode(body);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
