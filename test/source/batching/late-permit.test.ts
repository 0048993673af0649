import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createBatcher } from '../../../src/source/batching/batcher.ts';
import { systemClock } from '../../../src/clock.ts';
import { createPermits, type Permits } from '../../../src/rate-limit/permits.ts';
import { aQuestion, asinNumber } from '../../support/asins.ts';
import { askingThrough } from '../../support/open-operations.ts';
import { fakeSource } from '../../support/fake-source.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Permits that are in hand so many milliseconds after they fell due, one after the other. */
function permitsLateBy(lateMs: readonly number[]): Permits & { readonly refunds: () => number } {
  const permits = createPermits({ perSecond: 1, burst: 1 }, systemClock);
  let refunds = 0;
  let given = 0;
  return {
    ...permits,
    refunds: () => refunds,
    async reserve() {
      const dueInMs = -(lateMs[given] ?? 0);
      given += 1;
      return { dueInMs, refund: () => void (refunds += 1) };
    },
  };
}

async function callWith(permits: Permits) {
  const source = fakeSource();
  const accounts = [{ sources: [source], permits }];
  const options = { accounts, clock: systemClock, random: () => 0.5, report: () => undefined };
  const batcher = askingThrough(createBatcher(options));
  const deadlineAt = performance.now() + 10_000;
  const waiter = { operation: {}, signal: new AbortController().signal, deadlineAt, priority: 'INTERACTIVE' } as const;
  const found = batcher.lookup(source, aQuestion(asinNumber(1)), waiter);
  await vi.advanceTimersByTimeAsync(10);
  expect(await found).toMatchObject({ kind: 'found' });
  return source.calls.length;
}

describe('a permit that the process woke up too late for', () => {
  test('is given back, because the next one is spaced from when it was due', async () => {
    const permits = permitsLateBy([50, 0]);
    expect(await callWith(permits)).toBe(1);
    expect(permits.refunds()).toBe(1);
  });

  test('is used when it is late by no more than the spacing has to spare', async () => {
    const permits = permitsLateBy([20]);
    expect(await callWith(permits)).toBe(1);
    expect(permits.refunds()).toBe(0);
  });

  test('is used after three in a row: a process that is always late still has to call', async () => {
    const permits = permitsLateBy([50, 50, 50, 50]);
    expect(await callWith(permits)).toBe(1);
    expect(permits.refunds()).toBe(3);
  });
});
