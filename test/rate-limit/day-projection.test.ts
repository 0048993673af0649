import { describe, expect, test } from 'vitest';
import { dayMs } from '../../src/rate-limit/day-count.ts';
import { createDayProjection } from '../../src/rate-limit/day-projection.ts';
import type { Quota } from '../../src/rate-limit/permits.ts';
import { fakeClock } from '../support/fake-clock.ts';

const minuteMs = 60_000;

/** A day of 8,640 calls that is half over. */
function aDay(usedToday = 0, perDay: number | undefined = 8_640) {
  const clock = fakeClock();
  const quota = { perSecond: 1, ...(perDay !== undefined && { perDay }), usedToday, resetsAt: 0 };
  const midnight = () => (Math.floor(clock.wall() / dayMs) + 1) * dayMs;
  const project = createDayProjection(() => ({ ...quota, resetsAt: midnight() }), clock);
  project();
  /** Makes a call every `gapMs` for `forMs`. */
  function callEvery(gapMs: number, forMs: number) {
    for (let at = 0; at < forMs; at += gapMs) {
      clock.advance(gapMs);
      quota.usedToday += 1;
      project();
    }
  }
  return { clock, quota, project, callEvery };
}

describe('the projection of a day', () => {
  test('is the calls so far, and those of the rest of the day at the pace of the last quarter of an hour', () => {
    const { project, callEvery } = aDay(1_000);
    callEvery(20_000, 15 * minuteMs);
    const leftMs = 12 * 60 * minuteMs - 15 * minuteMs;
    expect(project()?.calls).toBeCloseTo(1_000 + 45 + leftMs / 20_000, 0);
    expect(project()?.isShort).toBe(false);
  });

  test('is short while the calls would run out before the day does, and no longer', () => {
    const { project, callEvery } = aDay();
    callEvery(1_000, 15 * minuteMs);
    expect(project()).toMatchObject({ isShort: true });
    callEvery(12_000, 16 * minuteMs);
    expect(project()?.isShort).toBe(false);
  });

  test('does not take the first calls after the start for a high pace', () => {
    const { project, callEvery } = aDay(8_400);
    callEvery(100, 900);
    expect(project()).toMatchObject({ isShort: false });
    const fresh = aDay();
    fresh.callEvery(1_000, 60_000);
    expect(fresh.project()?.isShort).toBe(false);
  });

  test('a pause is part of the pace, however long nobody looked', () => {
    const { clock, project, callEvery } = aDay();
    callEvery(1_000, 10 * minuteMs);
    expect(project()?.isShort).toBe(true);
    clock.advance(60 * minuteMs);
    expect(project()).toMatchObject({ isShort: false, calls: 600 });
  });

  test('calls after a pause count as those of the last quarter of an hour', () => {
    const { clock, project, callEvery } = aDay();
    clock.advance(4 * 60 * minuteMs);
    callEvery(1_000, 5 * minuteMs);
    expect(project()).toMatchObject({ isShort: true });
  });

  test('calls of other instances count when they are seen', () => {
    const { clock, quota, project } = aDay();
    for (let minute = 0; minute < 15; minute += 1) {
      clock.advance(minuteMs);
      quota.usedToday += 60;
      project();
    }
    expect(project()).toMatchObject({ isShort: true });
  });

  test('begins anew at midnight', () => {
    const { clock, quota, project, callEvery } = aDay(4_000);
    clock.advance(12 * 60 * minuteMs - 10 * minuteMs);
    callEvery(1_000, 10 * minuteMs);
    quota.usedToday = 0;
    expect(project()).toMatchObject({ isShort: false, calls: 0 });
    callEvery(1_000, 2 * minuteMs);
    expect(project()).toMatchObject({ isShort: true });
  });

  test('starts when the calls of other instances are known, which are no pace', () => {
    const clock = fakeClock();
    const day = { perSecond: 1, perDay: 8_640, resetsAt: (Math.floor(clock.wall() / dayMs) + 1) * dayMs };
    let quota: Quota = { ...day, usedToday: 0, isProvisional: true };
    const project = createDayProjection(() => quota, clock);
    const fine = { isShort: false, isShortNow: false };
    expect(project()).toEqual({ calls: 0, ...fine });
    quota = { ...day, usedToday: 5_000 };
    expect(project()).toEqual({ calls: 5_000, ...fine });
    clock.advance(10 * minuteMs);
    expect(project()).toEqual({ calls: 5_000, ...fine });
  });

  test('does not exist for an account without a daily limit', () => {
    const clock = fakeClock();
    const project = createDayProjection(() => ({ perSecond: 1, usedToday: 5, resetsAt: 0 }), clock);
    expect(project()).toBeUndefined();
  });
});

describe('the last minute of a day', () => {
  test('is short when it used three quarters of the calls that the rate allows, and the day would not last', () => {
    const { project, callEvery } = aDay();
    callEvery(1_300, minuteMs);
    expect(project()).toMatchObject({ isShort: false, isShortNow: true });
    const slower = aDay();
    slower.callEvery(1_400, minuteMs);
    expect(slower.project()?.isShortNow).toBe(false);
  });

  test('is not short at a pace that the day carries, however busy it is', () => {
    const { project, callEvery } = aDay(0, 100_000);
    callEvery(1_020, minuteMs);
    expect(project()).toMatchObject({ isShort: false, isShortNow: false });
  });

  test('is measured with the rate that throttling leaves', () => {
    const { quota, project, callEvery } = aDay(0, 2_000);
    quota.perSecond = 0.5;
    callEvery(2_600, minuteMs);
    expect(project()?.isShortNow).toBe(true);
  });

  test('is not short with less than ten calls, which are no pace', () => {
    const { quota, project, callEvery } = aDay(0, 100);
    quota.perSecond = 0.1;
    callEvery(10_200, minuteMs);
    expect(project()?.isShortNow).toBe(false);
  });

  test('is over a minute after the last call', () => {
    const { clock, project, callEvery } = aDay();
    callEvery(1_020, 2 * minuteMs);
    expect(project()?.isShortNow).toBe(true);
    clock.advance(minuteMs + 2_000);
    expect(project()?.isShortNow).toBe(false);
  });
});
