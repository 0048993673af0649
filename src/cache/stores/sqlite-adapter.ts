import { EventEmitter } from 'node:events';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { KeyvStoreAdapter, StoredData } from 'keyv';

type Row = { readonly key: string; readonly value: string; readonly ttl?: number };

/**
 * A Keyv adapter for a table of Node's own SQLite. A batch is one statement or one transaction. Calls are synchronous and
 * take microseconds, so they need no thread. Times are those of the wall clock.
 */
export class SqliteAdapter extends EventEmitter implements KeyvStoreAdapter {
  readonly opts = {};
  namespace?: string;
  readonly #database: DatabaseSync;
  readonly #wall: () => number;
  readonly #read: StatementSync;
  readonly #write: StatementSync;
  readonly #remove: StatementSync;
  readonly #sweep: StatementSync;

  constructor(database: DatabaseSync, wall: () => number) {
    super();
    this.#database = database;
    this.#wall = wall;
    this.#read = database.prepare(
      'SELECT key, value FROM entry WHERE key IN (SELECT value FROM json_each(?)) AND expires > ?',
    );
    this.#write = database.prepare(
      `INSERT INTO entry (key, value, expires) VALUES (?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires`,
    );
    this.#remove = database.prepare('DELETE FROM entry WHERE key = ?');
    this.#sweep = database.prepare(
      'DELETE FROM entry WHERE rowid IN (SELECT rowid FROM entry WHERE expires <= ? ORDER BY expires LIMIT ?)',
    );
  }

  async get<Value>(key: string): Promise<StoredData<Value>> {
    const [value] = await this.getMany<Value>([key]);
    return value;
  }

  async getMany<Value>(keys: readonly string[]): Promise<StoredData<Value>[]> {
    const found = new Map<unknown, unknown>();
    for (const { key, value } of this.#read.all(JSON.stringify(keys), this.#wall())) found.set(key, value);
    return keys.map((key) => {
      const value = found.get(key);
      return isText<Value>(value) ? value : undefined;
    });
  }

  async set(key: string, value: string, ttl?: number) {
    await this.setMany([{ key, value, ...(ttl !== undefined && { ttl }) }]);
  }

  /** Writes all rows or none; they are on disk when it resolves. */
  async setMany(rows: readonly Row[]) {
    const now = this.#wall();
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      for (const { key, value, ttl } of rows) this.#write.run(key, value, ttl === undefined ? noExpiry : now + ttl);
      this.#database.exec('COMMIT');
    } catch (error) {
      // When the disk is full, SQLite has rolled back already.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  async delete(key: string) {
    return this.#remove.run(key).changes > 0;
  }

  async clear() {
    this.#database.exec('DELETE FROM entry');
  }

  async disconnect() {
    if (this.#database.isOpen) this.#database.close();
  }

  /** Removes up to `most` expired rows; returns their number. */
  removeExpired(most: number): number {
    return Number(this.#sweep.run(this.#wall(), most).changes);
  }
}

const noExpiry = Number.MAX_SAFE_INTEGER;

/** Keyv's types describe parsed values only; it parses texts by itself. */
function isText<Value>(value: unknown): value is StoredData<Value> {
  return typeof value === 'string';
}
