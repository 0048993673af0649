import { list, record } from '../json.ts';

/** A JSON object whose members nobody has looked at yet. */
export type Json = Readonly<Record<string, unknown>>;

/** `value` as an object, an empty one when it is none: a missing branch reads like an empty one. */
export function object(value: unknown): Json {
  return record(value) ?? {};
}

/** The objects in `value`, none when it is no array; whatever else stands in the array is skipped. */
export function objects(value: unknown): readonly Json[] {
  return (list(value) ?? []).map(record).filter((entry) => entry !== undefined);
}
