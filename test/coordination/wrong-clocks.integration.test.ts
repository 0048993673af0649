import { afterEach, describe, expect, test } from 'vitest';
import { rates } from '../../src/config/rates.ts';
import type { GatewayEvent } from '../../src/event.ts';
import { systemClock, type Clock } from '../../src/clock.ts';
import { dayOf } from '../../src/rate-limit/day-count.ts';
import { leastPerSecond, mostPerSecond, type Allowance, type Permits } from '../../src/rate-limit/permits.ts';
import { createSharedPermits } from '../../src/coordination/shared-permits.ts';
import { openRedis, type Redis } from '../../src/coordination/redis.ts';
import { hasRedis, startRedis, type RedisServer } from '../support/a-redis.ts';
import { shifted } from '../support/shifted-redis.ts';

const dayMs = 86_400_000;
const state = 'asin-gateway:permits:{associates}';

let stack = new AsyncDisposableStack();
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});

type Instance = { readonly permits: Permits; readonly events: readonly GatewayEvent[] };
type InstanceOptions = Partial<Allowance> & {
  readonly clock?: Clock;
  /** Makes of a connection one whose clock is not this machine's. */
  readonly through?: (redis: Redis) => Redis;
};

function anInstance(server: RedisServer, instance: string, options: InstanceOptions = {}): Instance {
  const { clock = systemClock, through = (redis) => redis, ...allowance } = options;
  const redis = through(stack.use(openRedis({ url: server.url, clock: systemClock })));
  const events: GatewayEvent[] = [];
  const whole = { perSecond: 1_000, burst: 1, ...allowance };
  const report = (event: GatewayEvent) => void events.push(event);
  const permits = stack.use(
    createSharedPermits({ redis, account: 'associates', instance, allowance: whole, clock, report }),
  );
  return { permits, events };
}

async function use({ permits }: Instance, calls: number): Promise<void> {
  for (let n = 0; n < calls; n += 1) expect(await permits.reserve(Infinity)).not.toHaveProperty('refused');
}

/** Brings what the instance knows up to date, and takes nothing. */
async function usedBy({ permits }: Instance): Promise<number> {
  await permits.reserve(-1);
  return permits.quota().usedToday;
}

const clockErrors = ({ events }: Instance) => events.filter((event) => event.type === 'clock-error');

describe.runIf(hasRedis())('the rate of an account in Redis', () => {
  test('is the configured one at once, whatever an earlier configuration has stored', async () => {
    await using server = await startRedis();
    await use(anInstance(server, 'before', { perSecond: 1 }), 1);
    const after = anInstance(server, 'after', { perSecond: 500 });
    await use(after, 2);
    expect(after.permits.quota().perSecond).toBe(500);
    expect(after.permits.spacingMs()).toBeCloseTo(2.04, 5);
  });

  test('is the one that the upstream reported, also for an instance that starts later', async () => {
    await using server = await startRedis();
    const first = anInstance(server, 'first', { perSecond: 2 });
    await use(first, 1);
    first.permits.learned(7);
    await usedBy(first);
    const later = anInstance(server, 'later', { perSecond: 3 });
    await usedBy(later);
    expect(later.permits.quota().perSecond).toBe(7);
  });

  test.each([0.000_4, 0.000_123_456_789, leastPerSecond])('of %d a second is applied exactly', async (perSecond) => {
    await using server = await startRedis();
    const one = anInstance(server, 'one', { perSecond });
    await use(one, 1);
    const other = anInstance(server, 'other', { perSecond });
    const refusal = await other.permits.reserve(1_000);
    expect(refusal).toMatchObject({ refused: 'BUSY' });
    const waitMs = 'refused' in refusal ? refusal.retryAfterMs : 0;
    expect(Math.abs(waitMs - 1_020 / perSecond)).toBeLessThan(10_000);
    expect(waitMs).toBeLessThan(2 ** 31);
    expect(other.permits.quota().perSecond).toBe(perSecond);
  });

  test('can be reported only within the limits of the configuration', async () => {
    expect([leastPerSecond, mostPerSecond]).toEqual([rates.from, rates.to]);
    await using server = await startRedis();
    const one = anInstance(server, 'one', { perSecond: 5 });
    await use(one, 1);
    for (const told of [0, -1, 1e-9, 1e9, Number.NaN, Infinity]) one.permits.learned(told);
    await usedBy(one);
    expect(one.permits.quota().perSecond).toBe(5);
  });

  test.each([
    ['tat', 'inf'],
    ['tat', '1e300'],
    ['tat', 'soon'],
    ['blocked', '1e17'],
    ['before', '-inf'],
    ['share', '0'],
    ['share', 'nan'],
    ['share', '-5'],
    ['learned', '0'],
    ['learned', 'inf'],
    ['rises', '-1e17'],
    ['rate', '0'],
  ])('is not lost to a %s of %s in Redis: permits come within minutes', async (field, value) => {
    await using server = await startRedis();
    const one = anInstance(server, 'one', { perSecond: 100 });
    await use(one, 2);
    server.command('hset', state, 'share', '0.5', field, value);
    const permit = await one.permits.reserve(Infinity);
    expect(permit).not.toHaveProperty('refused');
    expect(one.permits.dueInMs()).toBeLessThanOrEqual(600_000);
    expect(one.permits.quota().perSecond).toBeGreaterThan(1);
  });

  test('survives keys of another type', async () => {
    await using server = await startRedis();
    server.command('set', state, 'a text');
    server.command('set', `${state}:instances`, 'a text');
    const one = anInstance(server, 'one');
    await use(one, 2);
    expect(await usedBy(one)).toBe(2);
  });
});

describe.runIf(hasRedis())('the day’s count in Redis', () => {
  test('is the largest that an instance knows after FLUSHALL, whichever instance comes first', async () => {
    await using server = await startRedis();
    const [a, b] = [anInstance(server, 'a', { perDay: 20 }), anInstance(server, 'b', { perDay: 20 })];
    await use(a, 6);
    await use(b, 3);
    server.command('flushall');
    expect(await usedBy(a)).toBe(6);
    expect(await usedBy(b)).toBe(9);
    expect(await usedBy(a)).toBe(9);
    await use(a, 11);
    expect(await b.permits.reserve(Infinity)).toMatchObject({ refused: 'DAY_QUOTA' });
  });

  test('after FLUSHALL no call leaves before the reserved ones, nor at full rate after a 429', async () => {
    await using server = await startRedis();
    const a = anInstance(server, 'a', { perSecond: 1 });
    await use(a, 2);
    a.permits.throttled(undefined);
    await usedBy(a);
    server.command('flushall');
    const permit = await a.permits.reserve(Infinity);
    expect('dueInMs' in permit ? permit.dueInMs : 0).toBeGreaterThan(1_500);
    expect(a.permits.quota().perSecond).toBe(0.5);
  });

  test('a refund of another instance stays refunded', async () => {
    await using server = await startRedis();
    const [a, b] = [anInstance(server, 'a'), anInstance(server, 'b')];
    const permit = await a.permits.reserve(Infinity);
    await use(b, 1);
    if ('refund' in permit) permit.refund();
    await usedBy(a);
    expect(await usedBy(b)).toBe(1);
    expect(await usedBy(b)).toBe(1);
  });

  test('under a day beyond tomorrow continues today, and the clock is reported', async () => {
    await using server = await startRedis();
    const a = anInstance(server, 'a', { perDay: 5 });
    await use(a, 4);
    server.command('hset', state, 'day', `${dayOf(Date.now()) + 400}`);
    await use(a, 1);
    const refusal = await a.permits.reserve(Infinity);
    expect(refusal).toMatchObject({ refused: 'DAY_QUOTA' });
    expect('refused' in refusal && refusal.retryAfterMs).toBeLessThanOrEqual(dayMs);
    expect(clockErrors(a)).toEqual([
      { type: 'clock-error', days: -400, message: 'Redis’s clock jumped back by 400 days; the day’s count continues' },
    ]);
  });

  test.each([400, -400])('continues when Redis’s clock jumps by %d days and back again', async (days) => {
    await using server = await startRedis();
    const offset = { ms: 0 };
    const through = (redis: Redis) => shifted(redis, offset);
    const a = anInstance(server, 'a', { perDay: 10, through });
    await use(a, 4);
    offset.ms = days * dayMs;
    await use(a, 3);
    expect(a.permits.dueInMs()).toBeLessThanOrEqual(600_000);
    offset.ms = 0;
    await use(a, 3);
    expect(a.permits.dueInMs()).toBeLessThanOrEqual(600_000);
    expect(await a.permits.reserve(Infinity)).toMatchObject({ refused: 'DAY_QUOTA' });
    expect(clockErrors(a).map(({ days: by }) => by)).toContain(days);
  });

  test('a clock that is set back moves the reserved permits with it', async () => {
    await using server = await startRedis();
    const offset = { ms: 3_600_000 };
    const a = anInstance(server, 'a', { perSecond: 10, through: (redis) => shifted(redis, offset) });
    await use(a, 2);
    offset.ms = 0;
    const permit = await a.permits.reserve(Infinity);
    expect('dueInMs' in permit ? permit.dueInMs : Infinity).toBeLessThan(1_000);
  });

  test.each([400, -400])(
    'a process whose own clock is %d days off is told so once, and counts with the others',
    async (days) => {
      await using server = await startRedis();
      const clock = { ...systemClock, wall: () => Date.now() + days * dayMs };
      const [right, wrong] = [anInstance(server, 'right'), anInstance(server, 'wrong', { clock })];
      await use(right, 2);
      await use(wrong, 3);
      expect(await usedBy(right)).toBe(5);
      expect(await usedBy(wrong)).toBe(5);
      expect(clockErrors(wrong)).toEqual([
        {
          type: 'clock-error',
          days: -days,
          message: `Redis’s clock is 400 days ${days > 0 ? 'behind' : 'ahead of'} this process’s: one of them is wrong`,
        },
      ]);
      expect(clockErrors(right)).toEqual([]);
    },
  );
});
