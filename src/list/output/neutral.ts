/** Begins what a spreadsheet takes for a formula: also after a tab or a line end, and in full-width letters. */
const formula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;
/** A number with a sign is no formula, and must not change. */
const signedNumber = /^[+-]?\d[\d.,]*(?:e[+-]?\d+)?%?$/i;

/** The cell with an apostrophe before it if a spreadsheet would take it for a formula, which could run commands. */
export function neutral(cell: string): string {
  return formula.test(cell) && !signedNumber.test(cell.trim()) ? `'${cell}` : cell;
}
