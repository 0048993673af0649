import { expect, test } from 'vitest';
import { createPace } from '../../src/list/run/pace.ts';

const quick = { rows: 10, durationMs: 1_000, calls: 1, late: 0 };

test('more rows are under way while operations that make calls are answered soon, up to a bound', () => {
  const pace = createPace();
  const before = pace.rows;
  pace.ended(quick);
  expect(pace.rows).toBeGreaterThan(before);
  for (let n = 0; n < 2_000; n += 1) pace.ended(quick);
  expect(pace.rows).toBe(1_000);
});

test.each([
  ['take long', { ...quick, durationMs: 20_000 }],
  ['would miss their deadline', { ...quick, durationMs: 5, late: 10 }],
])('fewer rows are under way when operations %s, but never too few to fill a call', (_, slow) => {
  const pace = createPace();
  for (let n = 0; n < 100; n += 1) pace.ended(slow);
  expect(pace.rows).toBe(20);
  expect(pace.batchRows).toBe(10);
});

test('cached answers make operations larger, and say nothing about how many rows may be under way', () => {
  const pace = createPace();
  const { rows } = pace;
  pace.ended({ rows: 10, durationMs: 3, calls: 0, late: 0 });
  expect([pace.rows, pace.batchRows]).toEqual([rows, 50]);
  pace.ended(quick);
  expect(pace.batchRows).toBe(10);
});

test('a gateway that limits operations gets large ones from then on', () => {
  const pace = createPace();
  pace.refused();
  pace.ended(quick);
  expect(pace.batchRows).toBe(50);
});
