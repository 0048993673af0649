import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import type { LookupQueue, Offer } from '../../../src/coordination/queue/lookup-queue.ts';
import { createPermits } from '../../../src/rate-limit/permits.ts';
import { createBatcher } from '../../../src/source/batching/batcher.ts';
import type { Waiter } from '../../../src/source/batching/waiter.ts';
import { SourceError } from '../../../src/source/source-error.ts';
import { aQuestion, asinNumber } from '../../support/asins.ts';
import { fakeSource, type FakeBehaviour } from '../../support/fake-source.ts';
import { askingThrough } from '../../support/open-operations.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A batcher whose queue takes every lookup back at once, or none, and what it published. */
function aHolder(behaviour: FakeBehaviour = {}, takes = true) {
  const offered: Offer[] = [];
  const published: string[] = [];
  const queue: LookupQueue = {
    namespace: 'ours',
    instance: 'one',
    renewEveryMs: 750,
    usable: () => true,
    async request({ offers }) {
      offered.push(...offers);
      const states = offers.map(() => ({ kind: 'waiting' }) as const);
      const [first] = offers;
      if (first === undefined || !takes) return { at: 0, states, wanted: [] };
      const permit = { dueInMs: 0, refund: () => undefined };
      return { at: 0, states, wanted: [], call: { group: first.group.name, lookups: offers, permit } };
    },
    publish: (_, key) => void published.push(key),
    release: () => undefined,
    leadMs: () => 0,
    listen: () => undefined,
  };
  const source = fakeSource(behaviour);
  const accounts = [{ sources: [source], permits: createPermits({ perSecond: 10, burst: 1 }, systemClock) }];
  const options = { accounts, clock: systemClock, random: () => 0.5, report: () => undefined, queueOf: () => queue };
  const batcher = askingThrough(createBatcher(options));
  const ask = async (parts: Partial<Waiter> = {}, n = 1) => {
    const deadlineAt = performance.now() + 10_000;
    const waiter = {
      operation: {},
      signal: new AbortController().signal,
      deadlineAt,
      priority: 'INTERACTIVE',
    } as const;
    return await batcher.lookup(source, aQuestion(asinNumber(n)), { ...waiter, ...parts });
  };
  return { offered, published, ask };
}

describe('a lookup that this instance has taken', () => {
  test('ends when its answer is in the store, and not before', async () => {
    const { published, ask } = aHolder();
    const stored = Promise.withResolvers<void>();
    const answer = ask({ stored: stored.promise });
    await vi.advanceTimersByTimeAsync(50);
    expect(await answer).toMatchObject({ kind: 'found' });
    expect(published).toEqual([]);
    stored.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(published).toHaveLength(1);
  });

  test('ends after a tenth of a second when the store does not answer', async () => {
    const { published, ask } = aHolder();
    await Promise.all([ask({ stored: new Promise(() => undefined) }), vi.advanceTimersByTimeAsync(50)]);
    expect(published).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    expect(published).toHaveLength(1);
  });

  test('ends at once when the call failed, because nothing is stored', async () => {
    const lookup = async () => await Promise.reject(new SourceError('MALFORMED', 'odd'));
    const { published, ask } = aHolder({ lookup });
    const answer = ask({ stored: new Promise(() => undefined) }).catch(() => 'failed');
    await vi.advanceTimersByTimeAsync(10);
    expect(await answer).toBe('failed');
    expect(published).toHaveLength(1);
  });
});

test('an outcome is young enough if it is younger than the question, which was asked before the cache was read', async () => {
  const { offered, ask } = aHolder();
  const askedAt = performance.now();
  await vi.advanceTimersByTimeAsync(700);
  await Promise.all([ask({ askedAt }), vi.advanceTimersByTimeAsync(50)]);
  expect(offered[0]?.askedAgoMs).toBeGreaterThanOrEqual(700);
});

test('a renewal repeats the offers of the next calls, not those of the oldest lookups', async () => {
  const { offered, ask } = aHolder({}, false);
  const hangsUp = new AbortController();
  const waiter = { signal: hangsUp.signal, deadlineAt: performance.now() + 600_000 };
  const waits = async (n: number, parts: Partial<Waiter> = {}) =>
    await ask({ ...waiter, ...parts }, n).catch(() => 'gone');
  const bulk = Array.from({ length: 250 }, async (_, n) => await waits(n, { priority: 'BULK' }));
  await vi.advanceTimersByTimeAsync(10);
  const interactive = waits(900);
  await vi.advanceTimersByTimeAsync(10);
  offered.length = 0;
  await vi.advanceTimersByTimeAsync(800);
  expect(offered).toHaveLength(200);
  expect(offered.map(({ key }) => key)).toContain(`IN:${asinNumber(900)}`);
  hangsUp.abort(new Error('gone'));
  await Promise.all([...bulk, interactive]);
});
