import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openList, type List } from '../../src/list/input/open-list.ts';
import type { ColumnOptions } from '../../src/list/input/columns.ts';

/** Writes a file into a new temporary folder. */
export function aFile(content: string | Uint8Array, name = 'list.csv'): string {
  const path = join(mkdtempSync(join(tmpdir(), 'asin-gateway-list-test-')), name);
  writeFileSync(path, content);
  return path;
}

/** Opens a list with this content. */
export async function aList(content: string | Uint8Array, options: ColumnOptions = {}): Promise<List> {
  return await openList(aFile(content), { ...options, name: 'list.csv' });
}

/** All rows of a list. */
export async function rowsOf(list: List): Promise<readonly (readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for await (const { cells } of list.rows()) rows.push(cells);
  return rows;
}
