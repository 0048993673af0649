import { recheckMs } from '../../catalog/lifetimes.ts';
import type { Report } from '../../event.ts';
import type { Clock } from '../../clock.ts';
import { stateOf, timeToLiveMs, type Entry } from '../entry.ts';
import { createMemoryTier, type Held, type MemoryLimits } from './memory-tier.ts';
import type { Store } from '../store.ts';

/** What a tiered store is made of. */
export type TieredStoreOptions = {
  readonly limits: MemoryLimits;
  /** The persistent store; closed with this one. */
  readonly back: Store;
  readonly clock: Clock;
  /** Told when the back store cannot be read: the front goes on without it. */
  readonly report: Report;
};

/**
 * Hydrated entries in front of a persistent store. A fresh copy in front answers by itself, and is checked against the
 * store behind the answer every thirty seconds; a copy that is no longer fresh is looked up again at once, because the
 * alternative is an upstream call. The younger entry wins. The front serves on while the store behind it fails.
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
    if (aged.length > 0) void learnFrom(aged);
    if (missed.length === 0) return entries;
    const learned = await learnFrom([...new Set(missed)]);
    return keys.map((key, index) => learned.get(key) ?? front.get(key)?.entry ?? entries[index]);
  }

  /** Takes into the front what the back knows better, and returns it: the front may be too small for it. Never rejects. */
  async function learnFrom(keys: readonly string[]): Promise<ReadonlyMap<string, Entry<unknown>>> {
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

/** From now on this process's monotonic clock watches its age too, should the wall clock be set back. */
function withOwnClock(entry: Entry<unknown>, clock: Clock): Entry<unknown> {
  return { ...entry, fetchedAtMonotonic: clock.monotonic() - (clock.wall() - entry.fetchedAt) };
}
