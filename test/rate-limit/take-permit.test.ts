import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createPermits } from '../../src/rate-limit/permits.ts';
import { takePermit } from '../../src/rate-limit/take-permit.ts';

const second = { perSecond: 1.02, burst: 1 };
const clock = { wall: () => Date.now(), monotonic: () => performance.now() };

describe('taking a permit', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('one that is due is returned at once', async () => {
    const permits = createPermits(second, clock);
    await expect(takePermit(permits, 0, new AbortController().signal)).resolves.toMatchObject({ dueInMs: 0 });
  });

  test('one that falls due in time is returned then, to the millisecond', async () => {
    const permits = createPermits(second, clock);
    const { signal } = new AbortController();
    await takePermit(permits, 0, signal);
    let taken = false;
    const waiting = takePermit(permits, 1_000, signal).then(() => (taken = true));
    await vi.advanceTimersByTimeAsync(999);
    expect(taken).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(taken).toBe(true);
    await waiting;
  });

  test('one that falls due too late is refused at once, with the wait', async () => {
    const permits = createPermits(second, clock);
    const { signal } = new AbortController();
    await takePermit(permits, 0, signal);
    const refusal = await takePermit(permits, 999, signal);
    expect(refusal).toEqual({ refused: 'BUSY', retryAfterMs: expect.closeTo(1_000, 3) });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('an abort while waiting returns the permit and leaves no timer', async () => {
    const permits = createPermits(second, clock);
    const controller = new AbortController();
    await takePermit(permits, 0, controller.signal);
    const waiting = takePermit(permits, 5_000, controller.signal);
    await vi.advanceTimersByTimeAsync(10);
    controller.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    expect(permits.quota().usedToday).toBe(1);
    expect(permits.dueInMs()).toBeCloseTo(990, 3);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('an abort between reservation and wait returns the permit too', async () => {
    const permits = createPermits(second, clock);
    const controller = new AbortController();
    const waiting = takePermit(permits, 0, controller.signal);
    controller.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    expect(permits.quota().usedToday).toBe(0);
  });

  test('an aborted signal reserves no permit', async () => {
    const permits = createPermits(second, clock);
    await expect(takePermit(permits, 0, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    expect(permits.quota().usedToday).toBe(0);
  });
});
