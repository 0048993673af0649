import { describe, expect, test } from 'vitest';
import { openStore } from '../../src/cache/open-store.ts';
import type { GatewayEvent } from '../../src/event.ts';
import { systemClock as clock } from '../../src/clock.ts';
import { openRedis } from '../../src/coordination/redis.ts';
import { hasRedis, startRedis, type RedisServer } from '../support/a-redis.ts';
import { aCatalog, aKey, anOperation } from '../support/a-catalog.ts';
import { asinNumber, asinNumbers } from '../support/asins.ts';
import { fakeSource } from '../support/fake-source.ts';

const limits = { maxEntries: 1_000, maxBytes: 10_000_000 };

/** Faults of a Redis server while operations run. */
const faults: Readonly<Record<string, (redis: RedisServer) => unknown>> = {
  'is killed': async (redis) => await redis.kill(),
  hangs: (redis) => redis.freeze(),
  'is read-only': (redis) => redis.command('replicaof', '127.0.0.1', '1'),
  'is out of memory': (redis) => redis.command('config', 'set', 'maxmemory', '1'),
  'is slow': (redis) => redis.command('client', 'pause', '200'),
};

describe.runIf(hasRedis())('while the shared store', () => {
  for (const [fault, befall] of Object.entries(faults)) {
    test(`${fault}, every operation is answered without it`, async () => {
      await using server = await startRedis();
      const events: GatewayEvent[] = [];
      const report = (event: GatewayEvent) => void events.push(event);
      await using redis = openRedis({ url: server.url, clock });
      const backing = { kind: 'redis', redis } as const;
      await using store = openStore({ backing, ...limits, namespace: 'test', clock, report });
      const { catalog, background } = aCatalog([fakeSource()], { store });
      const ask = async (...keys: Parameters<typeof aKey>[0][]) => {
        const answers = await catalog.products(
          keys.map((key) => aKey(key)),
          anOperation(),
        );
        return answers.map((answer) => (answer.kind === 'product' ? answer.cacheStatus : answer.kind));
      };
      const known = asinNumber(1);
      expect(await ask(known)).toEqual(['LIVE']);
      await befall(server);
      for (let round = 0; round < 5; round += 1) {
        expect(await ask(known)).toEqual(['FRESH']);
        expect(new Set(await ask(...asinNumbers(20, 100 * (round + 1))))).toEqual(new Set(['LIVE']));
      }
      expect(await ask(...asinNumbers(20, 100))).toEqual(Array.from({ length: 20 }, () => 'FRESH'));
      server.thaw();
      await background[Symbol.asyncDispose]();
    });
  }
});
