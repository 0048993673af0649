import { afterEach, describe, expect, test, vi } from 'vitest';
import { createMemoryStore } from '../../src/cache/stores/memory-store.ts';
import { systemClock } from '../../src/clock.ts';
import { storeContract } from '../contract/store.ts';

storeContract('the memory store', async (clock) =>
  createMemoryStore({ maxEntries: 1_000, maxBytes: 10_000_000 }, clock),
);

const entry = (value: unknown) => ({ value, fetchedAt: Date.now(), freshMs: 60_000, staleMs: 120_000 });

describe('the memory store', () => {
  afterEach(() => void vi.useRealTimers());

  test('holds no more entries than its limit, and evicts the least recently used', async () => {
    await using store = createMemoryStore({ maxEntries: 2, maxBytes: 10_000_000 }, systemClock);
    await store.setMany([
      { key: 'a', entry: entry(1) },
      { key: 'b', entry: entry(2) },
    ]);
    await store.getMany(['a']);
    await store.setMany([{ key: 'c', entry: entry(3) }]);
    expect((await store.getMany(['a', 'b', 'c'])).map((kept) => kept?.value)).toEqual([1, undefined, 3]);
    expect(store.size()).toBe(2);
  });

  test('holds no more bytes than its limit', async () => {
    await using store = createMemoryStore({ maxEntries: 1_000, maxBytes: 100_000 }, systemClock);
    for (let n = 0; n < 50; n += 1) await store.setMany([{ key: `k${n}`, entry: entry('x'.repeat(5_000)) }]);
    expect(store.size()).toBeGreaterThan(5);
    expect(store.size()).toBeLessThan(12);
  });

  test('drops an expired entry', async () => {
    vi.useFakeTimers();
    await using store = createMemoryStore({ maxEntries: 10, maxBytes: 100_000 }, systemClock);
    await store.setMany([{ key: 'a', entry: entry(1) }]);
    await vi.advanceTimersByTimeAsync(120_001);
    expect(await store.getMany(['a'])).toEqual([undefined]);
  });
});
