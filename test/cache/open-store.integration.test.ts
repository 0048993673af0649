import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from '../../src/cache/open-store.ts';
import { systemClock as clock } from '../../src/clock.ts';
import { openRedis } from '../../src/coordination/redis.ts';
import { defineScript } from '../../src/coordination/redis-client.ts';
import { hasRedis, startRedis } from '../support/a-redis.ts';
import { anEntry, entries } from './an-entry.ts';

const report = () => undefined;
const common = { maxEntries: 1_000, maxBytes: 10_000_000, namespace: 'test', clock, report };

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'asin-gateway-store-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the backing decides where entries are kept', () => {
  test('memory: keeps them in the process, and counts them', async () => {
    await using store = openStore({ backing: { kind: 'memory' }, ...common });
    await store.setMany(entries(3));
    expect(store.size()).toBe(3);
  });

  test('sqlite: keeps them in the file too, over a restart', async () => {
    const path = join(folder, 'cache.db');
    const open = () => openStore({ backing: { kind: 'sqlite', path }, ...common });
    const before = open();
    await before.setMany(entries(3));
    await before[Symbol.asyncDispose]();
    expect(existsSync(path)).toBe(true);
    await using after = open();
    expect((await after.getMany(['k2']))[0]?.value).toBe(2);
  });

  test('sqlite: stores with different namespaces in one file do not see each other', async () => {
    const backing = { kind: 'sqlite', path: join(folder, 'cache.db') } as const;
    await using one = openStore({ backing, ...common, namespace: 'one' });
    await using two = openStore({ backing, ...common, namespace: 'two' });
    await one.setMany([{ key: 'a', entry: anEntry('of one') }]);
    expect(await two.getMany(['a'])).toEqual([undefined]);
    await two.setMany([{ key: 'a', entry: anEntry('of two') }]);
    await using again = openStore({ backing, ...common, namespace: 'one' });
    expect((await again.getMany(['a']))[0]?.value).toBe('of one');
  });

  describe.runIf(hasRedis())('redis', () => {
    test('each of two instances reads the entries of the other', async () => {
      await using server = await startRedis();
      await using redisOfOne = openRedis({ url: server.url, clock });
      await using redisOfTwo = openRedis({ url: server.url, clock });
      await using one = openStore({ backing: { kind: 'redis', redis: redisOfOne }, ...common });
      await using two = openStore({ backing: { kind: 'redis', redis: redisOfTwo }, ...common });
      await one.setMany([{ key: 'a', entry: anEntry('by one') }]);
      await two.setMany([{ key: 'b', entry: anEntry('by two') }]);
      expect((await two.getMany(['a', 'b'])).map((entry) => entry?.value)).toEqual(['by one', 'by two']);
      expect((await one.getMany(['a', 'b'])).map((entry) => entry?.value)).toEqual(['by one', 'by two']);
    });

    test('the store uses the connection that scripts use, and leaves it open', async () => {
      await using server = await startRedis();
      await using redis = openRedis({ url: server.url, clock });
      const store = openStore({ backing: { kind: 'redis', redis }, ...common });
      await store.setMany(entries(1));
      expect(server.command('keys', '*')).toBe('asin-gateway:test:k0');
      await store[Symbol.asyncDispose]();
      expect(await redis.run(defineScript('return ARGV[1]'), [], ['open'])).toBe('open');
      // The other one is that of the command itself.
      expect(server.command('client', 'list').split('\n')).toHaveLength(2);
    });
  });
});
