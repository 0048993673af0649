import { readFileSync } from 'node:fs';
import type { Row } from './questions.ts';

/** The products that the bench wrote into a file for the peers, by ASIN: what the gateway itself answered. */
export function readRows(path = process.argv[2] ?? ''): ReadonlyMap<string, Row> {
  const rows: readonly Row[] = JSON.parse(readFileSync(path, 'utf8'));
  return new Map(rows.map((row) => [row.asin, row]));
}

/** Tells the bench where the peer listens, in the gateway's own words. */
export function ready(url: string): void {
  console.log(`Listening on ${url};`);
}
