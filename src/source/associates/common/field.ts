import { record } from '../../json.ts';

/**
 * The value at a dotted path of a JSON answer, or `undefined` if a part of the path is absent or `null`.
 *
 * The case of keys is ignored: PA-API has `DetailPageURL` where the Creators API has `detailPageURL`, and samples in
 * Amazon's documentation mix both. Other fields are never read.
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
    // The Creators API returns null for a field that was not requested.
    if (inner !== null && key.length === name.length && key.toLowerCase() === name) return inner;
  }
  return undefined;
}
