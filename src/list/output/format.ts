import { stringify } from 'csv-stringify/sync';
import { neutral } from './neutral.ts';
import { ownNames } from './own-names.ts';
import type { Format, FormatOptions } from './row-format.ts';
import { tableFormat } from './table.ts';

/** The name of a format. */
export type FormatName = (typeof formatNames)[number];

export const formatNames = ['csv', 'jsonl', 'table'] as const;

/** Creates a format. */
export function createFormat(name: FormatName, options: FormatOptions): Format {
  if (name === 'table') return tableFormat(options);
  return name === 'csv' ? csvFormat(options) : jsonLinesFormat(options);
}

function csvFormat({ fields, names, delimiter, excel }: FormatOptions): Format {
  const line = (cells: readonly string[]) =>
    stringify([cells.map(neutral)], { delimiter, record_delimiter: excel ? 'windows' : 'unix' });
  return {
    head: `${excel ? '\uFEFF' : ''}${line([...ownNames(names), ...fields])}`,
    line: ({ cells, values }) => line([...cells, ...fields.map((field) => String(values[field] ?? ''))]),
  };
}

function jsonLinesFormat({ fields, names }: FormatOptions): Format {
  const own = ownNames(names);
  return {
    head: '',
    line({ cells, values }) {
      const known = own.map((name, index) => [name, cells[index] ?? '']);
      const ours = fields.map((field) => [field, values[field] ?? null]);
      return `${JSON.stringify(Object.fromEntries([...known, ...ours]))}\n`;
    },
  };
}
