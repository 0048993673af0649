import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTally } from '../../src/list/output/progress.ts';
import { showProgress } from '../../src/list/output/show-progress.ts';
import { screenOf } from './screen-of.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const long = `the gateway does not answer: ${'trying again '.repeat(8)}`.trim();

/** A run of ten rows, shown on a stream that keeps what is written to it. */
function shown(isTTY: boolean, rowsOnTerminal = false) {
  let written = '';
  const stream = new Writable({
    write(chunk, _, done) {
      written += String(chunk);
      done();
    },
  });
  const tally = createTally(10, new Map(), () => 0);
  const display = showProgress(Object.assign(stream, { isTTY, columns: 80 }), tally.progress, rowsOnTerminal);
  return { tally, display, write: (text: string) => void stream.write(text), screen: () => screenOf(written, 80) };
}

describe('on a terminal', () => {
  test('a bar stands below the notices, and is gone at the end, before what follows', () => {
    const { tally, display, write, screen } = shown(true);
    write('list.csv: 10 rows.\n');
    vi.advanceTimersByTime(1_000);
    expect(screen()).toEqual(['list.csv: 10 rows.', expect.stringContaining(' 0% | 0/10 rows | ')]);
    display.notice('first');
    tally.add(['FOUND', 'NOT_FOUND']);
    vi.advanceTimersByTime(1_000);
    display.notice(long);
    expect(screen()).toEqual([
      'list.csv: 10 rows.',
      'first',
      long.slice(0, 80),
      long.slice(80).trimEnd(),
      expect.stringContaining(' 20% | 2/10 rows | 1 found | '),
    ]);
    display[Symbol.dispose]();
    write('10 rows: done.\n');
    vi.advanceTimersByTime(1_000);
    display[Symbol.dispose]();
    expect(screen()).toEqual([
      'list.csv: 10 rows.',
      'first',
      long.slice(0, 80),
      long.slice(80).trimEnd(),
      '10 rows: done.',
    ]);
  });

  test('rows that go to it have no bar among them', () => {
    const { display, write, screen } = shown(true, true);
    vi.advanceTimersByTime(30_000);
    write('asin        price\n');
    vi.advanceTimersByTime(30_000);
    display.notice('waiting');
    write('B0QU9TTXWO  1.00\n');
    display[Symbol.dispose]();
    expect(screen()).toEqual(['asin        price', 'waiting', 'B0QU9TTXWO  1.00']);
  });
});

test('elsewhere, a line every ten seconds says how far the run is, until its end', () => {
  const { display, screen } = shown(false, true);
  vi.advanceTimersByTime(20_000);
  display.notice('waiting');
  display[Symbol.dispose]();
  vi.advanceTimersByTime(20_000);
  expect(screen().map((line) => line.slice(0, 12))).toEqual(['0 of 10 rows', '0 of 10 rows', 'waiting']);
});
