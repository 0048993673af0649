import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, test } from 'vitest';
import { openJournal, type JournalSettings } from '../../src/list/run/journal.ts';
import { failedRow } from '../../src/list/row-answer.ts';

const settings: JournalSettings = {
  list: 'list.csv',
  sha256: 'abc',
  bytes: 100,
  rows: 3,
  column: '1: asin',
  marketplaceColumn: '',
  marketplace: 'IN',
  gateway: 'own',
};
const found = { code: 'FOUND', values: { asin: 'B0QU9TTXWO', price: '1299.00', rating: 4.3 } };
const failed = failedRow('DEADLINE_EXCEEDED', 'too late');

function aPath(): string {
  return join(mkdtempSync(join(tmpdir(), 'asin-gateway-journal-')), 'out.csv.journal');
}

describe.each(['a file', 'no file'])('a journal in %s', (where) => {
  const path = where === 'a file' ? aPath() : undefined;

  test('has the answers that were put into it, and the latest of each row', () => {
    using journal = openJournal({ path, settings });
    journal.put([
      { row: 2, answer: failed },
      { row: 1, answer: found },
    ]);
    journal.put([{ row: 2, answer: found }]);
    expect([journal.has(1), journal.has(3)]).toEqual([true, false]);
    expect([journal.get(1), journal.get(2), journal.get(3)]).toEqual([found, found, undefined]);
    expect(journal.counts()).toEqual(new Map([['FOUND', 2]]));
  });
});

describe('a journal in a file', () => {
  test('has its answers when it is opened again', () => {
    const path = aPath();
    {
      using journal = openJournal({ path, settings });
      journal.put([{ row: 7, answer: found }]);
    }
    using again = openJournal({ path, settings });
    expect(again.get(7)).toEqual(found);
  });

  test('is opened by one run at a time', () => {
    const path = aPath();
    using first = openJournal({ path, settings });
    expect(() => openJournal({ path, settings })).toThrow(`Another run has ${path} open`);
    first.put([{ row: 1, answer: found }]);
    expect(() => openJournal({ path, settings, restart: true })).toThrow('Another run');
  });

  it.each([
    [{ sha256: 'abd', bytes: 90 }, /list\.csv has changed: .* over list\.csv \(100 bytes then, 90 now\).*--restart/],
    [{ rows: 4 }, /with the number of rows "3", and this one has "4"/],
    [{ column: '2: asin' }, /with the column "1: asin", and this one has "2: asin"/],
    [{ marketplaceColumn: '2: country' }, /with the column of marketplaces none, and this one has "2: country"/],
    [{ marketplace: 'DE' }, /with the marketplace "IN", and this one has "DE"/],
    [{ gateway: 'http://h/graphql' }, /with the gateway "own", and this one has "http:\/\/h\/graphql"/],
  ])('refuses to go on with other settings: %j', (other, message) => {
    const path = aPath();
    openJournal({ path, settings })[Symbol.dispose]();
    expect(() => openJournal({ path, settings: { ...settings, ...other } })).toThrow(message);
    using restarted = openJournal({ path, settings: { ...settings, ...other }, restart: true });
    expect(restarted.counts().size).toBe(0);
  });

  test('goes on with a list of another name', () => {
    const path = aPath();
    openJournal({ path, settings })[Symbol.dispose]();
    using again = openJournal({ path, settings: { ...settings, list: 'other.csv' } });
    expect(again.counts().size).toBe(0);
  });

  test('forgets what failed, and nothing else', () => {
    using journal = openJournal({ path: aPath(), settings });
    const notFound = { code: 'NOT_FOUND', values: {} };
    journal.put(
      [found, failed, notFound, failedRow('INVALID_INPUT', 'is empty')].map((answer, row) => ({ row, answer })),
    );
    journal.forgetFailed();
    expect([...journal.counts().keys()].toSorted()).toEqual(['FOUND', 'NOT_FOUND']);
  });

  test('counts and forgets products that were fetched before a time', () => {
    using journal = openJournal({ path: aPath(), settings });
    const fetched = (fetched_at: string) => ({ code: 'FOUND', values: { fetched_at } });
    const times = ['2026-06-14T11:59:59.999Z', '2026-06-14T12:00:00.000Z', '2026-06-15T11:00:00Z'];
    journal.put([...times.map(fetched), failed].map((answer, row) => ({ row, answer })));
    const noon = Date.parse('2026-06-14T12:00:00Z');
    expect(journal.countFetchedBefore(noon)).toBe(1);
    expect(journal.forgetFetchedBefore(noon)).toBe(1);
    expect(journal.countFetchedBefore(noon)).toBe(0);
    expect([0, 1, 2, 3].map((row) => journal.has(row))).toEqual([false, true, true, true]);
  });

  test('leaves no file when it is removed', () => {
    const path = aPath();
    const journal = openJournal({ path, settings });
    journal.put([{ row: 1, answer: found }]);
    journal.remove();
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  test('does not touch a file of another program', () => {
    const path = aPath();
    writeFileSync(path, 'my own notes, which are longer than a header of a database would be in any case');
    expect(() => openJournal({ path, settings, restart: true })).toThrow('is no journal of a list');
  });

  test('does not touch a database of another program', () => {
    const path = aPath();
    const other = new DatabaseSync(path);
    other.exec('CREATE TABLE note (text TEXT)');
    other.close();
    const before = readFileSync(path);
    expect(() => openJournal({ path, settings, restart: true })).toThrow('is no journal of a list');
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(join(path, '..'))).toEqual(['out.csv.journal']);
  });

  test('is refused in a folder that is not there', () => {
    expect(() => openJournal({ path: '/nowhere/out.csv.journal', settings })).toThrow(
      '/nowhere/out.csv.journal cannot be written',
    );
  });
});
