import KeyvRedis from '@keyv/redis';
import type { Report } from '../../event.ts';
import type { Clock } from '../../clock.ts';
import type { Redis } from '../../coordination/redis.ts';
import { describeRedisError, type RedisClient } from '../../coordination/redis-client.ts';
import { guardStore } from '../guarded-store.ts';
import { createKeyvStore } from './keyv-store.ts';
import type { Store } from '../store.ts';

/** Options of a Redis store. It does not close the connection. */
export type RedisStoreOptions = {
  readonly redis: Redis;
  /** Stands before every key, followed by a colon. */
  readonly namespace: string;
  readonly clock: Clock;
  readonly report: Report;
  /** The time limit of one read or write. */
  readonly timeoutMs?: number;
};

const commandTimeoutMs = 250;

/**
 * A store that instances share: one round trip for a batch (`MGET`; `SET PX` in a transaction; in a cluster one of them
 * for each slot, all at once), and Redis itself drops expired entries. It rejects at once while there is no connection.
 */
export function createRedisStore(options: RedisStoreOptions): Store {
  const { redis, namespace, clock, report, timeoutMs = commandTimeoutMs } = options;
  let opened: { readonly client: RedisClient; readonly store: Store } | undefined;
  /** The adapter belongs to one client, and there is another one after each reconnection. */
  const storeIn = (client: RedisClient): Store => {
    if (opened?.client === client) return opened.store;
    const adapter = new KeyvRedis(client, { keyPrefixSeparator: ':', throwOnErrors: true });
    adapter.on('error', () => undefined);
    const store = createKeyvStore({ adapter, namespace, adapterPrefixesKeys: true, clock, report });
    opened = { client, store };
    return store;
  };
  const connected = async (): Promise<Store> => {
    await redis.attempted;
    const problem = redis.problem();
    if (problem !== undefined) throw new NotConnected(problem);
    return storeIn(redis.client);
  };
  const store: Store = {
    getMany: async (keys) => await (await connected()).getMany(keys),
    setMany: async (entries) => await (await connected()).setMany(entries),
    size: () => undefined,
    health: () => ({ ok: true }),
    [Symbol.asyncDispose]: async () => undefined,
  };
  const connection = {
    problem: () => redis.problem(),
    connections: () => redis.connections,
    onChange: (listener: () => void) => redis.onChange(listener),
    drop: () => redis.drop(),
    describe: (error: unknown) => (error instanceof NotConnected ? error.message : describeRedisError(error)),
  };
  return guardStore(store, { clock, report, timeoutMs, connection });
}

class NotConnected extends Error {}
