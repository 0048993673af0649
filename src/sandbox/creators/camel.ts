import { isRecord, type JsonRecord } from '../json.ts';

/** Keys whose camel case is not just a lower first letter. Source: the official SDK's models. */
const irregular: Readonly<Record<string, string>> = {
  ASIN: 'asin',
  URL: 'url',
  EANs: 'eans',
  UPCs: 'upcs',
  ISBNs: 'isbns',
  HighRes: 'hiRes',
};

/** An answer in PA-API's spelling, in Creators API's. */
export function camelKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelKeys);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [camel(key), camelKeys(part)]));
}

/**
 * A request in Creators API's spelling, in PA-API's; only its own fields are renamed, not what they hold. Fields that are
 * spelled as PA-API spells them are unknown to Creators API, which ignores what it does not know.
 */
export function pascalFields(body: JsonRecord): JsonRecord {
  const own = Object.entries(body).filter(([key]) => key.charAt(0) === key.charAt(0).toLowerCase());
  return Object.fromEntries(own.map(([key, value]) => [pascal(key), value]));
}

/** A field's name as Creators API spells it. */
export function camel(key: string): string {
  return irregular[key] ?? `${key.charAt(0).toLowerCase()}${key.slice(1)}`;
}

function pascal(key: string): string {
  return key === 'asin' ? 'ASIN' : `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
}
