import KeyvRedis from '@keyv/redis';
import { Cacheable, createKeyv, Keyv } from 'cacheable';
import { createCache } from 'cache-manager';
import { createEntryCache, type CacheWrite } from '../../src/cache/entry-cache.ts';
import { openStore, type StoreSettings } from '../../src/cache/open-store.ts';
import { openRedisConnection } from '../../src/cache/stores/redis-connection.ts';
import { createRedisStore } from '../../src/cache/stores/redis-store.ts';
import { createSqliteStore } from '../../src/cache/stores/sqlite-store.ts';
import type { Store } from '../../src/cache/store.ts';
import { readCachedProduct } from '../../src/catalog/cached-values.ts';
import { systemClock as clock } from '../../src/clock.ts';

/** A cache under test. Reading gives what was found, in the keys' order. */
export type Contender = AsyncDisposable & {
  readonly name: string;
  read(keys: readonly string[]): Promise<readonly unknown[]>;
  write(notes: readonly CacheWrite[]): Promise<void>;
};

/** Where the caches under test may keep things. */
export type Places = { readonly sqlitePath: string; readonly redisUrl: string };

/** Every cache there is, by a name that a command line can carry. */
export const contenders: Readonly<Record<string, (places: Places) => Contender>> = {
  memory: () => ours('ours, memory:', opened({ kind: 'memory' })),
  sqlite: ({ sqlitePath }) => ours('ours, sqlite: with its front', opened({ kind: 'sqlite', path: sqlitePath })),
  redis: ({ redisUrl }) => ours('ours, redis: with its front', opened({ kind: 'redis', url: redisUrl })),
  'sqlite-alone': ({ sqlitePath }) =>
    ours('ours, sqlite: without front', createSqliteStore({ path: sqlitePath, clock, report: complain })),
  'redis-alone': ({ redisUrl }) => ours('ours, redis: without front', bareRedis(redisUrl)),
  'cacheable-memory': () => cacheable('cacheable, memory', {}),
  cacheable: ({ redisUrl }) =>
    cacheable('cacheable, memory + redis', { secondary: new KeyvRedis(redisUrl, { namespace: 'cacheable' }) }),
  'cache-manager-memory': () => cacheManager('cache-manager, memory', [frontOfPeers()]),
  'cache-manager': ({ redisUrl }) =>
    cacheManager('cache-manager, memory + redis', [
      frontOfPeers(),
      new Keyv({ store: new KeyvRedis(redisUrl), namespace: 'cache-manager', useKeyPrefix: false }),
    ]),
};

const limits = { maxEntries: 100_000, maxBytes: 512 * 1024 * 1024 };

/** A cache that fails answers fast and measures nothing. */
function complain(event: { readonly type: string }): void {
  throw new Error(`the store failed: ${JSON.stringify(event)}`);
}

function opened(url: StoreSettings['url']): Store {
  return openStore({ url, ...limits }, { clock, report: complain, namespace: 'bench' });
}

function bareRedis(url: string): Store {
  const connection = openRedisConnection(url);
  const store = createRedisStore({ connection, clock, report: complain });
  return { ...store, [Symbol.asyncDispose]: async () => await connection[Symbol.asyncDispose]() };
}

/** As the catalog uses it: ages judged, values checked. */
function ours(name: string, store: Store): Contender {
  const entryCache = createEntryCache({ store, clock, report: complain });
  return {
    name,
    read: async (keys) => await entryCache.getMany(keys, readCachedProduct),
    write: async (notes) => await entryCache.setMany(notes),
    [Symbol.asyncDispose]: async () => await store[Symbol.asyncDispose](),
  };
}

/** The bounded memory that both peers recommend. */
function frontOfPeers(): Keyv {
  return createKeyv({ lruSize: limits.maxEntries });
}

function cacheable(name: string, options: { readonly secondary?: KeyvRedis<unknown> }): Contender {
  const cache = new Cacheable({ primary: frontOfPeers(), ...options });
  return {
    name,
    read: async ([first = '', ...others]) =>
      others.length === 0 ? [await cache.get(first)] : await cache.getMany([first, ...others]),
    write: async (notes) =>
      void (await cache.setMany(notes.map(({ key, value, staleMs }) => ({ key, value, ttl: staleMs })))),
    [Symbol.asyncDispose]: async () => await cache.disconnect(),
  };
}

function cacheManager(name: string, stores: Keyv[]): Contender {
  const cache = createCache({ stores });
  return {
    name,
    read: async ([first = '', ...others]) =>
      others.length === 0 ? [await cache.get(first)] : await cache.mget([first, ...others]),
    write: async (notes) =>
      void (await cache.mset(notes.map(({ key, value, staleMs }) => ({ key, value, ttl: staleMs })))),
    [Symbol.asyncDispose]: async () => {
      await cache.disconnect();
    },
  };
}
