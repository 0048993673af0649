import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { orAborted, sleep, withTimeout } from '../src/async.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = new Promise<never>(() => undefined);
const gone = new Error('gone');

describe('sleep', () => {
  test('never ends before its time, fractions included', async () => {
    let awake = false;
    const sleeping = sleep(10.2).then(() => (awake = true));
    await vi.advanceTimersByTimeAsync(10);
    expect(awake).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await sleeping).toBe(true);
  });

  test('ends with the signal’s reason and leaves no timer, whether it aborts before or during', async () => {
    const leaving = new AbortController();
    const sleeping = sleep(1_000, { signal: leaving.signal });
    leaving.abort(gone);
    await expect(sleeping).rejects.toBe(gone);
    await expect(sleep(1_000, { signal: leaving.signal })).rejects.toBe(gone);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('orAborted', () => {
  test('is the promise’s outcome without an abort', async () => {
    const { signal } = new AbortController();
    await expect(orAborted(Promise.resolve(7), signal)).resolves.toBe(7);
    await expect(orAborted(Promise.reject(gone), signal)).rejects.toBe(gone);
  });

  test('is the reason at once, however long the promise takes', async () => {
    const leaving = new AbortController();
    const asked = orAborted(never, leaving.signal);
    leaving.abort(gone);
    await expect(asked).rejects.toBe(gone);
    await expect(orAborted(never, leaving.signal)).rejects.toBe(gone);
  });
});

describe('withTimeout', () => {
  test('is the promise’s outcome in time, and leaves no timer', async () => {
    await expect(withTimeout(Promise.resolve(7), 100, () => 'late')).resolves.toBe(7);
    await expect(withTimeout(Promise.reject(gone), 100, () => 'late')).rejects.toBe(gone);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is the result or the error of `late` after the time', async () => {
    const late = withTimeout(never, 100, () => 'late');
    const thrown = withTimeout(never, 100, () => {
      throw gone;
    });
    const failed = expect(thrown).rejects.toBe(gone);
    await vi.advanceTimersByTimeAsync(100);
    expect(await late).toBe('late');
    await failed;
  });
});
