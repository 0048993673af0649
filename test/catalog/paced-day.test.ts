import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aCatalog, aKey, anOperation } from '../support/a-catalog.ts';
import { asinNumber } from '../support/asins.ts';
import { fakeSource } from '../support/fake-source.ts';

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-23T12:00:00Z') }));
afterEach(() => void vi.useRealTimers());

const hourMs = 3_600_000;

/** A catalog whose one product is asked four times, and `ageMs` later ten others, which are too many for the day. */
async function aShortDay(ageMs: number, interactiveP95Ms?: number) {
  const source = fakeSource({ freshMs: hourMs });
  const allowance = { perSecond: 10, burst: 1, perDay: 200 };
  const { catalog } = aCatalog([source], { allowance, ...(interactiveP95Ms !== undefined && { interactiveP95Ms }) });
  const ask = async (n: number, withinMs: number) => {
    const answer = catalog.products([aKey(asinNumber(n))], anOperation());
    await vi.advanceTimersByTimeAsync(withinMs);
    const [answered] = await answer;
    return answered?.kind === 'product' ? answered.cacheStatus : answered?.kind;
  };
  for (let times = 0; times < 4; times += 1) await ask(1, 200);
  await vi.advanceTimersByTimeAsync(ageMs);
  for (let n = 2; n < 12; n += 1) await ask(n, 200);
  source.calls.length = 0;
  return { ask, calls: () => source.calls.map(({ asins }) => asins.length) };
}

describe('while the calls of a day are short', () => {
  test('a stale copy answers at once, and its lookup waits for a call with others', async () => {
    const { ask, calls } = await aShortDay(2 * hourMs, 5_000);
    expect(await ask(1, 1)).toBe('STALE');
    expect(calls()).toEqual([]);
    expect(await ask(20, 4_100)).toBe('LIVE');
    expect(calls()).toEqual([2]);
    expect(await ask(1, 1)).toBe('FRESH');
  });

  test('nothing is refreshed ahead', async () => {
    const { ask, calls } = await aShortDay(0.96 * hourMs, 5_000);
    expect(await ask(1, 10_000)).toBe('FRESH');
    expect(await ask(20, 4_100)).toBe('LIVE');
    expect(calls()).toEqual([1]);
  });

  test('both are done as usual if pacing is off', async () => {
    const stale = await aShortDay(2 * hourMs);
    expect(await stale.ask(1, 200)).toBe('LIVE');
    const old = await aShortDay(0.96 * hourMs);
    expect(await old.ask(1, 10_000)).toBe('FRESH');
    expect(old.calls()).toEqual([1]);
  });
});
