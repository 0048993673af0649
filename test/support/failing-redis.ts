import type { Redis } from '../../src/coordination/redis.ts';

/** Whether scripts are run, and whether their replies arrive. */
export type Failing = {
  mode: 'none' | 'unreachable' | 'reply lost';
  /** Replies wait for it. */
  reply?: Promise<void>;
};

/** The Redis as it would be if it failed so. */
export function failing(redis: Redis, failure: Failing): Redis {
  return {
    ...redis,
    get connections() {
      return redis.connections;
    },
    async run(script, keys, args) {
      if (failure.mode === 'unreachable') throw new Error('unreachable');
      const reply = await redis.run(script, keys, args);
      await failure.reply;
      if (failure.mode === 'reply lost') throw new Error('the reply is lost');
      return reply;
    },
  };
}
