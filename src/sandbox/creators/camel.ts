import { isRecord, type JsonRecord } from '../json.ts';

/** Keys whose camel case is more than a lower first letter. Source: the official SDK's models. */
const irregular: Readonly<Record<string, string>> = {
  ASIN: 'asin',
  URL: 'url',
  EANs: 'eans',
  UPCs: 'upcs',
  ISBNs: 'isbns',
  HighRes: 'hiRes',
};

/** Converts an answer from PA-API's spelling to Creators API's. */
export function camelKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelKeys);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [camel(key), camelKeys(part)]));
}

/**
 * Converts a request from Creators API's spelling to PA-API's. Only its own fields are renamed, not their values.
 * Fields in PA-API's spelling are unknown to Creators API, which ignores unknown fields.
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
