import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSqliteDayLedger } from '../../src/cache/stores/sqlite-day-ledger.ts';
import { createSqliteStore } from '../../src/cache/stores/sqlite-store.ts';
import { systemClock as clock } from '../../src/clock.ts';
import { entries } from './an-entry.ts';

let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'asin-gateway-lock-'));
  path = join(folder, 'cache.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Another process's lock on the file. */
function lock(): Disposable {
  const other = new DatabaseSync(path);
  other.exec('BEGIN IMMEDIATE');
  return { [Symbol.dispose]: () => other.close() };
}

test('a locked file delays a write to the store by less than half a second', async () => {
  await using store = createSqliteStore({ path, namespace: 'test', clock, report: () => undefined });
  using _ = lock();
  const startedAt = performance.now();
  await expect(store.setMany(entries(1))).rejects.toThrow('database is locked');
  expect(performance.now() - startedAt).toBeLessThan(400);
});

test('a locked file delays a count of the day by less than a fifth of a second', () => {
  using ledger = createSqliteDayLedger(path, () => undefined);
  ledger.add('associates', 1, 1);
  using _ = lock();
  const startedAt = performance.now();
  expect(ledger.add('associates', 1, 1)).toBeUndefined();
  expect(performance.now() - startedAt).toBeLessThan(200);
});
