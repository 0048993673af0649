import { cpus } from 'node:os';

/** Prints rows under a heading as a Markdown table, with the machine and runtime they were measured on. */
export function table(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): void {
  const texts = [columns, ...rows].map((row) => row.map(String));
  const widths = columns.map((_, column) => Math.max(...texts.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = texts;
  console.log(`\n${title}\n${machine()}\n`);
  console.log([line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n'));
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low = 0, high = low] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.ceil((sorted.length - 1) / 2)],
  ];
  return (low + high) / 2;
}

function machine(): string {
  const [first] = cpus();
  return `${first?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}`;
}

/** A number, rounded to a whole one from a thousand on. */
export function shown(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en') : value.toFixed(1);
}
