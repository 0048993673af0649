import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runChild } from './sqlite-child-process.ts';
import { createSqliteDayLedger, type SqliteDayLedger } from '../../src/cache/stores/sqlite-day-ledger.ts';
import type { GatewayEvent } from '../../src/event.ts';

const today = Math.floor(Date.now() / 86_400_000);
let folder = '';
let events: GatewayEvent[] = [];
let stack = new DisposableStack();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'day-ledger-'));
  events = [];
});
afterEach(async () => {
  stack.dispose();
  stack = new DisposableStack();
  await rm(folder, { recursive: true, force: true });
});

function open(path: string): SqliteDayLedger {
  return stack.use(createSqliteDayLedger(path, (event) => events.push(event)));
}

describe('a day’s ledger in a file', () => {
  test('counts by account and day, and creates its folder', () => {
    const ledger = open(join(folder, 'deep', 'cache.db'));
    expect(ledger.read('associates', today)).toBe(0);
    expect([ledger.add('associates', today, 1), ledger.add('associates', today, 2)]).toEqual([1, 3]);
    expect([ledger.read('associates', today - 1), ledger.read('other', today)]).toEqual([0, 0]);
    expect(ledger.add('associates', today, -5)).toBe(0);
  });

  test('a count survives a kill right after it', () => {
    const path = join(folder, 'cache.db');
    const module = new URL('../../src/cache/stores/sqlite-day-ledger.ts', import.meta.url).href;
    const program = `
      const { createSqliteDayLedger } = await import(${JSON.stringify(module)});
      const ledger = createSqliteDayLedger(${JSON.stringify(path)}, () => undefined);
      for (let n = 0; n < 40; n += 1) ledger.add('associates', ${today}, 1);
      process.kill(process.pid, 'SIGKILL');
    `;
    const run = () => execFileSync('node', ['--no-warnings', '--input-type=module', '-e', program]);
    expect(run).toThrow(/SIGKILL|Command failed/);
    expect(open(path).read('associates', today)).toBe(40);
  });

  test('two ledgers in one file count together, beside other tables', () => {
    const path = join(folder, 'cache.db');
    const [a, b] = [open(path), open(path)];
    a.add('associates', today, 1);
    expect(b.add('associates', today, 1)).toBe(2);
    expect(a.read('associates', today)).toBe(2);
  });

  test('days long past are forgotten', () => {
    const path = join(folder, 'cache.db');
    const ledger = open(path);
    for (let ago = 1_200; ago >= 0; ago -= 1) ledger.add('associates', today - ago, 9);
    expect(open(path).read('associates', today)).toBe(9);
    using database = new DatabaseSync(path);
    const kept = database.prepare('SELECT COUNT(*) AS days, MIN(day) AS oldest FROM day_count').get();
    expect(kept).toEqual({ days: 1_000, oldest: today - 999 });
  });

  test('a day beyond tomorrow is reported once, and its count is used for today if it is larger', () => {
    const path = join(folder, 'cache.db');
    const ledger = open(path);
    ledger.add('associates', today, 3);
    ledger.add('associates', today + 400, 8);
    ledger.add('associates', today + 1, 1);
    ledger.add('other', today, 2);
    expect([ledger.read('associates', today), ledger.read('associates', today)]).toEqual([8, 8]);
    expect(ledger.add('associates', today, 1)).toBe(9);
    expect([ledger.read('associates', today + 1), ledger.read('associates', today + 400)]).toEqual([1, 0]);
    expect(ledger.read('other', today)).toBe(2);
    const message = 'calls were counted for a day that is 400 days ahead; they are counted as today’s';
    expect(events).toEqual([{ type: 'clock-error', days: 400, message }]);
  });

  test('a file that another process has locked is reported, and counts again when it is free', () => {
    const path = join(folder, 'cache.db');
    const ledger = open(path);
    ledger.add('associates', today, 1);
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    expect(ledger.add('associates', today, 1)).toBeUndefined();
    other.exec('ROLLBACK');
    other.close();
    expect(ledger.add('associates', today, 2)).toBe(3);
    expect(events).toMatchObject([{ type: 'store-failed', action: 'write' }]);
  });

  test('on a full disk no lost count is acknowledged, and the failure is reported', async () => {
    const path = join(folder, 'cache.db');
    const { lines } = await runChild('full ledger', path);
    const [, acknowledged, reported] = /^acknowledged (\d+); reported (.*)$/.exec(lines.at(-1) ?? '') ?? [];
    expect(Number(acknowledged)).toBeGreaterThan(0);
    expect(reported).toBe('store-failed');
    expect(open(path).read('associates', today)).toBe(Number(acknowledged));
  });

  test('a file that is not a database is reported, and throws no error', async () => {
    const path = join(folder, 'cache.db');
    await writeFile(path, 'no database'.repeat(500));
    const ledger = open(path);
    expect([ledger.read('associates', today), ledger.add('associates', today, 1)]).toEqual([undefined, undefined]);
    expect(events.map(({ type }) => type)).toEqual(['store-failed', 'store-failed']);
  });
});
