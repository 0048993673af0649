import { parse as parseSync } from 'csv-parse/sync';
import type { Options } from 'csv-parse';
import { namesProduct } from './cell.ts';

/** How the rows of a list are written. */
export type Dialect = {
  /** `undefined` for a text with one value per line. */
  readonly delimiter: string | undefined;
  /** The line that rows begin at, counted from 1: a spreadsheet may have written `sep=;` before them. */
  readonly fromLine: number;
};

const delimiters = [',', ';', '\t', '|'] as const;
/** No text has it: rows are not split. */
const noDelimiter = '\u001F';
/** The share of rows that must have as many cells as most have. */
const leastShare = 0.5;
/** A quote that is never closed would take the rest of the file as one cell. */
const longestRecord = 64 * 1024 * 1024;

/** Finds the delimiter: the one that splits most rows into the same number of cells, and into more than one. */
export function readDialect(sample: string): Dialect {
  const written = /^sep=(.)\r?\n/i.exec(sample)?.[1];
  if (written !== undefined) return { delimiter: written, fromLine: 2 };
  const unsplit = { delimiter: undefined, fromLine: 1 };
  const splits = delimiters.map((delimiter) => {
    const rows = sampleRows(sample, { delimiter, fromLine: 1 });
    return { delimiter, rows, ...scoreOf(rows) };
  });
  const [best] = splits
    .filter(({ cells, share }) => cells > 1 && share >= leastShare)
    .toSorted((a, b) => b.share - a.share || b.cells - a.cells);
  if (best === undefined) return unsplit;
  // Links may have commas: a text with one link per line is not split.
  const isText = productShare(sampleRows(sample, unsplit)) > productShare(best.rows);
  return isText ? unsplit : { delimiter: best.delimiter, fromLine: 1 };
}

/** The largest share of rows that a column names products in. */
function productShare(rows: readonly (readonly string[])[]): number {
  const [first = []] = rows;
  return Math.max(
    ...first.map((_, column) => rows.filter((row) => namesProduct(row[column] ?? '')).length / rows.length),
  );
}

/** The complete rows of a sample, whose last one may be cut, without blank lines. */
export function sampleRows(sample: string, dialect: Dialect): readonly (readonly string[])[] {
  const rows: string[][] = [];
  const keep = (row: string[]) => {
    if (!isBlank(row)) rows.push(row);
    return null;
  };
  try {
    parseSync(sample, { ...parserOptions(dialect), on_record: keep });
  } catch {
    // The quote of the last cell is cut off, or never closed: reading the whole list says so.
  }
  return rows;
}

/** Whether a row is a blank line. One of delimiters alone is none: it has cells. */
export function isBlank([first = '', ...others]: readonly string[]): boolean {
  return others.length === 0 && first.trim() === '';
}

/** Options of csv-parse, which reads line ends of every kind, also mixed. */
export function parserOptions({ delimiter, fromLine }: Dialect): Options {
  return {
    delimiter: delimiter ?? noDelimiter,
    from_line: fromLine,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: longestRecord,
  };
}

/** The most frequent number of cells, and the share of rows that have it. */
function scoreOf(rows: readonly (readonly string[])[]): { readonly cells: number; readonly share: number } {
  const counts = [...Map.groupBy(rows, ({ length }) => length)].map(([cells, same]) => ({ cells, rows: same.length }));
  const [most] = counts.toSorted((a, b) => b.rows - a.rows);
  return { cells: most?.cells ?? 0, share: (most?.rows ?? 0) / Math.max(1, rows.length) };
}
