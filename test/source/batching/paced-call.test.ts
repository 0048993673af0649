import { describe, expect, test } from 'vitest';
import { heldUntil, longestWaitMs, type PacedLookup } from '../../../src/source/batching/paced-call.ts';

const limits = { interactiveP95Ms: 5_000, callP95Ms: 500 };

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
    expect(heldUntil(queueOf(aLookup()), limits)).toBe(1_000 + 4_000);
    expect(heldUntil(queueOf(aLookup({ dueBy: 5_000 }), aLookup()), limits)).toBe(1_000 + 1_600);
  });

  test('not so long that an interactive lookup and its call take more than the configured time', () => {
    expect(heldUntil(queueOf(aLookup()), { ...limits, interactiveP95Ms: 2_000 })).toBe(1_000 + 1_500);
    expect(longestWaitMs([aLookup()], { interactiveP95Ms: 400, callP95Ms: 500 })).toBe(0);
  });

  test('longer for bulk lookups, whose deadline alone counts', () => {
    expect(heldUntil(queueOf(aLookup({ priority: 'BULK', dueBy: 61_000 })), limits)).toBe(1_000 + 24_000);
  });

  test('from its oldest lookup on', () => {
    const both = queueOf(aLookup(), aLookup({ queuedAt: 2_000, dueBy: 12_000 }));
    expect(heldUntil(both, limits)).toBe(1_000 + 4_000);
  });

  test('never so long that one of its lookups would leave', () => {
    expect(heldUntil(queueOf(aLookup({ dueBy: 2_000 })), limits)).toBeLessThan(1_000);
  });

  test('not at all when its slots are full, whoever fills them', () => {
    expect(heldUntil(full(), limits)).toBe(-Infinity);
    expect(heldUntil(full({ priority: 'BULK', dueBy: 61_000 }), limits)).toBe(-Infinity);
    expect(heldUntil({ slots: 1, waiting: () => [aLookup()] }, limits)).toBe(-Infinity);
  });

  test('without end if it carries refreshes alone, which begin no call', () => {
    expect(heldUntil(full({ priority: 'REFRESH' }), limits)).toBe(Infinity);
    const withRefresh = queueOf(aLookup({ priority: 'REFRESH', queuedAt: 0, dueBy: 300_000 }), aLookup());
    expect(heldUntil(withRefresh, limits)).toBe(1_000 + 4_000);
  });
});
