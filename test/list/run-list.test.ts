import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Ask, Batch, BatchOutcome } from '../../src/list/run/ask.ts';
import type { InputAnswer } from '../../src/list/run/lookup-operation.ts';
import { failedRow } from '../../src/list/row-answer.ts';
import type { JournalEntry } from '../../src/list/run/journal.ts';
import { runList, type RunEnd } from '../../src/list/run/run-list.ts';
import { systemClock } from '../../src/clock.ts';
import type { MarketplaceCode } from '../../src/product/marketplace.ts';

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-06-15T12:00:00Z') }));
afterEach(() => void vi.useRealTimers());

const found: InputAnswer = { answer: { code: 'FOUND', values: {} } };
const late: InputAnswer = { answer: failedRow('DEADLINE_EXCEEDED', 'too late'), again: { afterMs: 2_000 } };
const halfDayMs = 12 * 3_600_000;
const spent: InputAnswer = { answer: failedRow('QUOTA_EXHAUSTED', 'used up'), again: { afterMs: halfDayMs } };
const busy: BatchOutcome = { kind: 'later', reason: 'nothing listens there', afterMs: undefined, limited: false };

function answered(batch: Batch, answer: (input: string) => InputAnswer = () => found): BatchOutcome {
  return { kind: 'answered', answers: batch.inputs.map(answer), calls: 1, leftToday: undefined };
}

type Ran = {
  readonly end: Promise<RunEnd>;
  readonly answers: readonly JournalEntry[];
  readonly notices: readonly string[];
  readonly codes: () => readonly string[];
};

function run(
  count: number,
  ask: Ask,
  more: { readonly waitsForQuota?: boolean; readonly signal?: AbortSignal } = {},
  marketplaceOf: (number: number) => MarketplaceCode | undefined = () => undefined,
): Ran {
  const answers: JournalEntry[] = [];
  const notices: string[] = [];
  async function* rows() {
    for (let number = 1; number <= count; number += 1) {
      if (answers.some(({ row }) => row === number)) continue;
      yield { number, input: `input ${number}`, marketplace: marketplaceOf(number), asked: 0 };
    }
  }
  const end = runList({
    rows,
    ask,
    answered: (entry) => void answers.push(entry),
    used: () => undefined,
    notice: (text) => void notices.push(text),
    waitsForQuota: false,
    clock: systemClock,
    random: () => 0,
    signal: new AbortController().signal,
    ...more,
  });
  // Awaited by the test after timers have run.
  end.catch(() => undefined);
  return { end, answers, notices, codes: () => answers.map(({ answer }) => answer.code) };
}

async function finish<T>(promise: Promise<T>): Promise<T> {
  const end = { isReached: false };
  void promise.finally(() => (end.isReached = true)).catch(() => undefined);
  while (!end.isReached) await vi.advanceTimersByTimeAsync(1_000);
  return await promise;
}

describe('a run', () => {
  test('answers every row once', async () => {
    const { end, answers } = run(2_345, async (batch) => answered(batch));
    expect(await finish(end)).toEqual({ kind: 'done' });
    expect(answers.map(({ row }) => row).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 2_345 }, (_, n) => n + 1),
    );
  });

  test('sends several operations at the same time, of bounded size and number', async () => {
    let underWay = 0;
    let most = 0;
    const sizes: number[] = [];
    const { end } = run(20_000, async (batch) => {
      sizes.push(batch.inputs.length);
      underWay += batch.inputs.length;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 400));
      underWay -= batch.inputs.length;
      return answered(batch);
    });
    await finish(end);
    expect(most).toBeGreaterThanOrEqual(100);
    expect(most).toBeLessThanOrEqual(1_050);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(50);
  });

  test('asks again for a row that would have missed its deadline, and records it after three times', async () => {
    const asked = new Map<string, number>();
    const { end, answers } = run(2, async (batch) =>
      answered(batch, (input) => {
        const times = (asked.get(input) ?? 0) + 1;
        asked.set(input, times);
        return input === 'input 1' || times < 3 ? late : found;
      }),
    );
    await finish(end);
    expect(Object.fromEntries(answers.map(({ row, answer }) => [row, answer.code]))).toEqual({
      1: 'DEADLINE_EXCEEDED',
      2: 'FOUND',
    });
    expect([...asked.values()]).toEqual([3, 3]);
  });

  test('goes on when a gateway that was away is there again, and says what it waits for', async () => {
    let sent = 0;
    const { end, codes, notices } = run(30, async (batch) => (++sent <= 5 ? busy : answered(batch)));
    await finish(end);
    expect(codes()).toEqual(Array.from({ length: 30 }, () => 'FOUND'));
    expect(notices[0]).toBe('nothing listens there; trying again in 1 s');
  });

  test('ends when the gateway stays away, sooner if it was never there', async () => {
    const never = run(1, async () => busy);
    await expect(finish(never.end)).rejects.toThrow('nothing listens there.');
    const startedAt = Date.now();
    let sent = 0;
    const lost = run(20, async (batch) => (++sent === 1 ? answered(batch) : busy));
    await expect(finish(lost.end)).rejects.toThrow('nothing listens there.');
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(10 * 60_000);
    expect(lost.answers.length).toBe(10);
  });

  test('keeps the time that a gateway names when it limits requests, however often', async () => {
    const sentAt: number[] = [];
    const limited: BatchOutcome = { kind: 'later', reason: 'slow down', afterMs: 90_000, limited: true };
    const { end, codes } = run(5, async (batch) => {
      sentAt.push(Date.now());
      return sentAt.length <= 10 ? limited : answered(batch);
    });
    await finish(end);
    expect(codes()).toHaveLength(5);
    expect(sentAt.slice(1).every((at, index) => at - (sentAt[index] ?? 0) >= 90_000)).toBe(true);
  });

  test('says once a minute that a gateway limits it, and nothing of shorter waits', async () => {
    const limited: BatchOutcome = { kind: 'later', reason: 'slow down', afterMs: 20_000, limited: true };
    const limitedFor = (ms: number): Ask => {
      const until = Date.now() + ms;
      return async (batch) => (Date.now() < until ? limited : answered(batch));
    };
    const long = run(5, limitedFor(190_000));
    await finish(long.end);
    expect(long.notices).toHaveLength(3);
    expect(long.notices[0]).toMatch(/^slow down; trying again in \d+ s$/);
    const brief = run(5, limitedFor(30_000));
    await finish(brief.end);
    expect(brief.notices).toEqual([]);
  });

  test.each([
    ['costs too much', { kind: 'too-complex', message: 'too complex' }, 'OPERATION_TOO_COMPLEX'],
    ['fails the gateway', { kind: 'failed', message: 'Unexpected error.' }, 'INTERNAL_SERVER_ERROR'],
  ] as const)('halves an operation until only the row that %s is left', async (_, outcome, code) => {
    const { end, answers } = run(10, async (batch) => (batch.inputs.includes('input 7') ? outcome : answered(batch)));
    await finish(end);
    expect(answers).toHaveLength(10);
    expect(answers.filter(({ answer }) => answer.code !== 'FOUND')).toEqual([
      { row: 7, answer: { code, values: { problem: `${code}: ${outcome.message}` } } },
    ]);
  });

  test('records the reason for rows that the gateway refuses', async () => {
    const { end, codes } = run(2, async () => ({
      kind: 'refused',
      code: 'BAD_USER_INPUT',
      message: 'no source serves IE',
    }));
    await finish(end);
    expect(codes()).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);
  });

  test('ends with the error of an operation that can never be answered', async () => {
    const { end } = run(100, async () => {
      throw new Error('refused');
    });
    await expect(finish(end)).rejects.toThrow('refused');
  });

  test('ends with the reason of its signal', async () => {
    const controller = new AbortController();
    const { end } = run(
      5,
      async (_, signal) =>
        await new Promise((__, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      {
        signal: controller.signal,
      },
    );
    await vi.advanceTimersByTimeAsync(10);
    controller.abort(new Error('Ctrl-C'));
    await expect(finish(end)).rejects.toThrow('Ctrl-C');
  });
});

describe('while no source is called', () => {
  const out: InputAnswer = {
    answer: failedRow('SOURCES_UNAVAILABLE', 'No source could answer (CIRCUIT_OPEN).'),
    again: { afterMs: 5_000 },
  };
  const uncalled = (batch: Batch, answer: (input: string) => InputAnswer = () => out): BatchOutcome => ({
    kind: 'answered',
    answers: batch.inputs.map(answer),
    calls: 0,
    leftToday: undefined,
  });

  test('a run waits, and no row is given up', async () => {
    const startedAt = Date.now();
    let sent = 0;
    const { end, codes, notices } = run(5_000, async (batch) => {
      sent += 1;
      return Date.now() - startedAt < 30_000 ? uncalled(batch) : answered(batch);
    });
    await finish(end);
    expect(new Set(codes())).toEqual(new Set(['FOUND']));
    expect(codes()).toHaveLength(5_000);
    expect(sent).toBeLessThan(700);
    expect(notices[0]).toBe('SOURCES_UNAVAILABLE: No source could answer (CIRCUIT_OPEN); trying again in 5 s');
  });

  test('what a cache answers is taken, and the rest of its operation waits', async () => {
    const startedAt = Date.now();
    const { end, answers } = run(10, async (batch) =>
      Date.now() - startedAt < 30_000
        ? uncalled(batch, (input) => (input === 'input 3' ? found : out))
        : answered(batch),
    );
    await finish(end);
    expect(answers.map(({ answer }) => answer.code)).toEqual(Array.from({ length: 10 }, () => 'FOUND'));
    expect(answers[0]?.row).toBe(3);
  });

  test('a run ends after ten minutes, and leaves the rows that were not asked without an answer', async () => {
    const startedAt = Date.now();
    const { end, answers } = run(5_000, async (batch) => uncalled(batch));
    await expect(finish(end)).rejects.toThrow('SOURCES_UNAVAILABLE: No source could answer (CIRCUIT_OPEN).');
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(10 * 60_000);
    expect(answers).toEqual([]);
  });
});

describe('when the day’s calls are used up', () => {
  const today = (left: number) => {
    const midnight = Date.now() + halfDayMs;
    return async (batch: Batch) =>
      answered(batch, () => {
        if (Date.now() >= midnight) return found;
        left -= 1;
        return left >= 0 ? found : spent;
      });
  };

  test('a run ends, and says until when; the rows that are left have no answer', async () => {
    const { end, codes } = run(100, today(30));
    expect(await finish(end)).toEqual({ kind: 'quota', resetsAt: Date.parse('2026-06-16T00:00:00Z') });
    expect(codes()).toEqual(Array.from({ length: 30 }, () => 'FOUND'));
  });

  test('a run that waits goes on the next day, and answers all', async () => {
    const { end, codes, notices } = run(100, today(30), { waitsForQuota: true });
    expect(await finish(end)).toEqual({ kind: 'done' });
    expect(codes()).toEqual(Array.from({ length: 100 }, () => 'FOUND'));
    expect(notices).toEqual(["the day's calls are used up; going on at 2026-06-16T00:00:00.000Z"]);
  });

  test('for one marketplace, the rows of all others are still asked', async () => {
    const ask: Ask = async (batch) => answered(batch, () => (batch.marketplace === 'IN' ? spent : found));
    const { end, answers } = run(3_000, ask, {}, (number) => (number % 2 === 0 ? 'DE' : 'IN'));
    expect(await finish(end)).toMatchObject({ kind: 'quota' });
    expect(answers.map(({ row }) => row).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 1_500 }, (_, n) => 2 * (n + 1)),
    );
  });

  test('for one marketplace, a run that waits asks the others first, and those of that one the next day', async () => {
    const midnight = Date.now() + halfDayMs;
    const ask: Ask = async (batch) =>
      answered(batch, () => (batch.marketplace === 'IN' && Date.now() < midnight ? spent : found));
    const { end, answers } = run(60, ask, { waitsForQuota: true }, (number) => (number % 2 === 0 ? 'DE' : 'IN'));
    expect(await finish(end)).toEqual({ kind: 'done' });
    expect(answers.map(({ row }) => row % 2)).toEqual([...Array(30).fill(0), ...Array(30).fill(1)]);
  });

  test('a run that waits ends if a day has brought no answer', async () => {
    const { end, notices } = run(5, async (batch) => answered(batch, () => spent), { waitsForQuota: true });
    expect(await finish(end)).toMatchObject({ kind: 'quota' });
    expect(notices).toHaveLength(1);
  });
});
