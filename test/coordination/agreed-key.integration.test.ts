import { randomBytes } from 'node:crypto';
import { rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { agreeInSqlite } from '../../src/cache/stores/sqlite-key.ts';
import { agreeScript, createAgreedKeys, type AgreedKeyOptions } from '../../src/coordination/agreed-key.ts';
import { systemClock } from '../../src/clock.ts';
import { openRedis } from '../../src/coordination/redis.ts';
import { hasRedis, startRedis } from '../support/a-redis.ts';
import { fakeClock } from '../support/fake-clock.ts';

/** A place where one key can be kept. */
function aPlace() {
  const place: { kept: string | undefined; asked: number; down: boolean } = { kept: undefined, asked: 0, down: false };
  const agree = async (proposal: string) => {
    place.asked += 1;
    if (place.down) throw new Error('down');
    return (place.kept ??= proposal);
  };
  return { place, agree };
}

function instance(agree: AgreedKeyOptions['agree'], clock = fakeClock()) {
  return { keys: createAgreedKeys({ agree, randomBytes, clock }), clock };
}

describe('the key that instances agree on', () => {
  test('is the same for all, and requested once a minute', async () => {
    const { place, agree } = aPlace();
    const [one, two] = [instance(agree), instance(agree)];
    const [key] = await one.keys(false);
    expect((await two.keys(false))[0]).toEqual(key);
    await Promise.all([one.keys(false), one.keys(false)]);
    expect(place.asked).toBe(2);
    one.clock.advance(60_000);
    await one.keys(false);
    expect(place.asked).toBe(3);
  });

  test('is restored in a store that has lost it', async () => {
    const { place, agree } = aPlace();
    const one = instance(agree);
    const [key] = await one.keys(false);
    place.kept = undefined;
    one.clock.advance(60_000);
    await one.keys(false);
    expect((await instance(agree).keys(false))[0]).toEqual(key);
  });

  test('is an instance’s own while the store is down, and stays valid when all agree on another', async () => {
    const { place, agree } = aPlace();
    place.down = true;
    const alone = instance(agree);
    const [own] = await alone.keys(false);
    place.down = false;
    const [agreed] = await instance(agree).keys(false);
    expect(await alone.keys(false)).toEqual([own]);
    alone.clock.advance(1_000);
    expect(await alone.keys(false)).toEqual([agreed, own]);
  });

  test('is requested again for a signature that it does not fit, but at most once a second', async () => {
    const { place, agree } = aPlace();
    const one = instance(agree);
    await one.keys(false);
    const other = randomBytes(32);
    place.kept = other.toString('base64url');
    for (let n = 0; n < 100; n += 1) await one.keys(true);
    expect(place.asked).toBe(1);
    one.clock.advance(1_000);
    expect((await one.keys(true))[0]).toEqual(other);
  });

  test.each(['', 'short', 'x'.repeat(44)])('is never %j, even if the store returns that', async (kept) => {
    const one = instance(async () => kept);
    expect((await one.keys(false))[0]).toHaveLength(32);
  });

  test('is stored in a file for all processes that open it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'asin-gateway-key-'));
    const agree = async (key: string) => agreeInSqlite(join(folder, 'cache.db'), 'cursor', key);
    const [key] = await instance(agree).keys(false);
    expect((await instance(agree).keys(false))[0]).toEqual(key);
    await rm(folder, { recursive: true });
  });

  test.runIf(hasRedis())(
    'is stored in Redis for all instances, also in place of a value that is not a key',
    async () => {
      await using server = await startRedis();
      await using redis = openRedis({ url: server.url, clock: systemClock });
      server.command('SET', 'asin-gateway:key', 'nonsense');
      // Where the machine is busy a command may take longer than Redis is waited for.
      const agree = async (key: string) => {
        for (;;) {
          const kept = await redis.run(agreeScript, ['key'], [key]).catch(() => undefined);
          if (typeof kept === 'string') return kept;
          await new Promise((resolve) => setImmediate(resolve));
        }
      };
      const [key] = await instance(agree).keys(false);
      expect((await instance(agree).keys(false))[0]).toEqual(key);
      expect(server.command('GET', 'asin-gateway:key')).toBe(key.toString('base64url'));
    },
  );
});
