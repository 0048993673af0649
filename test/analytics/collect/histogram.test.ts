import { array, assert, double, property } from 'fast-check';
import { expect, test } from 'vitest';
import { addDuration, addHistogram, createHistogram, latencyOf } from '../../../src/analytics/collect/histogram.ts';

function histogramOf(durations: readonly number[]) {
  const histogram = createHistogram();
  for (const durationMs of durations) addDuration(histogram, durationMs);
  return histogram;
}

test('an empty histogram has no percentiles', () => {
  expect(latencyOf(createHistogram())).toBeUndefined();
});

test('all percentiles of a single duration are that duration', () => {
  expect(latencyOf(histogramOf([243]))).toEqual({ p50Ms: 243, p95Ms: 243, p99Ms: 243, count: 1 });
});

test('every percentile is within five percent of the true one, or within half a millisecond', () => {
  const durations = array(double({ min: 0, max: 100_000, noNaN: true }), { minLength: 1, maxLength: 300 });
  assert(
    property(durations, (values) => {
      const sorted = values.toSorted((a, b) => a - b);
      const latency = latencyOf(histogramOf(values));
      for (const [share, ms] of [
        [0.5, latency?.p50Ms],
        [0.95, latency?.p95Ms],
        [0.99, latency?.p99Ms],
      ] as const) {
        const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
        expect(Math.abs((ms ?? Number.NaN) - exact)).toBeLessThanOrEqual(Math.max(0.6, exact * 0.05));
      }
    }),
  );
});

test('the sum of histograms equals one histogram of all durations', () => {
  const sum = histogramOf([5, 80]);
  addHistogram(sum, histogramOf([700, 1]));
  expect(sum).toEqual(histogramOf([5, 80, 700, 1]));
});

test('a duration beyond the scale is counted in the last bucket', () => {
  expect(latencyOf(histogramOf([3_600_000]))?.p50Ms).toBeGreaterThan(100_000);
});
