import { DatabaseSync } from 'node:sqlite';

/** Writing waits so long for another writer, and everything else in the process with it. */
const lockedForMs = 20;

/**
 * Keeps `proposal` under `name` in the cache's file unless a key is kept there already, and returns the kept one.
 *
 * @throws the database's own error
 */
export function agreeInSqlite(path: string, name: string, proposal: string): string {
  const database = new DatabaseSync(path, { timeout: lockedForMs });
  try {
    database.exec('CREATE TABLE IF NOT EXISTS agreed_key (name TEXT PRIMARY KEY, value TEXT NOT NULL)');
    database.prepare('INSERT OR IGNORE INTO agreed_key VALUES (?, ?)').run(name, proposal);
    return String(database.prepare('SELECT value FROM agreed_key WHERE name = ?').get(name)?.['value']);
  } finally {
    database.close();
  }
}
