import type { Redis } from '../../src/coordination/redis.ts';
import { defineScript } from '../../src/coordination/redis-client.ts';

/** The Redis as it would be if its clock were `offset.ms` ahead. */
export function shifted(redis: Redis, offset: { readonly ms: number }): Redis {
  return {
    ...redis,
    get connections() {
      return redis.connections;
    },
    async run(script, keys, args) {
      const time = `(function() local t = redis.call('TIME'); return { t[1] + ${offset.ms / 1000}, t[2] } end)()`;
      return await redis.run(defineScript(script.text.replace("redis.call('TIME')", time)), keys, args);
    },
  };
}
