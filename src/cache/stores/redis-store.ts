import KeyvRedis from '@keyv/redis';
import type { Report } from '../../event.ts';
import type { Clock } from '../../clock.ts';
import type { Redis } from '../../coordination/redis.ts';
import { describeRedisError } from '../../coordination/redis-client.ts';
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
 * A store that instances share: one round trip for a batch (`MGET`; `SET PX` in a transaction), and Redis itself drops
 * expired entries. It rejects at once while there is no connection.
 */
export function createRedisStore(options: RedisStoreOptions): Store {
  const { redis, namespace, clock, report, timeoutMs = commandTimeoutMs } = options;
  const adapter = new KeyvRedis(redis.client, { keyPrefixSeparator: ':', throwOnErrors: true });
  adapter.on('error', () => undefined);
  const keyv = createKeyvStore({ adapter, namespace, adapterPrefixesKeys: true, clock, report });
  const connected = async () => {
    await redis.attempted;
    const problem = redis.problem();
    if (problem !== undefined) throw new NotConnected(problem);
  };
  const store: Store = {
    ...keyv,
    async getMany(keys) {
      await connected();
      return await keyv.getMany(keys);
    },
    async setMany(entries) {
      await connected();
      await keyv.setMany(entries);
    },
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
