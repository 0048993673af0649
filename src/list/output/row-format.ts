import type { Field, FieldValues } from '../fields.ts';

/** A row of the output: the list's own cells, and our values. */
export type OutputRow = { readonly cells: readonly string[]; readonly values: FieldValues };

/** Turns rows into text. */
export type Format = { readonly head: string; readonly line: (row: OutputRow) => string };

/** How rows are written. */
export type FormatOptions = {
  readonly fields: readonly Field[];
  /** The names of the list's own columns. */
  readonly names: readonly string[];
  /** Between the cells of a CSV. */
  readonly delimiter: string;
  /** Whether a CSV is for Excel: with a byte-order mark, and with the line ends of Windows. */
  readonly excel: boolean;
  /** The width of the terminal, for a table. */
  readonly width: number;
};
