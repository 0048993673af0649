import { afterEach, describe, expect, test } from 'vitest';
import type { Redis } from '../../src/coordination/redis.ts';
import { dayMs } from '../../src/rate-limit/day-count.ts';
import type { Permit } from '../../src/rate-limit/permits.ts';
import { hasRedis, startRedis } from '../support/a-redis.ts';
import { aQueue, bareGroup, type BareQueue } from '../support/a-queue.ts';
import { failing, type Failing } from '../support/failing-redis.ts';
import { shifted } from '../support/shifted-redis.ts';

let stack = new AsyncDisposableStack();
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});

/** An instance whose Redis can fail. */
async function started() {
  const server = stack.use(await startRedis());
  const failure: Failing = { mode: 'none' };
  const allowance = { perSecond: 1_000, perDay: 100 };
  const clock = { ms: 0 };
  const through = (redis: Redis) => failing(shifted(redis, clock), failure);
  const one = stack.use(await aQueue(server.url, { ...allowance, through }));
  return { ...one, server, clock, failure };
}

async function take({ permits }: Pick<BareQueue, 'permits'>): Promise<Permit> {
  const permit = await permits.reserve(Infinity);
  if ('refused' in permit) throw new Error(permit.refused);
  return permit;
}

/** Asks for the state of the permits, and takes none. */
async function usedBy({ permits }: Pick<BareQueue, 'permits'>): Promise<number> {
  await permits.reserve(-1);
  return permits.quota().usedToday;
}

describe.runIf(hasRedis())('calls that were made without Redis', () => {
  test('are added once, although the reply to the first request is lost', async () => {
    const one = await started();
    await take(one);
    one.failure.mode = 'unreachable';
    await take(one);
    await take(one);
    one.failure.mode = 'reply lost';
    await usedBy(one);
    await take(one);
    await usedBy(one);
    one.failure.mode = 'none';
    expect(await usedBy(one)).toBe(4);
  });

  test('are added again after each time without Redis', async () => {
    const one = await started();
    for (const used of [2, 4]) {
      await take(one);
      one.failure.mode = 'unreachable';
      await take(one);
      one.failure.mode = 'none';
      expect(await usedBy(one)).toBe(used);
    }
  });

  test('are forgotten with their day', async () => {
    const one = await started();
    one.failure.mode = 'unreachable';
    await take(one);
    one.failure.mode = 'none';
    await usedBy(one);
    const state = () => one.server.command('hkeys', 'asin-gateway:permits:{associates}');
    expect(state()).toContain('added ');
    one.clock.ms = dayMs - (Date.now() % dayMs) + 1_000;
    await usedBy(one);
    expect(state()).not.toContain('added ');
  });

  test('leave the count when their permit is returned after Redis is back', async () => {
    const one = await started();
    await take(one);
    one.failure.mode = 'unreachable';
    await take(one);
    const permit = await take(one);
    one.failure.mode = 'none';
    expect(await usedBy(one)).toBe(3);
    permit.refund();
    expect(await usedBy(one)).toBe(2);
  });

  test('leave the count when their permit is returned while the first request is on its way', async () => {
    const one = await started();
    await take(one);
    one.failure.mode = 'unreachable';
    const permit = await take(one);
    const replies = Promise.withResolvers<void>();
    Object.assign(one.failure, { mode: 'none', reply: replies.promise });
    const first = usedBy(one);
    permit.refund();
    replies.resolve();
    await first;
    expect(await usedBy(one)).toBe(1);
  });
});

describe.runIf(hasRedis())('a call that the queue gives to an instance', () => {
  const keys = Array.from({ length: 10 }, (_, n) => `lookup-${n}`);

  test('leaves the day’s count when the reply is lost, and its lookups get another one', async () => {
    const one = await started();
    expect(await usedBy(one)).toBe(0);
    one.failure.mode = 'reply lost';
    await expect(one.offer(keys)).rejects.toThrow('lost');
    one.failure.mode = 'none';
    const { call } = await one.offer(keys, {}, { taken: new Map() });
    expect(call?.lookups).toHaveLength(10);
    expect(one.permits.quota().usedToday).toBe(1);
  });

  test('stays in the count when only a later reply is lost', async () => {
    const one = await started();
    expect((await one.offer(keys)).call?.lookups).toHaveLength(10);
    one.failure.mode = 'reply lost';
    await expect(one.offer([])).rejects.toThrow('lost');
    one.failure.mode = 'none';
    const { call } = await one.offer([], {}, { taken: new Map([[bareGroup.name, keys]]) });
    expect(call).toBeUndefined();
    expect(one.permits.quota().usedToday).toBe(1);
  });
});
