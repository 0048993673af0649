import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from '../../src/cache/open-store.ts';
import { openRedisConnection } from '../../src/cache/stores/redis-connection.ts';
import { systemClock as clock } from '../../src/clock.ts';
import { hasRedis, startRedis } from '../support/a-redis.ts';
import { anEntry, entries } from './an-entry.ts';

const report = () => undefined;
const limits = { maxEntries: 1_000, maxBytes: 10_000_000 };

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'asin-gateway-store-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('CACHE_URL decides where entries are kept', () => {
  test('memory: keeps them in the process, and counts them', async () => {
    await using store = openStore({ url: { kind: 'memory' }, ...limits }, { clock, report, namespace: 'ours' });
    await store.setMany(entries(3));
    expect(store.size()).toBe(3);
  });

  test('sqlite: keeps them in the file too, so that a restart starts warm', async () => {
    const path = join(folder, 'cache.db');
    const open = () => openStore({ url: { kind: 'sqlite', path }, ...limits }, { clock, report, namespace: 'ours' });
    const before = open();
    await before.setMany(entries(3));
    await before[Symbol.asyncDispose]();
    expect(existsSync(path)).toBe(true);
    await using after = open();
    expect((await after.getMany(['k2']))[0]?.value).toBe(2);
  });

  describe.runIf(hasRedis())('redis', () => {
    test('two instances each answer from what the other learned', async () => {
      await using redis = await startRedis();
      const url = { kind: 'redis', url: redis.url } as const;
      await using one = openStore({ url, ...limits }, { clock, report, namespace: 'ours' });
      await using two = openStore({ url, ...limits }, { clock, report, namespace: 'ours' });
      await one.setMany([{ key: 'a', entry: anEntry('by one') }]);
      await two.setMany([{ key: 'b', entry: anEntry('by two') }]);
      expect((await two.getMany(['a', 'b'])).map((entry) => entry?.value)).toEqual(['by one', 'by two']);
      expect((await one.getMany(['a', 'b'])).map((entry) => entry?.value)).toEqual(['by one', 'by two']);
    });

    test('a shared connection is left open for those who share it; an own one is closed', async () => {
      await using redis = await startRedis();
      const url = { kind: 'redis', url: redis.url } as const;
      await using connection = openRedisConnection(redis.url);
      const shared = openStore({ url, ...limits }, { clock, report, namespace: 'ours', connection });
      const own = openStore({ url, ...limits }, { clock, report, namespace: 'ours' });
      await shared.setMany(entries(1));
      await own.setMany(entries(1));
      await shared[Symbol.asyncDispose]();
      await own[Symbol.asyncDispose]();
      expect(await connection.client.ping()).toBe('PONG');
      expect(redis.command('client', 'list').split('\n')).toHaveLength(2);
    });
  });
});
