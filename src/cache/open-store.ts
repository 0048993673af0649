import type { Report } from '../event.ts';
import type { Clock } from '../clock.ts';
import { createMemoryStore } from './stores/memory-store.ts';
import type { MemoryLimits } from './stores/memory-tier.ts';
import { namespaceStore } from './namespaced-store.ts';
import { openRedisConnection, type RedisConnection } from './stores/redis-connection.ts';
import { createRedisStore } from './stores/redis-store.ts';
import { createSqliteStore } from './stores/sqlite-store.ts';
import type { Store } from './store.ts';
import { createTieredStore } from './stores/tiered-store.ts';

/** Where entries are kept, and how much of them the process itself may hold. */
export type StoreSettings = MemoryLimits & {
  readonly url:
    | { readonly kind: 'memory' }
    | { readonly kind: 'sqlite'; readonly path: string }
    | { readonly kind: 'redis'; readonly url: string };
};

/** What the store works with. */
export type StoreContext = {
  readonly clock: Clock;
  readonly report: Report;
  /** Keeps entries apart from those of other gateways in the same file or server. */
  readonly namespace: string;
  /** A connection that others use too; the store then leaves closing it to them. */
  readonly connection?: RedisConnection;
};

/**
 * The store that `CACHE_URL` asks for: memory alone, or memory in front of a file or a server.
 *
 * @throws {StoreOpenError} when the file cannot be the cache
 */
export function openStore(settings: StoreSettings, { clock, report, namespace, connection }: StoreContext): Store {
  const { url, maxEntries, maxBytes } = settings;
  const limits: MemoryLimits = { maxEntries, maxBytes };
  const tiered = (shared: Store) =>
    createTieredStore({ limits, back: namespaceStore(shared, namespace), clock, report });
  if (url.kind === 'memory') return createMemoryStore(limits, clock);
  if (url.kind === 'sqlite') {
    return tiered(createSqliteStore({ path: url.path, clock, report }));
  }
  if (connection !== undefined) {
    return tiered(createRedisStore({ connection, clock, report }));
  }
  const own = openRedisConnection(url.url);
  const store = tiered(createRedisStore({ connection: own, clock, report }));
  return { ...store, [Symbol.asyncDispose]: async () => await own[Symbol.asyncDispose]() };
}
