import { z } from 'zod';
import type { Redis } from './redis.ts';
import { defineScript } from './redis-client.ts';

/** Statistics that every instance publishes, and reads of the others. */
export interface SharedInstanceStats {
  /** Replaces what this instance published before; returns what the others published. @throws {RedisError} */
  publish(own: string): Promise<readonly string[]>;
  /** Removes what this instance published. @throws {RedisError} */
  remove(): Promise<void>;
}

/** Options of statistics in Redis. */
export type SharedInstanceStatsOptions = {
  readonly redis: Redis;
  /** Identifies this process. */
  readonly instance: string;
  /** Instances with the same namespace see each other. */
  readonly namespace: string;
  /** The statistics of an instance that publishes nothing for so long are removed. */
  readonly forgetAfterMs?: number;
};

/**
 * Times far in the future were written before Redis's clock was set back. KEYS: the instances' statistics, and the times
 * at which they were published. ARGV: the instance, its statistics, how long they are kept.
 */
const publishScript = defineScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[2], now, ARGV[1])
for _, range in ipairs({ { '-inf', now - ARGV[3] }, { now + ARGV[3], '+inf' } }) do
  for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], range[1], range[2])) do
    redis.call('HDEL', KEYS[1], name)
    redis.call('ZREM', KEYS[2], name)
  end
end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
local others = {}
local published = redis.call('HGETALL', KEYS[1])
for i = 1, #published, 2 do if published[i] ~= ARGV[1] then others[#others + 1] = published[i + 1] end end
return others
`);

/** KEYS: as above. ARGV: the instance. */
const removeScript = defineScript(`
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('ZREM', KEYS[2], ARGV[1])
`);

/** Statistics in Redis. Publishing takes one round trip. */
export function createInstanceStats(options: SharedInstanceStatsOptions): SharedInstanceStats {
  const { redis, instance, namespace, forgetAfterMs = 20_000 } = options;
  const keys = [`instance-stats:{${namespace}}`, `instance-stats:{${namespace}}:published`];
  return {
    async publish(own) {
      return z.array(z.string()).parse(await redis.run(publishScript, keys, [instance, own, forgetAfterMs]));
    },
    async remove() {
      await redis.run(removeScript, keys, [instance]);
    },
  };
}
