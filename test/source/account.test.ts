import { expect, test } from 'vitest';
import { Account } from '../../src/source/account.ts';
import type { WaitingLane } from '../../src/source/lane-host.ts';
import { systemClock } from '../../src/upstream/clock.ts';
import type { Permits } from '../../src/upstream/permits.ts';
import { fakeSource } from '../fake-source.ts';

/** Permits that are due at once and cost nothing, however often they come back. */
const endlessPermits: Permits = {
  reserve: async () => ({ dueInMs: 0, refund: () => undefined }),
  dueInMs: () => 0,
  spacingMs: () => 0,
  throttled: () => false,
  learned: () => undefined,
  quota: () => ({ perSecond: 1, usedToday: 0, resetsAt: 0 }),
};

test('a lane that never departs does not keep the event loop from everything else', async () => {
  let departures = 0;
  const lane: WaitingLane & { size: number } = {
    source: fakeSource(),
    operation: 'lookup',
    seats: 10,
    size: 1,
    hasForeground: true,
    oldestAt: 0,
    seatsUpTo: () => 1,
    prepare: () => true,
    depart() {
      departures += 1;
      // Without this a failure of the test would be a process that hangs.
      if (departures === 100_000) lane.size = 0;
      return false;
    },
    release: () => undefined,
  };
  const account = new Account(
    endlessPermits,
    systemClock,
    () => undefined,
    () => 0,
  );
  account.add(lane);
  account.wake();
  await new Promise((resolve) => void setImmediate(() => setImmediate(() => setImmediate(resolve))));
  expect(departures).toBeGreaterThan(0);
  expect(departures).toBeLessThan(10);
  lane.size = 0;
});
