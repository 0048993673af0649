import { list, record } from '../json.ts';

/** A JSON object with unvalidated members. */
export type Json = Readonly<Record<string, unknown>>;

/** `value` as an object; an empty object if it is anything else. */
export function object(value: unknown): Json {
  return record(value) ?? {};
}

/** The objects in an array; empty if `value` is not an array. Other elements are skipped. */
export function objects(value: unknown): readonly Json[] {
  return (list(value) ?? []).map(record).filter((entry) => entry !== undefined);
}
