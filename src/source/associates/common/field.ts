import { record } from '../../json.ts';

/**
 * The value at a dotted path of a JSON answer, or `undefined` when any part of it is absent or `null`.
 *
 * The letter case of keys is ignored: PA-API says `DetailPageURL` where the Creators API says `detailPageURL`, and the
 * samples in Amazon's documentation slip between the two. What is not asked for, unknown fields too, is never looked at.
 */
export function field(value: unknown, path: string): unknown {
  let here = value;
  for (const name of path.toLowerCase().split('.')) {
    if (here === undefined) return undefined;
    here = member(here, name);
  }
  return here;
}

function member(value: unknown, name: string): unknown {
  const fields = record(value);
  if (fields === undefined) return undefined;
  for (const key of Object.keys(fields)) {
    const inner = fields[key];
    // The Creators API answers an explicit null where a field was not requested: the same as absent.
    if (inner !== null && key.length === name.length && key.toLowerCase() === name) return inner;
  }
  return undefined;
}
