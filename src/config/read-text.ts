import { readFileSync, statSync, type Stats } from 'node:fs';

/** The path does not name a regular file. Reading a pipe or a device might never end. */
class NotAFileError extends Error {
  override readonly name = 'NotAFileError';
  /** The kind of the path, e.g. `a pipe`. */
  readonly kind: string;

  constructor(kind: string) {
    super(`names ${kind}, not a file`);
    this.kind = kind;
  }
}

/**
 * Reads a regular file as UTF-8.
 *
 * @throws {NotAFileError} for a path of another kind, without reading from it
 * @throws what `node:fs` reports, such as `ENOENT`
 */
export function readText(path: string): string {
  const stats = statSync(path);
  if (!stats.isFile()) throw new NotAFileError(kindOf(stats));
  return readFileSync(path, 'utf8');
}

/** Why `readText` failed, in words that follow the name of the variable or file. */
export function unreadableReason(error: unknown): string {
  if (error instanceof NotAFileError) return error.message;
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return `names a file that cannot be read${code}`;
}

function kindOf(stats: Stats): string {
  if (stats.isFIFO()) return 'a pipe';
  if (stats.isDirectory()) return 'a folder';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}
