import KeyvRedis from '@keyv/redis';
import { Cacheable, createKeyv, Keyv } from 'cacheable';
import { createCache } from 'cache-manager';
import { createEntryCache, type CacheWrite } from '../../src/cache/entry-cache.ts';
import { openStore, type StoreBacking } from '../../src/cache/open-store.ts';
import { createRedisStore } from '../../src/cache/stores/redis-store.ts';
import { createSqliteStore } from '../../src/cache/stores/sqlite-store.ts';
import type { Store } from '../../src/cache/store.ts';
import { readCachedProduct } from '../../src/catalog/cached-values.ts';
import { systemClock as clock } from '../../src/clock.ts';
import { openRedis } from '../../src/coordination/redis.ts';

/** A cache under test. Reading returns the found values, in the keys' order. */
export type Contender = AsyncDisposable & {
  readonly name: string;
  read(keys: readonly string[]): Promise<readonly unknown[]>;
  write(notes: readonly CacheWrite[]): Promise<void>;
};

/** The backing stores of the caches under test. */
export type Places = { readonly sqlitePath: string; readonly redisUrl: string };

/** Every cache by its name on the command line. */
export const contenders: Readonly<Record<string, (places: Places) => Contender>> = {
  memory: () => ours('gateway, memory:', opened({ kind: 'memory' })),
  sqlite: ({ sqlitePath }) => ours('gateway, sqlite behind memory', opened({ kind: 'sqlite', path: sqlitePath })),
  redis: ({ redisUrl }) => ours('gateway, redis behind memory', openedRedis(redisUrl)),
  'sqlite-alone': ({ sqlitePath }) =>
    ours('gateway, sqlite alone', createSqliteStore({ path: sqlitePath, namespace: 'bench', clock, report: complain })),
  'redis-alone': ({ redisUrl }) => ours('gateway, redis alone', bareRedis(redisUrl)),
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

/** Throws, because a failing cache answers fast and would falsify the measurement. */
function complain(event: { readonly type: string }): void {
  throw new Error(`The store failed: ${JSON.stringify(event)}`);
}

function opened(backing: StoreBacking): Store {
  return openStore({ backing, ...limits, namespace: 'bench', clock, report: complain });
}

function openedRedis(url: string): Store {
  const redis = openRedis({ url, clock });
  const store = opened({ kind: 'redis', redis });
  return { ...store, [Symbol.asyncDispose]: async () => await redis[Symbol.asyncDispose]() };
}

function bareRedis(url: string): Store {
  const redis = openRedis({ url, clock });
  const store = createRedisStore({ redis, namespace: 'bench', clock, report: complain });
  return { ...store, [Symbol.asyncDispose]: async () => await redis[Symbol.asyncDispose]() };
}

/** The gateway's cache as the catalog uses it, with ages and values checked. */
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
