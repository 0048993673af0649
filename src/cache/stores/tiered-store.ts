import { recheckMs } from '../../catalog/lifetimes.ts';
import type { Report } from '../../event.ts';
import type { Clock } from '../../clock.ts';
import { stateOf, timeToLiveMs, type Entry } from '../entry.ts';
import { createMemoryTier, type Held, type MemoryLimits } from './memory-tier.ts';
import type { Store } from '../store.ts';

/** Options of a tiered store. */
export type TieredStoreOptions = {
  readonly limits: MemoryLimits;
  /** The persistent store; closed with this one. */
  readonly back: Store;
  readonly clock: Clock;
  /** Receives a `store-failed` event when the back store cannot be read; the front continues without it. */
  readonly report: Report;
};

/**
 * Memory in front of a persistent store. A fresh entry in front is used at once; every thirty seconds a lookup in the back
 * store follows, without delaying the read. For an entry that is no longer fresh the read waits for that lookup, because
 * the alternative is an upstream call. The younger entry wins. The front works on while the back store fails.
 */
export function createTieredStore({ limits, back, clock, report }: TieredStoreOptions): Store {
  const front = createMemoryTier(limits, clock);

  async function getMany(keys: readonly string[]): Promise<readonly (Entry<unknown> | undefined)[]> {
    const missed: string[] = [];
    const aged: string[] = [];
    const entries = keys.map((key) => {
      const held = front.get(key);
      if (held === undefined || stateOf(held.entry, clock) !== 'fresh') missed.push(key);
      else if (isDue(held)) {
        front.set(key, held.entry);
        aged.push(key);
      }
      return held?.entry;
    });
    if (aged.length > 0) void refreshFront(aged);
    if (missed.length === 0) return entries;
    const learned = await refreshFront([...new Set(missed)]);
    return keys.map((key, index) => learned.get(key) ?? front.get(key)?.entry ?? entries[index]);
  }

  /** Copies younger entries to the front, and returns them: the front may be too small for them. Never rejects. */
  async function refreshFront(keys: readonly string[]): Promise<ReadonlyMap<string, Entry<unknown>>> {
    const learned = new Map<string, Entry<unknown>>();
    try {
      const found = await back.getMany(keys);
      for (const [index, key] of keys.entries()) {
        const entry = found[index];
        const known = front.get(key)?.entry;
        if (entry === undefined || (known !== undefined && known.fetchedAt >= entry.fetchedAt)) continue;
        const own = withOwnClock(entry, clock);
        if (timeToLiveMs(own, clock) <= 0) continue;
        front.set(key, own);
        learned.set(key, { ...own, fromStore: true });
      }
    } catch (error) {
      report({ type: 'store-failed', action: 'read', message: error instanceof Error ? error.message : 'unknown' });
    }
    return learned;
  }

  function isDue({ checkedAt }: Held): boolean {
    return clock.monotonic() - checkedAt >= recheckMs;
  }

  return {
    getMany,
    peek(key) {
      const held = front.get(key);
      return held === undefined || isDue(held) ? undefined : held.entry;
    },
    async setMany(entries) {
      for (const { key, entry } of entries) front.set(key, entry);
      await back.setMany(entries);
    },
    size: () => back.size() ?? front.size,
    health: () => back.health(),
    [Symbol.asyncDispose]: async () => await back[Symbol.asyncDispose](),
  };
}

/** The entry with its age by this process's monotonic clock, in case the wall clock is set back. */
function withOwnClock(entry: Entry<unknown>, clock: Clock): Entry<unknown> {
  return { ...entry, fetchedAtMonotonic: clock.monotonic() - (clock.wall() - entry.fetchedAt) };
}
