import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { guardStore } from '../../src/cache/guarded-store.ts';
import type { GatewayEvent } from '../../src/event.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { fakeStore } from './a-fake-store.ts';
import { anEntry } from './an-entry.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function guarded() {
  const clock = fakeClock();
  const back = fakeStore();
  const events: GatewayEvent[] = [];
  const store = guardStore(back, { clock, report: (event) => void events.push(event), timeoutMs: 250 });
  const read = async () => await store.getMany(['a']).then(String, (error: Error) => error.message);
  const fail = async (times: number) => {
    for (let n = 0; n < times; n += 1) await read();
  };
  return { clock, back, events, store, read, fail };
}

describe('a guarded store', () => {
  test('is not called after three failures in a row, and three seconds later by one operation', async () => {
    const { clock, back, read, fail } = guarded();
    back.failing = true;
    await fail(3);
    clock.advance(2_999);
    expect(await read()).toBe('unavailable after failures: connection lost');
    expect(back.reads).toHaveLength(3);
    clock.advance(1);
    expect(await Promise.all([read(), read()])).toEqual([
      'connection lost',
      'unavailable after failures: connection lost',
    ]);
    expect(back.reads).toHaveLength(4);
    clock.advance(2_999);
    expect(await read()).toBe('unavailable after failures: connection lost');
  });

  test('is called by all operations again after one has succeeded', async () => {
    const { clock, back, events, store, read, fail } = guarded();
    back.failing = true;
    await fail(3);
    back.failing = false;
    clock.advance(3_000);
    await read();
    await fail(10);
    expect(back.reads).toHaveLength(3 + 1 + 10);
    expect(store.health()).toEqual({ ok: true });
    expect(events).toEqual([
      { type: 'store', state: 'DOWN', detail: 'cannot be read: connection lost' },
      { type: 'store', state: 'UP' },
    ]);
  });

  test('failures that are not in a row do not stop calls', async () => {
    const { back, store, fail } = guarded();
    for (let round = 0; round < 5; round += 1) {
      back.failing = true;
      await fail(2);
      back.failing = false;
      await fail(1);
    }
    expect(store.health()).toEqual({ ok: true });
  });

  test('is still read when it cannot be written', async () => {
    const { back, store } = guarded();
    back.failing = true;
    const writes = [1, 2, 3].map(async (value) => await store.setMany([{ key: 'a', entry: anEntry(value) }]));
    await Promise.allSettled(writes);
    back.failing = false;
    expect(store.health()).toEqual({ ok: false, detail: 'cannot be written: connection lost' });
    expect(await store.getMany(['a'])).toEqual([undefined]);
    await expect(store.setMany([{ key: 'a', entry: anEntry(1) }])).rejects.toThrow(
      'unavailable after failures: connection lost',
    );
  });

  test('rejects when the time limit has passed without an answer', async () => {
    const { back, store } = guarded();
    back.getMany = async () => await new Promise(() => undefined);
    const read = expect(store.getMany(['a'])).rejects.toThrow('no answer within 250 ms');
    await vi.advanceTimersByTimeAsync(250);
    await read;
  });
});
