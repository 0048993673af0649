import type { Clock } from '../../clock.ts';
import { createMemoryTier, type MemoryLimits } from './memory-tier.ts';
import type { Store } from '../store.ts';

/** A store in the process's memory, bounded by entries and by bytes; evicts the least recently used. */
export function createMemoryStore(limits: MemoryLimits, clock: Clock): Store {
  const tier = createMemoryTier(limits, clock);
  return {
    getMany: async (keys) => keys.map((key) => tier.get(key)?.entry),
    peek: (key) => tier.peek(key),
    async setMany(entries) {
      for (const { key, entry } of entries) tier.set(key, entry);
    },
    size: () => tier.size,
    health: () => ({ ok: true }),
    [Symbol.asyncDispose]: async () => undefined,
  };
}
