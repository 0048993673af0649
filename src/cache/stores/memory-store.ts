import type { Clock } from '../../clock.ts';
import { createMemoryTier, type MemoryLimits } from './memory-tier.ts';
import type { Store } from '../store.ts';

/** A store inside the process: bounded by entries and by bytes, least recently used first out, nothing serialised. */
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
