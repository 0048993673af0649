import { readFileSync, statSync, type Stats } from 'node:fs';

/** A path that names something else than a file. Reading a pipe or a device might never end. */
export class NoFileError extends Error {
  override readonly name = 'NoFileError';
  /** What it is instead, e.g. `a pipe`. */
  readonly kind: string;

  constructor(kind: string) {
    super(`names ${kind}, not a file`);
    this.kind = kind;
  }
}

/**
 * Reads a file.
 *
 * @throws {NoFileError} for anything else, without reading from it
 * @throws what `node:fs` reports, such as `ENOENT`
 */
export function readText(path: string): string {
  const stats = statSync(path);
  if (!stats.isFile()) throw new NoFileError(kindOf(stats));
  return readFileSync(path, 'utf8');
}

function kindOf(stats: Stats): string {
  if (stats.isFIFO()) return 'a pipe';
  if (stats.isDirectory()) return 'a folder';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}
