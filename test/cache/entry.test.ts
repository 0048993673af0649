import { describe, expect, test } from 'vitest';
import { ageMs, stateOf, timeToLiveMs, type Entry } from '../../src/cache/entry.ts';
import { asinLimitMs, licenceLimitMs } from '../../src/catalog/lifetimes.ts';
import { fakeClock } from '../support/fake-clock.ts';

const hourMs = 3_600_000;

function anEntry(parts: Partial<Entry<string>> = {}) {
  const clock = fakeClock();
  const entry: Entry<string> = {
    value: 'x',
    fetchedAt: clock.wall(),
    fetchedAtMonotonic: clock.monotonic(),
    freshMs: hourMs,
    staleMs: 24 * hourMs,
    ...parts,
  };
  return { clock, entry };
}

describe('an entry', () => {
  test('is fresh, then stale, then expired', () => {
    const { clock, entry } = anEntry({ staleMs: 3 * hourMs });
    expect(stateOf(entry, clock)).toBe('fresh');
    clock.advance(hourMs);
    expect(stateOf(entry, clock)).toBe('stale');
    clock.advance(2 * hourMs);
    expect(stateOf(entry, clock)).toBe('expired');
  });

  test('is never used after the licence’s day, whatever its own ages', () => {
    const { clock, entry } = anEntry({ staleMs: 99 * hourMs });
    clock.advance(licenceLimitMs);
    expect(stateOf(entry, clock)).toBe('expired');
  });

  test('whose value is an ASIN and nothing else may be kept for 30 days', () => {
    const forMs = { freshMs: asinLimitMs, staleMs: asinLimitMs };
    const { clock, entry } = anEntry({ value: 'B0CR7G9V56', ...forMs });
    clock.advance(29 * 24 * hourMs);
    expect(stateOf(entry, clock)).toBe('fresh');
    expect(timeToLiveMs(entry, clock)).toBe(24 * hourMs - 5 * 60_000);
    clock.advance(24 * hourMs);
    expect(stateOf(entry, clock)).toBe('expired');
    const more = anEntry({ value: 'B0CR7G9V56 1299.00', ...forMs });
    expect(timeToLiveMs(more.entry, more.clock)).toBeLessThan(licenceLimitMs);
  });

  test('is dropped by stores five minutes before the licence’s limit', () => {
    const { clock, entry } = anEntry();
    expect(timeToLiveMs(entry, clock)).toBe(licenceLimitMs - 5 * 60_000);
  });

  test('does not grow younger when the wall clock is set back', () => {
    const { clock, entry } = anEntry();
    clock.advance(2 * hourMs);
    clock.jumpWall(-2 * hourMs);
    expect(ageMs(entry, clock)).toBe(2 * hourMs);
    expect(stateOf(entry, clock)).toBe('stale');
  });

  test('fetched in the future is a miss', () => {
    const { clock, entry } = anEntry();
    clock.jumpWall(-hourMs);
    expect(stateOf(entry, clock)).toBe('expired');
  });
});
