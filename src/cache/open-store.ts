import type { Report } from '../event.ts';
import type { Clock } from '../upstream/clock.ts';
import { createMemoryStore } from './memory-store.ts';
import type { MemoryLimits } from './memory-tier.ts';
import { openRedisConnection, type RedisConnection } from './redis-connection.ts';
import { createRedisStore } from './redis-store.ts';
import { createSqliteStore } from './sqlite-store.ts';
import type { Store } from './store.ts';
import { createTieredStore } from './tiered-store.ts';

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
  /** A connection that others use too; the store then leaves closing it to them. */
  readonly connection?: RedisConnection;
};

/**
 * The store that `CACHE_URL` asks for: memory alone, or memory in front of a file or a server.
 *
 * @throws {StoreOpenError} when the file cannot be the cache
 */
export function openStore(settings: StoreSettings, { clock, report, connection }: StoreContext): Store {
  const { url, maxEntries, maxBytes } = settings;
  const limits: MemoryLimits = { maxEntries, maxBytes };
  if (url.kind === 'memory') return createMemoryStore(limits, clock);
  if (url.kind === 'sqlite') {
    return createTieredStore({ limits, back: createSqliteStore({ path: url.path, clock, report }), clock, report });
  }
  if (connection !== undefined) {
    return createTieredStore({ limits, back: createRedisStore({ connection, clock, report }), clock, report });
  }
  const own = openRedisConnection(url.url);
  const back = createRedisStore({ connection: own, clock, report });
  const store = createTieredStore({ limits, back, clock, report });
  return { ...store, [Symbol.asyncDispose]: async () => await own[Symbol.asyncDispose]() };
}
