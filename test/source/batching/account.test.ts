import { expect, test } from 'vitest';
import { Account } from '../../../src/source/batching/account.ts';
import type { WaitingQueue } from '../../../src/source/batching/queue-owner.ts';
import { systemClock } from '../../../src/clock.ts';
import type { Permits } from '../../../src/rate-limit/permits.ts';
import { fakeSource } from '../../support/fake-source.ts';

/** Permits that are due at once and cost nothing, however often they come back. */
const endlessPermits: Permits = {
  reserve: async () => ({ dueInMs: 0, refund: () => undefined }),
  dueInMs: () => 0,
  spacingMs: () => 0,
  throttled: () => false,
  learned: () => undefined,
  quota: () => ({ perSecond: 1, usedToday: 0, resetsAt: 0 }),
};

test('a queue that never sends a call does not keep the event loop from everything else', async () => {
  let dispatches = 0;
  const queue: WaitingQueue & { size: number } = {
    source: fakeSource(),
    operation: 'lookup',
    slots: 10,
    size: 1,
    priority: 'INTERACTIVE',
    waiting: () => [],
    sizeAt: () => 1,
    oldestAt: 0,
    slotsUpTo: () => 1,
    prepare: () => true,
    dispatch() {
      dispatches += 1;
      // Without this a failure of the test would be a process that hangs.
      if (dispatches === 100_000) queue.size = 0;
      return false;
    },
    dispatchTaken: async () => false,
    release: () => undefined,
  };
  const account = new Account({
    permits: endlessPermits,
    clock: systemClock,
    report: () => undefined,
    dayReserve: 0,
    interactiveP95Ms: undefined,
  });
  account.add(queue);
  account.wake();
  await new Promise((resolve) => void setImmediate(() => setImmediate(() => setImmediate(resolve))));
  expect(dispatches).toBeGreaterThan(0);
  expect(dispatches).toBeLessThan(10);
  queue.size = 0;
});
