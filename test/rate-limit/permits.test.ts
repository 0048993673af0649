import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPermits, type Permit, type Permits, type Refusal } from '../../src/rate-limit/permits.ts';
import { fakeClock } from '../support/fake-clock.ts';

async function take(permits: Permits, withinMs = Infinity): Promise<Permit> {
  const permit = await permits.reserve(withinMs);
  if ('refused' in permit) throw new Error(`refused: ${permit.refused}`);
  return permit;
}

async function refusal(permits: Permits, withinMs: number): Promise<Refusal> {
  const permit = await permits.reserve(withinMs);
  if (!('refused' in permit)) throw new Error('granted');
  return permit;
}

describe('permits', () => {
  test('after a pause one permit is due at once, the next 1.02 / rate later', async () => {
    const permits = createPermits({ perSecond: 1, burst: 1 }, fakeClock());
    expect((await take(permits)).dueInMs).toBe(0);
    expect((await take(permits)).dueInMs).toBeCloseTo(1020, 5);
    expect((await take(permits)).dueInMs).toBeCloseTo(2040, 5);
  });

  test('a burst lets its number of calls leave together, and no more', async () => {
    const permits = createPermits({ perSecond: 2, burst: 2 }, fakeClock());
    const dues = [await take(permits), await take(permits), await take(permits)].map(({ dueInMs }) => dueInMs);
    expect(dues).toEqual([0, 0, 510]);
  });

  test('a permit that would fall due too late is refused with the wait, and costs nothing', async () => {
    const permits = createPermits({ perSecond: 1, burst: 1, perDay: 10 }, fakeClock());
    await take(permits);
    expect(await refusal(permits, 500)).toEqual({ refused: 'BUSY', retryAfterMs: 1020 });
    expect(permits.quota().usedToday).toBe(1);
    expect((await take(permits)).dueInMs).toBeCloseTo(1020, 5);
  });

  test('the next reservation gets a refunded permit, and the day is not charged', async () => {
    const permits = createPermits({ perSecond: 1, burst: 1, perDay: 10 }, fakeClock());
    (await take(permits)).refund();
    expect((await take(permits)).dueInMs).toBe(0);
    expect(permits.quota().usedToday).toBe(1);
  });

  test('a refund never lets two calls leave together', async () => {
    const permits = createPermits({ perSecond: 1, burst: 1 }, fakeClock());
    const first = await take(permits);
    const second = await take(permits);
    first.refund();
    expect((await take(permits)).dueInMs).toBeGreaterThanOrEqual(second.dueInMs + 1000);
  });

  test('the day’s calls end at the limit and restart at UTC midnight', async () => {
    const clock = fakeClock();
    const permits = createPermits({ perSecond: 1000, burst: 1, perDay: 2 }, clock);
    await take(permits);
    await take(permits);
    expect(await refusal(permits, Infinity)).toEqual({ refused: 'DAY_QUOTA', retryAfterMs: 12 * 3_600_000 });
    clock.advance(12 * 3_600_000);
    expect((await take(permits)).dueInMs).toBe(0);
  });

  test('a wall clock set back does not grant the same day twice', async () => {
    const clock = fakeClock();
    const permits = createPermits({ perSecond: 1000, burst: 1, perDay: 1 }, clock);
    await take(permits);
    clock.jumpWall(-24 * 3_600_000);
    expect(await refusal(permits, Infinity)).toMatchObject({ refused: 'DAY_QUOTA' });
  });

  test('a 429 halves the rate for a minute and the rate recovers slowly', async () => {
    const clock = fakeClock();
    const permits = createPermits({ perSecond: 1, burst: 1 }, clock);
    permits.throttled(undefined);
    expect(permits.quota().perSecond).toBe(0.5);
    clock.advance(59_999);
    expect(permits.quota().perSecond).toBe(0.5);
    clock.advance(1);
    expect(permits.quota().perSecond).toBeCloseTo(0.625);
    clock.advance(300_000);
    expect(permits.quota().perSecond).toBe(1);
  });

  test('no permit falls due before the wait that the upstream requested, which is capped at a minute', async () => {
    const clock = fakeClock();
    const permits = createPermits({ perSecond: 1, burst: 1 }, clock);
    permits.throttled(7_000);
    expect((await take(permits)).dueInMs).toBeGreaterThanOrEqual(7_000);
    permits.throttled(3_600_000);
    expect((await take(permits)).dueInMs).toBeLessThanOrEqual(61_000 + 7_000);
  });

  test('the rate that the upstream reports replaces the first one', async () => {
    const permits = createPermits({ perSecond: 1, burst: 1 }, fakeClock());
    permits.learned(5);
    await take(permits);
    expect((await take(permits)).dueInMs).toBeCloseTo(204, 5);
  });

  test('after any reservations, refunds and throttling, two due times are never closer than the spacing', async () => {
    const action = fc.oneof(
      fc.constant('take' as const),
      fc.constant('refund' as const),
      fc.constant('throttle' as const),
      fc.integer({ min: 1, max: 3_000 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
        const clock = fakeClock();
        const permits = createPermits({ perSecond: 1, burst: 1 }, clock);
        const kept: { at: number; permit: Permit }[] = [];
        for (const act of actions) {
          if (act === 'take') {
            const permit = await take(permits);
            kept.push({ at: clock.monotonic() + permit.dueInMs, permit });
          } else if (act === 'refund') kept.pop()?.permit.refund();
          else if (act === 'throttle') permits.throttled(undefined);
          else clock.advance(act);
        }
        const times = kept.map(({ at }) => at).toSorted((a, b) => a - b);
        return times.every((at, index) => index === 0 || at - (times[index - 1] ?? 0) >= 1000);
      }),
    );
  });
});
