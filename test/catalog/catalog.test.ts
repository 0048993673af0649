import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createMemoryStore } from '../../src/cache/stores/memory-store.ts';
import { createTieredStore } from '../../src/cache/stores/tiered-store.ts';
import type { Answer } from '../../src/catalog/answer.ts';
import type { Asin } from '../../src/product/asin.ts';
import { SourceError } from '../../src/source/source-error.ts';
import type { Finding } from '../../src/source/source.ts';
import { systemClock } from '../../src/clock.ts';
import { aCatalog, aKey, anOperation, type CatalogUnderTest } from '../support/a-catalog.ts';
import { asinNumber, asinNumbers } from '../support/asins.ts';
import { aProductOf, fakeSource, findAll, switchableSource, type FakeBehaviour } from '../support/fake-source.ts';
import type { FailureCode } from '../../src/vocabulary.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const hourMs = 3_600_000;
const asin = asinNumber(1);

function failing(code: FailureCode, behaviour: FakeBehaviour = {}) {
  return fakeSource({ lookup: async () => await Promise.reject(new SourceError(code, code)), ...behaviour });
}

function answering(finding: (asin: Asin) => Finding, behaviour: FakeBehaviour = {}) {
  return fakeSource({ lookup: async (asins) => new Map(asins.map((one) => [one, finding(one)])), ...behaviour });
}

const nothing = (behaviour: FakeBehaviour = {}) => answering(() => ({ kind: 'missing' }), behaviour);
const titleOnly = (one: Asin): Finding => {
  const { asin: of, marketplace, productUrl, title = '', features, priceStatus, availability } = aProductOf(one, 'IN');
  return {
    kind: 'found',
    product: { asin: of, marketplace, productUrl, title, features, images: [], priceStatus, availability },
  };
};

async function ask(
  { catalog }: CatalogUnderTest,
  parts: Parameters<typeof aKey>[1] = {},
  forMs = 10_000,
): Promise<Answer> {
  const asked = catalog.products([aKey(asin, parts)], anOperation(forMs));
  asked.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(forMs);
  const [answer] = await asked;
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

const trail = (answer: Answer) =>
  answer.attempts.map(({ source, outcome, code }) => [source, outcome, code].filter(Boolean).join(' '));

describe('the walk', () => {
  test('the first source that answers well ends it', async () => {
    const [first, second] = [fakeSource({ id: 'CREATORS_API' }), fakeSource({ id: 'SCRAPING' })];
    const answer = await ask(aCatalog([first, second]));
    expect(answer).toMatchObject({ kind: 'product', source: 'CREATORS_API', cacheStatus: 'LIVE' });
    expect(second.calls).toEqual([]);
  });

  test('each source is asked only for what is still open', async () => {
    const [here, there] = [asinNumbers(5), asinNumbers(3, 100)];
    const first = answering((one) =>
      here.includes(one) ? { kind: 'found', product: aProductOf(one, 'IN') } : { kind: 'missing' },
    );
    const second = fakeSource({ id: 'SP_API' });
    const { catalog } = aCatalog([first, second]);
    const asked = catalog.products(
      [...here, ...there].map((one) => aKey(one)),
      anOperation(),
    );
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await asked).map(({ kind }) => kind)).toEqual(Array.from({ length: 8 }, () => 'product'));
    expect(second.calls.flatMap(({ asins }) => asins)).toEqual(there);
  });

  test('answers stand in the order of the keys, duplicates included', async () => {
    const { catalog } = aCatalog([fakeSource()]);
    const [a, b] = [asinNumber(1), asinNumber(2)];
    const asked = catalog.products([aKey(b), aKey(a), aKey(b)], anOperation());
    await vi.advanceTimersByTimeAsync(100);
    expect((await asked).map((answer) => answer.kind === 'product' && answer.product.asin)).toEqual([b, a, b]);
  });

  test('a source without tag or region is skipped before any call, and the trail says why', async () => {
    const first = fakeSource({ unavailableReason: () => 'NO_PARTNER_TAG' });
    const answer = await ask(aCatalog([first, fakeSource({ id: 'SCRAPING' })]));
    expect(trail(answer)).toEqual(['CREATORS_API SKIPPED NO_PARTNER_TAG', 'SCRAPING FOUND']);
    expect(first.calls).toEqual([]);
  });

  test('a failed source leaves room for the next one within the deadline', async () => {
    const hanging = fakeSource({ lookup: async () => await new Promise(() => undefined) });
    const answer = await ask(aCatalog([hanging, fakeSource({ id: 'SCRAPING' })]));
    expect(trail(answer)).toEqual(['CREATORS_API FAILED TIMEOUT', 'SCRAPING FOUND']);
  });

  test('an answer below the score goes on, and the best one answers when none is better', async () => {
    const poor = answering(titleOnly);
    const worse = answering((one) => ({ ...titleOnly(one) }), { id: 'SCRAPING', accuracy: 0.75 });
    const answer = await ask(aCatalog([poor, worse]));
    expect(answer).toMatchObject({ kind: 'product', source: 'CREATORS_API' });
    expect(answer.kind === 'product' && answer.quality().acceptable).toBe(false);
    expect(trail(answer)).toEqual(['CREATORS_API REJECTED', 'SCRAPING REJECTED']);
  });

  test('a product that was learned only in part waits as a candidate while the chain goes on', async () => {
    const partly = answering(
      (one) => ({
        kind: 'failed',
        error: new SourceError('THROTTLED', 'pricing throttled'),
        candidate: aProductOf(one, 'IN', { title: 'partly learned' }),
      }),
      { id: 'SP_API' },
    );
    const whole = await ask(aCatalog([partly, fakeSource({ id: 'SCRAPING' })]));
    expect(whole).toMatchObject({ kind: 'product', source: 'SCRAPING' });
    const alone = await ask(aCatalog([partly]));
    expect(alone).toMatchObject({ kind: 'product', source: 'SP_API', product: { title: 'partly learned' } });
  });
});

describe('what a licence wants shown', () => {
  const licensed = { disclaimer: 'Prices are subject to change.' };

  test('is on answers that hold a price or an availability, live and remembered', async () => {
    const house = aCatalog([fakeSource(licensed)]);
    expect(await ask(house)).toMatchObject({ cacheStatus: 'LIVE', ...licensed });
    expect(await ask(house)).toMatchObject({ cacheStatus: 'FRESH', ...licensed });
  });

  test('is not on answers that hold neither, nor on those of other sources', async () => {
    const bare = answering((one) => {
      const { price: _, ...rest } = aProductOf(one, 'IN', { availability: 'UNKNOWN' });
      return { kind: 'found', product: rest };
    }, licensed);
    expect(await ask(aCatalog([bare]))).not.toHaveProperty('disclaimer');
    expect(await ask(aCatalog([fakeSource()]))).not.toHaveProperty('disclaimer');
  });
});

describe('missing and unavailable', () => {
  test('"not found" is said when every source that answered says missing', async () => {
    const answer = await ask(aCatalog([nothing(), nothing({ id: 'SCRAPING' })]));
    expect(answer.kind).toBe('not-found');
    expect(trail(answer)).toEqual(['CREATORS_API MISSING', 'SCRAPING MISSING']);
  });

  test('a failure is never "not found"', async () => {
    const answer = await ask(aCatalog([failing('BLOCKED')]));
    expect(answer).toMatchObject({ kind: 'unavailable', code: 'SOURCES_UNAVAILABLE', retryable: true });
  });

  test('"missing" is remembered for ten minutes when the first source said so and none failed', async () => {
    const source = nothing();
    const house = aCatalog([source]);
    await ask(house);
    await ask(house);
    expect(source.calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    await ask(house);
    expect(source.calls).toHaveLength(2);
  });

  test('"missing" beside a failure is answered, not remembered', async () => {
    const source = nothing();
    const house = aCatalog([source, failing('SERVER', { id: 'SCRAPING' })]);
    expect((await ask(house)).kind).toBe('not-found');
    await ask(house);
    expect(source.calls).toHaveLength(2);
  });

  test.each<[string, FailureCode[], string]>([
    ['the day’s quota alone', ['DAY_QUOTA'], 'QUOTA_EXHAUSTED'],
    ['waiting alone', ['BUSY', 'DEADLINE'], 'DEADLINE_EXCEEDED'],
    ['anything else', ['DAY_QUOTA', 'SERVER'], 'SOURCES_UNAVAILABLE'],
  ])('%s is told by its code', async (_, [one, other = one], code) => {
    const sources = [failing(one ?? 'SERVER'), failing(other ?? 'SERVER', { id: 'SCRAPING' })];
    expect(await ask(aCatalog(sources))).toMatchObject({ kind: 'unavailable', code });
  });

  test('retryAfterMs is the shortest wait that was named, with jitter', async () => {
    const source = fakeSource({
      lookup: async () => await Promise.reject(new SourceError('MALFORMED', 'x', { retryAfterMs: 4_000 })),
    });
    expect(await ask(aCatalog([source]))).toMatchObject({ retryAfterMs: 4_125 });
  });
});

describe('the cache', () => {
  test('a fresh copy answers with no upstream call', async () => {
    const source = fakeSource();
    const house = aCatalog([source]);
    await ask(house);
    expect(await ask(house)).toMatchObject({ kind: 'product', cacheStatus: 'FRESH', source: 'CREATORS_API' });
    expect(source.calls).toHaveLength(1);
  });

  test.each([{ language: 'hi_IN' }, { currency: 'USD' }, { language: 'hi_IN', currency: 'USD' }])(
    'keeps what was asked with %o apart from what was asked without',
    async (parts) => {
      const source = fakeSource();
      const house = aCatalog([source]);
      const statuses = [];
      for (const asked of [{}, parts, {}, parts]) {
        const answer = await ask(house, asked);
        statuses.push(answer.kind === 'product' ? answer.cacheStatus : answer.kind);
      }
      expect(statuses).toEqual(['LIVE', 'LIVE', 'FRESH', 'FRESH']);
      expect(source.calls.map(({ language, currency }) => ({ language, currency }))).toEqual([
        { language: undefined, currency: undefined },
        { language: undefined, currency: undefined, ...parts },
      ]);
    },
  );

  test('tells how many copies were found, of what age, and which of them in the store behind the memory', async () => {
    const limits = { maxEntries: 100, maxBytes: 1_000_000 };
    const back = createMemoryStore(limits, systemClock);
    const house = () => {
      const store = createTieredStore({ limits, back, clock: systemClock, report: () => undefined });
      return aCatalog([fakeSource()], { store });
    };
    const [here, elsewhere] = [house(), house()];
    const [first, second, third] = [asinNumber(1), asinNumber(2), asinNumber(3)];
    for (const [of, asins] of [
      [elsewhere, [first, second]],
      [here, [first]],
      [here, [first, second, third]],
    ] as const) {
      const asked = of.catalog.products(
        asins.map((one) => aKey(one)),
        anOperation(),
      );
      await vi.advanceTimersByTimeAsync(1_000);
      await asked;
    }
    expect(here.events.filter(({ type }) => type === 'cache')).toEqual([
      { type: 'cache', fresh: 1, stale: 0, missed: 0, fromStore: { fresh: 1, stale: 0 } },
      { type: 'cache', fresh: 2, stale: 0, missed: 1, fromStore: { fresh: 1, stale: 0 } },
    ]);
  });

  test('expiresAt is fetchedAt plus what the source declares', async () => {
    const answer = await ask(aCatalog([fakeSource({ freshMs: 1_234 })]));
    expect(answer.kind === 'product' && answer.expiresAt - answer.fetchedAt).toBe(1_234);
  });

  test('realTime asks again, and falls back on the fresh copy when every source fails', async () => {
    const { source, fail } = switchableSource();
    const house = aCatalog([source]);
    await ask(house);
    expect(await ask(house, { realTime: true })).toMatchObject({ cacheStatus: 'LIVE' });
    expect(house.events.findLast(({ type }) => type === 'cache')).toMatchObject({ fresh: 0, missed: 0 });
    fail();
    const fallback = await ask(house, { realTime: true });
    expect(fallback).toMatchObject({ kind: 'product', cacheStatus: 'FRESH' });
    expect(trail(fallback)).toEqual(['CREATORS_API FAILED MALFORMED']);
  });

  test('a stale copy is refreshed when asked for', async () => {
    const source = fakeSource();
    const house = aCatalog([source]);
    await ask(house);
    await vi.advanceTimersByTimeAsync(2 * hourMs);
    expect(await ask(house)).toMatchObject({ cacheStatus: 'LIVE' });
    expect(source.calls).toHaveLength(2);
  });

  test('a stale copy answers when the chain cannot, with its true age and a lower accuracy', async () => {
    const { source, fail } = switchableSource();
    const house = aCatalog([source]);
    const live = await ask(house);
    await vi.advanceTimersByTimeAsync(12 * hourMs);
    fail();
    const answer = await ask(house);
    expect(answer).toMatchObject({ kind: 'product', cacheStatus: 'STALE' });
    if (answer.kind !== 'product' || live.kind !== 'product') throw new Error('no product');
    expect(answer.fetchedAt).toBe(live.fetchedAt);
    expect(answer.quality()).toMatchObject({ accuracy: 0.8, acceptable: true });
    expect(answer.quality().freshness).toBeCloseTo(0.5, 2);
  });

  test('with a stale copy in hand the chain gets two seconds, and the asking goes on behind the answer', async () => {
    let slow = false;
    const source = fakeSource({
      async lookup(asins, { marketplace }) {
        if (slow) await new Promise((resolve) => setTimeout(resolve, 3_000));
        return findAll(asins, marketplace);
      },
    });
    const house = aCatalog([source]);
    await ask(house);
    await vi.advanceTimersByTimeAsync(2 * hourMs);
    slow = true;
    const asked = house.catalog.products([aKey(asin)], anOperation());
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await asked)[0]).toMatchObject({ cacheStatus: 'STALE' });
    await vi.advanceTimersByTimeAsync(1_500);
    expect(await ask(house)).toMatchObject({ cacheStatus: 'FRESH' });
    expect(source.calls).toHaveLength(2);
  });

  test('where the queue is longer than the deadline, the stale copy answers now and the refresh finds a seat later', async () => {
    const source = fakeSource();
    const house = aCatalog([source], { allowance: { perSecond: 0.05 } });
    await ask(house);
    await vi.advanceTimersByTimeAsync(2 * hourMs);
    const blocker = house.catalog.products([aKey(asinNumber(50))], anOperation());
    await vi.advanceTimersByTimeAsync(10);
    await blocker;
    const asked = house.catalog.products([aKey(asin)], anOperation(5_000));
    await vi.advanceTimersByTimeAsync(10);
    expect((await asked)[0]).toMatchObject({ cacheStatus: 'STALE' });
    await vi.advanceTimersByTimeAsync(25_000);
    expect(await ask(house)).toMatchObject({ cacheStatus: 'FRESH' });
  });

  test('many who ask for a stale product share one refresh', async () => {
    const source = fakeSource();
    const house = aCatalog([source]);
    await ask(house);
    await vi.advanceTimersByTimeAsync(2 * hourMs);
    const asked = Array.from({ length: 20 }, () => house.catalog.products([aKey(asin)], anOperation()));
    await vi.advanceTimersByTimeAsync(100);
    await Promise.all(asked);
    expect(source.calls).toHaveLength(2);
  });

  test('a copy older than the stale limit does not answer', async () => {
    const { source, fail } = switchableSource();
    const house = aCatalog([source], { staleMs: 3 * hourMs });
    await ask(house);
    await vi.advanceTimersByTimeAsync(3 * hourMs);
    fail();
    expect((await ask(house)).kind).toBe('unavailable');
  });

  test('a rejected answer is remembered for ten minutes and never as a stale copy', async () => {
    const source = answering(titleOnly);
    const house = aCatalog([source]);
    await ask(house);
    expect(await ask(house)).toMatchObject({ kind: 'product', cacheStatus: 'FRESH' });
    expect(source.calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(await ask(house)).toMatchObject({ cacheStatus: 'LIVE' });
  });

  test('a store that fails is a miss and an event, never an error', async () => {
    const broken = async () => await Promise.reject(new Error('connection lost'));
    const store = {
      getMany: broken,
      setMany: broken,
      size: () => undefined,
      health: () => ({ ok: true }) as const,
      [Symbol.asyncDispose]: async () => undefined,
    };
    const house = aCatalog([fakeSource()], { store });
    expect(await ask(house)).toMatchObject({ kind: 'product', cacheStatus: 'LIVE' });
    expect(house.events.filter(({ type }) => type === 'store-failed')).toEqual([
      { type: 'store-failed', action: 'read', message: 'connection lost' },
      { type: 'store-failed', action: 'write', message: 'connection lost' },
    ]);
  });

  test('an entry that is not what its key says is a miss', async () => {
    const house = aCatalog([fakeSource()]);
    await ask(house);
    const [entry] = await house.store.getMany([`v3:product:IN:${asin}`]);
    if (entry === undefined) throw new Error('not remembered');
    await house.store.setMany([{ key: `v3:product:IN:${asinNumber(2)}`, entry }]);
    const asked = house.catalog.products([aKey(asinNumber(2))], anOperation());
    await vi.advanceTimersByTimeAsync(100);
    expect((await asked)[0]).toMatchObject({ cacheStatus: 'LIVE', product: { asin: asinNumber(2) } });
  });
});

describe('a client that hangs up', () => {
  test('ends its own walk with its own reason', async () => {
    const leaving = new AbortController();
    const house = aCatalog([fakeSource({ lookup: async () => await new Promise(() => undefined) })]);
    const asked = house.catalog.products([aKey(asin)], anOperation(10_000, leaving.signal));
    const outcome = expect(asked).rejects.toThrow('hung up');
    await vi.advanceTimersByTimeAsync(10);
    leaving.abort(new Error('hung up'));
    await outcome;
    expect(house.events.filter(({ type }) => type === 'attempt')).toEqual([]);
  });
});
