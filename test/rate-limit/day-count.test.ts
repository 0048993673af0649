import { describe, expect, test } from 'vitest';
import type { GatewayEvent } from '../../src/event.ts';
import { createDayCount } from '../../src/rate-limit/day-count.ts';
import type { DayLedger } from '../../src/rate-limit/day-ledger.ts';
import { createPermits } from '../../src/rate-limit/permits.ts';
import { fakeClock } from '../support/fake-clock.ts';

/** A ledger in memory that can be made to fail. */
function aLedger(): DayLedger & { broken: boolean } {
  const pages = new Map<string, number>();
  return {
    broken: false,
    read(account, day) {
      return this.broken ? undefined : (pages.get(`${account}:${day}`) ?? 0);
    },
    add(account, day, by) {
      if (this.broken) return undefined;
      const used = Math.max(0, (pages.get(`${account}:${day}`) ?? 0) + by);
      pages.set(`${account}:${day}`, used);
      return used;
    },
  };
}

describe('the day’s count', () => {
  test('continues after a restart, and permits with it', async () => {
    const clock = fakeClock();
    const kept = { ledger: aLedger(), account: 'associates' };
    const allowance = { perSecond: 1, burst: 1, perDay: 3 };
    await createPermits(allowance, clock, { day: createDayCount(clock, { kept }) }).reserve(Infinity);
    await createPermits(allowance, clock, { day: createDayCount(clock, { kept }) }).reserve(Infinity);
    const third = createPermits(allowance, clock, { day: createDayCount(clock, { kept }) });
    expect(third.quota().usedToday).toBe(2);
    await third.reserve(Infinity);
    expect(await third.reserve(Infinity)).toMatchObject({ refused: 'DAY_QUOTA' });
  });

  test('is written before the permit is returned, and uncounted with a refund', async () => {
    const clock = fakeClock();
    const ledger = aLedger();
    const day = createDayCount(clock, { kept: { ledger, account: 'associates' } });
    const permit = await createPermits({ perSecond: 1, burst: 1 }, clock, { day }).reserve(Infinity);
    expect(ledger.read('associates', day.day())).toBe(1);
    if ('refused' in permit) throw new Error('refused');
    permit.refund();
    expect(ledger.read('associates', day.day())).toBe(0);
    expect(day.used()).toBe(0);
  });

  test('restarts with a new day, and yesterday’s refund does not count for today', () => {
    const clock = fakeClock();
    const day = createDayCount(clock, { kept: { ledger: aLedger(), account: 'associates' } });
    const yesterday = day.charge();
    clock.advance(12 * 3_600_000);
    expect(day.used()).toBe(0);
    day.charge();
    day.refund(yesterday);
    expect(day.used()).toBe(1);
  });

  test('is the sum of the counts of several processes in one ledger', () => {
    const clock = fakeClock();
    const kept = { ledger: aLedger(), account: 'associates' };
    const [a, b] = [createDayCount(clock, { kept }), createDayCount(clock, { kept })];
    a.charge();
    b.charge();
    a.charge();
    expect([a.used(), b.used()]).toEqual([3, 2]);
  });

  test('continues when its ledger fails, and the ledger gets the missed calls later', () => {
    const clock = fakeClock();
    const ledger = aLedger();
    const day = createDayCount(clock, { kept: { ledger, account: 'associates' } });
    day.charge();
    ledger.broken = true;
    day.charge();
    day.charge();
    expect(day.used()).toBe(3);
    ledger.broken = false;
    day.charge();
    expect(ledger.read('associates', day.day())).toBe(4);
  });

  test('is written as soon as there is room again, even without a further call', () => {
    const clock = fakeClock();
    const ledger = aLedger();
    const day = createDayCount(clock, { kept: { ledger, account: 'associates' } });
    ledger.broken = true;
    day.charge();
    day.charge();
    ledger.broken = false;
    expect(day.used()).toBe(2);
    expect(ledger.read('associates', day.day())).toBe(2);
  });

  test.each([400, -400])(
    'continues when the clock jumps by %d days and back again, and the clock is reported',
    (days) => {
      const clock = fakeClock();
      const ledger = aLedger();
      const events: GatewayEvent[] = [];
      const report = (event: GatewayEvent) => void events.push(event);
      const day = createDayCount(clock, { kept: { ledger, account: 'associates' }, report });
      const today = day.charge();
      day.charge();
      clock.jumpWall(days * 86_400_000);
      expect(day.charge()).toBe(today + days);
      expect(day.used()).toBe(3);
      clock.jumpWall(-days * 86_400_000);
      expect(day.charge()).toBe(today);
      expect(day.used()).toBe(4);
      expect(ledger.read('associates', today)).toBe(4);
      expect(day.resetsAt() - clock.wall()).toBeLessThanOrEqual(86_400_000);
      expect(events.map((event) => event.type === 'clock-error' && event.days)).toEqual([days, -days]);
    },
  );

  test('ends with its day when the process was busy elsewhere for several', () => {
    const clock = fakeClock();
    const day = createDayCount(clock);
    day.charge();
    clock.advance(3 * 86_400_000);
    expect(day.used()).toBe(0);
  });

  test('starts with the known count, when that is higher than the ledger’s', () => {
    const clock = fakeClock();
    const today = createDayCount(clock).day();
    expect(createDayCount(clock, { known: { day: today, used: 7 } }).used()).toBe(7);
    expect(createDayCount(clock, { known: { day: today - 1, used: 7 } }).used()).toBe(0);
  });
});
