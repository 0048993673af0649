import { LRUCache } from 'lru-cache';
import type { Clock } from '../../clock.ts';
import { timeToLiveMs, type Entry } from '../entry.ts';

/** How much the process may hold. */
export type MemoryLimits = { readonly maxEntries: number; readonly maxBytes: number };

/** An entry as the tier holds it. */
export type Held = {
  readonly entry: Entry<unknown>;
  /** Monotonic time at which a store behind the tier was last known to hold nothing younger. */
  readonly checkedAt: number;
};

/** Hydrated entries inside the process: a read is a look-up, with no promise, no parsing and no copy. */
export interface MemoryTier {
  /** The entry, unless its life is over. */
  get(key: string): Held | undefined;
  /** The entry, whatever its age: for who looks at that himself. */
  peek(key: string): Entry<unknown> | undefined;
  /** Keeps the entry if it has any life left. */
  set(key: string, entry: Entry<unknown>): void;
  readonly size: number;
}

/**
 * Bounded by entries and by bytes, least recently used first out. Not through Keyv: measured, a read through it costs
 * more than twice as much as the look-up itself, and nothing here needs what it adds.
 */
export function createMemoryTier({ maxEntries, maxBytes }: MemoryLimits, clock: Clock): MemoryTier {
  const lru = new LRUCache<string, Held>({ max: maxEntries, maxSize: maxBytes });
  return {
    get(key) {
      const held = lru.get(key);
      if (held === undefined || timeToLiveMs(held.entry, clock) > 0) return held;
      lru.delete(key);
      return undefined;
    },
    peek: (key) => lru.get(key)?.entry,
    set(key, entry) {
      if (timeToLiveMs(entry, clock) <= 0) return;
      lru.set(key, { entry, checkedAt: clock.monotonic() }, { size: bytesOf(key) + bytesOf(entry) + overheadBytes });
    },
    get size() {
      return lru.size;
    },
  };
}

/** What the look-up table itself takes for an entry. */
const overheadBytes = 128;

/**
 * Close enough for a bound, on the safe side: every character as if it were two bytes wide, a header for each string
 * and object, a word for each field. Walking is several times cheaper than measuring the value's JSON.
 */
function bytesOf(value: unknown): number {
  if (typeof value === 'string') return 24 + 2 * value.length;
  if (typeof value !== 'object' || value === null) return 8;
  let bytes = 32;
  for (const part of Array.isArray(value) ? value : Object.values(value)) bytes += 8 + bytesOf(part);
  return bytes;
}
