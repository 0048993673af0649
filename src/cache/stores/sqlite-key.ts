import { DatabaseSync } from 'node:sqlite';

/** How long a write waits for another writer; it blocks the event loop. */
const lockedForMs = 20;

/**
 * Stores `proposal` under `name` in the cache's file unless a key is stored there, and returns the stored one.
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
