import { describe, expect, test, vi } from 'vitest';
import { createRedisStore } from '../../src/cache/stores/redis-store.ts';
import type { Store } from '../../src/cache/store.ts';
import type { GatewayEvent } from '../../src/event.ts';
import { systemClock } from '../../src/clock.ts';
import { openRedis } from '../../src/coordination/redis.ts';
import { describeRedisError } from '../../src/coordination/redis-client.ts';
import { freePort, hasRedis, startRedis, type RedisServer } from '../support/a-redis.ts';
import { atOnce, outcomeOf } from '../support/at-once.ts';
import { slowLinkTo } from '../support/a-slow-link.ts';
import { storeContract } from '../contract/store.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { anEntry, entries } from './an-entry.ts';

/** A store over its own connection, and what it reported. */
function open(url: string, clock = systemClock): Store & { readonly events: readonly GatewayEvent[] } {
  const events: GatewayEvent[] = [];
  const redis = openRedis({ url, clock: systemClock });
  const report = (event: GatewayEvent) => void events.push(event);
  const store = createRedisStore({ redis, namespace: 'asin-gateway', clock, report });
  return { ...store, events, [Symbol.asyncDispose]: async () => await redis[Symbol.asyncDispose]() };
}

const one = (value: unknown = 1) => [{ key: 'k0', entry: anEntry(value) }];
/** Reads until it works: an event of the connection may still be on its way. */
const untilRead = async (store: Store) =>
  await vi.waitFor(async () => await store.getMany(['k0']), { timeout: 8_000, interval: 20 });
const commandCount = (redis: RedisServer, name: string) =>
  Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(redis.command('info', 'commandstats'))?.[1] ?? 0);

describe.runIf(hasRedis())('with a Redis server', () => {
  storeContract('the Redis store', async (clock) => {
    const redis = await startRedis();
    const store = open(redis.url, clock);
    const close = async () => {
      await store[Symbol.asyncDispose]();
      await redis[Symbol.asyncDispose]();
    };
    return { ...store, [Symbol.asyncDispose]: close };
  });

  test('fifty entries are one command to read, and one round trip to write', async () => {
    await using redis = await startRedis();
    await using link = await slowLinkTo(redis.port);
    await using store = open(`redis://127.0.0.1:${link.port}`);
    await untilRead(store);
    const [tripsBefore, readsBefore] = [link.roundTrips(), commandCount(redis, 'mget')];
    await store.setMany(entries(50));
    expect(link.roundTrips() - tripsBefore).toBe(1);
    expect(await store.getMany(entries(50).map(({ key }) => key))).toHaveLength(50);
    expect(link.roundTrips() - tripsBefore).toBe(2);
    expect(commandCount(redis, 'mget') - readsBefore).toBe(1);
    expect(commandCount(redis, 'get')).toBe(0);
  });

  test('keys carry the prefix, and Redis drops an entry at its stale limit', async () => {
    await using redis = await startRedis();
    await using store = open(redis.url);
    await untilRead(store);
    await store.setMany(one());
    expect(redis.command('keys', '*')).toBe('asin-gateway:k0');
    const leftMs = Number(redis.command('pttl', 'asin-gateway:k0'));
    expect(leftMs).toBeGreaterThan(115_000);
    expect(leftMs).toBeLessThanOrEqual(120_000);
  });

  test('a value of another program is a miss, and the others of its batch are read', async () => {
    await using redis = await startRedis();
    await using store = open(redis.url);
    await untilRead(store);
    await store.setMany(entries(2));
    redis.command('set', 'asin-gateway:text', 'no JSON');
    redis.command('set', 'asin-gateway:shape', '{"value":{"odd":true}}');
    redis.command('lpush', 'asin-gateway:list', 'x');
    const found = await store.getMany(['k0', 'text', 'shape', 'list', 'k1']);
    expect(found.map((entry) => entry?.value)).toEqual([0, undefined, undefined, undefined, 1]);
  });

  test('a password opens the connection, and the error for a wrong one does not repeat it', async () => {
    await using redis = await startRedis('--requirepass', 'hunter2-secret');
    await using store = open(redis.url.replace('//', '//:hunter2-secret@'));
    await store.setMany(one());
    await using denied = open(redis.url.replace('//', '//someone:wrong-secret@'));
    const message = await outcomeOf(denied.getMany(['k0']));
    expect(message).toContain('WRONGPASS');
    expect(JSON.stringify([message, denied.health(), denied.events])).not.toMatch(/wrong-secret|someone/);
  });

  test.each([
    [
      'the code of a system error',
      Object.assign(new Error('connect ECONNREFUSED p/ss'), { code: 'ECONNREFUSED' }),
      'ECONNREFUSED',
    ],
    ['the first word of a reply', new Error('WRONGPASS invalid p/ss'), 'WRONGPASS'],
    ['the class of any other error', new TypeError('cannot use redis://some%40one:p%2Fss@host'), 'TypeError'],
  ])('an error is described by %s, so that it repeats no credential', (_, error, described) => {
    expect(describeRedisError(error)).toBe(described);
  });

  test('absent at start: operations are rejected at once, and succeed when it is there', async () => {
    const port = await freePort();
    await using store = open(`redis://127.0.0.1:${port}`);
    expect(await outcomeOf(store.getMany(['k0']))).toContain('ECONNREFUSED');
    expect(await atOnce(store.setMany(one()))).toContain('not connected');
    expect(store.health()).toMatchObject({ ok: false });
    await using redis = await startRedis('--port', `${port}`);
    await untilRead(store);
    await store.setMany(one());
    expect(redis.command('-p', `${port}`, 'keys', '*')).toBe('asin-gateway:k0');
    expect(store.health()).toEqual({ ok: true });
    expect(store.events.map((event) => event.type === 'store' && event.state)).toEqual(['DOWN', 'UP']);
  });

  test('killed: reported without an operation, operations are rejected at once, and succeed after its restart', async () => {
    await using redis = await startRedis();
    await using store = open(redis.url);
    await untilRead(store);
    await store.setMany(one());
    await redis.kill();
    await vi.waitFor(() => expect(store.health()).toMatchObject({ ok: false }));
    for (let n = 0; n < 20; n += 1) {
      expect(await atOnce(store.getMany(['k0']))).toContain('not connected');
    }
    await redis.start();
    await untilRead(store);
    await store.setMany(one(2));
    expect((await store.getMany(['k0']))[0]?.value).toBe(2);
    expect(store.health()).toEqual({ ok: true });
  });

  test('hung: operations reach their time limit, later ones are rejected at once, and succeed when it is back', async () => {
    await using redis = await startRedis();
    await using store = open(redis.url);
    await untilRead(store);
    await store.setMany(one());
    redis.freeze();
    const together = Array.from({ length: 3 }, () => outcomeOf(store.getMany(['k0'])));
    expect(await Promise.all(together)).toContain('no answer within 250 ms');
    for (let n = 0; n < 50; n += 1) await atOnce(store.setMany(one()));
    expect(store.health()).toMatchObject({ ok: false });
    redis.thaw();
    await untilRead(store);
    await vi.waitFor(() => expect(store.health()).toEqual({ ok: true }));
  });

  test('hung without operations: noticed by the ping', async () => {
    await using redis = await startRedis();
    await using store = open(redis.url);
    await untilRead(store);
    await store.setMany(one());
    redis.freeze();
    await vi.waitFor(() => expect(store.health()).toMatchObject({ ok: false }), { timeout: 4_500 });
    redis.thaw();
    await untilRead(store);
  });

  test('while it hangs, writes do not pile up', async () => {
    await using redis = await startRedis();
    await using store = open(redis.url);
    await untilRead(store);
    await store.setMany(one());
    redis.freeze();
    const writes = Array.from({ length: 2_000 }, async () => await store.setMany(one('x'.repeat(100))));
    const outcomes = await Promise.allSettled(writes);
    const reasons = outcomes.map((outcome) => (outcome.status === 'rejected' ? String(outcome.reason) : 'kept'));
    expect(reasons.filter((reason) => reason.includes('512 operations are pending'))).toHaveLength(2_000 - 512);
    expect(reasons).not.toContain('kept');
    redis.thaw();
    await untilRead(store);
    await store.setMany(one('after'));
    expect((await store.getMany(['k0']))[0]?.value).toBe('after');
  });

  test('slow: answers that take 200 ms are still answers', async () => {
    await using redis = await startRedis();
    await using link = await slowLinkTo(redis.port);
    await using store = open(`redis://127.0.0.1:${link.port}`);
    await store.setMany(one('kept'));
    link.delayMs = 200;
    for (let n = 0; n < 5; n += 1) expect((await store.getMany(['k0']))[0]?.value).toBe('kept');
    expect(store.health()).toEqual({ ok: true });
  });

  test('read-only: reads succeed, writes are not tried after three failures', async () => {
    await using redis = await startRedis();
    const clock = fakeClock();
    await using store = open(redis.url, clock);
    const write = async () => await outcomeOf(store.setMany([{ key: 'k0', entry: anEntry(1, {}, clock) }]));
    expect(await write()).toBe('fulfilled');
    redis.command('replicaof', '127.0.0.1', `${await freePort()}`);
    redis.command('config', 'set', 'replica-serve-stale-data', 'yes');
    for (let n = 0; n < 3; n += 1) expect(await write()).toContain('READONLY');
    expect(await write()).toContain('unavailable after failures');
    expect((await store.getMany(['k0']))[0]?.value).toBe(1);
    const { detail } = { detail: '', ...store.health() };
    expect(detail).toContain('cannot be written');
    redis.command('replicaof', 'no', 'one');
    clock.advance(3_000);
    expect(await write()).toBe('fulfilled');
    expect(store.health()).toEqual({ ok: true });
  });

  test('out of memory: reads succeed, writes are rejected', async () => {
    await using redis = await startRedis('--maxmemory-policy', 'noeviction');
    await using store = open(redis.url);
    await untilRead(store);
    await store.setMany(one('kept'));
    redis.command('config', 'set', 'maxmemory', '1');
    expect(await outcomeOf(store.setMany(one('lost')))).toContain('OOM');
    expect((await store.getMany(['k0']))[0]?.value).toBe('kept');
  });
});
