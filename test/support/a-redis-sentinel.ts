import { freePort, startRedis, startRedisOn, type RedisServer } from './a-redis.ts';

/** Three sentinels that watch a master and its replica under the name `shop`. */
export type RedisSentinels = AsyncDisposable & {
  /** `redis+sentinel://` with all three. */
  readonly url: string;
  readonly master: RedisServer;
  readonly replica: RedisServer;
  readonly sentinels: readonly RedisServer[];
};

/** Command line options of the servers, and lines for the configuration of the sentinels. */
export type RedisSentinelsOptions = {
  readonly serverOptions?: readonly string[];
  readonly sentinelLines?: readonly string[];
};

/** Starts them on free ports of the loopback. A master that is lost is replaced within a few seconds. */
export async function startSentinels(options: RedisSentinelsOptions = {}): Promise<RedisSentinels> {
  const { serverOptions = [], sentinelLines = [] } = options;
  await using started = new AsyncDisposableStack();
  const master = started.use(await startRedis(...serverOptions));
  const replica = started.use(await startRedis('--replicaof', '127.0.0.1', `${master.port}`, ...serverOptions));
  const sentinels: RedisServer[] = [];
  for (let n = 0; n < 3; n += 1) {
    const lines = [
      `sentinel monitor shop 127.0.0.1 ${master.port} 2`,
      'sentinel down-after-milliseconds shop 700',
      'sentinel failover-timeout shop 3000',
      ...sentinelLines,
    ];
    sentinels.push(started.use(await startRedisOn(await freePort(), ['--sentinel'], `${lines.join('\n')}\n`)));
  }
  const stack = started.move();
  const hosts = sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',');
  return {
    url: `redis+sentinel://${hosts}/shop`,
    master,
    replica,
    sentinels,
    [Symbol.asyncDispose]: async () => await stack.disposeAsync(),
  };
}
