import { setTimeout as rest } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { Allowance, Permit, Permits, Refusal } from '../../src/rate-limit/permits.ts';
import { createSharedPermits } from '../../src/coordination/shared-permits.ts';
import { openRedis, type Redis } from '../../src/coordination/redis.ts';
import { hasRedis, startRedis } from '../support/a-redis.ts';

let stack = new AsyncDisposableStack();
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});

type Instance = { readonly permits: Permits; readonly redis: Redis };

function anInstance(url: string, instance: string, allowance: Partial<Allowance> = {}): Instance {
  const redis = stack.use(openRedis({ url, clock: systemClock }));
  const whole = { perSecond: 100, burst: 1, ...allowance };
  const permits = stack.use(
    createSharedPermits({
      redis,
      account: 'associates',
      instance,
      allowance: whole,
      clock: systemClock,
      report: () => undefined,
    }),
  );
  return { redis, permits };
}

/** Two instances that have seen each other. */
async function aPair(url: string, allowance: Partial<Allowance> = {}): Promise<readonly [Instance, Instance]> {
  const pair = [anInstance(url, 'a', allowance), anInstance(url, 'b', allowance)] as const;
  await look(...pair, pair[0]);
  return pair;
}

async function take({ permits }: Instance): Promise<Permit & { readonly dueAt: number }> {
  const permit = await permits.reserve(Infinity);
  if ('refused' in permit) throw new Error(`refused: ${permit.refused}`);
  return { ...permit, dueAt: performance.now() + permit.dueInMs };
}

/** Brings what the instances know up to date: nothing falls due in the past. */
async function look(...instances: readonly Instance[]): Promise<void> {
  for (const { permits } of instances) await permits.reserve(-1);
}

const isRefusal = (permit: Permit | Refusal): permit is Refusal => 'refused' in permit;

/** Least milliseconds between two of the moments. */
function closest(moments: readonly number[]): number {
  const sorted = moments.toSorted((a, b) => a - b);
  return Math.min(...sorted.slice(1).map((at, index) => at - (sorted[index] ?? 0)));
}

describe.runIf(hasRedis())('permits that instances share', () => {
  test('no two fall due closer than the rate allows, in whichever instances', async () => {
    await using server = await startRedis();
    const [a, b] = await aPair(server.url, { perSecond: 20 });
    const taken = await Promise.all(Array.from({ length: 20 }, async (_, n) => await take(n % 3 === 0 ? a : b)));
    const dues = taken.map(({ dueAt }) => dueAt);
    expect(closest(dues)).toBeGreaterThanOrEqual(50);
    expect(Math.max(...dues) - Math.min(...dues)).toBeLessThan(19 * 51 + 5);
  });

  test('two instances that reserve without pause get equal shares', async () => {
    await using server = await startRedis();
    let left = 100;
    const pair = await aPair(server.url, { perSecond: 100 });
    const [ofA = 0, ofB = 0] = await Promise.all(
      pair.map(async (instance) => {
        let calls = 0;
        for (; left > 0; calls += 1) {
          left -= 1;
          await rest(Math.max(0, Math.ceil((await take(instance)).dueInMs)));
        }
        return calls;
      }),
    );
    expect(Math.abs(ofA - ofB) / ((ofA + ofB) / 2)).toBeLessThan(0.2);
  });

  test('the day’s calls are counted exactly, and end for all at once', async () => {
    await using server = await startRedis();
    const [a, b] = await aPair(server.url, { perSecond: 10_000, perDay: 25 });
    const asked = await Promise.all(Array.from({ length: 40 }, (_, n) => (n % 2 ? a : b).permits.reserve(Infinity)));
    expect(asked.filter((permit) => !isRefusal(permit))).toHaveLength(25);
    expect(asked.filter(isRefusal).map(({ refused }) => refused)).toEqual(Array(15).fill('DAY_QUOTA'));
    await look(a, b);
    expect([a, b].map(({ permits }) => permits.quota().usedToday)).toEqual([25, 25]);
    const refusal = asked.find(isRefusal);
    expect(refusal?.retryAfterMs).toBeCloseTo(a.permits.quota().resetsAt - Date.now(), -4);
  });

  test('the last permit can be refunded, and its call of the day with it', async () => {
    await using server = await startRedis();
    const [a, b] = await aPair(server.url, { perSecond: 1, perDay: 10 });
    await take(a);
    const second = await take(a);
    expect(second.dueInMs).toBeGreaterThan(900);
    second.refund();
    expect(a.permits.quota().usedToday).toBe(1);
    second.refund();
    await look(a);
    expect(a.permits.quota().usedToday).toBe(1);
    expect((await take(b)).dueAt).toBeCloseTo(second.dueAt, -2);
    expect(b.permits.quota().usedToday).toBe(2);
  });

  test('a refund before a later permit returns the call of the day, not the slot', async () => {
    await using server = await startRedis();
    const [a, b] = await aPair(server.url, { perSecond: 10, perDay: 10 });
    const first = await take(a);
    const second = await take(b);
    first.refund();
    await look(a);
    const third = await take(b);
    expect(third.dueAt - second.dueAt).toBeGreaterThanOrEqual(100);
    expect(b.permits.quota().usedToday).toBe(2);
  });

  test('one that would fall due too late is refused with the wait and costs nothing', async () => {
    await using server = await startRedis();
    const [a, b] = await aPair(server.url, { perSecond: 1 });
    await take(a);
    const refusal = await b.permits.reserve(300);
    expect(refusal).toMatchObject({ refused: 'BUSY' });
    expect('refused' in refusal && refusal.retryAfterMs).toBeGreaterThan(900);
    expect(b.permits.quota().usedToday).toBe(1);
    expect(b.permits.dueInMs()).toBeGreaterThan(900);
  });

  test('the day’s count is provisional until the first reply', async () => {
    await using server = await startRedis();
    const a = anInstance(server.url, 'a', { perDay: 10 });
    expect(a.permits.quota()).toMatchObject({ usedToday: 0, isProvisional: true });
    await look(a);
    expect(a.permits.quota()).not.toHaveProperty('isProvisional');
  });

  test('a 429 in one instance slows the other down, and its wait holds for both', async () => {
    await using server = await startRedis();
    const [a, b] = await aPair(server.url, { perSecond: 100 });
    a.permits.throttled(400);
    await look(a);
    expect((await take(b)).dueInMs).toBeGreaterThan(350);
    expect(b.permits.quota().perSecond).toBe(50);
    expect(b.permits.spacingMs()).toBeCloseTo(20.4, 5);
  });

  test('calls promised at another rate delay a changed configuration by so many calls only', async () => {
    await using server = await startRedis();
    await take(anInstance(server.url, 'before', { perSecond: 0.0001 }));
    const after = anInstance(server.url, 'after', { perSecond: 100 });
    expect((await take(after)).dueInMs).toBeLessThan(500);
    const slower = anInstance(server.url, 'slower', { perSecond: 0.0001 });
    expect(await slower.permits.reserve(60_000)).toMatchObject({ refused: 'BUSY' });
  });

  test('a rate that one instance learns holds for all', async () => {
    await using server = await startRedis();
    const [a, b] = await aPair(server.url, { perSecond: 1 });
    a.permits.learned(50);
    await look(a);
    await take(b);
    expect((await take(b)).dueInMs).toBeLessThan(500);
  });
});

describe.runIf(hasRedis())('when Redis is lost', () => {
  test('each of two instances waits a period and continues with half the rate, at different times', async () => {
    await using server = await startRedis();
    const [a, b] = await aPair(server.url, { perSecond: 20 });
    await take(a);
    await take(b);
    const lostAt = performance.now();
    await server.kill();
    await vi.waitUntil(() => a.redis.state() === 'DOWN' && b.redis.state() === 'DOWN', 2_000);
    const dues: number[] = [];
    for (const instance of [a, b, a, b]) dues.push((await take(instance)).dueAt);
    expect(Math.min(...dues) - lostAt).toBeGreaterThanOrEqual(102);
    expect(closest([dues[0] ?? 0, dues[2] ?? 0])).toBeGreaterThanOrEqual(100);
    expect(closest(dues)).toBeGreaterThanOrEqual(40);
    expect(a.permits.quota().perSecond).toBe(10);
  });

  test('each may use its part of the rest of the day, and reports it when Redis is back', async () => {
    await using server = await startRedis();
    const [a, b] = await aPair(server.url, { perSecond: 10_000, perDay: 12 });
    await take(a);
    await take(b);
    await look(a, b);
    await server.kill();
    await vi.waitUntil(() => a.redis.state() === 'DOWN' && b.redis.state() === 'DOWN', 2_000);
    for (let n = 0; n < 5; n += 1) await take(a);
    expect(await a.permits.reserve(Infinity)).toMatchObject({ refused: 'DAY_QUOTA' });
    expect(a.permits.quota()).toMatchObject({ usedToday: 7, perDay: 12 });
    await take(b);
    await server.start();
    await vi.waitUntil(() => a.permits.quota().usedToday === 8 || b.permits.quota().usedToday === 8, 5_000);
    await take(b);
    await look(a);
    expect(a.permits.quota().usedToday).toBe(9);
  });

  test('the day’s count is restored in a Redis that has lost it', async () => {
    await using server = await startRedis();
    const a = anInstance(server.url, 'a', { perDay: 10 });
    for (let n = 0; n < 3; n += 1) await take(a);
    await server.kill();
    await vi.waitUntil(() => a.redis.state() === 'DOWN', 2_000);
    await server.start();
    await vi.waitUntil(() => a.redis.state() === 'UP', 5_000);
    await take(a);
    const other = anInstance(server.url, 'b', { perDay: 10 });
    await look(other);
    expect(other.permits.quota().usedToday).toBe(4);
  });

  test('after FLUSHALL no instance calls right behind a call that only another instance knows of', async () => {
    await using server = await startRedis();
    const [a, b] = await aPair(server.url, { perSecond: 2 });
    await take(a);
    await look(b);
    const last = await take(a);
    server.command('FLUSHALL');
    expect((await take(b)).dueAt - last.dueAt).toBeGreaterThan(400);
  });

  test('an instance that never saw the shared state spreads the day’s calls over the day', async () => {
    const server = await startRedis();
    await server[Symbol.asyncDispose]();
    const a = anInstance(server.url, 'a', { perSecond: 1, perDay: 8_640 });
    expect((await take(a)).dueInMs).toBe(0);
    expect((await take(a)).dueInMs).toBeCloseTo(10_200, -2);
  });
});
