import { expect, test } from 'vitest';
import { createTally, progressLine, summaryLine } from '../../src/list/output/progress.ts';
import { commandAgain } from '../../src/list/command-again.ts';

function aTally(total: number, known: ReadonlyMap<string, number> = new Map()) {
  let time = 0;
  const tally = createTally(total, known, () => time);
  return { ...tally, pass: (ms: number) => (time += ms) };
}

test('progress counts rows, what was found, what failed, calls and pace', () => {
  const tally = aTally(500);
  tally.pass(10_000);
  tally.add([...Array.from({ length: 97 }, () => 'FOUND'), 'NOT_FOUND', 'INVALID_INPUT', 'DEADLINE_EXCEEDED']);
  tally.used({ calls: 10, leftToday: 100 });
  expect(progressLine(tally.progress())).toBe(
    '100 of 500 rows, 97 found, 1 not found, 2 failed, 10 calls, 10.0 rows/s, 40 s left',
  );
  expect(summaryLine(tally.progress(), 90_000)).toBe(
    '100 of 500 rows: 97 found, 1 not found, 2 failed (1 INVALID_INPUT, 1 DEADLINE_EXCEEDED), 10 calls, 1 min 30 s',
  );
});

test('the pace is that of the last half minute, without what earlier runs have answered', () => {
  const tally = aTally(1_000, new Map([['FOUND', 400]]));
  expect(progressLine(tally.progress())).toContain(
    '400 of 1000 rows, 400 found, 0 failed, 0 calls, 0.0 rows/s, time left unknown',
  );
  tally.add(['FOUND']);
  tally.pass(60_000);
  tally.add(Array.from({ length: 30 }, () => 'FOUND'));
  expect(tally.progress().rowsPerSecond).toBe(1);
});

test('progress says when the rows that are left need more calls than today has', () => {
  const tally = aTally(1_000);
  tally.pass(1_000);
  tally.add(Array.from({ length: 10 }, () => 'FOUND'));
  tally.used({ calls: 1, leftToday: 98 });
  expect(progressLine(tally.progress())).toContain('more than today’s calls');
  tally.used({ calls: 0, leftToday: 99 });
  expect(progressLine(tally.progress())).toContain('1 min 39 s left');
});

test('the end of a list has no time left', () => {
  const tally = aTally(1);
  tally.pass(1_000);
  tally.add(['FOUND']);
  tally.used({ calls: 1, leftToday: undefined });
  expect(progressLine(tally.progress())).toBe('1 of 1 rows, 1 found, 0 failed, 1 call, 1.0 rows/s');
});

test('the command to go on with has the same words for a shell, without the key and what would begin anew', () => {
  const words = [
    '/opt/my node',
    '/opt/bin/asin-gateway.cjs',
    'lookup',
    'my list.csv',
    '--out',
    "it's.csv",
    '--key',
    's3cret',
    '--key=s3cret',
    '--retry-failed',
    '--restart',
    '--max-age',
    '24',
    '--max-age=24',
    '--url',
    'http://h:1/',
  ];
  const options = String.raw`'my list.csv' --out 'it'\''s.csv' --key KEY --key=KEY --url http://h:1/`;
  const again = (npmEvent?: string) => commandAgain({ words, nodeOptions: ['--env-file=.env'], npmEvent });
  expect(again('lookup')).toBe(`npm run lookup -- ${options}`);
  expect(again('npx')).toBe(`npx asin-gateway lookup ${options}`);
  // Started by its path: npx might find no such package, or another one.
  const path = `'/opt/my node' --env-file=.env /opt/bin/asin-gateway.cjs lookup ${options}`;
  expect([again(), again('nightly')]).toEqual([path, path]);
});
