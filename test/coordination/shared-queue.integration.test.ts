import { afterEach, describe, expect, test } from 'vitest';
import { hasRedis, startRedis } from '../support/a-redis.ts';
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
  await queue.request({ offers: [], serves: [], holds: new Map(), others: 1 });
  expect(permits.quota().usedToday).toBe(1);
});

describe.runIf(hasRedis())('while calls wait for more slots to fill', () => {
  const holds = new Map([[bareGroup.name, 60_000]]);

  test('ten refreshes do not make a call full, and ten others do', async () => {
    await using server = await startRedis();
    const { offer } = await started(server.url);
    const refreshes = await offer(keys(10), { priority: 2 }, { holds });
    expect(refreshes.call).toBeUndefined();
    expect(refreshes.heldForMs).toBeGreaterThan(50_000);
    const interactive = keys(10).map((key) => `${key}-interactive`);
    const { call } = await offer(interactive, {}, { holds });
    expect(call?.lookups.map(({ key }) => key)).toEqual(interactive);
  });
});
