import type { Field } from '../fields.ts';
import type { Format, FormatOptions } from './row-format.ts';

/** The columns of a table whose values have a known width; the others share the rest of the terminal. */
const widths: Readonly<Partial<Record<Field, number>>> = {
  asin: 10,
  marketplace: 11,
  price: 12,
  currency: 8,
  list_price: 12,
  price_status: 17,
  availability: 12,
  rating: 6,
  review_count: 12,
  source: 12,
  cache_status: 12,
  fetched_at: 24,
  quality: 7,
};
const rightAligned: ReadonlySet<Field> = new Set(['price', 'list_price', 'rating', 'review_count', 'quality']);
const leastWidth = 12;
const gap = '  ';

/** What a table shows unless `--fields` chooses: what fits beside a title. */
export const tableFields: readonly Field[] = [
  'asin',
  'marketplace',
  'price',
  'currency',
  'availability',
  'title',
  'problem',
];

/** A table for a terminal, in lines of its width. It is written as the rows arrive, so widths are fixed. */
export function tableFormat({ fields, width }: Pick<FormatOptions, 'fields' | 'width'>): Format {
  const flexible = fields.filter((field) => widths[field] === undefined);
  const fixed = fields.reduce((sum, field) => sum + (widths[field] ?? 0), 0) + gap.length * (fields.length - 1);
  const rest = Math.max(leastWidth, Math.floor((width - fixed) / Math.max(1, flexible.length)));
  const line = (cellOf: (field: Field) => string) =>
    `${fields
      .map((field) => fitted(cellOf(field), widths[field] ?? rest, rightAligned.has(field)))
      .join(gap)
      .trimEnd()}\n`;
  return {
    head: line((field) => field),
    line: ({ values }) => line((field) => String(values[field] ?? '')),
  };
}

/** One line without control characters, which could command the terminal. */
function fitted(text: string, width: number, right: boolean): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  const cut = plain.length > width ? `${plain.slice(0, width - 1)}…` : plain;
  return right ? cut.padStart(width) : cut.padEnd(width);
}
