import { z } from 'zod';
import type { SharedRedis } from './shared-redis.ts';

/** A place where every instance says one thing, and sees what the others say. */
export interface SharedInstanceStats {
  /** Says `own` in the place of what this instance said before; returns what the others say. @throws SharedRedisError */
  exchange(own: string): Promise<readonly string[]>;
  /** Says nothing any more. @throws SharedRedisError */
  leave(): Promise<void>;
}

/** What a board is made of. */
export type SharedInstanceStatsOptions = {
  readonly redis: SharedRedis;
  /** Names this process, differently from every other. */
  readonly instance: string;
  /** Tells this board from others. */
  readonly board: string;
  /** What an instance said is forgotten when it has not said anything for so long. */
  readonly forgetAfterMs?: number;
};

/** Times far in the future were written before Redis's clock was set back. KEYS: what each instance says, when it last did. ARGV: the instance, what it says, for how long that holds. */
const exchangeScript = `
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
local said = redis.call('HGETALL', KEYS[1])
for i = 1, #said, 2 do if said[i] ~= ARGV[1] then others[#others + 1] = said[i + 1] end end
return others
`;

/** KEYS: as above. ARGV: the instance. */
const leaveScript = `
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('ZREM', KEYS[2], ARGV[1])
`;

/** A board in Redis: one round trip an exchange. */
export function createInstanceStats(options: SharedInstanceStatsOptions): SharedInstanceStats {
  const { redis, instance, board, forgetAfterMs = 20_000 } = options;
  const keys = [`board:{${board}}`, `board:{${board}}:seen`];
  return {
    async exchange(own) {
      return z.array(z.string()).parse(await redis.run(exchangeScript, keys, [instance, own, forgetAfterMs]));
    },
    async leave() {
      await redis.run(leaveScript, keys, [instance]);
    },
  };
}
