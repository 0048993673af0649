import { describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { createSharedRedis } from '../../src/coordination/shared-redis.ts';
import { hasRedis, startRedis } from '../support/a-redis.ts';

const ping = "return redis.call('PING')['ok']";

describe.runIf(hasRedis())('the shared Redis', () => {
  test('is used as soon as it is asked for, also before the connection is up', async () => {
    await using server = await startRedis();
    await using redis = createSharedRedis({ url: server.url, clock: systemClock });
    expect(redis.state()).toBe('CONNECTING');
    expect(await redis.run(ping, [], [])).toBe('PONG');
    expect(redis.state()).toBe('UP');
  });

  test('prefixes every key', async () => {
    await using server = await startRedis();
    await using redis = createSharedRedis({ url: server.url, clock: systemClock, prefix: 'us:' });
    expect(await redis.run('return KEYS[1] .. ARGV[1]', ['key'], [7])).toBe('us:key7');
  });

  test('one that hangs costs a quarter of a second once, and nothing while it is known to hang', async () => {
    await using server = await startRedis();
    const changes: boolean[] = [];
    await using redis = createSharedRedis({ url: server.url, clock: systemClock, onChange: (up) => changes.push(up) });
    await redis.run(ping, [], []);
    server.freeze();
    const startedAt = performance.now();
    await expect(redis.run(ping, [], [])).rejects.toThrow('redis: no answer in time');
    expect(performance.now() - startedAt).toBeLessThan(400);
    const againAt = performance.now();
    await expect(redis.run(ping, [], [])).rejects.toThrow('redis: down');
    expect(performance.now() - againAt).toBeLessThan(20);
    server.thaw();
    await vi.waitUntil(() => redis.state() === 'UP', 5_000);
    expect(await redis.run(ping, [], [])).toBe('PONG');
    expect(changes).toEqual([true, false, true]);
  });

  test('one that dies is used again when it is back, and the connections are counted', async () => {
    await using server = await startRedis();
    await using redis = createSharedRedis({ url: server.url, clock: systemClock });
    const changes: boolean[] = [];
    redis.onChange((up) => changes.push(up));
    await redis.run(ping, [], []);
    await server.kill();
    await vi.waitUntil(() => redis.state() === 'DOWN', 2_000);
    await server.start();
    await vi.waitUntil(() => redis.state() === 'UP', 5_000);
    expect(redis.connections).toBe(2);
    expect(changes).toEqual([true, false, true]);
  });

  test('one that is gone from the start fails at once, with no credential in the message', async () => {
    const server = await startRedis();
    await server[Symbol.asyncDispose]();
    const reasons: string[] = [];
    await using redis = createSharedRedis({
      url: server.url.replace('//', '//someone:hunter2@'),
      clock: systemClock,
      onChange: (_, reason) => reasons.push(reason ?? ''),
    });
    const error = await redis.run(ping, [], []).catch((thrown: unknown) => thrown);
    expect(redis.state()).toBe('DOWN');
    expect(`${String(error)} ${reasons.join(' ')}`).toMatch(/redis: down.*ECONNREFUSED/);
    expect(`${String(error)} ${reasons.join(' ')}`).not.toContain('hunter2');
  });

  test('a URL that is none is refused at once, without being repeated', () => {
    const url = 'redis://:hunter2@host/not-a-number';
    expect(() => createSharedRedis({ url, clock: systemClock })).toThrow(/^not a URL that Redis could be at$/);
  });

  test('a wrong password is told without being repeated', async () => {
    await using server = await startRedis('--requirepass', 'right');
    const reasons: string[] = [];
    const url = server.url.replace('//', '//:hunter2@');
    await using redis = createSharedRedis({ url, clock: systemClock, onChange: (_, why) => reasons.push(why ?? '') });
    await expect(redis.run(ping, [], [])).rejects.toThrow('redis: down');
    expect(reasons[0]).toBe('WRONGPASS');
  });

  test('what was being told when the process stops is told before the connection ends', async () => {
    await using server = await startRedis();
    const redis = createSharedRedis({ url: server.url, clock: systemClock });
    await redis.run(ping, [], []);
    const told = redis.run("redis.call('SET', KEYS[1], 'told')", ['last'], []);
    await redis[Symbol.asyncDispose]();
    await told;
    expect(server.command('GET', 'asin-gateway:last')).toBe('told');
  });

  test('one that is out of memory is left alone for a second, then tried again', async () => {
    await using server = await startRedis('--maxmemory', '1');
    const changes: (string | undefined)[] = [];
    const onChange = (_: boolean, why?: string) => changes.push(why);
    await using redis = createSharedRedis({ url: server.url, clock: systemClock, onChange });
    await expect(redis.run("return redis.call('SET', KEYS[1], '1')", ['key'], [])).rejects.toThrow('redis: OOM');
    expect(redis.state()).toBe('DOWN');
    await vi.waitUntil(() => redis.state() === 'UP', 2_000);
    expect(await redis.run(ping, [], [])).toBe('PONG');
    expect(changes).toEqual([undefined, 'OOM', undefined]);
  });
});
