import { describe, expect, test } from 'vitest';
import {
  longestWaitMs,
  pacedUntil,
  type PacedLimits,
  type PacedLookup,
  type PacedQueue,
} from '../../../src/source/batching/paced-call.ts';

const limits = { interactiveP95Ms: 5_000, callP95Ms: 500, spacingMs: 1_020, groups: 1 };
const dayUntil = (queue: PacedQueue, bounds: PacedLimits) => pacedUntil(queue, bounds).day;
const minuteUntil = (queue: PacedQueue, bounds: PacedLimits) => pacedUntil(queue, bounds).minute;

const aLookup = (parts: Partial<PacedLookup> = {}): PacedLookup => ({
  priority: 'INTERACTIVE',
  queuedAt: 1_000,
  dueBy: 11_000,
  ...parts,
});
const queueOf = (...lookups: readonly PacedLookup[]) => ({ slots: 10, waiting: () => lookups });
const full = (parts: Partial<PacedLookup> = {}) => queueOf(...Array.from({ length: 10 }, () => aLookup(parts)));

describe('a call of a day that is short waits', () => {
  test('for two fifths of the time of its lookups', () => {
    expect(dayUntil(queueOf(aLookup()), limits)).toBe(1_000 + 4_000);
    expect(dayUntil(queueOf(aLookup({ dueBy: 5_000 }), aLookup()), limits)).toBe(1_000 + 1_600);
  });

  test('not so long that an interactive lookup and its call take more than the configured time', () => {
    expect(dayUntil(queueOf(aLookup()), { ...limits, interactiveP95Ms: 2_000 })).toBe(1_000 + 1_500);
    expect(longestWaitMs([aLookup()], { interactiveP95Ms: 400, callP95Ms: 500 })).toBe(0);
  });

  test('longer for bulk lookups, whose deadline alone counts', () => {
    expect(dayUntil(queueOf(aLookup({ priority: 'BULK', dueBy: 61_000 })), limits)).toBe(1_000 + 24_000);
  });

  test('from its oldest lookup on', () => {
    const both = queueOf(aLookup(), aLookup({ queuedAt: 2_000, dueBy: 12_000 }));
    expect(dayUntil(both, limits)).toBe(1_000 + 4_000);
  });

  test('never so long that one of its lookups would leave', () => {
    expect(dayUntil(queueOf(aLookup({ dueBy: 2_000 })), limits)).toBeLessThan(1_000);
  });

  test('a permit less for each other group, so that the last of them does not leave either', () => {
    const brief = queueOf(aLookup({ dueBy: 5_000 }));
    const latestAt = 5_000 - 500 - 600;
    expect(dayUntil(brief, { ...limits, groups: 2 })).toBe(1_000 + 1_600);
    expect(dayUntil(brief, { ...limits, groups: 3 })).toBe(latestAt - 2 * 1_020);
    expect(minuteUntil(brief, { ...limits, groups: 4 })).toBe(latestAt - 3 * 1_020);
  });

  test('not at all when its slots are full, whoever fills them', () => {
    expect(dayUntil(full(), limits)).toBe(-Infinity);
    expect(dayUntil(full({ priority: 'BULK', dueBy: 61_000 }), limits)).toBe(-Infinity);
    expect(dayUntil({ slots: 1, waiting: () => [aLookup()] }, limits)).toBe(-Infinity);
  });

  test('without end if it carries refreshes alone, which begin no call', () => {
    expect(dayUntil(full({ priority: 'REFRESH' }), limits)).toBe(Infinity);
    const withRefresh = queueOf(aLookup({ priority: 'REFRESH', queuedAt: 0, dueBy: 300_000 }), aLookup());
    expect(dayUntil(withRefresh, limits)).toBe(1_000 + 4_000);
  });
});

describe('a call after a busy minute waits', () => {
  test('for two permits from its oldest lookup on', () => {
    const both = queueOf(aLookup(), aLookup({ queuedAt: 2_000, dueBy: 12_000 }));
    expect(minuteUntil(both, limits)).toBe(1_000 + 2_040);
  });

  test('no longer than while the day is short', () => {
    expect(minuteUntil(queueOf(aLookup({ dueBy: 3_000 })), limits)).toBe(1_000 + 800);
    expect(minuteUntil(full(), limits)).toBe(-Infinity);
  });

  test('no longer when it carries refreshes alone: they start calls as on any day', () => {
    expect(minuteUntil(queueOf(aLookup({ priority: 'REFRESH', dueBy: 301_000 })), limits)).toBe(1_000 + 2_040);
    const withRefresh = queueOf(aLookup({ priority: 'REFRESH', queuedAt: 0, dueBy: 300_000 }), aLookup());
    expect(minuteUntil(withRefresh, limits)).toBe(1_000 + 2_040);
  });
});
