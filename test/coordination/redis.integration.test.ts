import { afterEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { openRedis, type Redis } from '../../src/coordination/redis.ts';
import { defineScript } from '../../src/coordination/redis-client.ts';
import { hasRedis, startRedis, type RedisServer } from '../support/a-redis.ts';
import { atOnce } from '../support/at-once.ts';

const ping = defineScript("return redis.call('PING')['ok']");
const set = defineScript("return redis.call('SET', KEYS[1], ARGV[1])['ok']");

afterEach(() => void vi.useRealTimers());

/** What the connection reports: `UP`, or why it is down. */
function changesOf(redis: Redis): readonly string[] {
  const changes: string[] = [];
  redis.onChange((up, reason = 'unknown') => void changes.push(up ? 'UP' : reason));
  return changes;
}

/** Waits for the first reply, however busy the machine is. */
async function answers(redis: Redis): Promise<void> {
  await redis.attempted;
  await vi.waitFor(async () => await redis.run(ping, [], []), { timeout: 5_000, interval: 20 });
}

const callsOf = (server: RedisServer, command: string) =>
  Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(server.command('info', 'commandstats'))?.[1] ?? 0);

describe.runIf(hasRedis())('the connection to Redis', () => {
  test('can be used at once, before it is up', async () => {
    await using server = await startRedis();
    await using redis = openRedis({ url: server.url, clock: systemClock });
    expect(redis.state()).toBe('CONNECTING');
    expect(await redis.run(ping, [], [])).toBe('PONG');
    expect(redis.state()).toBe('UP');
  });

  test('puts the prefix before every key of a script', async () => {
    await using server = await startRedis();
    await using redis = openRedis({ url: server.url, clock: systemClock, prefix: 'us' });
    expect(await redis.run(defineScript('return KEYS[1] .. ARGV[1]'), ['key'], [7])).toBe('us:key7');
  });

  test('sends the text of a script once, and its hash afterwards', async () => {
    await using server = await startRedis();
    await using redis = openRedis({ url: server.url, clock: systemClock });
    await redis.attempted;
    for (let n = 0; n < 5; n += 1) expect(await redis.run(ping, [], [])).toBe('PONG');
    expect(callsOf(server, 'eval')).toBe(1);
    expect(callsOf(server, 'evalsha')).toBe(4);
  });

  test('runs scripts in the order in which they were sent, the first of their kind too', async () => {
    await using server = await startRedis();
    await using redis = openRedis({ url: server.url, clock: systemClock });
    const get = defineScript("return redis.call('GET', KEYS[1])");
    expect(await redis.run(get, ['key'], [])).toBeNull();
    for (const value of ['first', 'next']) {
      const [, found] = await Promise.all([redis.run(set, ['key'], [value]), redis.run(get, ['key'], [])]);
      expect(found).toBe(value);
    }
  });

  test.each([['SCRIPT', 'FLUSH'], ['FLUSHALL']])('runs scripts after %s %s', async (...command) => {
    await using server = await startRedis();
    await using redis = openRedis({ url: server.url, clock: systemClock });
    await answers(redis);
    server.command(...command);
    expect(await redis.run(ping, [], [])).toBe('PONG');
    expect(redis.state()).toBe('UP');
  });

  test('rejects a script after a quarter of a second, and the next ones at once until Redis answers again', async () => {
    await using server = await startRedis();
    await using redis = openRedis({ url: server.url, clock: systemClock });
    const changes = changesOf(redis);
    await answers(redis);
    server.freeze();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const hanging = redis.run(ping, [], []);
    const rejected = expect(hanging).rejects.toThrow('redis: no answer in time');
    await vi.advanceTimersByTimeAsync(249);
    expect(await atOnce(hanging)).toBe('pending');
    await vi.advanceTimersByTimeAsync(1);
    await rejected;
    vi.useRealTimers();
    expect(await atOnce(redis.run(ping, [], []))).toBe('redis: down');
    server.thaw();
    await vi.waitUntil(() => redis.state() === 'UP', 5_000);
    expect(await redis.run(ping, [], [])).toBe('PONG');
    expect(changes).toEqual(['UP', 'no answer in time', 'UP']);
    // One late reply costs no connection.
    expect(redis.connections).toBe(1);
  });

  test('is given up when the server still hangs, and made again when it answers', async () => {
    await using server = await startRedis();
    await using redis = openRedis({ url: server.url, clock: systemClock });
    const changes = changesOf(redis);
    await answers(redis);
    server.freeze();
    await expect(redis.run(ping, [], [])).rejects.toThrow('redis: no answer in time');
    await vi.waitUntil(() => redis.problem() === 'not connected (no answer in time)', 5_000);
    expect(await atOnce(redis.run(ping, [], []))).toBe('redis: down');
    server.thaw();
    await vi.waitUntil(() => redis.state() === 'UP', 5_000);
    expect(redis.connections).toBe(2);
    expect(changes).toEqual(['UP', 'no answer in time', 'UP']);
  });

  test('is made again when a server that died is back, and the connections are counted', async () => {
    await using server = await startRedis();
    await using redis = openRedis({ url: server.url, clock: systemClock });
    const changes = changesOf(redis);
    await answers(redis);
    await server.kill();
    await vi.waitUntil(() => redis.state() === 'DOWN', 2_000);
    expect(await atOnce(redis.run(ping, [], []))).toBe('redis: down');
    await server.start();
    await vi.waitUntil(() => redis.state() === 'UP', 5_000);
    expect(redis.connections).toBe(2);
    expect(changes).toEqual(['UP', expect.any(String), 'UP']);
    expect(await redis.run(ping, [], [])).toBe('PONG');
  });

  test('reports a server that is absent from the start, with no credential in the message', async () => {
    const server = await startRedis();
    await server[Symbol.asyncDispose]();
    await using redis = openRedis({ url: server.url.replace('//', '//someone:hunter2@'), clock: systemClock });
    const changes = changesOf(redis);
    const error = await redis.run(ping, [], []).catch((thrown: unknown) => thrown);
    expect(redis.state()).toBe('DOWN');
    expect(`${String(error)} ${changes.join(' ')}`).toMatch(/redis: down.*ECONNREFUSED/);
    expect(redis.problem()).toBe('not connected (ECONNREFUSED)');
    expect(`${String(error)} ${changes.join(' ')}`).not.toContain('hunter2');
  });

  test('is refused at once for a URL that cannot be one of Redis, and the message does not repeat it', () => {
    const url = 'redis://:hunter2@host/not-a-number';
    expect(() => openRedis({ url, clock: systemClock })).toThrow(/^not the URL of a Redis server$/);
  });

  test('reports a wrong password without repeating it', async () => {
    await using server = await startRedis('--requirepass', 'right');
    await using redis = openRedis({ url: server.url.replace('//', '//:hunter2@'), clock: systemClock });
    const changes = changesOf(redis);
    await expect(redis.run(ping, [], [])).rejects.toThrow('redis: down');
    expect(changes[0]).toBe('WRONGPASS');
  });

  test('ends only after the scripts that were sent before', async () => {
    await using server = await startRedis();
    const redis = openRedis({ url: server.url, clock: systemClock });
    await answers(redis);
    const last = redis.run(set, ['last'], ['sent']);
    await redis[Symbol.asyncDispose]();
    await last;
    expect(server.command('GET', 'asin-gateway:last')).toBe('sent');
  });

  test('sends no script for a second after an error reply, and then tries again', async () => {
    await using server = await startRedis('--maxmemory', '1');
    const offset = { ms: 0 };
    const clock = { ...systemClock, monotonic: () => systemClock.monotonic() + offset.ms };
    await using redis = openRedis({ url: server.url, clock });
    const changes = changesOf(redis);
    await expect(redis.run(set, ['key'], ['1'])).rejects.toThrow('redis: OOM');
    expect(redis.state()).toBe('DOWN');
    expect(await atOnce(redis.run(ping, [], []))).toBe('redis: down');
    offset.ms = 1_000;
    expect(redis.state()).toBe('UP');
    expect(await redis.run(ping, [], [])).toBe('PONG');
    expect(changes).toEqual(['UP', 'OOM', 'UP']);
  });
});
