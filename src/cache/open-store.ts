import type { Report } from '../event.ts';
import type { Clock } from '../clock.ts';
import { redisPrefix, type Redis } from '../coordination/redis.ts';
import { createMemoryStore } from './stores/memory-store.ts';
import type { MemoryLimits } from './stores/memory-tier.ts';
import { createRedisStore } from './stores/redis-store.ts';
import { createSqliteStore } from './stores/sqlite-store.ts';
import type { Store } from './store.ts';
import { createTieredStore } from './stores/tiered-store.ts';

/** Where entries are kept: in this process's memory, and in a file or in Redis too. */
export type StoreBacking =
  | { readonly kind: 'memory' }
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'redis'; readonly redis: Redis };

/** Options of {@link openStore}; the limits are those of this process's memory. */
export type StoreOptions = MemoryLimits & {
  readonly backing: StoreBacking;
  readonly clock: Clock;
  readonly report: Report;
  /** Separates entries from those of other gateways in the same file or server. */
  readonly namespace: string;
};

/**
 * Opens memory alone, or memory in front of a file or a server. The connection to Redis stays its owner's.
 *
 * @throws {StoreOpenError} when the file cannot be the cache
 */
export function openStore({ backing, maxEntries, maxBytes, namespace, clock, report }: StoreOptions): Store {
  const limits: MemoryLimits = { maxEntries, maxBytes };
  if (backing.kind === 'memory') return createMemoryStore(limits, clock);
  const back =
    backing.kind === 'sqlite'
      ? createSqliteStore({ path: backing.path, namespace, clock, report })
      : createRedisStore({ redis: backing.redis, namespace: `${redisPrefix}:${namespace}`, clock, report });
  return createTieredStore({ limits, back, clock, report });
}
