import KeyvRedis from '@keyv/redis';
import type { Report } from '../../event.ts';
import type { Clock } from '../../clock.ts';
import { guardStore } from '../guarded-store.ts';
import { createKeyvStore } from './keyv-store.ts';
import type { RedisConnection } from './redis-connection.ts';
import type { Store } from '../store.ts';

/** What a Redis store is made of. The connection is borrowed: whoever opened it closes it, after the store. */
export type RedisStoreOptions = {
  readonly connection: RedisConnection;
  readonly clock: Clock;
  readonly report: Report;
  /** The longest one read or write is waited for. */
  readonly timeoutMs?: number;
};

/** What every key of this program begins with, followed by a colon. */
export const redisNamespace = 'asin-gateway';

const commandTimeoutMs = 250;

/**
 * A store that instances share: one round trip for a batch (`MGET`; `SET PX` in a transaction), Redis itself drops what
 * is over. While there is no connection it rejects at once.
 */
export function createRedisStore({
  connection,
  clock,
  report,
  timeoutMs = commandTimeoutMs,
}: RedisStoreOptions): Store {
  const adapter = new KeyvRedis(connection.client, { keyPrefixSeparator: ':', throwOnErrors: true });
  adapter.on('error', () => undefined);
  const keyv = createKeyvStore({ adapter, namespace: redisNamespace, clock, report });
  /** The first attempt to connect is waited for; the client's own queue, which has no bound, never sees a thing. */
  const connected = async () => {
    await connection.attempted;
    const problem = connection.problem();
    if (problem !== undefined) throw new Error(problem);
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
  return guardStore(store, { clock, report, timeoutMs, link: connection, describe: connection.describe });
}
