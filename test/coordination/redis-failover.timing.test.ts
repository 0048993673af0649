import { describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { openRedis, type Redis } from '../../src/coordination/redis.ts';
import { defineScript } from '../../src/coordination/redis-client.ts';
import { hasRedis, startRedis } from '../support/a-redis.ts';
import { startCluster } from '../support/a-redis-cluster.ts';
import { startSentinels } from '../support/a-redis-sentinel.ts';

const add = defineScript("return redis.call('INCR', KEYS[1])");
/** A key of each third of the slots. */
const keys = ['{a}', '{b}', '{c}'] as const;

const connected = async (redis: Redis, count = 1) =>
  await vi.waitUntil(() => redis.state() === 'UP' && redis.connections === count, { timeout: 20_000, interval: 20 });
const problemOf = async (redis: Redis) => {
  await redis.attempted;
  return redis.problem();
};

describe.runIf(hasRedis())('over Sentinel', () => {
  test('a master that died is replaced: no data is lost, and nothing is written to stdout', async () => {
    await using servers = await startSentinels();
    await using redis = openRedis({ url: servers.url, clock: systemClock });
    const written = vi.spyOn(console, 'log');
    await connected(redis);
    expect(await redis.run(add, ['calls'], [])).toBe(1);
    await vi.waitUntil(() => servers.replica.command('GET', 'asin-gateway:calls') === '1', 5_000);
    await servers.master.kill();
    await vi.waitUntil(() => redis.state() === 'DOWN', 5_000);
    await expect(redis.run(add, ['calls'], [])).rejects.toThrow('redis: down');
    expect(redis.problem()).toMatch(/^not connected \(.+\)$/);
    await connected(redis, 2);
    expect(await redis.run(add, ['calls'], [])).toBe(2);
    expect(servers.replica.command('GET', 'asin-gateway:calls')).toBe('2');
    expect(written).not.toHaveBeenCalled();
    written.mockRestore();
  }, 60_000);

  test('a master that is replaced while it lives is left', async () => {
    await using servers = await startSentinels();
    await using redis = openRedis({ url: servers.url, clock: systemClock });
    await connected(redis);
    expect(servers.sentinels[1]?.command('sentinel', 'failover', 'shop')).toBe('OK');
    await connected(redis, 2);
    await vi.waitFor(async () => await redis.run(add, ['calls'], []), { timeout: 5_000, interval: 50 });
    expect(servers.replica.command('GET', 'asin-gateway:calls')).toBe('1');
  }, 60_000);

  test('sentinels that die are asked for no more; the last one is enough', async () => {
    await using servers = await startSentinels();
    await using redis = openRedis({ url: servers.url, clock: systemClock });
    const written = vi.spyOn(console, 'log');
    await connected(redis);
    const [first, second, third] = servers.sentinels;
    await first?.kill();
    await connected(redis, 2);
    await second?.kill();
    await connected(redis, 3);
    await third?.kill();
    await vi.waitUntil(() => redis.problem() === 'not connected (ECONNREFUSED)', 5_000);
    await first?.start();
    await connected(redis, 4);
    expect(written).not.toHaveBeenCalled();
    written.mockRestore();
  }, 60_000);

  test('servers and sentinels have logins of their own, and a wrong one is named without its password', async () => {
    await using servers = await startSentinels({
      serverOptions: ['--requirepass', 'of-servers', '--masterauth', 'of-servers'],
      sentinelLines: [
        'sentinel auth-pass shop of-servers',
        'user default off',
        'user watcher on >of-sentinels allchannels +@all',
      ],
    });
    const urlWith = (password: string, sentinelPassword: string) =>
      `${servers.url.replace('://', `://:${password}@`)}?sentinelUsername=watcher&sentinelPassword=${sentinelPassword}`;
    await using redis = openRedis({ url: urlWith('of-servers', 'of-sentinels'), clock: systemClock });
    await connected(redis);
    expect(await redis.run(add, ['calls'], [])).toBe(1);
    await using wrong = openRedis({ url: urlWith('wrong', 'of-sentinels'), clock: systemClock });
    expect(await problemOf(wrong)).toBe('not connected (WRONGPASS)');
    await using wrongSentinel = openRedis({ url: urlWith('of-servers', 'wrong'), clock: systemClock });
    expect(await problemOf(wrongSentinel)).toBe('not connected (WRONGPASS)');
  }, 60_000);
});

describe.runIf(hasRedis())('over a cluster', () => {
  test('a master that died is replaced by its replica, and one without a replica is waited for', async () => {
    await using cluster = await startCluster({ withReplica: true });
    await using redis = openRedis({ url: cluster.url, clock: systemClock });
    await connected(redis);
    const addToAll = async () => await Promise.all(keys.map(async (key) => await redis.run(add, [key], [])));
    expect(await addToAll()).toEqual([1, 1, 1]);
    const replicated = () => cluster.replica?.command('dbsize') === cluster.masters[0]?.command('dbsize');
    await vi.waitUntil(replicated, 5_000);
    await cluster.masters[0]?.kill();
    await vi.waitUntil(() => redis.state() === 'DOWN', 5_000);
    expect(redis.problem()).toMatch(/^not connected \(.+\)$/);
    await connected(redis, 2);
    expect(await addToAll()).toEqual([2, 2, 2]);
    await cluster.masters[1]?.kill();
    await vi.waitUntil(() => redis.state() === 'DOWN', 5_000);
    await cluster.masters[1]?.start();
    await connected(redis, 3);
  }, 60_000);

  test('a slot that moves to another master costs no connection', async () => {
    await using cluster = await startCluster();
    await using redis = openRedis({ url: cluster.url, clock: systemClock });
    await connected(redis);
    const [from, to] = ownersFor(cluster.masters, 'asin-gateway:{a}');
    const slot = from.command('cluster', 'keyslot', 'asin-gateway:{a}');
    // An importing node takes a new epoch with the slot, so that older gossip does not give the slot back.
    expect(to.command('cluster', 'setslot', slot, 'importing', from.command('cluster', 'myid'))).toBe('OK');
    for (const server of [to, ...cluster.masters.filter((master) => master !== to)]) {
      expect(server.command('cluster', 'setslot', slot, 'node', to.command('cluster', 'myid'))).toBe('OK');
    }
    expect(await redis.run(add, ['{a}'], [])).toBe(1);
    expect(to.command('GET', 'asin-gateway:{a}')).toBe('1');
    expect(redis.connections).toBe(1);
  }, 60_000);

  test('a master that hangs costs the connection, until it answers', async () => {
    await using cluster = await startCluster({ serverOptions: ['--cluster-node-timeout', '60000'] });
    await using redis = openRedis({ url: cluster.url, clock: systemClock });
    await connected(redis);
    cluster.masters[0]?.freeze();
    await vi.waitUntil(() => redis.state() === 'DOWN', 10_000);
    expect(redis.problem()).toMatch(/^not connected \(.+\)$/);
    cluster.masters[0]?.thaw();
    await connected(redis, 2);
  }, 60_000);

  test('an ACL user with a wrong password is refused without repeating it', async () => {
    await using cluster = await startCluster({ serverOptions: ['--user', 'gateway', 'on', '>right', '~*', '+@all'] });
    const url = cluster.url.replace('://', '://gateway:hunter2@');
    await using redis = openRedis({ url, clock: systemClock });
    expect(await problemOf(redis)).toBe('not connected (WRONGPASS)');
  }, 60_000);
});

describe.runIf(hasRedis())('a URL of another kind than the server', () => {
  test('is named with the scheme that fits', async () => {
    await using cluster = await startCluster();
    await using sentinels = await startSentinels();
    await using single = await startRedis();
    const [node, sentinel] = [cluster.masters[0]?.url ?? '', sentinels.sentinels[0]?.url ?? ''];
    const cases = [
      [node, 'a server of a cluster: use redis+cluster://'],
      [sentinel, 'a sentinel: use redis+sentinel://'],
      [single.url.replace('redis:', 'redis+cluster:'), 'not a cluster: use redis://'],
      [`${single.url.replace('redis:', 'redis+sentinel:')}/shop`, 'not a sentinel: use redis://'],
      [sentinels.url.replace('/shop', '/other'), 'the sentinels watch no master of this name'],
    ] as const;
    for (const [url, problem] of cases) {
      await using redis = openRedis({ url, clock: systemClock });
      expect(await problemOf(redis)).toBe(`not connected (${problem})`);
    }
  }, 60_000);
});

/** The server that has the key's slot, and another one. */
function ownersFor(servers: Awaited<ReturnType<typeof startCluster>>['masters'], key: string) {
  const isOwner = (server: (typeof servers)[number]) => !server.command('GET', key).startsWith('MOVED');
  const [from, to] = [servers.find(isOwner), servers.find((server) => !isOwner(server))];
  if (from === undefined || to === undefined) throw new Error('the key has no owner');
  return [from, to] as const;
}
