/** A list, an option, a file or a gateway with which a run cannot begin. The message is for people: it names what and where. */
export class ListFault extends Error {
  override readonly name = 'ListFault';
}

/** What ended a run on its way, e.g. a full disk. What was answered is kept. The message is for people. */
export class RunFault extends Error {
  override readonly name = 'RunFault';
}

/** What is wrong with a file, for people. @param error what `node:fs` or SQLite reports */
export function fileTrouble(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const errcode = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT' || errcode === sqliteFull) return 'the disk is full';
  return troubles[code] ?? (error instanceof Error ? error.message : String(error));
}

const sqliteFull = 13;

const troubles: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  EACCES: 'this user has no permission',
  EPERM: 'this user has no permission',
  EROFS: 'the disk is read-only',
};
