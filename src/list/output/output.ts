import { constants } from 'node:fs';
import { access, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { fileTrouble, ListFault, RunFault } from '../list-fault.ts';

/** Where the rows are written to. */
export interface Output {
  /** Resolves when the text has been taken. @throws {RunFault} if it cannot be written */
  write(text: string): Promise<void>;
  /** Completes the output. */
  finish(): Promise<void>;
  /** Gives the output up. */
  discard(): Promise<void>;
}

/** Writes to a stream, such as standard output, and leaves it open. */
export function streamOutput(stream: Writable): Output {
  return {
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => (error ? reject(error) : resolve()));
      }),
    finish: async () => undefined,
    discard: async () => undefined,
  };
}

/**
 * Writes to a file beside `path`, which takes its name when it is complete and on the disk: `path` never has half a list.
 *
 * @throws {ListFault} if the file cannot be written
 */
export async function openFileOutput(path: string): Promise<Output> {
  const partPath = `${path}.part`;
  const file = await open(partPath, 'w').catch((error: unknown) => {
    throw new ListFault(unwritable(path, error), { cause: error });
  });
  return {
    write: async (text) => {
      try {
        await file.appendFile(text);
      } catch (error) {
        throw new RunFault(unwritable(path, error), { cause: error });
      }
    },
    async finish() {
      try {
        await file.sync();
        await file.close();
        await rename(partPath, path);
        await syncFolder(dirname(path));
      } catch (error) {
        throw new RunFault(unwritable(path, error), { cause: error });
      }
    },
    async discard() {
      await file.close().catch(() => undefined);
      await rm(partPath, { force: true });
    },
  };
}

/** Puts a new name on the disk, before the journal with the same answers is removed. Windows opens no folder, and needs no sync of one. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using folder = await open(path, 'r');
  await folder.sync();
}

/**
 * @param listPath the list, which must not be overwritten: not by the files beside the output either
 * @throws {ListFault} if the file at `path` cannot be replaced
 */
export async function refuseUnwritable(path: string, listPath: string): Promise<void> {
  for (const written of [path, `${path}.part`, `${path}.journal`]) {
    if (await isSameFile(written, listPath)) throw new ListFault(isList(written, path));
  }
  const known = await stat(path).catch(() => undefined);
  if (known === undefined) return;
  if (known.isDirectory()) throw new ListFault(`${path} cannot be written: it is a folder.`);
  if (!known.isFile()) throw new ListFault(`${path} is no regular file: leave out --out to write to standard output.`);
  await access(path, constants.W_OK).catch((error: unknown) => {
    throw new ListFault(unwritable(path, error), { cause: error });
  });
}

function isList(written: string, path: string): string {
  const use = written === path ? '' : `, and --out ${path} uses a file of this name`;
  return `${written} is the list itself${use}: choose another file with --out.`;
}

async function isSameFile(path: string, other: string): Promise<boolean> {
  const [one, two] = await Promise.all([path, other].map(async (file) => await stat(file).catch(() => undefined)));
  return one !== undefined && one.ino === two?.ino && one.dev === two.dev;
}

function unwritable(path: string, error: unknown): string {
  return `${path} cannot be written: ${fileTrouble(error)}.`;
}
