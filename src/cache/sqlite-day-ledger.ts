import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Report } from '../event.ts';
import type { DayLedger } from '../upstream/day-ledger.ts';

/** A ledger in a file. */
export interface SqliteDayLedger extends DayLedger, Disposable {}

/** Writing waits so long for another writer, and everything else in the process with it. */
const lockedForMs = 20;

type Open = { readonly database: DatabaseSync; readonly read: StatementSync; readonly add: StatementSync };

/**
 * The days' counts in a table of their own in the file at `path`, which it opens for itself, when first needed.
 * Several processes may count in one file. A file that fails is reported and asked again at the next call.
 */
export function createSqliteDayLedger(path: string, report: Report): SqliteDayLedger {
  let opened: Open | undefined;

  function use(action: 'read' | 'write', act: (open: Open) => number): number | undefined {
    try {
      opened ??= open(path);
      return act(opened);
    } catch (error) {
      report({ type: 'store-failed', action, message: error instanceof Error ? error.message : 'unknown' });
      return undefined;
    }
  }

  return {
    read: (account, day) => use('read', ({ read }) => usedOf(read.get(account, day))),
    add: (account, day, by) => use('write', ({ add }) => usedOf(add.get(account, day, by, by))),
    [Symbol.dispose]() {
      opened?.database.close();
      opened = undefined;
    },
  };
}

function open(path: string): Open {
  mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path, { timeout: lockedForMs });
  try {
    // In WAL mode a commit outlives the process without waiting for the disk; only a power cut could lose the last ones.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    database.exec(
      'CREATE TABLE IF NOT EXISTS day_count (account TEXT, day INTEGER, used INTEGER, PRIMARY KEY (account, day))',
    );
    database.exec('DELETE FROM day_count WHERE day < unixepoch() / 86400 - 7');
    return {
      database,
      read: database.prepare('SELECT used FROM day_count WHERE account = ? AND day = ?'),
      add: database.prepare(
        'INSERT INTO day_count VALUES (?, ?, MAX(0, ?)) ON CONFLICT DO UPDATE SET used = MAX(0, used + ?) RETURNING used',
      ),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

function usedOf(row: Record<string, unknown> | undefined): number {
  return typeof row?.['used'] === 'number' ? row['used'] : 0;
}
