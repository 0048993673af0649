import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { createPermits } from '../../../src/rate-limit/permits.ts';
import { createBatcher } from '../../../src/source/batching/batcher.ts';
import { poolOf } from '../../../src/source/pool.ts';
import type { LookupPriority } from '../../../src/vocabulary.ts';
import { aQuestion, asinNumber } from '../../support/asins.ts';
import { fakeSource } from '../../support/fake-source.ts';
import { askingThrough } from '../../support/open-operations.ts';

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-23T12:00:00Z') }));
afterEach(() => void vi.useRealTimers());

type Setup = { readonly perSecond?: number; readonly perDay?: number; readonly interactiveP95Ms?: number };

/** A source whose account makes up to ten calls a second. */
function anAccount({ perSecond = 10, perDay, interactiveP95Ms = 5_000 }: Setup) {
  const source = fakeSource();
  const permits = createPermits({ perSecond, burst: 1, ...(perDay !== undefined && { perDay }) }, systemClock);
  const batcher = createBatcher({
    accounts: [{ sources: [source], permits }],
    clock: systemClock,
    random: () => 0.5,
    report: () => undefined,
    interactiveP95Ms,
  });
  const { lookup, search: searchFor } = askingThrough(batcher);
  const search = async () => {
    const deadlineAt = performance.now() + 10_000;
    const waiter = {
      operation: {},
      signal: new AbortController().signal,
      deadlineAt,
      priority: 'INTERACTIVE' as const,
    };
    const terms = { query: 'lamp', includeOutOfStock: false, sort: 'RELEVANCE' as const };
    const answer = searchFor(source, { marketplace: 'IN', terms, page: '1' }, waiter);
    await vi.advanceTimersByTimeAsync(10);
    return await answer;
  };
  let next = 0;
  const ask = async (priority: LookupPriority = 'INTERACTIVE', forMs = 10_000) => {
    const deadlineAt = performance.now() + forMs;
    const waiter = { operation: {}, signal: new AbortController().signal, deadlineAt, priority };
    return await lookup(source, aQuestion(asinNumber((next += 1))), waiter);
  };
  /** One lookup a second, each of which is answered. */
  async function busyFor(seconds: number) {
    for (let second = 0; second < seconds; second += 1) {
      const answer = ask();
      await vi.advanceTimersByTimeAsync(1_000);
      await answer;
    }
  }
  const quota = () => batcher.accountsOf('CREATORS_API')[0]?.quota;
  return { source, batcher, lookup, ask, search, busyFor, quota };
}

/** An account whose day is short, after calls that left as they came. */
async function aShortDay(setup: Setup = {}) {
  const account = anAccount({ perDay: 200, ...setup });
  await account.busyFor(10);
  account.source.calls.length = 0;
  return account;
}

describe('pacing', () => {
  test('lets every call leave at once while the day has calls to spare', async () => {
    const { source, busyFor, quota } = anAccount({ perDay: 1_000_000 });
    await busyFor(60);
    expect(source.calls).toHaveLength(60);
    expect(quota()).toMatchObject({ pacing: 'READY', usedToday: 60 });
    expect(quota()?.projectedToday).toBeGreaterThan(60);
  });

  test('lets a call wait for two fifths of the time of its lookups when the day is short, and fills its slots', async () => {
    const { source, ask, quota } = await aShortDay();
    expect(quota()).toMatchObject({ pacing: 'ACTIVE' });
    const answers = [ask()];
    for (let second = 0; second < 3; second += 1) {
      await vi.advanceTimersByTimeAsync(1_000);
      answers.push(ask());
    }
    await vi.advanceTimersByTimeAsync(900);
    expect(source.calls).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(200);
    expect(source.calls.map(({ asins }) => asins.length)).toEqual([4]);
    expect((await Promise.all(answers)).every(({ kind }) => kind === 'found')).toBe(true);
  });

  test('never lets an interactive lookup wait past the configured time', async () => {
    const { source, ask } = await aShortDay({ interactiveP95Ms: 1_500 });
    const answer = ask('INTERACTIVE', 60_000);
    await vi.advanceTimersByTimeAsync(1_510);
    expect(source.calls).toHaveLength(1);
    expect((await answer).kind).toBe('found');
  });

  test('starts no call for refreshes; they take slots of a call that leaves anyway', async () => {
    const { source, ask } = await aShortDay();
    const refreshes = [ask('REFRESH', 300_000), ask('REFRESH', 300_000)];
    await vi.advanceTimersByTimeAsync(60_000);
    expect(source.calls).toHaveLength(0);
    const answer = ask();
    await vi.advanceTimersByTimeAsync(4_100);
    expect(source.calls.map(({ asins }) => asins.length)).toEqual([3]);
    await Promise.all([answer, ...refreshes]);
  });

  test('does not slow a list down, whose calls are full', async () => {
    const { source, ask } = await aShortDay();
    const list = Promise.all(Array.from({ length: 50 }, () => ask('BULK', 60_000)));
    await vi.advanceTimersByTimeAsync(600);
    expect(source.calls.map(({ asins }) => asins.length)).toEqual([10, 10, 10, 10, 10]);
    await list;
  });

  test('lets a search leave at once, without the lookups that wait', async () => {
    const { source, ask, search } = await aShortDay();
    await search();
    const answer = ask();
    await vi.advanceTimersByTimeAsync(1_000);
    await search();
    expect(source.calls.map(({ operation }) => operation)).toEqual(['search', 'search']);
    await vi.advanceTimersByTimeAsync(5_100);
    expect(source.calls).toHaveLength(3);
    await answer;
  });

  test('ends as soon as the pace is such that the day lasts', async () => {
    const { source, ask, quota } = await aShortDay();
    await vi.advanceTimersByTimeAsync(3 * 3_600_000);
    expect(quota()).toMatchObject({ pacing: 'READY' });
    const answer = ask();
    await vi.advanceTimersByTimeAsync(10);
    expect(source.calls).toHaveLength(1);
    await answer;
  });

  test('delays no full call, so that a burst is answered as on any day', async () => {
    const { ask } = await aShortDay();
    const answers = Promise.all(Array.from({ length: 40 }, () => ask()));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await answers).toHaveLength(40);
  });

  test('is off without a time for interactive lookups, and for a day without a limit', async () => {
    const off = anAccount({ perDay: 200 });
    const clock = systemClock;
    const source = fakeSource();
    const permits = createPermits({ perSecond: 10, burst: 1, perDay: 200 }, clock);
    const batcher = createBatcher({
      accounts: [{ sources: [source], permits }],
      clock,
      random: () => 0.5,
      report: () => undefined,
    });
    expect(batcher.accountsOf('CREATORS_API')[0]?.quota).toMatchObject({ pacing: 'OFF', projectedToday: 0 });
    const unlimited = anAccount({});
    await unlimited.busyFor(30);
    expect(unlimited.source.calls).toHaveLength(30);
    expect(unlimited.quota()?.pacing).toBe('OFF');
    expect(off.quota()?.pacing).toBe('READY');
  });

  test('of one account sends the questions to an account that has calls to spare', async () => {
    const [short, spare] = [fakeSource(), fakeSource()];
    const accounts = [
      {
        name: 'short',
        sources: [short],
        permits: createPermits({ perSecond: 10, burst: 1, perDay: 200 }, systemClock),
      },
      {
        name: 'spare',
        sources: [spare],
        permits: createPermits({ perSecond: 0.1, burst: 1, perDay: 90_000 }, systemClock),
      },
    ];
    const batcher = createBatcher({
      accounts,
      clock: systemClock,
      random: () => 0.5,
      report: () => undefined,
      interactiveP95Ms: 5_000,
    });
    const { lookup } = askingThrough(batcher);
    const pool = poolOf(short, spare);
    const ask = async (source: typeof short | typeof pool, n: number) => {
      const signal = new AbortController().signal;
      const waiter = {
        operation: {},
        signal,
        deadlineAt: performance.now() + 10_000,
        priority: 'INTERACTIVE' as const,
      };
      return await lookup(source, aQuestion(asinNumber(n)), waiter);
    };
    for (let n = 0; n < 10; n += 1) {
      const answer = ask(short, n);
      await vi.advanceTimersByTimeAsync(1_000);
      await answer;
    }
    expect(batcher.isPaced(short, 'IN')).toBe(true);
    expect(batcher.isPaced(pool, 'IN')).toBe(false);
    const answer = ask(pool, 100);
    await vi.advanceTimersByTimeAsync(100);
    await answer;
    expect(spare.calls).toHaveLength(1);
  });
});

test('four marketplaces with one lookup each are all called in time while the day is short', async () => {
  const { source, lookup } = await aShortDay({ perSecond: 1.05 });
  const answers = (['IN', 'US', 'DE', 'FR'] as const).map(async (marketplace) => {
    const deadlineAt = performance.now() + 4_000;
    const waiter = {
      operation: {},
      signal: new AbortController().signal,
      deadlineAt,
      priority: 'INTERACTIVE' as const,
    };
    return await lookup(source, aQuestion(asinNumber(900), marketplace), waiter);
  });
  const kinds = Promise.all(
    answers.map((answer) =>
      answer.then(
        ({ kind }) => kind,
        () => 'refused',
      ),
    ),
  );
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await kinds).toEqual(['found', 'found', 'found', 'found']);
});

describe('pacing after a busy minute', () => {
  /** A lookup every `gapMs` for so many seconds. Returns how many of the slots of their calls are filled. */
  async function fillAt(account: ReturnType<typeof anAccount>, gapMs: number, seconds: number): Promise<number> {
    const { source, ask } = account;
    source.calls.length = 0;
    const answers: Promise<unknown>[] = [];
    for (let at = 0; at < seconds * 1_000; at += gapMs) {
      answers.push(ask());
      await vi.advanceTimersByTimeAsync(gapMs);
    }
    const { calls } = source;
    const filled = calls.reduce((sum, { asins }) => sum + asins.length, 0);
    const share = filled / (calls.length * 10);
    await vi.advanceTimersByTimeAsync(5_000);
    await Promise.all(answers);
    return share;
  }

  test('fills the calls at nine tenths of the capacity, long before the day is known to be short', async () => {
    const account = anAccount({ perSecond: 1, perDay: 8_640 });
    await fillAt(account, 113, 60);
    expect(account.quota()?.pacing).toBe('READY');
    expect(await fillAt(account, 113, 60)).toBeGreaterThanOrEqual(0.95);
  });

  test('lets no call wait at a pace that the day carries', async () => {
    const account = anAccount({ perSecond: 1, perDay: 100_000 });
    await fillAt(account, 113, 60);
    expect(await fillAt(account, 113, 60)).toBeLessThan(0.92);
    const seldom = anAccount({ perSecond: 1, perDay: 8_640 });
    expect(await fillAt(seldom, 2_000, 120)).toBe(0.1);
  });

  test('lets a call wait for two permits at most, and for none after an idle minute', async () => {
    const account = anAccount({ perSecond: 1, perDay: 8_640 });
    const { source, ask } = account;
    await fillAt(account, 113, 60);
    source.calls.length = 0;
    const late = ask();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(source.calls).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(50);
    expect(source.calls).toHaveLength(1);
    await late;
    await vi.advanceTimersByTimeAsync(62_000);
    const idle = ask();
    await vi.advanceTimersByTimeAsync(10);
    expect(source.calls).toHaveLength(2);
    await idle;
  });

  test('neither answers with stale copies first nor holds refreshes back', async () => {
    const account = anAccount({ perSecond: 1, perDay: 8_640 });
    const { source, ask, batcher } = account;
    await fillAt(account, 113, 60);
    expect(batcher.isPaced(source, 'IN')).toBe(false);
    source.calls.length = 0;
    const refresh = ask('REFRESH', 300_000);
    await vi.advanceTimersByTimeAsync(2_050);
    expect(source.calls).toHaveLength(1);
    await refresh;
  });
});
