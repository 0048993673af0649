import { spawnSync } from 'node:child_process';
import { freePort, startRedisOn, type RedisServer } from './a-redis.ts';

/** A cluster of three masters, and perhaps a replica of the first one. */
export type RedisCluster = AsyncDisposable & {
  /** `redis+cluster://` with the last two masters. */
  readonly url: string;
  readonly masters: readonly RedisServer[];
  readonly replica: RedisServer | undefined;
};

/** Starts it on free ports of the loopback. `serverOptions` are command line options of its servers. */
export async function startCluster(
  options: { readonly withReplica?: boolean; readonly serverOptions?: readonly string[] } = {},
): Promise<RedisCluster> {
  const { withReplica = false, serverOptions = [] } = options;
  await using started = new AsyncDisposableStack();
  const servers: RedisServer[] = [];
  for (let n = 0; n < (withReplica ? 4 : 3); n += 1) {
    const timeout = ['--cluster-node-timeout', '1000'];
    servers.push(
      started.use(await startRedisOn(await busPort(), ['--cluster-enabled', 'yes', ...timeout, ...serverOptions])),
    );
  }
  const [first, second, third, replica] = servers;
  if (first === undefined || second === undefined || third === undefined) throw new Error('no servers');
  const masters = [first, second, third];
  clusterCommand('create', ...masters.map(addressOf), '--cluster-yes');
  if (replica !== undefined) {
    const id = first.command('cluster', 'myid');
    clusterCommand('add-node', addressOf(replica), addressOf(first), '--cluster-slave', '--cluster-master-id', id);
    await until(() => first.command('info', 'replication').includes('state=online'));
  }
  await until(() => servers.every((server) => server.command('cluster', 'info').includes('cluster_state:ok')));
  const stack = started.move();
  return {
    url: `redis+cluster://${[second, third].map(addressOf).join(',')}`,
    masters,
    replica,
    [Symbol.asyncDispose]: async () => await stack.disposeAsync(),
  };
}

const addressOf = ({ port }: RedisServer) => `127.0.0.1:${port}`;

/** The servers talk to each other on a port that is 10,000 higher. */
async function busPort(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (port + 10_000 < 65_536) return port;
  }
}

function clusterCommand(...words: readonly string[]): void {
  const { status, stdout } = spawnSync('redis-cli', ['--cluster', ...words], { timeout: 20_000 });
  if (status !== 0) throw new Error(`redis-cli --cluster ${words[0]}: ${stdout.toString()}`);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50));
}
