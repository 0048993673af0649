import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openSqliteFile, StoreOpenError } from '../../src/cache/stores/sqlite-file.ts';
import { createSqliteStore } from '../../src/cache/stores/sqlite-store.ts';
import type { GatewayEvent } from '../../src/event.ts';
import { systemClock } from '../../src/clock.ts';
import { storeContract } from '../contract/store.ts';
import { atOnce } from '../support/at-once.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { anEntry, entries } from './an-entry.ts';
import { runChild } from './sqlite-child-process.ts';

let folder = '';
let path = '';
let events: GatewayEvent[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'asin-gateway-sqlite-'));
  path = join(folder, 'data', 'cache.db');
  events = [];
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

const open = (clock = systemClock) =>
  createSqliteStore({ path, namespace: '', clock, report: (event) => void events.push(event) });
const countRows = () => {
  using database = new DatabaseSync(path, { readOnly: true });
  return database.prepare('SELECT count(*) AS n FROM entry').get()?.['n'];
};
/** Makes a file of ours, with something in it. */
async function aFile(count = 100): Promise<void> {
  await using store = open();
  await store.setMany(entries(count));
}
const failureOf = (): StoreOpenError => {
  try {
    open();
  } catch (error) {
    if (error instanceof StoreOpenError) return error;
    throw error;
  }
  throw new Error('it opened');
};

storeContract('the SQLite store', async (clock) => open(clock));

describe('the SQLite store', () => {
  test('creates its file and folder, and finds its entries after a restart', async () => {
    await aFile();
    await using store = open();
    expect((await store.getMany(['k7', 'k99', 'k100'])).map((entry) => entry?.value)).toEqual([7, 99, undefined]);
  });

  test('does not store the monotonic time of the process that wrote', async () => {
    await using store = open();
    await store.setMany([{ key: 'a', entry: anEntry(1, { fetchedAtMonotonic: 5 }) }]);
    expect((await store.getMany(['a']))[0]).not.toHaveProperty('fetchedAtMonotonic');
  });

  test('neither returns nor keeps expired entries', async () => {
    vi.useFakeTimers();
    const clock = fakeClock();
    await using store = open(clock);
    await store.setMany([
      { key: 'short', entry: anEntry(1, {}, clock) },
      { key: 'long', entry: anEntry(2, { staleMs: 3_600_000 }, clock) },
    ]);
    clock.advance(120_001);
    expect((await store.getMany(['short', 'long'])).map((entry) => entry?.value)).toEqual([undefined, 2]);
    expect(countRows()).toBe(2);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(countRows()).toBe(1);
  });

  test('removes many expired entries in batches', async () => {
    vi.useFakeTimers();
    const clock = fakeClock();
    await using store = open(clock);
    const many = Array.from({ length: 500 }, (_, n) => ({ key: `k${n}`, entry: anEntry(n, {}, clock) }));
    await store.setMany(many);
    clock.advance(120_001);
    await vi.advanceTimersByTimeAsync(100);
    expect(countRows()).toBe(300);
    await vi.advanceTimersByTimeAsync(200);
    expect(countRows()).toBe(0);
  });
});

describe('a file that cannot be the cache is refused at start', () => {
  test('text', () => {
    rmSync(folder, { recursive: true });
    path = `${folder}.txt`;
    writeFileSync(path, 'this is not a database, and never was one, however long one looks at it. '.repeat(20));
    expect(failureOf().message).toBe(`CACHE_URL: ${path} is not a SQLite database`);
    rmSync(path);
  });

  test('another program’s database, which stays unchanged', () => {
    path = join(folder, 'other.db');
    using other = new DatabaseSync(path);
    other.exec('CREATE TABLE customers (id INTEGER); INSERT INTO customers VALUES (1)');
    expect(failureOf().message).toBe(`CACHE_URL: ${path} is a database of another program`);
    expect(other.prepare('SELECT name FROM sqlite_master').all()).toEqual([{ name: 'customers' }]);
  });

  test('a cache file that was truncated', async () => {
    await aFile();
    truncateSync(path, statSync(path).size / 2);
    expect(failureOf().message).toBe(`CACHE_URL: ${path} is damaged; move it away and a new one is made`);
  });

  test('a cache file with an unknown layout', async () => {
    await aFile();
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(failureOf().message).toBe(`CACHE_URL: ${path} has layout 99, this program reads 1`);
  });

  test('a folder', () => {
    path = folder;
    expect(failureOf().message).toBe(`CACHE_URL: ${path} cannot be opened: unable to open database file`);
  });
});

describe('when the file fails', () => {
  test('operations on a locked file are rejected after short retries, then without a try for a while, then made again', async () => {
    const clock = fakeClock();
    await using store = open(clock);
    using other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const write = async () => await store.setMany([{ key: 'a', entry: anEntry(1, {}, clock) }]);
    await expect(write()).rejects.toThrow('database is locked');
    await Promise.allSettled([write(), write()]);
    expect(store.health()).toEqual({ ok: false, detail: 'cannot be written: database is locked' });
    expect(await atOnce(write())).toContain('unavailable after failures');
    expect(await store.getMany(['a'])).toEqual([undefined]);
    other.exec('COMMIT');
    clock.advance(3_000);
    await write();
    expect(store.health()).toEqual({ ok: true });
    expect(events).toEqual([
      { type: 'store', state: 'DOWN', detail: 'cannot be written: database is locked' },
      { type: 'store', state: 'UP' },
    ]);
  });

  test('a write waits for a short lock', async () => {
    await using store = open();
    using other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    setTimeout(() => other.exec('COMMIT'), 20);
    await store.setMany(entries(1));
    expect((await store.getMany(['k0']))[0]?.value).toBe(0);
  });

  test('a file that is locked at start does not stop the start, and is opened later', async () => {
    const clock = fakeClock();
    await aFile(1);
    const other = new DatabaseSync(path);
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    await using store = open(clock);
    await expect(store.getMany(['k0'])).rejects.toThrow('database is locked');
    other.exec('COMMIT');
    other.close();
    expect(await store.getMany(['k0'])).toHaveLength(1);
  });

  test('on a full disk writes are rejected, stored entries are read, and the file stays intact', async () => {
    const { lines } = await runChild('full', path);
    expect(lines.at(-1)).toMatch(/^rejected (database or disk is full|disk I\/O error); kept \d+ of \d+$/);
    expect(lines.at(-1)).not.toContain('kept 0');
    const [, kept, of] = /kept (\d+) of (\d+)/.exec(lines.at(-1) ?? '') ?? [];
    expect(kept).toBe(of);
    openSqliteFile(path, 0).close();
  });

  test('a read-only file is read, and writes are rejected', async () => {
    await aFile();
    const { lines } = await runChild('read-only', path);
    expect(lines).toEqual(['read 7', 'rejected attempt to write a readonly database']);
  });

  test('a read-only folder does not stop the start: all operations are rejected', async () => {
    await aFile();
    const { lines } = await runChild('read-only folder', path);
    const rejected = 'rejected attempt to write a readonly database';
    expect(lines).toEqual([rejected, rejected]);
  });
});

describe('after kill -9 under load', () => {
  test('no acknowledged entry is lost, and the file opens', async () => {
    const { lines } = await runChild('load', path, { killAfterLines: 200 });
    const acknowledged = lines.map(Number);
    expect(acknowledged.length).toBeGreaterThanOrEqual(200);
    await using store = open();
    const keys = acknowledged.flatMap((batch) => Array.from({ length: 10 }, (_, n) => `batch${batch}:${n}`));
    const found = await store.getMany(keys);
    expect(found.filter((entry) => entry === undefined)).toEqual([]);
    using database = openSqliteFile(path, 0);
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  });
});

test('nothing is written to standard error by loading SQLite', async () => {
  const { errors } = await runChild('load', path, { killAfterLines: 1 });
  expect(errors).toBe('');
});
