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

describe('the chain', () => {
  test('the first accepted answer ends the lookup', async () => {
    const [first, second] = [fakeSource({ id: 'CREATORS_API' }), fakeSource({ id: 'SCRAPING' })];
    const answer = await ask(aCatalog([first, second]));
    expect(answer).toMatchObject({ kind: 'product', source: 'CREATORS_API', cacheStatus: 'LIVE' });
    expect(second.calls).toEqual([]);
  });

  test('each source is called only for products that are still open', async () => {
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

  test('answers are in the order of the requests, duplicates included', async () => {
    const { catalog } = aCatalog([fakeSource()]);
    const [a, b] = [asinNumber(1), asinNumber(2)];
    const asked = catalog.products([aKey(b), aKey(a), aKey(b)], anOperation());
    await vi.advanceTimersByTimeAsync(100);
    expect((await asked).map((answer) => answer.kind === 'product' && answer.product.asin)).toEqual([b, a, b]);
  });

  test('a source without tag or region is skipped before any call, and its attempt names the reason', async () => {
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

  test('after a rejected product the next source is called, and the best rejected product answers if no source has a better one', async () => {
    const poor = answering(titleOnly);
    const worse = answering((one) => ({ ...titleOnly(one) }), { id: 'SCRAPING', accuracy: 0.75 });
    const answer = await ask(aCatalog([poor, worse]));
    expect(answer).toMatchObject({ kind: 'product', source: 'CREATORS_API' });
    expect(answer.kind === 'product' && answer.quality().acceptable).toBe(false);
    expect(trail(answer)).toEqual(['CREATORS_API REJECTED', 'SCRAPING REJECTED']);
  });

  test('a partly known product is a candidate while the chain goes on', async () => {
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

describe('the disclaimer of a licence', () => {
  const licensed = { disclaimer: 'Prices are subject to change.' };

  test('is on answers with a price or an availability, live and cached', async () => {
    const built = aCatalog([fakeSource(licensed)]);
    expect(await ask(built)).toMatchObject({ cacheStatus: 'LIVE', ...licensed });
    expect(await ask(built)).toMatchObject({ cacheStatus: 'FRESH', ...licensed });
  });

  test('is not on answers without both, nor on answers of other sources', async () => {
    const bare = answering((one) => {
      const { price: _, ...rest } = aProductOf(one, 'IN', { availability: 'UNKNOWN' });
      return { kind: 'found', product: rest };
    }, licensed);
    expect(await ask(aCatalog([bare]))).not.toHaveProperty('disclaimer');
    expect(await ask(aCatalog([fakeSource()]))).not.toHaveProperty('disclaimer');
  });
});

describe('missing and unavailable', () => {
  test('the answer is "not found" when every source that answered says missing', async () => {
    const answer = await ask(aCatalog([nothing(), nothing({ id: 'SCRAPING' })]));
    expect(answer.kind).toBe('not-found');
    expect(trail(answer)).toEqual(['CREATORS_API MISSING', 'SCRAPING MISSING']);
  });

  test('a failure is never "not found"', async () => {
    const answer = await ask(aCatalog([failing('BLOCKED')]));
    expect(answer).toMatchObject({ kind: 'unavailable', code: 'SOURCES_UNAVAILABLE', retryable: true });
  });

  test('"missing" is cached for ten minutes when the first source said so and no source failed', async () => {
    const source = nothing();
    const built = aCatalog([source]);
    await ask(built);
    await ask(built);
    expect(source.calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    await ask(built);
    expect(source.calls).toHaveLength(2);
  });

  test('"missing" beside a failure is answered, but not cached', async () => {
    const source = nothing();
    const built = aCatalog([source, failing('SERVER', { id: 'SCRAPING' })]);
    expect((await ask(built)).kind).toBe('not-found');
    await ask(built);
    expect(source.calls).toHaveLength(2);
  });

  test('"not found" expires after ten minutes, live or cached, and after one minute beside a failure', async () => {
    const startedAt = Date.now();
    const certain = aCatalog([nothing()]);
    const minutesOf = (answer: Answer) =>
      answer.kind === 'not-found' ? Math.floor((answer.expiresAt - startedAt) / 60_000) : undefined;
    expect([minutesOf(await ask(certain)), minutesOf(await ask(certain))]).toEqual([10, 10]);
    const uncertain = aCatalog([nothing(), failing('SERVER', { id: 'SCRAPING' })]);
    expect(minutesOf(await ask(uncertain))).toBe(1);
  });

  test.each<[string, FailureCode[], string]>([
    ['the day’s quota alone', ['DAY_QUOTA'], 'QUOTA_EXHAUSTED'],
    ['waiting alone', ['BUSY', 'DEADLINE'], 'DEADLINE_EXCEEDED'],
    ['anything else', ['DAY_QUOTA', 'SERVER'], 'SOURCES_UNAVAILABLE'],
  ])('%s has its own code', async (_, [one, other = one], code) => {
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
    const built = aCatalog([source]);
    await ask(built);
    expect(await ask(built)).toMatchObject({ kind: 'product', cacheStatus: 'FRESH', source: 'CREATORS_API' });
    expect(source.calls).toHaveLength(1);
  });

  test.each([{ language: 'hi_IN' }, { currency: 'USD' }, { language: 'hi_IN', currency: 'USD' }])(
    'keeps answers with %o apart from answers without it',
    async (parts) => {
      const source = fakeSource();
      const built = aCatalog([source]);
      const statuses = [];
      for (const asked of [{}, parts, {}, parts]) {
        const answer = await ask(built, asked);
        statuses.push(answer.kind === 'product' ? answer.cacheStatus : answer.kind);
      }
      expect(statuses).toEqual(['LIVE', 'LIVE', 'FRESH', 'FRESH']);
      expect(source.calls.map(({ language, currency }) => ({ language, currency }))).toEqual([
        { language: undefined, currency: undefined },
        { language: undefined, currency: undefined, ...parts },
      ]);
    },
  );

  test.each([
    [{ language: 'hi_IN' }, 'LANGUAGE_IGNORED'],
    [{ currency: 'USD' }, 'CURRENCY_IGNORED'],
    [{ language: 'hi_IN', currency: 'USD' }, 'LANGUAGE_AND_CURRENCY_IGNORED'],
    [{}, undefined],
  ])('says of a source that ignores language and currency what of %o it ignored', async (parts, code) => {
    const source = fakeSource({ ignores: ['language', 'currency'] });
    const answer = await ask(aCatalog([source]), parts);
    expect(answer.attempts.map((attempt) => attempt.code)).toEqual([code]);
  });

  test.each([
    ['hi_IN', undefined],
    ['en_IN', 'LANGUAGE_IGNORED'],
  ])(
    'where the texts are known to be in %s, that decides whether a request for Hindi was ignored',
    async (textLanguage, code) => {
      for (const ignores of [[], ['language']] as const) {
        const lookup = async (asins: readonly Asin[]) =>
          new Map(
            asins.map((asin) => [asin, { kind: 'found', product: aProductOf(asin, 'IN', { textLanguage }) }] as const),
          );
        const answer = await ask(aCatalog([fakeSource({ ignores, lookup })]), { language: 'hi_IN' });
        expect(answer.attempts.map((attempt) => attempt.code)).toEqual([code]);
      }
    },
  );

  test('reports how many copies were found, of what age, and which of them in the store behind the memory', async () => {
    const limits = { maxEntries: 100, maxBytes: 1_000_000 };
    const back = createMemoryStore(limits, systemClock);
    const built = () => {
      const store = createTieredStore({ limits, back, clock: systemClock, report: () => undefined });
      return aCatalog([fakeSource()], { store });
    };
    const [here, elsewhere] = [built(), built()];
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

  test('realTime calls the sources, and falls back to the fresh copy when every source fails', async () => {
    const { source, fail } = switchableSource();
    const built = aCatalog([source]);
    await ask(built);
    expect(await ask(built, { realTime: true })).toMatchObject({ cacheStatus: 'LIVE' });
    expect(built.events.findLast(({ type }) => type === 'cache')).toMatchObject({ fresh: 0, missed: 0 });
    fail();
    const fallback = await ask(built, { realTime: true });
    expect(fallback).toMatchObject({ kind: 'product', cacheStatus: 'FRESH' });
    expect(trail(fallback)).toEqual(['CREATORS_API FAILED MALFORMED']);
  });

  test('a request for a stale product refreshes it', async () => {
    const source = fakeSource();
    const built = aCatalog([source]);
    await ask(built);
    await vi.advanceTimersByTimeAsync(2 * hourMs);
    expect(await ask(built)).toMatchObject({ cacheStatus: 'LIVE' });
    expect(source.calls).toHaveLength(2);
  });

  test('a stale copy answers when the chain cannot, with its true age and a lower accuracy', async () => {
    const { source, fail } = switchableSource();
    const built = aCatalog([source]);
    const live = await ask(built);
    await vi.advanceTimersByTimeAsync(12 * hourMs);
    fail();
    const answer = await ask(built);
    expect(answer).toMatchObject({ kind: 'product', cacheStatus: 'STALE' });
    if (answer.kind !== 'product' || live.kind !== 'product') throw new Error('no product');
    expect(answer.fetchedAt).toBe(live.fetchedAt);
    expect(answer.quality()).toMatchObject({ accuracy: 0.8, acceptable: true });
    expect(answer.quality().freshness).toBeCloseTo(0.5, 2);
  });

  test('with a stale copy the chain gets two seconds, and the lookup goes on in the background', async () => {
    let slow = false;
    const source = fakeSource({
      async lookup(asins, { marketplace }) {
        if (slow) await new Promise((resolve) => setTimeout(resolve, 3_000));
        return findAll(asins, marketplace);
      },
    });
    const built = aCatalog([source]);
    await ask(built);
    await vi.advanceTimersByTimeAsync(2 * hourMs);
    slow = true;
    const asked = built.catalog.products([aKey(asin)], anOperation());
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await asked)[0]).toMatchObject({ cacheStatus: 'STALE' });
    await vi.advanceTimersByTimeAsync(1_500);
    expect(await ask(built)).toMatchObject({ cacheStatus: 'FRESH' });
    expect(source.calls).toHaveLength(2);
  });

  test('if the queue is longer than the deadline, the stale copy answers now and the refresh gets a slot later', async () => {
    const source = fakeSource();
    const built = aCatalog([source], { allowance: { perSecond: 0.05 } });
    await ask(built);
    await vi.advanceTimersByTimeAsync(2 * hourMs);
    const blocker = built.catalog.products([aKey(asinNumber(50))], anOperation());
    await vi.advanceTimersByTimeAsync(10);
    await blocker;
    const asked = built.catalog.products([aKey(asin)], anOperation(5_000));
    await vi.advanceTimersByTimeAsync(10);
    expect((await asked)[0]).toMatchObject({ cacheStatus: 'STALE' });
    await vi.advanceTimersByTimeAsync(25_000);
    expect(await ask(built)).toMatchObject({ cacheStatus: 'FRESH' });
  });

  test('many requests for a stale product share one refresh', async () => {
    const source = fakeSource();
    const built = aCatalog([source]);
    await ask(built);
    await vi.advanceTimersByTimeAsync(2 * hourMs);
    const asked = Array.from({ length: 20 }, () => built.catalog.products([aKey(asin)], anOperation()));
    await vi.advanceTimersByTimeAsync(100);
    await Promise.all(asked);
    expect(source.calls).toHaveLength(2);
  });

  test('a copy older than the stale limit does not answer', async () => {
    const { source, fail } = switchableSource();
    const built = aCatalog([source], { staleMs: 3 * hourMs });
    await ask(built);
    await vi.advanceTimersByTimeAsync(3 * hourMs);
    fail();
    expect((await ask(built)).kind).toBe('unavailable');
  });

  test('a rejected answer is cached for ten minutes and never serves as a stale copy', async () => {
    const source = answering(titleOnly);
    const built = aCatalog([source]);
    await ask(built);
    expect(await ask(built)).toMatchObject({ kind: 'product', cacheStatus: 'FRESH' });
    expect(source.calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(await ask(built)).toMatchObject({ cacheStatus: 'LIVE' });
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
    const built = aCatalog([fakeSource()], { store });
    expect(await ask(built)).toMatchObject({ kind: 'product', cacheStatus: 'LIVE' });
    expect(built.events.filter(({ type }) => type === 'store-failed')).toEqual([
      { type: 'store-failed', action: 'read', message: 'connection lost' },
      { type: 'store-failed', action: 'write', message: 'connection lost' },
    ]);
  });

  test('an entry that is not what its key says is a miss', async () => {
    const built = aCatalog([fakeSource()]);
    await ask(built);
    const [entry] = await built.store.getMany([`v3:product:IN:${asin}`]);
    if (entry === undefined) throw new Error('not remembered');
    await built.store.setMany([{ key: `v3:product:IN:${asinNumber(2)}`, entry }]);
    const asked = built.catalog.products([aKey(asinNumber(2))], anOperation());
    await vi.advanceTimersByTimeAsync(100);
    expect((await asked)[0]).toMatchObject({ cacheStatus: 'LIVE', product: { asin: asinNumber(2) } });
  });
});

describe('a client that hangs up', () => {
  test('ends its own lookup with its own reason', async () => {
    const leaving = new AbortController();
    const built = aCatalog([fakeSource({ lookup: async () => await new Promise(() => undefined) })]);
    const asked = built.catalog.products([aKey(asin)], anOperation(10_000, leaving.signal));
    const outcome = expect(asked).rejects.toThrow('hung up');
    await vi.advanceTimersByTimeAsync(10);
    leaving.abort(new Error('hung up'));
    await outcome;
    expect(built.events.filter(({ type }) => type === 'attempt')).toEqual([]);
  });
});
