import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Asin } from '../../../src/product/asin.ts';
import { SourceError } from '../../../src/source/source-error.ts';
import type { Finding } from '../../../src/source/source.ts';
import { hasRedis, startRedis } from '../../support/a-redis.ts';
import { anInstance, ask, aWaiter, calls, closest, codeOf, kinds, type Instance } from '../../support/an-instance.ts';
import { asinNumber, asinNumbers } from '../../support/asins.ts';
import { aProductOf, deferred, findAll, type FakeBehaviour } from '../../support/fake-source.ts';

/** The place of the outcome of a product. */
const outcomeOf = (asin: Asin) => `asin-gateway:queue:{associates}:outcome:ours/CREATORS_API/lookup/IN IN:${asin}`;

let stack = new AsyncDisposableStack();
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});

/** An instance that ends with the test. */
function started(url: string, perSecond: number, behaviour: FakeBehaviour = {}): Instance {
  return stack.use(anInstance(url, { perSecond, behaviour }));
}

describe.runIf(hasRedis())('instances on one Redis', () => {
  test('the same 100 ASINs requested from both cost at most 13 calls, spaced by the rate, and all are answered', async () => {
    await using server = await startRedis();
    const pair = [started(server.url, 20), started(server.url, 20)] as const;
    const answers = await Promise.all(pair.map(async (instance) => await ask(instance, asinNumbers(100))));
    expect(answers.map((findings) => [findings.length, ...kinds(findings)])).toEqual([
      [100, 'found'],
      [100, 'found'],
    ]);
    const made = calls(...pair);
    expect(made.length).toBeLessThanOrEqual(13);
    // Due 51 ms after each other, by clocks whose timers may be late on a busy machine.
    expect(closest(made)).toBeGreaterThanOrEqual(40);
    expect((made.at(-1)?.at ?? 0) - (made[0]?.at ?? 0)).toBeGreaterThanOrEqual((made.length - 1) * 48);
    for (const { source } of pair) expect(source.calls.length).toBeGreaterThan(0);
  });

  test('three instances never call twice for one ASIN', async () => {
    await using server = await startRedis();
    const three = [1, 2, 3].map(() => started(server.url, 50));
    await Promise.all(three.map(async (instance) => await ask(instance, asinNumbers(60))));
    const asked = calls(...three).flatMap(({ asins }) => asins);
    expect(asked).toHaveLength(60);
    expect(new Set(asked).size).toBe(60);
  });

  test('a call that another instance has under way is waited for', async () => {
    await using server = await startRedis();
    const answer = deferred<void>();
    const holder = started(server.url, 50, {
      async lookup(asins, { marketplace }) {
        await answer.promise;
        return findAll(asins, marketplace);
      },
    });
    const other = started(server.url, 50);
    const first = ask(holder, [asinNumber(1)]);
    await vi.waitUntil(() => holder.source.calls.length === 1);
    const second = ask(other, [asinNumber(1), asinNumber(2)]);
    await vi.waitUntil(() => other.source.calls.length === 1);
    expect(other.source.calls[0]?.asins).toEqual([asinNumber(2)]);
    answer.resolve();
    expect(kinds([...(await first), ...(await second)])).toEqual(new Set(['found']));
    expect(other.source.calls).toHaveLength(1);
  });

  test('an answer that is older than the lookup is not used for it', async () => {
    await using server = await startRedis();
    const [a, b] = [started(server.url, 50), started(server.url, 50)];
    await ask(a, [asinNumber(1)]);
    await ask(b, [asinNumber(1)]);
    expect(calls(a, b)).toHaveLength(2);
  });

  test('missing and failed outcomes are shared as they are', async () => {
    await using server = await startRedis();
    const answer = deferred<void>();
    const holder = started(server.url, 50, {
      async lookup([first = asinNumber(1), second = asinNumber(2)]) {
        await answer.promise;
        const error = new SourceError('THROTTLED', 'pricing was throttled', { retryAfterMs: 700 });
        return new Map<Asin, Finding>([
          [first, { kind: 'missing' }],
          [second, { kind: 'failed', error }],
        ]);
      },
    });
    const other = started(server.url, 50);
    const asked = ask(holder, asinNumbers(2));
    await vi.waitUntil(() => holder.source.calls.length === 1);
    const waited = ask(other, asinNumbers(2));
    await other.waits();
    answer.resolve();
    expect(await waited).toMatchObject([
      { kind: 'missing' },
      { kind: 'failed', error: { code: 'THROTTLED', message: 'pricing was throttled', retryAfterMs: 700 } },
    ]);
    expect(kinds(await asked)).toEqual(new Set(['missing', 'failed']));
    expect(other.source.calls).toHaveLength(0);
  });

  test.each([
    ['an availability that nobody knows', { availability: 'SOLD' }],
    ['another ASIN', { asin: asinNumber(2) }],
    ['another marketplace', { marketplace: 'US' }],
    ['a feature that is none', { features: [null] }],
  ])('an outcome with %s is reported as unreadable, and the instance makes its own call', async (_, parts) => {
    await using server = await startRedis();
    const holder = started(server.url, 50, { lookup: async () => await deferred<never>().promise });
    const other = started(server.url, 50);
    const abandoned = codeOf(ask(holder, [asinNumber(1)], aWaiter(2_500)));
    await vi.waitUntil(() => holder.source.calls.length === 1);
    const waited = ask(other, [asinNumber(1)]);
    await other.waits();
    const product = { ...aProductOf(asinNumber(1), 'IN'), ...parts };
    const outcome = JSON.stringify({ of: `IN:${asinNumber(1)}`, kind: 'found', product });
    server.command('set', outcomeOf(asinNumber(1)), `A${Date.now()},0 ${outcome}`);
    expect(await waited).toEqual([{ kind: 'found', product: aProductOf(asinNumber(1), 'IN') }]);
    expect(other.source.calls).toHaveLength(1);
    expect(other.events).toContainEqual({ type: 'unreadable', where: 'lease', key: `IN:${asinNumber(1)}` });
    expect(await abandoned).toBe('TIMEOUT');
  });

  test.each([
    [
      'an outcome of the future, from before a clock was set back',
      (key: string) => ['set', key, `A${Date.now() + 3_600_000},0 {}`],
    ],
    ['an outcome without a time', (key: string) => ['set', key, 'Asoon,0 {}']],
    ['a text of another program', (key: string) => ['set', key, 'hello']],
    ['a list of another program', (key: string) => ['rpush', key, 'hello']],
  ])('%s is not read, and affects no other lookup', async (_, commandOf) => {
    await using server = await startRedis();
    const a = started(server.url, 50);
    server.command(...commandOf(outcomeOf(asinNumber(1))));
    const found = await ask(a, asinNumbers(3));
    expect(kinds(found)).toEqual(new Set(['found']));
    expect(a.redis.state()).toBe('UP');
  });

  test('a refused call is refused for the waiters of other instances, too', async () => {
    await using server = await startRedis();
    const answer = deferred<never>();
    const holder = started(server.url, 50, { lookup: async () => await answer.promise });
    const other = started(server.url, 50);
    const asked = codeOf(ask(holder, [asinNumber(1)]));
    await vi.waitUntil(() => holder.source.calls.length === 1);
    const waited = codeOf(ask(other, [asinNumber(1)]));
    await other.waits();
    answer.reject(new SourceError('CREDENTIALS', 'refused'));
    expect([await asked, await waited]).toEqual(['CREDENTIALS', 'CREDENTIALS']);
    expect(other.source.calls).toHaveLength(0);
  });

  test('a lookup of an instance that died is made by another one when the lease ends', async () => {
    await using server = await startRedis();
    const never = { timeoutMs: 200, lookup: async () => await deferred<never>().promise };
    const dying = started(server.url, 50, never);
    const other = started(server.url, 50, { timeoutMs: 200 });
    const abandoned = codeOf(ask(dying, [asinNumber(1)]));
    await vi.waitUntil(() => dying.source.calls.length === 1);
    await dying.redis[Symbol.asyncDispose]();
    const startedAt = performance.now();
    expect(kinds(await ask(other, [asinNumber(1)]))).toEqual(new Set(['found']));
    expect(performance.now() - startedAt).toBeGreaterThan(200);
    expect(await abandoned).not.toBe('answered');
  });

  test('when the waiters of a lookup hang up, another instance that waits for it makes the call', async () => {
    await using server = await startRedis();
    const holder = started(server.url, 50, { lookup: async () => await deferred<never>().promise });
    const other = started(server.url, 50);
    const hangsUp = new AbortController();
    const gone = codeOf(ask(holder, [asinNumber(1)], { ...aWaiter(), signal: hangsUp.signal }));
    await vi.waitUntil(() => holder.source.calls.length === 1);
    const waited = ask(other, [asinNumber(1)]);
    await other.waits();
    hangsUp.abort(new Error('gone'));
    expect(kinds(await waited)).toEqual(new Set(['found']));
    expect(await gone).toMatchObject({ message: 'gone' });
  });

  test('a waiter for another instance leaves at its own deadline', async () => {
    await using server = await startRedis();
    const holder = started(server.url, 50, { lookup: async () => await deferred<never>().promise });
    const other = started(server.url, 50);
    const abandoned = codeOf(ask(holder, [asinNumber(1)], aWaiter(2_500)));
    await vi.waitUntil(() => holder.source.calls.length === 1);
    const left = codeOf(ask(other, [asinNumber(1)], aWaiter(1_200)));
    const firstToLeave = Promise.race([left.then(() => 'waiter'), abandoned.then(() => 'holder')]);
    expect(await firstToLeave).toBe('waiter');
    expect([await left, await abandoned]).toEqual(['TIMEOUT', 'TIMEOUT']);
  });

  test('when Redis dies midway, all lookups are answered, and both instances together keep the rate', async () => {
    await using server = await startRedis();
    const pair = [started(server.url, 20), started(server.url, 20)] as const;
    const answers = Promise.all(pair.map(async (instance) => await ask(instance, asinNumbers(100))));
    await vi.waitUntil(() => calls(...pair).length >= 4, 5_000);
    await server.kill();
    const lostAt = performance.now();
    for (const findings of await answers) expect([findings.length, ...kinds(findings)]).toEqual([100, 'found']);
    const alone = pair.map(({ source }) => source.calls.filter(({ at }) => at > lostAt + 60));
    for (const made of alone) expect(closest(made)).toBeGreaterThanOrEqual(85);
  });

  test('while Redis hangs, all lookups are answered', async () => {
    await using server = await startRedis();
    const pair = [started(server.url, 50), started(server.url, 50)] as const;
    await Promise.all(pair.map(async (instance) => await ask(instance, [asinNumber(0)])));
    server.freeze();
    const answers = await Promise.all(pair.map(async (instance) => await ask(instance, asinNumbers(30, 1))));
    server.thaw();
    for (const findings of answers) expect([findings.length, ...kinds(findings)]).toEqual([30, 'found']);
  });
});
