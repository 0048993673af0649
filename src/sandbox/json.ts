/** A JSON object with unchecked fields. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Whether `value` is a JSON object, neither array nor null. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object in `text`; `undefined` when it is not valid JSON or not an object. */
export function parseRecord(text: string): JsonRecord | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A text field; `undefined` when it is absent, null, empty or something else. */
export function textField(record: JsonRecord, name: string): string | undefined {
  const value = record[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A search's page number as a request holds it, for the log. */
export function pageOf(value: unknown): string {
  return typeof value === 'number' ? String(value) : '1';
}

/** A list of texts; `undefined` when the field is absent or holds anything else. */
export function textListField(record: JsonRecord, name: string): readonly string[] | undefined {
  const value = record[name];
  if (!Array.isArray(value)) return undefined;
  const texts = value.filter((entry) => typeof entry === 'string');
  return texts.length === value.length ? texts : undefined;
}
