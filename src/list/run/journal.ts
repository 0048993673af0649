import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fileTrouble, ListFault, RunFault } from '../list-fault.ts';
import { isFailure, type RowAnswer } from '../row-answer.ts';

/** What the answers of a journal depend on: a run with other settings cannot go on with them. */
export type JournalSettings = {
  readonly list: string;
  readonly sha256: string;
  readonly bytes: number;
  /** The number of rows: a header that is read in another way would shift them. */
  readonly rows: number;
  readonly column: string;
  readonly marketplaceColumn: string;
  /** Of rows that name none; empty for that of a gateway at an address. */
  readonly marketplace: string;
  /** What answers: the stand-in Amazon, a gateway in this process, or the address of one. */
  readonly gateway: string;
};

/** The answer for a row. */
export type JournalEntry = { readonly row: number; readonly answer: RowAnswer };

/** The answers of a list that are known so far. */
export interface Journal extends Disposable {
  has(row: number): boolean;
  get(row: number): RowAnswer | undefined;
  /** Writes all entries or none. They are on the disk when it returns. @throws {RunFault} if the disk is full or fails */
  put(entries: readonly JournalEntry[]): void;
  /** The number of answers with each code. */
  counts(): ReadonlyMap<string, number>;
  /** Whether it has no answer, or is closed. */
  isEmpty(): boolean;
  /** Removes the answers that failed, so that these rows are asked again. */
  forgetFailed(): void;
  /** Removes the products that were fetched before this wall-clock time, and returns their number. */
  forgetFetchedBefore(time: number): number;
  /** The number of products that were fetched before this wall-clock time. */
  countFetchedBefore(time: number): number;
  /** Closes it and removes its files. */
  remove(): void;
}

/** Options of {@link openJournal}. */
export type JournalOptions = {
  /** The file; `undefined` for a journal that ends with the process, in memory and, if it grows, in a temporary file. */
  readonly path: string | undefined;
  readonly settings: JournalSettings;
  /** Whether to begin with an empty one. */
  readonly restart?: boolean;
};

/** In the header of the file: "asil" as four bytes. */
const applicationId = 0x6173_696c;
const fetchedBefore = "unixepoch(fields ->> 'fetched_at', 'subsec') < ?";
const codes = { busy: 5, locked: 6, notADatabase: 26 } as const;

/**
 * Opens a journal in a file of Node's own SQLite, whose write-ahead log is synced with each commit: an answer survives the
 * end of the process and of the machine. The file is locked until it is closed, or until the process has ended in any way.
 *
 * @throws {ListFault} if another process has it open, if it belongs to another list, or if it cannot be written
 */
export function openJournal({ path, settings, restart = false }: JournalOptions): Journal {
  const database = open(path);
  try {
    if (restart) database.exec('BEGIN; DELETE FROM answer; DELETE FROM setting; COMMIT');
    claim(database, path ?? '', settings);
    return journalIn(database, path);
  } catch (error) {
    database.close();
    throw error;
  }
}

function open(path: string | undefined): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path ?? '', { timeout: 0 });
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    const { application_id: id } = database.prepare('PRAGMA application_id').get() ?? {};
    const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_master').get() ?? {};
    if (id !== applicationId && (id !== 0 || tables !== 0)) throw foreign(path);
    // Only now: it writes to the file.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    database.exec(`
      BEGIN IMMEDIATE;
      CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS answer (row INTEGER PRIMARY KEY, code TEXT NOT NULL, fields TEXT NOT NULL);
      PRAGMA application_id = ${applicationId};
      COMMIT;
    `);
    return database;
  } catch (error) {
    database?.close();
    throw openFault(error, path);
  }
}

function openFault(error: unknown, path: string | undefined): Error {
  if (error instanceof ListFault) return error;
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
  if (code === codes.busy || code === codes.locked) {
    return new ListFault(`Another run has ${path} open: wait for its end, or choose another file with --out.`);
  }
  if (code === codes.notADatabase) return foreign(path);
  return new ListFault(`${path} cannot be written: ${fileTrouble(error)}.`, { cause: error });
}

function foreign(path: string | undefined): ListFault {
  return new ListFault(`${path} is no journal of a list: move it away, or choose another file with --out.`);
}

/** Writes the settings into a new journal, and compares them with those of a known one. */
function claim(database: DatabaseSync, path: string, settings: JournalSettings): void {
  const kept = new Map<string, string>();
  for (const { name, value } of database.prepare('SELECT name, value FROM setting').all())
    kept.set(String(name), String(value));
  if (kept.size === 0) {
    const insert = database.prepare('INSERT INTO setting VALUES (?, ?)');
    database.exec('BEGIN IMMEDIATE');
    for (const [name, value] of Object.entries(settings)) insert.run(name, String(value));
    database.exec('COMMIT');
    return;
  }
  const begun = `${path} has the answers of an earlier run`;
  const remedy = 'Run with --restart to begin anew, or choose another file with --out.';
  if (kept.get('sha256') !== settings.sha256) {
    const sizes = `${kept.get('bytes')} bytes then, ${settings.bytes} now`;
    throw new ListFault(`${settings.list} has changed: ${begun} over ${kept.get('list')} (${sizes}). ${remedy}`);
  }
  for (const [name, words] of compared) {
    const [then = '', now] = [kept.get(name), String(settings[name])];
    if (then === now) continue;
    throw new ListFault(`${begun} with ${words} ${shown(then)}, and this one has ${shown(now)}. ${remedy}`);
  }
}

const compared: readonly (readonly [keyof JournalSettings, string])[] = [
  ['gateway', 'the gateway'],
  ['marketplace', 'the marketplace'],
  ['column', 'the column'],
  ['marketplaceColumn', 'the column of marketplaces'],
  ['rows', 'the number of rows'],
];

function shown(value: string): string {
  return value === '' ? 'none' : `"${value}"`;
}

function journalIn(database: DatabaseSync, path: string | undefined): Journal {
  const find = database.prepare('SELECT 1 FROM answer WHERE row = ?');
  const any = database.prepare('SELECT 1 FROM answer LIMIT 1');
  const read = database.prepare('SELECT code, fields FROM answer WHERE row = ?');
  const write = database.prepare('INSERT OR REPLACE INTO answer VALUES (?, ?, ?)');
  const group = database.prepare('SELECT code, count(*) AS count FROM answer GROUP BY code');
  const close = () => {
    if (database.isOpen) database.close();
  };

  function transaction(act: () => void): void {
    try {
      database.exec('BEGIN IMMEDIATE');
      act();
      database.exec('COMMIT');
    } catch (error) {
      // When the disk is full, SQLite has rolled back already.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw new RunFault(`${path ?? 'A temporary file'} cannot be written: ${fileTrouble(error)}.`, { cause: error });
    }
  }

  return {
    has: (row) => find.get(row) !== undefined,
    get(row) {
      const found = read.get(row);
      if (found === undefined) return undefined;
      return { code: String(found['code']), values: JSON.parse(String(found['fields'])) };
    },
    put: (entries) =>
      transaction(() => {
        for (const { row, answer } of entries) write.run(row, answer.code, JSON.stringify(answer.values));
      }),
    counts: () => new Map(group.all().map(({ code, count }) => [String(code), Number(count)])),
    isEmpty: () => !database.isOpen || any.get() === undefined,
    forgetFailed() {
      const failed = group
        .all()
        .map(({ code }) => String(code))
        .filter(isFailure);
      const forget = database.prepare('DELETE FROM answer WHERE code = ?');
      transaction(() => {
        for (const code of failed) forget.run(code);
      });
    },
    countFetchedBefore(time) {
      return Number(
        database.prepare(`SELECT count(*) AS rows FROM answer WHERE ${fetchedBefore}`).get(time / 1000)?.['rows'],
      );
    },
    forgetFetchedBefore(time) {
      const forget = database.prepare(`DELETE FROM answer WHERE ${fetchedBefore}`);
      let forgotten = 0;
      transaction(() => {
        forgotten = Number(forget.run(time / 1000).changes);
      });
      return forgotten;
    },
    remove() {
      close();
      for (const suffix of path === undefined ? [] : ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
    },
    [Symbol.dispose]: close,
  };
}
