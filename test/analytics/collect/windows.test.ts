import { expect, test } from 'vitest';
import { createWindows } from '../../../src/analytics/collect/windows.ts';
import type { AnalyticsWindow } from '../../../src/analytics/snapshot.ts';
import { aClock } from '../events.ts';

const minuteMs = 60_000;

function counted() {
  const clock = aClock();
  const windows = createWindows(() => ({ n: 0 }), clock.monotonic);
  return {
    clock,
    count: () => windows.record((counters) => (counters.n += 1)),
    in: (window: AnalyticsWindow) => windows.countersIn(window).reduce((sum, counters) => sum + counters.n, 0),
    pieces: (window: AnalyticsWindow) => windows.countersIn(window).length,
  };
}

test.each([
  ['LAST_5_MINUTES', 4.9, 5.1],
  ['LAST_HOUR', 58.9, 61],
  ['LAST_DAY', 23.4 * 60, 24.6 * 60],
] as const)('%s holds what is younger and lets go of what is older', (window, within, beyond) => {
  const counts = counted();
  counts.count();
  counts.clock.pass(within * minuteMs);
  expect(counts.in(window)).toBe(1);
  counts.clock.pass((beyond - within) * minuteMs);
  expect(counts.in(window)).toBe(0);
  expect(counts.in('SINCE_START')).toBe(1);
});

test('a reused slice starts at zero', () => {
  const counts = counted();
  counts.count();
  counts.clock.pass(5 * minuteMs);
  counts.count();
  expect(counts.in('LAST_5_MINUTES')).toBe(1);
});

test('memory does not grow with time', () => {
  const counts = counted();
  for (let minute = 0; minute < 3 * 24 * 60; minute += 1) {
    counts.clock.pass(minuteMs);
    counts.count();
  }
  expect(counts.pieces('LAST_DAY')).toBe(48);
  expect(counts.pieces('LAST_HOUR')).toBe(60);
  expect(counts.in('SINCE_START')).toBe(3 * 24 * 60);
});
