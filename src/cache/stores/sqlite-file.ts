import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The file named by `CACHE_URL` cannot be the cache. The message names both, and the reason. */
export class StoreOpenError extends Error {
  override readonly name = 'StoreOpenError';
  readonly path: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`CACHE_URL: ${path} ${reason}`, options);
    this.path = path;
  }
}

/** The application id in the header of our files: "asin" as four bytes. */
const applicationId = 0x6173_696e;
const layout = 1;

const codes = { busy: 5, locked: 6, readOnly: 8, corrupt: 11, notADatabase: 26 } as const;

/**
 * Opens the cache's file; creates the file and its folder if they do not exist. The write-ahead log is synced at
 * checkpoints only: acknowledged writes survive any end of the process; a power failure may lose the last seconds, but
 * does not damage the file.
 *
 * @param waitMs how long to block the event loop for another process that creates or recovers the file
 * @throws {StoreOpenError} when the file belongs to another program, is not a database, is damaged, or cannot be opened
 * @throws the database's own error when the file is locked at the moment, or cannot be read because its folder is
 * read-only: it may still be ours
 */
export function openSqliteFile(path: string, waitMs: number): DatabaseSync {
  const database = open(path, waitMs);
  try {
    claim(database, path);
    database.exec('PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864; PRAGMA busy_timeout = 0');
    return database;
  } catch (error) {
    database.close();
    if (error instanceof StoreOpenError || isBusy(error) || codeOf(error) === codes.readOnly) throw error;
    throw new StoreOpenError(path, reasonOf(error), { cause: error });
  }
}

/** Whether another process holds the file at the moment, so that a retry makes sense. */
export function isBusy(error: unknown): boolean {
  const code = codeOf(error);
  return code === codes.busy || code === codes.locked;
}

function open(path: string, timeout: number): DatabaseSync {
  try {
    mkdirSync(dirname(path), { recursive: true });
    return new DatabaseSync(path, { timeout });
  } catch (error) {
    throw new StoreOpenError(path, reasonOf(error), { cause: error });
  }
}

/** Creates the tables in an empty file, and refuses another program's file. A read-only file may still be read. */
function claim(database: DatabaseSync, path: string): void {
  const { id, version, tables } = identityOf(database);
  if (id === applicationId && version === layout) {
    check(database, path);
    return;
  }
  if (id === applicationId)
    throw new StoreOpenError(path, `has layout ${String(version)}, this program reads ${layout}`);
  if (id !== 0 || tables !== 0) throw new StoreOpenError(path, 'is a database of another program');
  database.exec(`
    PRAGMA journal_mode = WAL;
    BEGIN IMMEDIATE;
    CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS entry_expires ON entry (expires);
    PRAGMA application_id = ${applicationId};
    PRAGMA user_version = ${layout};
    COMMIT;
  `);
}

/** Reads the root pages; damage in other pages shows when they are read, and affects their entries only. */
function check(database: DatabaseSync, path: string): void {
  const found = database
    .prepare("SELECT count(*) AS n FROM sqlite_master WHERE name IN ('entry', 'entry_expires')")
    .get();
  if (found?.['n'] !== 2) throw new StoreOpenError(path, 'is damaged: its table is missing');
  database.prepare('SELECT key FROM entry ORDER BY key LIMIT 1').get();
  database.prepare('SELECT expires FROM entry ORDER BY expires LIMIT 1').get();
}

/** Reads in one transaction, because another process may create the tables at this moment. */
function identityOf(database: DatabaseSync): {
  readonly id: unknown;
  readonly version: unknown;
  readonly tables: unknown;
} {
  const read = (sql: string, column: string) => database.prepare(sql).get()?.[column];
  database.exec('BEGIN');
  const tables = read('SELECT count(*) AS tables FROM sqlite_master', 'tables');
  const id = read('PRAGMA application_id', 'application_id');
  const version = read('PRAGMA user_version', 'user_version');
  database.exec('COMMIT');
  return { id, version, tables };
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === codes.notADatabase) return 'is not a SQLite database';
  if (code === codes.corrupt) return 'is damaged; move it away and a new one is made';
  return `cannot be opened: ${error instanceof Error ? error.message : 'unknown'}`;
}

/** SQLite's result code; the extended ones carry it in their lowest byte. */
function codeOf(error: unknown): number | undefined {
  if (!(error instanceof Error && 'errcode' in error && typeof error.errcode === 'number')) return undefined;
  return error.errcode & 0xff;
}
