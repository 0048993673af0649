import { afterEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { createSharedPermits } from '../../../src/coordination/shared-permits.ts';
import type { Asin } from '../../../src/product/asin.ts';
import { SourceError } from '../../../src/source/source-error.ts';
import { hasRedis, startRedis, type RedisServer } from '../../support/a-redis.ts';
import {
  anInstance,
  ask,
  aWaiter,
  calls,
  closest,
  codeOf,
  kinds,
  type Instance,
  type InstanceOptions,
} from '../../support/an-instance.ts';
import { asinNumber, asinNumbers } from '../../support/asins.ts';
import { deferred, findAll, type FakeBehaviour } from '../../support/fake-source.ts';

let stack = new AsyncDisposableStack();
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});

async function started(url: string, options: InstanceOptions): Promise<Instance> {
  const instance = stack.use(anInstance(url, options));
  await instance.redis.attempted;
  return instance;
}

const never: FakeBehaviour = { lookup: async () => await deferred<never>().promise };
const lookupsKey = 'asin-gateway:queue:{associates}:lookups';
const waiting = (server: RedisServer) => Number(server.command('hlen', lookupsKey));
const carried = (...instances: readonly Instance[]) => calls(...instances).flatMap(({ asins }) => asins);

/** Asks for each ASIN in an operation of its own, of the instances in turn. Returns the outcomes. */
async function askSpread(
  fleet: readonly Instance[],
  asins: readonly Asin[],
  deadlineMs = 15_000,
): Promise<Set<unknown>> {
  const asked = asins.map(async (asin, index) => {
    const instance = fleet[index % fleet.length];
    return instance === undefined ? 'none' : await codeOf(ask(instance, [asin], aWaiter(deadlineMs)));
  });
  return new Set(await Promise.all(asked));
}

describe.runIf(hasRedis())('when an instance dies', () => {
  test('its waiting lookups leave the queue and hold nobody up', async () => {
    await using server = await startRedis();
    const [dying, other] = [await started(server.url, { perSecond: 1 }), await started(server.url, { perSecond: 1 })];
    await ask(other, [asinNumber(0)]);
    const lost = codeOf(ask(dying, asinNumbers(60, 100), aWaiter(20_000)));
    await expect.poll(() => waiting(server)).toBe(60);
    await dying.die();
    const answered = ask(other, asinNumbers(25, 1), aWaiter(9_000));
    expect(kinds(await answered)).toEqual(new Set(['found']));
    await expect.poll(() => waiting(server), { timeout: 5_000 }).toBe(0);
    // One call may have carried lookups of the dead one, before its lease ended.
    expect(carried(other).filter((asin) => asinNumbers(60, 100).includes(asin)).length).toBeLessThanOrEqual(20);
    void lost;
  }, 30_000);

  test('the lookups that it had taken of others are called by another one, each once', async () => {
    await using server = await startRedis();
    const dying = await started(server.url, { perSecond: 5, behaviour: never });
    const other = await started(server.url, { perSecond: 5 });
    await codeOf(ask(dying, [asinNumber(0)], aWaiter(900)));
    const own = codeOf(ask(dying, asinNumbers(3, 10)));
    const foreign = ask(other, asinNumbers(3, 20));
    // Whichever took the lookups: only the dying one keeps those of the other.
    await Promise.race([dying.waits(), other.waits(), foreign]);
    await dying.die();
    expect(kinds(await foreign)).toEqual(new Set(['found']));
    const made = carried(other);
    expect(new Set(made).size).toBe(made.length);
    void own;
  });
});

describe.runIf(hasRedis())('when Redis', () => {
  const lose = async (act: (server: RedisServer) => void | Promise<void>) => {
    const server = stack.use(await startRedis());
    const options = { perSecond: 10 };
    const fleet = [
      await started(server.url, options),
      await started(server.url, options),
      await started(server.url, options),
    ];
    await askSpread(fleet, asinNumbers(3, 1_000));
    const answered = askSpread(fleet, asinNumbers(150));
    await vi.waitUntil(() => calls(...fleet).length >= 5, 10_000);
    await act(server);
    expect(await answered).toEqual(new Set(['answered']));
    return { fleet, server };
  };

  test('loses everything, no lookup is lost, and none is called for twice', async () => {
    const { fleet } = await lose((server) => void server.command('flushall'));
    const made = carried(...fleet);
    expect(made.length - new Set(made).size).toBeLessThanOrEqual(10);
  }, 30_000);

  test('is restarted empty, every lookup is answered, and the instances form their calls together again', async () => {
    const { fleet } = await lose(async (server) => {
      await server.kill();
      await server.start();
    });
    const before = calls(...fleet).length;
    expect(await askSpread(fleet, asinNumbers(30, 2_000))).toEqual(new Set(['answered']));
    expect(calls(...fleet).length - before).toBeLessThanOrEqual(6);
  }, 30_000);

  test('hangs for a while, every lookup is answered', async () => {
    const { fleet } = await lose(async (server) => {
      server.freeze();
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      server.thaw();
    });
    const before = calls(...fleet).length;
    expect(await askSpread(fleet, asinNumbers(30, 2_000))).toEqual(new Set(['answered']));
    expect(calls(...fleet).length - before).toBeLessThanOrEqual(6);
  }, 30_000);

  test('is lost, every instance goes on with its part of the rate', async () => {
    const { fleet } = await lose(async (server) => await server.kill());
    for (const { source } of fleet) expect(source.calls.length).toBeGreaterThan(2);
  }, 60_000);
});

describe.runIf(hasRedis())('instances that differ', () => {
  test('by minutes on their clocks still form calls together', async () => {
    await using server = await startRedis();
    const shifted = (ms: number) => ({ monotonic: systemClock.monotonic, wall: () => Date.now() + ms });
    const fleet = await Promise.all(
      [0, 600_000, -600_000].map(async (ms) => await started(server.url, { perSecond: 10, clock: shifted(ms) })),
    );
    await askSpread(fleet, asinNumbers(1, 1_000));
    expect(await askSpread(fleet, asinNumbers(60))).toEqual(new Set(['answered']));
    expect(calls(...fleet).length).toBeLessThanOrEqual(9);
  });

  test('in their answers share the rate, and never a call', async () => {
    await using server = await startRedis();
    const one = await started(server.url, { perSecond: 10, namespace: 'one' });
    const other = await started(server.url, { perSecond: 10, namespace: 'other' });
    await askSpread([one], [asinNumber(1_000)]);
    expect(await askSpread([one, other], asinNumbers(80))).toEqual(new Set(['answered']));
    expect(carried(one).filter((asin) => asinNumbers(80).indexOf(asin) % 2 === 1)).toEqual([]);
    expect(carried(other).filter((asin) => asinNumbers(80).indexOf(asin) % 2 === 0)).toEqual([]);
    expect(closest(calls(one, other))).toBeGreaterThanOrEqual(75);
    expect(calls(one, other).length).toBeLessThanOrEqual(12);
  });

  test('by version share the rate: an older one reserves its permits from the same state', async () => {
    await using server = await startRedis();
    const newer = await started(server.url, { perSecond: 10 });
    const older = stack.use(
      createSharedPermits({
        redis: newer.redis,
        account: 'associates',
        instance: 'older',
        allowance: { perSecond: 10, burst: 1, perDay: 8_640 },
        clock: systemClock,
        report: () => undefined,
      }),
    );
    const moments: number[] = [];
    const callingAlone = async () => {
      for (let n = 0; n < 8; n += 1) {
        const permit = await older.reserve(Infinity);
        if ('refused' in permit) throw new Error(permit.refused);
        moments.push(performance.now() + permit.dueInMs);
        await new Promise((resolve) => setTimeout(resolve, permit.dueInMs));
      }
    };
    await Promise.all([ask(newer, asinNumbers(80)), callingAlone()]);
    const all = [...moments.map((at) => ({ at })), ...calls(newer)].toSorted((a, b) => a.at - b.at);
    expect(all.length).toBeLessThanOrEqual(17);
    // A timer may be late on a busy machine.
    expect((all.at(-1)?.at ?? 0) - (all[0]?.at ?? 0)).toBeGreaterThanOrEqual((all.length - 1) * 100);
  });
});

test.runIf(hasRedis())('a bad id of one instance costs lookups of others no answer', async () => {
  await using server = await startRedis();
  const bad = asinNumber(3);
  const behaviour: FakeBehaviour = {
    async lookup(asins, { marketplace }) {
      if (asins.includes(bad)) throw new SourceError('MALFORMED', 'one of them is bad', { unnamedFault: true });
      return findAll(asins, marketplace);
    },
  };
  const fleet = await Promise.all([1, 2].map(async () => await started(server.url, { perSecond: 10, behaviour })));
  await askSpread(fleet.slice(0, 1), [asinNumber(1_000)]);
  const asked = asinNumbers(10).map(async (asin, index) => {
    const instance = fleet[index % 2];
    return instance === undefined ? 'none' : await codeOf(ask(instance, [asin]));
  });
  const codes = await Promise.all(asked);
  expect(codes.filter((code) => code === 'answered').length).toBeGreaterThanOrEqual(7);
  expect(codes[3]).toBe('MALFORMED');
});
