import { readFileSync } from 'node:fs';
import type { Row } from './questions.ts';

/** The gateway's own answers by ASIN, which the benchmark wrote into a file for the peers. */
export function readRows(path = process.argv[2] ?? ''): ReadonlyMap<string, Row> {
  const rows: readonly Row[] = JSON.parse(readFileSync(path, 'utf8'));
  return new Map(rows.map((row) => [row.asin, row]));
}

/** Prints the peer's address in the format of the gateway's start line. */
export function ready(url: string): void {
  console.log(`Listening on ${url};`);
}
