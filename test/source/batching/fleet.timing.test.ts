import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import type { Asin } from '../../../src/product/asin.ts';
import type { Waiter } from '../../../src/source/batching/waiter.ts';
import { hasRedis, startRedis } from '../../support/a-redis.ts';
import {
  anInstance,
  ask,
  aWaiter,
  calls,
  codeOf,
  type Instance,
  type InstanceOptions,
} from '../../support/an-instance.ts';
import { asinNumber, asinNumbers } from '../../support/asins.ts';

let stack = new AsyncDisposableStack();
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});

/** So many connected instances; at the rate given, one call is due every 1.02 / rate seconds. */
async function aFleet(url: string, size: number, options: InstanceOptions): Promise<readonly Instance[]> {
  const fleet = Array.from({ length: size }, () => stack.use(anInstance(url, options)));
  await Promise.all(fleet.map(async ({ redis }) => await redis.attempted));
  return fleet;
}

/** Asks for each ASIN in an operation of its own, the instances in turn. Returns how many are answered. */
async function askSpread(fleet: readonly Instance[], asins: readonly Asin[], deadlineMs: number): Promise<number> {
  const asked = asins.map(async (asin, index) => {
    const instance = fleet[index % fleet.length];
    return instance === undefined ? 'none' : await codeOf(ask(instance, [asin], aWaiter(deadlineMs)));
  });
  return (await Promise.all(asked)).filter((code) => code === 'answered').length;
}

const carried = (...instances: readonly Instance[]) => calls(...instances).flatMap(({ asins }) => asins);

/** Uses the first permit, so that what is asked now waits for the next one. */
async function afterACall(instance: Instance): Promise<void> {
  await ask(instance, [asinNumber(900_000)]);
}

describe.runIf(hasRedis())('twenty instances at one call a second', () => {
  test('make at most twelve calls for 100 products that are asked for all over the fleet, and none twice', async () => {
    await using server = await startRedis();
    const fleet = await aFleet(server.url, 20, { perSecond: 1 });
    expect(await askSpread(fleet, asinNumbers(100), 20_000)).toBe(100);
    expect(calls(...fleet).length).toBeLessThanOrEqual(12);
    expect(new Set(carried(...fleet)).size).toBe(carried(...fleet).length);
  }, 40_000);

  test('answer as many of 200 products within the default deadline as one instance does', async () => {
    await using servers = new AsyncDisposableStack();
    const [one, twenty] = await Promise.all(
      [1, 20].map(async (size) => {
        const server = servers.use(await startRedis());
        const fleet = await aFleet(server.url, size, { perSecond: 1 });
        return await askSpread(fleet, asinNumbers(200), 10_000);
      }),
    );
    expect(one).toBeGreaterThanOrEqual(80);
    // The last call may be a little too late for one of them.
    expect(Math.abs((twenty ?? 0) - (one ?? 0))).toBeLessThanOrEqual(10);
  }, 40_000);
});

describe.runIf(hasRedis())('the order of the queue', () => {
  const slow = { perSecond: 2 };

  test('is that of priorities, whichever instances ask: interactive, bulk, refresh', async () => {
    await using server = await startRedis();
    const [a, b, c] = await aFleet(server.url, 3, slow);
    if (a === undefined || b === undefined || c === undefined) throw new Error('three');
    await afterACall(a);
    const refreshes = ask(a, asinNumbers(10, 0), aWaiter(15_000, { priority: 'REFRESH' }));
    const list = ask(b, asinNumbers(10, 20), aWaiter(15_000, { priority: 'BULK' }));
    const people = ask(c, asinNumbers(5, 40));
    await Promise.all([refreshes, list, people]);
    const asked = calls(a, b, c).slice(1);
    expect(asked.map(({ asins }) => asins.map(Number.isInteger).length)).toEqual([10, 10, 5]);
    expect(new Set(asked[0]?.asins)).toEqual(new Set([...asinNumbers(5, 40), ...asinNumbers(5, 20)]));
    expect(new Set(asked[1]?.asins)).toEqual(new Set([...asinNumbers(5, 25), ...asinNumbers(5, 0)]));
  });

  test('takes operations in turns: fifty lookups of one instance do not hold up one of another', async () => {
    await using server = await startRedis();
    const [a, b] = await aFleet(server.url, 2, slow);
    if (a === undefined || b === undefined) throw new Error('two');
    await afterACall(a);
    const many = ask(a, asinNumbers(50));
    const one = ask(b, [asinNumber(77)]);
    await one;
    expect(calls(a, b)).toHaveLength(2);
    expect(calls(a, b)[1]?.asins).toContain(asinNumber(77));
    await many;
  });

  test('gives lookups and searches of different instances the permit in turn', async () => {
    await using server = await startRedis();
    const [a, b] = await aFleet(server.url, 2, { perSecond: 4 });
    if (a === undefined || b === undefined) throw new Error('two');
    await afterACall(a);
    const terms = { includeOutOfStock: true, sort: 'RELEVANCE' } as const;
    const searches = ['one', 'two', 'three'].map(
      async (query) => await b.batcher.search(b.source, { marketplace: 'IN', terms: { ...terms, query } }, aWaiter()),
    );
    await Promise.all([ask(a, asinNumbers(30)), ...searches]);
    const order = calls(a, b).slice(1, 6);
    expect(
      order
        .slice(0, 5)
        .map(({ operation }) => operation)
        .filter((one) => one === 'search').length,
    ).toBeGreaterThanOrEqual(2);
    expect(b.source.calls.filter(({ operation }) => operation === 'search')).toHaveLength(3);
    expect(calls(a, b)).toHaveLength(7);
  });

  test('lets two bulk clients take turns, whichever instances they use', async () => {
    await using server = await startRedis();
    const [a, b] = await aFleet(server.url, 2, slow);
    if (a === undefined || b === undefined) throw new Error('two');
    await afterACall(a);
    const bulk = (client: string): Waiter => aWaiter(15_000, { priority: 'BULK', client });
    const large = ask(a, asinNumbers(50), bulk('large'));
    await ask(b, asinNumbers(4, 60), bulk('small'));
    expect(calls(a, b).length).toBeLessThanOrEqual(3);
    await large;
  });

  test('merges questions of one marketplace and language only', async () => {
    await using server = await startRedis();
    const [a, b] = await aFleet(server.url, 2, { perSecond: 10 });
    if (a === undefined || b === undefined) throw new Error('two');
    await afterACall(a);
    const asked = asinNumbers(6).map(async (asin, index) => {
      const { batcher, source } = index % 2 === 0 ? a : b;
      const group =
        index < 2
          ? { marketplace: 'IN' as const }
          : index < 4
            ? { marketplace: 'US' as const }
            : { marketplace: 'IN' as const, language: 'hi_IN' };
      return await batcher.lookup(source, { ...group, asin }, aWaiter());
    });
    await Promise.all(asked);
    const made = calls(a, b).slice(1);
    expect(made).toHaveLength(3);
    expect(new Set(made.map((call) => [call.marketplace, call.language, call.asins.length].join(' ')))).toEqual(
      new Set(['IN  2', 'US  2', 'IN hi_IN 2']),
    );
  });

  test('refuses at once what the whole queue would serve too late, and tells how long it is', async () => {
    await using server = await startRedis();
    const [a, b] = await aFleet(server.url, 2, slow);
    if (a === undefined || b === undefined) throw new Error('two');
    await afterACall(a);
    const many = asinNumbers(100).map(async (asin) => await codeOf(ask(a, [asin], aWaiter(8_000))));
    await expect.poll(() => server.command('hlen', 'asin-gateway:queue:{associates}:lookups')).toBe('100');
    const startedAt = performance.now();
    const refused = await ask(b, [asinNumber(500)], aWaiter(2_500)).catch((error: unknown) => error);
    expect(performance.now() - startedAt).toBeLessThan(400);
    expect(refused).toMatchObject({ code: 'BUSY', retryAfterMs: expect.closeTo(5_000, -3) });
    expect(new Set(await Promise.all(many))).toEqual(new Set(['answered']));
    expect(carried(a, b)).not.toContain(asinNumber(500));
  });

  test('takes thousands of lookups in without keeping Redis busy', async () => {
    await using server = await startRedis();
    const [a] = await aFleet(server.url, 1, slow);
    if (a === undefined) throw new Error('one');
    await afterACall(a);
    const before = a.requests();
    const hangsUp = new AbortController();
    const waiter = aWaiter(600_000, { signal: hangsUp.signal, priority: 'BULK' });
    const many = codeOf(ask(a, asinNumbers(3_000), waiter));
    const lookups = () => Number(server.command('hlen', 'asin-gateway:queue:{associates}:lookups'));
    await expect.poll(lookups, { timeout: 5_000 }).toBeGreaterThanOrEqual(2_990);
    expect(a.requests() - before).toBeGreaterThanOrEqual(6);
    expect(a.redis.state()).toBe('UP');
    hangsUp.abort(new Error('gone'));
    await many;
    await expect.poll(lookups, { timeout: 5_000 }).toBeLessThanOrEqual(20);
  });

  test('has no place for a lookup whose client has gone', async () => {
    await using server = await startRedis();
    const [a, b] = await aFleet(server.url, 2, slow);
    if (a === undefined || b === undefined) throw new Error('two');
    await afterACall(a);
    const hangsUp = new AbortController();
    const gone = codeOf(ask(b, asinNumbers(10), aWaiter(10_000, { signal: hangsUp.signal })));
    const stays = ask(a, asinNumbers(10, 20));
    await expect.poll(() => server.command('hlen', 'asin-gateway:queue:{associates}:lookups')).toBe('20');
    hangsUp.abort(new Error('gone'));
    expect(await gone).toMatchObject({ message: 'gone' });
    await stays;
    expect(carried(a, b).filter((asin) => asinNumbers(10).includes(asin))).toEqual([]);
    await expect.poll(() => server.command('hlen', 'asin-gateway:queue:{associates}:lookups')).toBe('0');
  });
});

describe.runIf(hasRedis())('while the day’s calls are short', () => {
  test('a call waits for lookups of all instances, but no longer than interactive lookups may take', async () => {
    await using server = await startRedis();
    const noon = Math.floor(Date.now() / 86_400_000) * 86_400_000 + 43_200_000;
    const clock = { monotonic: systemClock.monotonic, wall: () => noon };
    const [a, b] = await aFleet(server.url, 2, { perSecond: 20, perDay: 60, interactiveP95Ms: 1_500, clock });
    if (a === undefined || b === undefined) throw new Error('two');
    // Only one of them sees the calls, as when the other one has just started.
    for (const asin of asinNumbers(12, 100)) await ask(a, [asin]);
    const before = calls(a, b).length;
    const startedAt = performance.now();
    const first = ask(a, asinNumbers(3));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await Promise.all([first, ask(b, asinNumbers(3, 10))]);
    expect(performance.now() - startedAt).toBeLessThan(2_500);
    expect(
      calls(a, b)
        .slice(before)
        .map(({ asins }) => asins.length),
    ).toEqual([6]);
  }, 60_000);

  test('a full call leaves at once', async () => {
    await using server = await startRedis();
    const noon = Math.floor(Date.now() / 86_400_000) * 86_400_000 + 43_200_000;
    const clock = { monotonic: systemClock.monotonic, wall: () => noon };
    const [a, b] = await aFleet(server.url, 2, { perSecond: 20, perDay: 60, interactiveP95Ms: 5_000, clock });
    if (a === undefined || b === undefined) throw new Error('two');
    const bulk = aWaiter(30_000, { priority: 'BULK' });
    for (const asin of asinNumbers(11, 100)) await ask(a, [asin], aWaiter(800));
    await ask(b, [asinNumber(200)], aWaiter(800));
    const startedAt = performance.now();
    await Promise.all([ask(a, asinNumbers(5), bulk), ask(b, asinNumbers(5, 10), bulk)]);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(calls(a, b).at(-1)?.asins).toHaveLength(10);
  }, 60_000);
});

describe.runIf(hasRedis())('the day’s last call', () => {
  test('is made for the lookups that the queue has taken for it; only the others are refused', async () => {
    await using server = await startRedis();
    const [a] = await aFleet(server.url, 1, { perSecond: 10, perDay: 2 });
    if (a === undefined) throw new Error('one');
    const codes = await Promise.all(asinNumbers(25).map(async (asin) => await codeOf(ask(a, [asin]))));
    const answered = asinNumbers(25).filter((_, index) => codes[index] === 'answered');
    expect(codes.filter((code) => code === 'DAY_QUOTA')).toHaveLength(5);
    expect(new Set(carried(a))).toEqual(new Set(answered));
  });

  test('is made for bulk lookups when no call is reserved for others', async () => {
    await using server = await startRedis();
    const [a] = await aFleet(server.url, 1, { perSecond: 10, perDay: 2 });
    if (a === undefined) throw new Error('one');
    const bulk = aWaiter(15_000, { priority: 'BULK' });
    const codes = await Promise.all(asinNumbers(20).map(async (asin) => await codeOf(ask(a, [asin], bulk))));
    expect(new Set(codes)).toEqual(new Set(['answered']));
    expect(calls(a)).toHaveLength(2);
  });
});

describe.runIf(hasRedis())('an idle fleet', () => {
  test('answers a lookup with one request to the queue and at once, and then holds no permit', async () => {
    await using server = await startRedis();
    const [a, b] = await aFleet(server.url, 2, { perSecond: 1 });
    if (a === undefined || b === undefined) throw new Error('two');
    await ask(a, [asinNumber(1)]);
    await expect.poll(() => server.command('hget', 'asin-gateway:permits:{associates}', 'used')).toBe('1');
    expect(server.command('hget', 'asin-gateway:queue:{associates}:turns', 'due')).toBe('');
    const before = a.requests();
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const startedAt = performance.now();
    await ask(a, [asinNumber(2)]);
    expect(performance.now() - startedAt).toBeLessThan(700);
    expect(a.requests() - before).toBe(1);
    expect(b.requests()).toBe(0);
  });
});
