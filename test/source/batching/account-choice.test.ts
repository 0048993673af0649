import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import type { MarketplaceCode } from '../../../src/product/marketplace.ts';
import { createPermits, type Allowance } from '../../../src/rate-limit/permits.ts';
import { createBatcher } from '../../../src/source/batching/batcher.ts';
import { poolOf } from '../../../src/source/pool.ts';
import { SourceError } from '../../../src/source/source-error.ts';
import type { FailureCode } from '../../../src/vocabulary.ts';
import { aQuestion, asinNumber, asinNumbers } from '../../support/asins.ts';
import { fakeSource, type FakeBehaviour } from '../../support/fake-source.ts';
import { askingThrough } from '../../support/open-operations.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type AccountSetup = { readonly behaviour?: FakeBehaviour; readonly allowance?: Partial<Allowance> };

/** A source that two accounts serve. */
function aPool(...setups: readonly [AccountSetup, AccountSetup]) {
  const sources = setups.map(({ behaviour }) => fakeSource(behaviour));
  const [one, other] = sources;
  if (one === undefined || other === undefined) throw new Error('two accounts');
  const accounts = setups.map(({ allowance }, index) => ({
    name: index === 0 ? 'one' : 'other',
    sources: sources.slice(index, index + 1),
    permits: createPermits({ perSecond: 1, burst: 1, ...allowance }, systemClock),
  }));
  const batcher = createBatcher({ accounts, clock: systemClock, random: () => 0.5, report: () => undefined });
  const source = poolOf(one, other);
  const asking = askingThrough(batcher);
  const waiter = () => ({
    operation: {},
    signal: new AbortController().signal,
    deadlineAt: performance.now() + 30_000,
    priority: 'INTERACTIVE' as const,
  });
  const lookUp = async (n: number, marketplace: MarketplaceCode = 'IN') =>
    await asking.lookup(source, aQuestion(asinNumber(n), marketplace), waiter());
  return { one, other, source, batcher, lookUp };
}

const failing = (code: FailureCode): AccountSetup => ({
  behaviour: { lookup: async () => await Promise.reject(new SourceError(code, `the account has ${code}`)) },
});
const onlyIn = (served: MarketplaceCode): AccountSetup => ({
  behaviour: { unavailableReason: (marketplace) => (marketplace === served ? undefined : 'NO_PARTNER_TAG') },
});

describe('several accounts of one source', () => {
  test('share the questions: forty products take two calls of each, in little more than a second', async () => {
    const { one, other, lookUp } = aPool({}, {});
    const answers = Promise.all(asinNumbers(40).map(async (_, n) => await lookUp(n)));
    await vi.advanceTimersByTimeAsync(1_100);
    expect((await answers).every(({ kind }) => kind === 'found')).toBe(true);
    expect([one, other].map(({ calls }) => calls.map(({ asins }) => asins.length))).toEqual([
      [10, 10],
      [10, 10],
    ]);
  });

  test('a question that one account is being asked is not asked of another', async () => {
    const { one, other, lookUp } = aPool({}, {});
    const answers = Promise.all(Array.from({ length: 15 }, async () => await lookUp(1)));
    await vi.advanceTimersByTimeAsync(100);
    expect(await answers).toHaveLength(15);
    expect(one.calls.length + other.calls.length).toBe(1);
  });

  test('a question goes only to accounts that serve its marketplace', async () => {
    const { one, other, source, lookUp } = aPool(onlyIn('IN'), onlyIn('US'));
    const answers = Promise.all([lookUp(1, 'US'), lookUp(2, 'IN'), lookUp(3, 'US')]);
    await vi.advanceTimersByTimeAsync(1_100);
    await answers;
    expect([one, other].map(({ calls }) => calls.map(({ marketplace }) => marketplace))).toEqual([['IN'], ['US']]);
    expect(source.unavailableReason('US')).toBeUndefined();
    expect(source.unavailableReason('DE')).toBe('NO_PARTNER_TAG');
  });

  test.each(['CREDENTIALS', 'THROTTLED'] as const)('%s of one account is no failure of the other', async (code) => {
    const { one, other, batcher, lookUp } = aPool(failing(code), {});
    for (let n = 0; n < 5; n += 1) {
      const answer = lookUp(n);
      await vi.advanceTimersByTimeAsync(8_000);
      expect((await answer).kind).toBe('found');
    }
    expect(other.calls).toHaveLength(5);
    const [first, second] = batcher.accountsOf('CREATORS_API');
    expect(second).toMatchObject({ name: 'other', circuit: 'CLOSED', queued: 0, quota: { perSecond: 1 } });
    if (code === 'THROTTLED') expect(first?.quota.perSecond).toBeLessThan(1);
    else expect(first).toMatchObject({ name: 'one', circuit: 'OPEN' });
    if (code === 'CREDENTIALS') expect(one.calls).toHaveLength(1);
  });

  test('an account whose day is used up leaves its questions to the other', async () => {
    const { one, other, lookUp } = aPool({ allowance: { perDay: 1 } }, {});
    for (let n = 0; n < 4; n += 1) {
      const answer = lookUp(n);
      await vi.advanceTimersByTimeAsync(2_000);
      expect((await answer).kind).toBe('found');
    }
    expect([one.calls.length, other.calls.length]).toEqual([1, 3]);
  });

  test('when none can answer, the failure is that of the first', async () => {
    const { lookUp } = aPool(failing('CREDENTIALS'), { allowance: { perDay: 0 } });
    const failure = expect(lookUp(1)).rejects.toMatchObject({ code: 'CREDENTIALS' });
    await vi.advanceTimersByTimeAsync(2_000);
    await failure;
  });

  test('a failure of Amazon is not tried again in another account', async () => {
    const { one, other, lookUp } = aPool(failing('MALFORMED'), {});
    const failure = expect(lookUp(1)).rejects.toMatchObject({ code: 'MALFORMED' });
    await vi.advanceTimersByTimeAsync(2_000);
    await failure;
    expect([one.calls.length, other.calls.length]).toEqual([1, 0]);
  });
});
