import { afterEach, describe, expect, test } from 'vitest';
import { hasRedis, startRedis } from '../support/a-redis.ts';
import { shifted } from '../support/shifted-redis.ts';
import { aQueue, bareGroup, type BareQueueOptions } from '../support/a-queue.ts';

let stack = new AsyncDisposableStack();
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});

/** A queue that ends with the test. */
async function started(url: string, options: BareQueueOptions = {}) {
  return stack.use(await aQueue(url, options));
}

const keys = (count: number) => Array.from({ length: count }, (_, n) => `lookup-${n}`);

test.runIf(hasRedis())('a permit that the queue returns is at once no longer part of the day’s count', async () => {
  await using server = await startRedis();
  const { offer, queue, permits } = await started(server.url, { perDay: 10 });
  await offer(keys(11));
  expect(permits.quota().usedToday).toBe(2);
  await queue.request({ offers: [], serves: [], mayWait: new Map(), others: 1 });
  expect(permits.quota().usedToday).toBe(1);
});

test.runIf(hasRedis())('a reserved permit moves with a clock that is set back', async () => {
  await using server = await startRedis();
  const clock = { ms: 300_000 };
  const { offer } = await started(server.url, { through: (redis) => shifted(redis, clock) });
  expect((await offer(keys(11))).next?.dueInMs).toBeLessThan(1_100);
  clock.ms = 0;
  expect((await offer(['another'])).next?.dueInMs).toBeLessThan(2_200);
});

describe.runIf(hasRedis())('while calls wait for more slots to fill', () => {
  const waits = (day: number, minute: number) => new Map([[bareGroup.name, { day, minute }]]);
  const paced = { mayWait: waits(60_000, 2_000), shortage: 'day' } as const;

  test('ten refreshes do not make a call full, and ten others do', async () => {
    await using server = await startRedis();
    const { offer } = await started(server.url);
    const refreshes = await offer(keys(10), { priority: 2 }, paced);
    expect(refreshes.call).toBeUndefined();
    expect(refreshes.pacedForMs).toBeGreaterThan(50_000);
    const interactive = keys(10).map((key) => `${key}-interactive`);
    const { call } = await offer(interactive, {}, paced);
    expect(call?.lookups.map(({ key }) => key)).toEqual(interactive);
  });

  test('the shortest wait of any instance holds', async () => {
    await using server = await startRedis();
    const [one, other] = [await started(server.url), await started(server.url, { instance: 'other' })];
    await one.offer(['a'], {}, paced);
    const { call, pacedForMs } = await other.offer(['b'], {}, { ...paced, mayWait: waits(30_000, 2_000) });
    expect(call).toBeUndefined();
    expect(pacedForMs).toBeCloseTo(30_000, -3);
    expect((await one.offer(['c'], {}, paced)).pacedForMs).toBeCloseTo(30_000, -3);
  });

  test('an instance that has not seen the calls of the others waits, too', async () => {
    await using server = await startRedis();
    const [one, fresh] = [await started(server.url), await started(server.url, { instance: 'fresh' })];
    await one.offer(['a'], {}, paced);
    const knowsNothing = { ...paced, shortage: undefined };
    expect((await fresh.offer(['b'], {}, knowsNothing)).call).toBeUndefined();
    for (const [{ queue }, key] of [
      [one, 'a'],
      [fresh, 'b'],
    ] as const) {
      queue.release(bareGroup.name, key);
    }
    await expect.poll(() => server.command('hlen', 'asin-gateway:queue:{associates}:lookups')).toBe('0');
    const { call, pacedForMs } = await fresh.offer(['c'], {}, knowsNothing);
    expect(call).toBeUndefined();
    expect(pacedForMs).toBeGreaterThan(50_000);
  });

  test('after a busy minute they wait no longer than that allows, and while nothing is short not at all', async () => {
    await using server = await startRedis();
    const { offer } = await started(server.url);
    const busy = await offer(['a'], {}, { ...paced, shortage: 'minute' });
    expect(busy.call).toBeUndefined();
    expect(busy.pacedForMs).toBeCloseTo(2_000, -2);
    await using calm = await startRedis();
    const { call } = await (await started(calm.url)).offer(['a'], {}, { ...paced, shortage: undefined });
    expect(call?.lookups).toHaveLength(1);
  });
});
