import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { Report } from '../../event.ts';
import type { DayLedger } from '../../rate-limit/day-ledger.ts';

/** A ledger in a file. */
export interface SqliteDayLedger extends DayLedger, Disposable {}

/** How long a write waits for another writer; it blocks the event loop. */
const lockedForMs = 20;

/** Old days are removed by their number: a clock that is ahead would otherwise remove today's. */
const keptRows = 1_000;

type Open = { readonly database: DatabaseSync } & Readonly<Record<keyof typeof statements, StatementSync>>;

const statements = {
  read: 'SELECT MAX(used) AS used, MAX(day) AS day FROM day_count WHERE account = ? AND (day = ? OR day > ? + 1)',
  add: 'INSERT INTO day_count VALUES (?, ?, MAX(0, ?)) ON CONFLICT DO UPDATE SET used = MAX(0, used + ?) RETURNING used',
  keep: 'INSERT INTO day_count VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET used = MAX(used, excluded.used)',
  removeBeyondTomorrow: 'DELETE FROM day_count WHERE account = ? AND day > ? + 1',
};

/**
 * The counts of days in a table of the file at `path`, which the ledger opens when it is first used. Several processes
 * may count in one file. A failure is reported, and the next call tries again.
 *
 * A day beyond tomorrow was counted under a clock that was ahead: it is reported, and its count is used for today if it
 * is larger.
 */
export function createSqliteDayLedger(path: string, report: Report): SqliteDayLedger {
  let opened: Open | undefined;

  function use<T>(action: 'read' | 'write', act: (open: Open) => T): T | undefined {
    try {
      opened ??= open(path);
      return act(opened);
    } catch (error) {
      report({ type: 'store-failed', action, message: error instanceof Error ? error.message : 'unknown' });
      return undefined;
    }
  }

  function takeOver(account: string, today: number, used: number, lastDay: number): void {
    const days = lastDay - today;
    const message = `calls were counted for a day that is ${days} days ahead; they are counted as today’s`;
    report({ type: 'clock-error', days, message });
    use('write', ({ keep, removeBeyondTomorrow }) => {
      run(keep, account, today, used);
      run(removeBeyondTomorrow, account, today);
    });
  }

  return {
    read(account, day) {
      const row = use('read', ({ read }) => run(read, account, day, day));
      if (row === undefined) return undefined;
      const used = numberIn(row, 'used');
      const lastDay = numberIn(row, 'day');
      if (lastDay > day) takeOver(account, day, used, lastDay);
      return used;
    },
    add: (account, day, by) => use('write', ({ add }) => numberIn(run(add, account, day, by, by), 'used')),
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
    database.exec(`DELETE FROM day_count WHERE rowid <= (SELECT MAX(rowid) FROM day_count) - ${keptRows}`);
    return {
      database,
      read: database.prepare(statements.read),
      add: database.prepare(statements.add),
      keep: database.prepare(statements.keep),
      removeBeyondTomorrow: database.prepare(statements.removeBeyondTomorrow),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * The statement's only row. Run to its end: that is when it is committed, and `get`, which stops at the first row, would
 * hide that a full disk has refused it.
 */
function run(statement: StatementSync, ...values: readonly SQLInputValue[]): Record<string, unknown> {
  return statement.all(...values)[0] ?? {};
}

function numberIn(row: Record<string, unknown>, column: string): number {
  const value = row[column];
  return typeof value === 'number' ? value : 0;
}
