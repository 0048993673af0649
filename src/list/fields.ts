import { ListFault } from './list-fault.ts';

/** Our columns, in the order in which they follow those of the list. */
export const fields = [
  'asin',
  'marketplace',
  'title',
  'brand',
  'price',
  'currency',
  'list_price',
  'price_status',
  'availability',
  'rating',
  'review_count',
  'image_url',
  'product_url',
  'source',
  'cache_status',
  'fetched_at',
  'quality',
  'problem',
] as const;

/** The name of one of our columns. */
export type Field = (typeof fields)[number];

/** Values of one row. Prices are exact decimals as text; what is not known is absent. */
export type FieldValues = Readonly<Partial<Record<Field, string | number>>>;

/** Reads the value of `--fields`: names separated by commas. @throws {ListFault} that lists all names */
export function readFields(text: string): readonly Field[] {
  const names = text.split(',').map((name) => name.trim().toLowerCase());
  const known = names.filter(isField);
  const unknown = names.filter((name) => !isField(name));
  if (unknown.length === 0) return [...new Set(known)];
  throw new ListFault(
    `--fields: there is no field ${unknown.map((name) => `"${name}"`).join(', ')}. Choose from ${fields.join(', ')}.`,
  );
}

function isField(name: string): name is Field {
  return fields.some((field) => field === name);
}
