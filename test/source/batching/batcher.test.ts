import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { GatewayEvent } from '../../../src/event.ts';
import type { Asin } from '../../../src/product/asin.ts';
import type { MarketplaceCode } from '../../../src/product/marketplace.ts';
import { createBatcher, type BatcherOptions } from '../../../src/source/batching/batcher.ts';
import type { Waiter } from '../../../src/source/batching/waiter.ts';
import { SourceError } from '../../../src/source/source-error.ts';
import { keyOf, type ProductQuestion } from '../../../src/product/question.ts';
import type { Source, SourceOperation } from '../../../src/source/source.ts';
import { systemClock } from '../../../src/clock.ts';
import { createPermits, type Allowance, type Permits } from '../../../src/rate-limit/permits.ts';
import { aQuestion, asinNumber, asinNumbers } from '../../support/asins.ts';
import { askingThrough, type Asking } from '../../support/open-operations.ts';
import { deferred, fakeSource, findAll, type FakeSource } from '../../support/fake-source.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const events: GatewayEvent[] = [];

function pack(
  sources: readonly Source[],
  allowance: Partial<Allowance> = {},
  options: Partial<BatcherOptions> = {},
): Asking {
  events.length = 0;
  return packOver(sources, createPermits({ perSecond: 1, burst: 1, ...allowance }, systemClock), options);
}

function packOver(sources: readonly Source[], permits: Permits, options: Partial<BatcherOptions> = {}): Asking {
  const accounts = [{ sources, permits }];
  const report = (event: GatewayEvent) => void events.push(event);
  return askingThrough(createBatcher({ accounts, clock: systemClock, random: () => 0.5, report, ...options }));
}

function aWaiter(parts: Partial<Waiter> & { readonly forMs?: number } = {}): Waiter {
  const { forMs = 30_000, ...rest } = parts;
  const deadlineAt = performance.now() + forMs;
  return { operation: {}, signal: new AbortController().signal, deadlineAt, priority: 'INTERACTIVE', ...rest };
}

function lookups(
  batcher: Asking,
  source: Source,
  asins: readonly Asin[],
  by: () => Waiter,
  marketplace: MarketplaceCode = 'IN',
) {
  return asins.map((asin) => batcher.lookup(source, aQuestion(asin, marketplace), by()));
}

const sizes = (source: FakeSource) => source.calls.map(({ asins }) => asins.length);
const codeOf = async (promise: Promise<unknown>) =>
  await promise.then(
    () => 'answered',
    (error: unknown) => (error instanceof SourceError ? error.code : 'aborted'),
  );

describe('a request at fault', () => {
  test('opens no circuit, however often it is refused', async () => {
    const source = fakeSource({
      lookup: async () => await Promise.reject(new SourceError('MALFORMED', 'HTTP 400', { badRequest: true })),
    });
    const batcher = pack([source], { perSecond: 100 });
    for (let n = 0; n < 8; n += 1) {
      const code = codeOf(batcher.lookup(source, aQuestion(asinNumber(n)), aWaiter()));
      await vi.advanceTimersByTimeAsync(100);
      expect(await code).toBe('MALFORMED');
    }
    expect(source.calls).toHaveLength(8);
    expect(events.filter(({ type }) => type === 'circuit')).toEqual([]);
    expect(events.find(({ type }) => type === 'call')).toMatchObject({ outcome: 'MALFORMED', badRequest: true });
  });
});

describe('packing', () => {
  test('an idle account lets a single lookup go at once', async () => {
    const source = fakeSource();
    const batcher = pack([source]);
    const found = batcher.lookup(source, aQuestion(asinNumber(1)), aWaiter());
    await vi.advanceTimersByTimeAsync(1);
    expect(await found).toMatchObject({ kind: 'found' });
    expect(source.calls).toHaveLength(1);
  });

  test('200 operations over 100 ASINs cost at most 11 calls and 11 seconds', async () => {
    const source = fakeSource();
    const batcher = pack([source]);
    const startedAt = performance.now();
    const asked = Array.from({ length: 200 }, (_, n) =>
      batcher.lookup(source, aQuestion(asinNumber(n % 100)), aWaiter()),
    );
    await vi.advanceTimersByTimeAsync(11_000);
    expect(new Set((await Promise.all(asked)).map(({ kind }) => kind))).toEqual(new Set(['found']));
    expect(source.calls.length).toBeLessThanOrEqual(11);
    expect(source.calls.at(-1)?.at ?? Infinity).toBeLessThanOrEqual(startedAt + 11_000);
  });

  test('a hundred misses of one ASIN are one lookup', async () => {
    const source = fakeSource();
    const batcher = pack([source]);
    const asked = Array.from({ length: 100 }, () => batcher.lookup(source, aQuestion(asinNumber(7)), aWaiter()));
    await vi.advanceTimersByTimeAsync(5);
    await Promise.all(asked);
    expect(source.calls.map(({ asins }) => asins)).toEqual([[asinNumber(7)]]);
  });

  test('a request whose ASIN is pending joins the pending lookup', async () => {
    const answer = deferred<void>();
    const source = fakeSource({
      async lookup(asins, { marketplace }) {
        await answer.promise;
        return findAll(asins, marketplace);
      },
    });
    const batcher = pack([source]);
    const first = batcher.lookup(source, aQuestion(asinNumber(1)), aWaiter());
    await vi.advanceTimersByTimeAsync(2_000);
    const second = batcher.lookup(source, aQuestion(asinNumber(1)), aWaiter());
    answer.resolve();
    await vi.advanceTimersByTimeAsync(2_000);
    await Promise.all([first, second]);
    expect(source.calls).toHaveLength(1);
  });

  test('calls are spaced by at least 1 / rate', async () => {
    const source = fakeSource();
    const batcher = pack([source], { perSecond: 4 });
    const asked = lookups(batcher, source, asinNumbers(80), aWaiter);
    await vi.advanceTimersByTimeAsync(5_000);
    await Promise.all(asked);
    const gaps = source.calls.slice(1).map(({ at }, index) => at - (source.calls[index]?.at ?? 0));
    expect(gaps).toHaveLength(7);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(250);
  });

  test('slots of clients that hang up are reused, and calls are still sent full', async () => {
    const source = fakeSource();
    const batcher = pack([source]);
    const leaving = new AbortController();
    const first = lookups(batcher, source, asinNumbers(5, 1000), aWaiter);
    await vi.advanceTimersByTimeAsync(5);
    await Promise.all(first);
    const gone = lookups(batcher, source, asinNumbers(10), () => aWaiter({ signal: leaving.signal }));
    const staying = lookups(batcher, source, asinNumbers(20, 100), aWaiter);
    await vi.advanceTimersByTimeAsync(100);
    leaving.abort(new Error('hung up'));
    expect(await Promise.all(gone.map(codeOf))).toEqual(Array.from({ length: 10 }, () => 'aborted'));
    await vi.advanceTimersByTimeAsync(3_000);
    await Promise.all(staying);
    expect(sizes(source)).toEqual([5, 10, 10]);
  });

  test('an operation with fifty ASINs does not starve one with a single ASIN', async () => {
    const source = fakeSource();
    const batcher = pack([source]);
    const greedy = aWaiter();
    const many = lookups(batcher, source, asinNumbers(50), () => greedy);
    const single = batcher.lookup(source, aQuestion(asinNumber(900)), aWaiter());
    await vi.advanceTimersByTimeAsync(6_000);
    await Promise.all([...many, single]);
    expect(source.calls[0]?.asins).toContain(asinNumber(900));
  });

  test('operations that wait take turns, however many there are, and none is known by name', async () => {
    const source = fakeSource();
    const names: string[] = [];
    const operation = (name: string, batchSize: number): SourceOperation<ProductQuestion, string> => ({
      name,
      batchSize,
      keyOf,
      async perform(questions) {
        names.push(`${name} of ${questions.length}`);
        return new Map(questions.map((question) => [keyOf(question), name]));
      },
    });
    const permits = createPermits({ perSecond: 1, burst: 1 }, systemClock);
    const batcher = createBatcher({
      accounts: [{ sources: [source], permits }],
      clock: systemClock,
      random: () => 0.5,
      report: () => undefined,
    });
    const asked = [operation('variations', 1), operation('offers', 2), operation('nodes', 10)].flatMap((declared) => {
      const ask = batcher.open(() => declared);
      return asinNumbers(4).map((asin) => ask(source, aQuestion(asin), aWaiter()));
    });
    await vi.advanceTimersByTimeAsync(8_000);
    expect(await Promise.all(asked)).toHaveLength(12);
    expect(names).toEqual([
      'variations of 1',
      'offers of 2',
      'nodes of 4',
      'variations of 1',
      'offers of 2',
      'variations of 1',
      'variations of 1',
    ]);
  });

  test('an operation cannot be opened twice: its questions would be sent twice', async () => {
    const source = fakeSource();
    const permits = createPermits({ perSecond: 1, burst: 1 }, systemClock);
    const accounts = [{ sources: [source], permits }];
    const batcher = createBatcher({ accounts, clock: systemClock, random: () => 0.5, report: () => undefined });
    const [once, again] = [askingThrough(batcher), askingThrough(batcher)];
    const first = once.lookup(source, aQuestion(asinNumber(1)), aWaiter());
    await expect(again.lookup(source, aQuestion(asinNumber(2)), aWaiter())).rejects.toThrow(
      'lookup of CREATORS_API is open already',
    );
    await vi.advanceTimersByTimeAsync(5);
    await first;
  });

  test('two languages, and two currencies, of one marketplace never share a call', async () => {
    const source = fakeSource();
    const batcher = pack([source], { perSecond: 100 });
    const groups = [{}, { language: 'hi_IN' }, { currency: 'USD' }, { language: 'hi_IN', currency: 'USD' }];
    const asked = groups.flatMap((group) =>
      asinNumbers(3).map((asin) => batcher.lookup(source, { ...aQuestion(asin), ...group }, aWaiter())),
    );
    await vi.advanceTimersByTimeAsync(200);
    expect(await Promise.all(asked)).toHaveLength(12);
    expect(source.calls.map(({ asins, language, currency }) => [asins.length, language, currency])).toEqual([
      [3, undefined, undefined],
      [3, 'hi_IN', undefined],
      [3, undefined, 'USD'],
      [3, 'hi_IN', 'USD'],
    ]);
  });

  test('marketplaces are packed each for itself and share the rate', async () => {
    const source = fakeSource();
    const batcher = pack([source]);
    const asked = [
      ...lookups(batcher, source, asinNumbers(10), aWaiter, 'IN'),
      ...lookups(batcher, source, asinNumbers(10), aWaiter, 'US'),
    ];
    await vi.advanceTimersByTimeAsync(2_500);
    await Promise.all(asked);
    expect(source.calls.map(({ marketplace, asins }) => [marketplace, asins.length])).toEqual([
      ['IN', 10],
      ['US', 10],
    ]);
    expect((source.calls[1]?.at ?? 0) - (source.calls[0]?.at ?? 0)).toBeGreaterThanOrEqual(1000);
  });

  test('two sources of one account share its rate', async () => {
    const [one, other] = [fakeSource({ id: 'CREATORS_API' }), fakeSource({ id: 'PA_API' })];
    const batcher = pack([one, other]);
    const asked = [
      batcher.lookup(one, aQuestion(asinNumber(1)), aWaiter()),
      batcher.lookup(other, aQuestion(asinNumber(2)), aWaiter()),
    ];
    await vi.advanceTimersByTimeAsync(2_000);
    await Promise.all(asked);
    expect(Math.abs((one.calls[0]?.at ?? 0) - (other.calls[0]?.at ?? 0))).toBeGreaterThanOrEqual(1000);
  });

  test('lookups and searches alternate while both wait', async () => {
    const source = fakeSource();
    const batcher = pack([source]);
    const terms = { query: 'lamp', includeOutOfStock: false, sort: 'RELEVANCE' as const };
    const asked: Promise<unknown>[] = lookups(batcher, source, asinNumbers(30), aWaiter);
    for (const page of ['2', '3', '4'])
      asked.push(batcher.search(source, { marketplace: 'IN', terms, page }, aWaiter()));
    await vi.advanceTimersByTimeAsync(8_000);
    await Promise.all(asked);
    const order = source.calls.map(({ operation }) => operation);
    expect(order.filter((operation, index) => operation === order[index - 1])).toEqual([]);
    expect(order).toHaveLength(6);
  });

  test('background refreshes take only slots that would stay empty', async () => {
    const source = fakeSource();
    const batcher = pack([source]);
    const background = lookups(batcher, source, asinNumbers(10), () =>
      aWaiter({ priority: 'REFRESH', forMs: 300_000 }),
    );
    const asked = lookups(batcher, source, asinNumbers(7, 100), aWaiter);
    await vi.advanceTimersByTimeAsync(3_000);
    await Promise.all([...background, ...asked]);
    expect(source.calls[0]?.asins.filter((asin) => asinNumbers(7, 100).includes(asin))).toHaveLength(7);
    expect(sizes(source)).toEqual([10, 7]);
  });
});

describe('priorities', () => {
  const bulk = (client?: string) => () => aWaiter({ priority: 'BULK', forMs: 300_000, ...(client && { client }) });

  test('a bulk lookup fills the slots that interactive lookups leave empty, and takes none from them', async () => {
    const source = fakeSource();
    const batcher = pack([source]);
    const listed = lookups(batcher, source, asinNumbers(30), bulk());
    const asked = lookups(batcher, source, asinNumbers(14, 100), aWaiter);
    await vi.advanceTimersByTimeAsync(5_000);
    await Promise.all([...listed, ...asked]);
    const interactive = source.calls.map(
      ({ asins }) => asins.filter((asin) => asinNumbers(14, 100).includes(asin)).length,
    );
    expect(interactive).toEqual([10, 4, 0, 0, 0]);
    expect(sizes(source)).toEqual([10, 10, 10, 10, 4]);
  });

  test('an interactive lookup that comes while a list runs waits for no more than the call that is forming', async () => {
    const source = fakeSource();
    const batcher = pack([source]);
    const listed = lookups(batcher, source, asinNumbers(60), bulk());
    await vi.advanceTimersByTimeAsync(1_500);
    expect(source.calls).toHaveLength(2);
    const asked = batcher.lookup(source, aQuestion(asinNumber(100)), aWaiter());
    await vi.advanceTimersByTimeAsync(600);
    expect(source.calls[2]?.asins[0]).toBe(asinNumber(100));
    await vi.advanceTimersByTimeAsync(9_000);
    await Promise.all([asked, ...listed]);
  });

  test('a bulk search does not delay an interactive lookup, nor an interactive search a bulk lookup’s turn', async () => {
    const source = fakeSource();
    const batcher = pack([source]);
    const terms = { query: 'lamp', includeOutOfStock: false, sort: 'RELEVANCE' as const };
    const asked: Promise<unknown>[] = ['1', '2', '3'].map((page) =>
      batcher.search(source, { marketplace: 'IN', terms, page }, bulk()()),
    );
    asked.push(...lookups(batcher, source, asinNumbers(20), aWaiter));
    await vi.advanceTimersByTimeAsync(8_000);
    await Promise.all(asked);
    expect(source.calls.map(({ operation }) => operation)).toEqual(['lookup', 'lookup', 'search', 'search', 'search']);
  });

  test('an interactive lookup of a question that waits as bulk promotes it', async () => {
    const source = fakeSource();
    const batcher = pack([source]);
    const listed = lookups(batcher, source, asinNumbers(40), bulk());
    const last = asinNumbers(40).at(-1) ?? asinNumber(0);
    await vi.advanceTimersByTimeAsync(500);
    const asked = batcher.lookup(source, aQuestion(last), aWaiter());
    await vi.advanceTimersByTimeAsync(600);
    expect(source.calls[1]?.asins[0]).toBe(last);
    await vi.advanceTimersByTimeAsync(5_000);
    await Promise.all([asked, ...listed]);
    expect(source.calls.flatMap(({ asins }) => asins)).toHaveLength(40);
  });

  test('two lists share the slots evenly, however many operations each of them sends', async () => {
    const source = fakeSource();
    const batcher = pack([source]);
    const one = lookups(batcher, source, asinNumbers(30), bulk('one'));
    const operation = {};
    const two = lookups(batcher, source, asinNumbers(30, 100), () => ({ ...bulk('two')(), operation }));
    await vi.advanceTimersByTimeAsync(7_000);
    await Promise.all([...one, ...two]);
    const shares = source.calls.map(({ asins }) => asins.filter((asin) => asinNumbers(30).includes(asin)).length);
    expect(shares).toEqual([5, 5, 5, 5, 5, 5]);
  });

  test('bulk lookups join the last call of the day while it waits for its time', async () => {
    const source = fakeSource();
    const batcher = pack([source], { perSecond: 1, perDay: 2 });
    const ask = async (n: number) =>
      await codeOf(batcher.lookup(source, aQuestion(asinNumber(n)), aWaiter({ priority: 'BULK' })));
    const first = ask(1);
    await vi.advanceTimersByTimeAsync(0);
    const second = ask(2);
    await vi.advanceTimersByTimeAsync(500);
    const joins = ask(3);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await Promise.all([first, second, joins])).toEqual(['answered', 'answered', 'answered']);
    expect(sizes(source)).toEqual([1, 2]);
  });

  test('bulk lookups and refreshes stop at the reserve of the day’s calls, and interactive ones go on', async () => {
    const source = fakeSource();
    const batcher = pack([source], { perSecond: 10, perDay: 10 }, { dayReserve: 0.4 });
    const listed = lookups(batcher, source, asinNumbers(100), bulk()).map(codeOf);
    const refreshed = codeOf(batcher.lookup(source, aQuestion(asinNumber(900)), aWaiter({ priority: 'REFRESH' })));
    await vi.advanceTimersByTimeAsync(3_000);
    const codes = await Promise.all(listed);
    expect(codes.filter((code) => code === 'answered')).toHaveLength(60);
    expect(codes.filter((code) => code === 'DAY_QUOTA')).toHaveLength(40);
    expect(await refreshed).toBe('DAY_QUOTA');
    expect(await codeOf(batcher.lookup(source, aQuestion(asinNumber(901)), bulk()()))).toBe('DAY_QUOTA');
    const asked = lookups(batcher, source, asinNumbers(40, 1000), aWaiter).map(codeOf);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await Promise.all(asked)).toEqual(Array.from({ length: 40 }, () => 'answered'));
  });

  test('waiting lookups are counted by priority and client, with the longest wait', async () => {
    const source = fakeSource();
    const accounts = [{ sources: [source], permits: createPermits({ perSecond: 1, burst: 1 }, systemClock) }];
    const created = createBatcher({ accounts, clock: systemClock, random: () => 0.5, report: () => undefined });
    const batcher = askingThrough(created);
    expect(created.queued(source.id)).toEqual([]);
    const listed = lookups(batcher, source, asinNumbers(12), bulk('lists'));
    await vi.advanceTimersByTimeAsync(300);
    const asked = lookups(batcher, source, asinNumbers(3, 100), aWaiter);
    await vi.advanceTimersByTimeAsync(100);
    expect(created.queued(source.id)).toEqual([
      { priority: 'INTERACTIVE', count: 3, oldestWaitMs: 100 },
      { priority: 'BULK', client: 'lists', count: 2, oldestWaitMs: 400 },
    ]);
    await vi.advanceTimersByTimeAsync(3_000);
    await Promise.all([...listed, ...asked]);
  });
});

describe('getting ready', () => {
  test('a cold start with a slow token sends nothing early or twice', async () => {
    const source = fakeSource({
      ready: async () => await new Promise((resolve) => setTimeout(resolve, 600)),
    });
    const batcher = pack([source]);
    const asked = lookups(batcher, source, asinNumbers(20), aWaiter);
    await vi.advanceTimersByTimeAsync(599);
    expect(source.calls).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(3_000);
    await Promise.all(asked);
    expect(sizes(source)).toEqual([10, 10]);
    expect((source.calls[1]?.at ?? 0) - (source.calls[0]?.at ?? 0)).toBeGreaterThanOrEqual(1000);
  });

  test('a refused token rejects all waiters, without a call', async () => {
    const source = fakeSource({ ready: async () => await Promise.reject(new SourceError('CREDENTIALS', 'refused')) });
    const batcher = pack([source]);
    const codes = lookups(batcher, source, asinNumbers(3), aWaiter).map(codeOf);
    await vi.advanceTimersByTimeAsync(5);
    expect(await Promise.all(codes)).toEqual(['CREDENTIALS', 'CREDENTIALS', 'CREDENTIALS']);
    expect(source.calls).toHaveLength(0);
  });
});

describe('limits', () => {
  test('a lookup that cannot be served in time is refused at once, with the queue’s estimate', async () => {
    const source = fakeSource();
    const batcher = pack([source]);
    const asked = Array.from({ length: 100 }, (_, n) =>
      batcher.lookup(source, aQuestion(asinNumber(n)), aWaiter({ forMs: 4_000 })),
    );
    const settled = Promise.allSettled(asked);
    await vi.advanceTimersByTimeAsync(0);
    const refused = asked.map(codeOf);
    await vi.advanceTimersByTimeAsync(4_000);
    const codes = await Promise.all(refused);
    expect(codes.filter((code) => code === 'answered').length).toBe(10 * source.calls.length);
    expect(codes.filter((code) => code === 'BUSY').length).toBe(100 - 10 * source.calls.length);
    const busy = (await settled).find((outcome) => outcome.status === 'rejected');
    expect(busy?.reason).toMatchObject({ retryAfterMs: expect.any(Number) });
  });

  test('the day’s last call is made, and the next lookup is refused until the day ends', async () => {
    vi.setSystemTime(new Date('2026-11-23T23:59:00Z'));
    const source = fakeSource();
    const batcher = pack([source], { perDay: 1 });
    const first = batcher.lookup(source, aQuestion(asinNumber(1)), aWaiter());
    await vi.advanceTimersByTimeAsync(5);
    expect(await codeOf(first)).toBe('answered');
    const second = codeOf(batcher.lookup(source, aQuestion(asinNumber(2)), aWaiter()));
    await vi.advanceTimersByTimeAsync(5);
    expect(await second).toBe('DAY_QUOTA');
    await vi.advanceTimersByTimeAsync(60_000);
    const third = batcher.lookup(source, aQuestion(asinNumber(3)), aWaiter());
    await vi.advanceTimersByTimeAsync(5);
    expect(await codeOf(third)).toBe('answered');
  });

  test('a call of which no byte left gives its permit and its part of the day back', async () => {
    const source = fakeSource({
      lookup: async () => await Promise.reject(new SourceError('CREDENTIALS', 'refused connection', { unsent: true })),
    });
    const permits = createPermits({ perSecond: 1, burst: 1, perDay: 5 }, systemClock);
    const batcher = packOver([source], permits);
    const asked = codeOf(batcher.lookup(source, aQuestion(asinNumber(1)), aWaiter()));
    await vi.advanceTimersByTimeAsync(5);
    await asked;
    expect(permits.quota().usedToday).toBe(0);
  });

  test('a permit without waiting lookups is refunded at once, and the day is not charged', async () => {
    const source = fakeSource();
    const permits = createPermits({ perSecond: 0.05, burst: 1, perDay: 10 }, systemClock);
    const batcher = packOver([source], permits);
    const first = batcher.lookup(source, aQuestion(asinNumber(1)), aWaiter());
    await vi.advanceTimersByTimeAsync(5);
    await first;
    const leaving = new AbortController();
    const second = codeOf(batcher.lookup(source, aQuestion(asinNumber(2)), aWaiter({ signal: leaving.signal })));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(permits.quota().usedToday).toBe(2);
    leaving.abort(new Error('hung up'));
    expect(await second).toBe('aborted');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(permits.quota().usedToday).toBe(1);
    expect(source.calls).toHaveLength(1);
  });

  test('a 429 halves the rate, and its ASINs are retried before the deadline', async () => {
    let refusals = 1;
    const source = fakeSource({
      async lookup(asins, { marketplace }) {
        if (refusals-- > 0) throw new SourceError('THROTTLED', '429');
        return findAll(asins, marketplace);
      },
    });
    const batcher = pack([source]);
    const asked = lookups(batcher, source, asinNumbers(10), aWaiter);
    await vi.advanceTimersByTimeAsync(2_500);
    expect((await Promise.all(asked)).map(({ kind }) => kind)).toEqual(Array.from({ length: 10 }, () => 'found'));
    expect((source.calls[1]?.at ?? 0) - (source.calls[0]?.at ?? 0)).toBeGreaterThanOrEqual(2_000);
  });

  test('a 429 with a wait beyond the deadline releases its ASINs at once', async () => {
    const source = fakeSource({
      lookup: async () => await Promise.reject(new SourceError('THROTTLED', '429', { retryAfterMs: 40_000 })),
    });
    const batcher = pack([source]);
    const asked = codeOf(batcher.lookup(source, aQuestion(asinNumber(1)), aWaiter({ forMs: 10_000 })));
    await vi.advanceTimersByTimeAsync(5);
    expect(await asked).toBe('THROTTLED');
  });

  test('ten 429s in a row at the lowest rate count as refused credentials and name eligibility', async () => {
    const source = fakeSource({ lookup: async () => await Promise.reject(new SourceError('THROTTLED', '429')) });
    const batcher = pack([source]);
    const asked = batcher
      .lookup(source, aQuestion(asinNumber(1)), aWaiter({ forMs: 3_600_000 }))
      .catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await asked).toMatchObject({ code: 'THROTTLED' });
    const errors: unknown[] = [];
    for (let n = 0; n < 8; n += 1) {
      const again = batcher
        .lookup(source, aQuestion(asinNumber(n)), aWaiter({ forMs: 3_600_000 }))
        .catch((error: unknown) => error);
      await vi.advanceTimersByTimeAsync(60_000);
      errors.push(await again);
    }
    expect(errors.at(-1)).toMatchObject({ code: 'CIRCUIT_OPEN' });
    expect(errors.find((error) => error instanceof SourceError && error.code === 'CREDENTIALS')).toMatchObject({
      message: expect.stringContaining('eligible'),
    });
  });
});

describe('deadlines', () => {
  test('a source that hangs costs its own time limit, not the deadline', async () => {
    const source = fakeSource({ timeoutMs: 1_000, lookup: async () => await new Promise(() => undefined) });
    const batcher = pack([source]);
    const asked = codeOf(batcher.lookup(source, aQuestion(asinNumber(1)), aWaiter({ forMs: 2_500 })));
    await vi.advanceTimersByTimeAsync(2_500);
    expect(await asked).toBe('TIMEOUT');
    expect(events.filter(({ type }) => type === 'call')).toContainEqual(
      expect.objectContaining({ outcome: 'TIMEOUT' }),
    );
  });

  test('subscriptions that run out of time in a call are the upstream’s failure', async () => {
    const source = fakeSource({ lookup: async () => await new Promise(() => undefined) });
    const batcher = pack([source]);
    const asked = codeOf(batcher.lookup(source, aQuestion(asinNumber(1)), aWaiter({ forMs: 2_000 })));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await asked).toBe('TIMEOUT');
    expect(events).toContainEqual(expect.objectContaining({ type: 'call', outcome: 'TIMEOUT' }));
  });

  test('a client that hangs up ends the call only it waited for, and that is no failure', async () => {
    let aborted = false;
    const source = fakeSource({
      lookup: async (_, { signal }) =>
        await new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(signal.reason);
          });
        }),
    });
    const batcher = pack([source]);
    for (let n = 0; n < 8; n += 1) {
      const leaving = new AbortController();
      const asked = codeOf(batcher.lookup(source, aQuestion(asinNumber(n)), aWaiter({ signal: leaving.signal })));
      await vi.advanceTimersByTimeAsync(1_100);
      leaving.abort(new Error('hung up'));
      expect(await asked).toBe('aborted');
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(aborted).toBe(true);
    expect(events.filter(({ type }) => type === 'circuit')).toEqual([]);
    expect(source.calls).toHaveLength(8);
  });
});

describe('retries and circuits', () => {
  test('a call with a server error is retried once, together with other lookups', async () => {
    let failures = 1;
    const source = fakeSource({
      async lookup(asins, { marketplace }) {
        if (failures-- > 0) throw new SourceError('SERVER', '503');
        return findAll(asins, marketplace);
      },
    });
    const batcher = pack([source]);
    const first = batcher.lookup(source, aQuestion(asinNumber(1)), aWaiter());
    await vi.advanceTimersByTimeAsync(50);
    const second = batcher.lookup(source, aQuestion(asinNumber(2)), aWaiter());
    await vi.advanceTimersByTimeAsync(2_000);
    await Promise.all([first, second]);
    expect(sizes(source)).toEqual([1, 2]);
  });

  test('retries stay within a tenth of the calls', async () => {
    const source = fakeSource({ lookup: async () => await Promise.reject(new SourceError('MALFORMED', 'odd')) });
    const failing = fakeSource({ lookup: async () => await Promise.reject(new SourceError('SERVER', '503')) });
    const batcher = pack([source, failing], { perSecond: 100 });
    for (let n = 0; n < 4; n += 1) {
      const asked = codeOf(batcher.lookup(failing, aQuestion(asinNumber(n)), aWaiter()));
      await vi.advanceTimersByTimeAsync(1_000);
      expect(await asked).toBe('SERVER');
    }
    expect(failing.calls).toHaveLength(5);
  });

  test('five failures in a row open the circuit, and all waiters are released at once', async () => {
    const source = fakeSource({ lookup: async () => await Promise.reject(new SourceError('MALFORMED', 'odd')) });
    const batcher = pack([source], { perSecond: 100 });
    for (let n = 0; n < 5; n += 1) {
      const asked = codeOf(batcher.lookup(source, aQuestion(asinNumber(n)), aWaiter()));
      await vi.advanceTimersByTimeAsync(20);
      expect(await asked).toBe('MALFORMED');
    }
    expect(await codeOf(batcher.lookup(source, aQuestion(asinNumber(9)), aWaiter()))).toBe('CIRCUIT_OPEN');
    expect(source.calls).toHaveLength(5);
  });

  test('a half-open circuit lets one probe call through, and closes when it is answered', async () => {
    let healthy = false;
    const source = fakeSource({
      async lookup(asins, { marketplace }) {
        if (!healthy) throw new SourceError('CREDENTIALS', 'refused');
        return findAll(asins, marketplace);
      },
    });
    const batcher = pack([source], { perSecond: 100 });
    const opened = codeOf(batcher.lookup(source, aQuestion(asinNumber(0)), aWaiter()));
    await vi.advanceTimersByTimeAsync(20);
    expect(await opened).toBe('CREDENTIALS');
    await vi.advanceTimersByTimeAsync(60_000);
    healthy = true;
    const codes = lookups(batcher, source, asinNumbers(12), aWaiter).map(codeOf);
    await vi.advanceTimersByTimeAsync(20);
    expect((await Promise.all(codes)).filter((code) => code === 'CIRCUIT_OPEN')).toHaveLength(2);
    expect(sizes(source)).toEqual([1, 10]);
    const after = codeOf(batcher.lookup(source, aQuestion(asinNumber(50)), aWaiter()));
    await vi.advanceTimersByTimeAsync(20);
    expect(await after).toBe('answered');
  });

  test('an opening circuit releases its queue at once', async () => {
    const source = fakeSource({
      lookup: async () => {
        await new Promise((resolve) => setTimeout(resolve, 200));
        throw new SourceError('CREDENTIALS', 'refused');
      },
    });
    const batcher = pack([source]);
    const codes = lookups(batcher, source, asinNumbers(20), aWaiter).map(codeOf);
    await vi.advanceTimersByTimeAsync(250);
    const settled = await Promise.all(codes);
    expect(settled.filter((code) => code === 'CREDENTIALS')).toHaveLength(10);
    expect(settled.filter((code) => code === 'CIRCUIT_OPEN')).toHaveLength(10);
  });

  test('a wrong tag for one marketplace does not close another', async () => {
    const source = fakeSource({
      async lookup(asins, { marketplace }) {
        if (marketplace === 'US') throw new SourceError('CREDENTIALS', 'wrong tag');
        return findAll(asins, marketplace);
      },
    });
    const batcher = pack([source]);
    const wrong = codeOf(batcher.lookup(source, aQuestion(asinNumber(1), 'US'), aWaiter()));
    await vi.advanceTimersByTimeAsync(5);
    expect(await wrong).toBe('CREDENTIALS');
    const right = codeOf(batcher.lookup(source, aQuestion(asinNumber(1)), aWaiter()));
    await vi.advanceTimersByTimeAsync(1_100);
    expect(await right).toBe('answered');
  });

  test('a refused token is replaced, and its lookups are retried', async () => {
    let refused = true;
    const source = fakeSource({
      async lookup(asins, { marketplace }) {
        if (refused) {
          refused = false;
          throw new SourceError('CREDENTIALS', 'token expired', { tokenRefused: true });
        }
        return findAll(asins, marketplace);
      },
    });
    const batcher = pack([source]);
    const asked = codeOf(batcher.lookup(source, aQuestion(asinNumber(1)), aWaiter()));
    await vi.advanceTimersByTimeAsync(1_100);
    expect(await asked).toBe('answered');
    expect(events.filter(({ type }) => type === 'circuit')).toEqual([]);
  });

  test('a fresh token that is refused as well opens the circuit', async () => {
    const source = fakeSource({
      async lookup() {
        throw new SourceError('CREDENTIALS', 'token expired', { tokenRefused: true });
      },
    });
    const batcher = pack([source]);
    const asked = codeOf(batcher.lookup(source, aQuestion(asinNumber(1)), aWaiter()));
    await vi.advanceTimersByTimeAsync(1_100);
    expect(await asked).toBe('CREDENTIALS');
    expect(await codeOf(batcher.lookup(source, aQuestion(asinNumber(2)), aWaiter()))).toBe('CIRCUIT_OPEN');
    expect(source.calls).toHaveLength(2);
  });

  test('a token that does not come in time is the source’s delay, not a want of permits', async () => {
    const source = fakeSource({ ready: () => new Promise(() => undefined) });
    const batcher = pack([source]);
    const asked = codeOf(batcher.lookup(source, aQuestion(asinNumber(1)), aWaiter({ forMs: 2_000 })));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await asked).toBe('TIMEOUT');
  });

  test('a source that was slow once is called again', async () => {
    let delayMs = 1_900;
    const source = fakeSource({
      async lookup(asins, { marketplace }) {
        await new Promise((resolve) => void setTimeout(resolve, delayMs));
        return findAll(asins, marketplace);
      },
    });
    const batcher = pack([source]);
    const slow = codeOf(batcher.lookup(source, aQuestion(asinNumber(1)), aWaiter({ forMs: 2_000 })));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await slow).toBe('answered');
    delayMs = 10;
    const fast = codeOf(batcher.lookup(source, aQuestion(asinNumber(2)), aWaiter({ forMs: 2_000 })));
    await vi.advanceTimersByTimeAsync(100);
    expect(await fast).toBe('answered');
  });

  test('one bad id in a refused call costs at most four extra calls and not the other nine', async () => {
    const bad = asinNumber(3);
    const source = fakeSource({
      async lookup(asins, { marketplace }) {
        if (asins.includes(bad)) throw new SourceError('MALFORMED', '400', { unnamedFault: true });
        return findAll(asins, marketplace);
      },
    });
    const batcher = pack([source], { perSecond: 100 });
    const codes = lookups(batcher, source, asinNumbers(10), aWaiter).map(codeOf);
    await vi.advanceTimersByTimeAsync(1_000);
    const settled = await Promise.all(codes);
    expect(source.calls.length).toBeLessThanOrEqual(5);
    expect(settled.filter((code) => code === 'answered').length).toBeGreaterThanOrEqual(7);
    expect(settled[3]).toBe('MALFORMED');
    expect(events.filter(({ type }) => type === 'circuit')).toEqual([]);
  });

  test('an ASIN that the answer leaves out is a malformed answer, never missing', async () => {
    const source = fakeSource({ lookup: async () => new Map() });
    const batcher = pack([source]);
    const asked = codeOf(batcher.lookup(source, aQuestion(asinNumber(1)), aWaiter()));
    await vi.advanceTimersByTimeAsync(5);
    expect(await asked).toBe('MALFORMED');
  });
});
