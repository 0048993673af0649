import { mkdtempSync, readdirSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openFileOutput } from '../../src/list/output/output.ts';

test('a complete file is on the disk first, then its name: a power cut loses neither', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'asin-gateway-output-'));
  const output = await openFileOutput(join(folder, 'out.csv'));
  await using some = await open(folder);
  const handles: FileHandle = Object.getPrototypeOf(some);
  const synced: string[] = [];
  using _ = vi.spyOn(handles, 'sync').mockImplementation(async function (this: FileHandle) {
    const kind = (await this.stat()).isDirectory() ? 'folder' : 'file';
    synced.push(`${kind} with ${readdirSync(folder).join()}`);
  });
  await output.write('asin\n');
  await output.finish();
  expect(synced).toEqual(['file with out.csv.part', 'folder with out.csv']);
});
