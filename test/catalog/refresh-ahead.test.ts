import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ProductRequest } from '../../src/catalog/answer.ts';
import type { Asin } from '../../src/product/asin.ts';
import type { Finding, Source } from '../../src/source/source.ts';
import type { Allowance } from '../../src/rate-limit/permits.ts';
import { aCatalog, aKey, anOperation } from '../support/a-catalog.ts';
import { asinNumber, asinNumbers } from '../support/asins.ts';
import { fakeSource, findAll } from '../support/fake-source.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const lifeMs = 3_600_000;
const asin = asinNumber(1);

type KnownProductOptions = { readonly asks?: number; readonly allowance?: Partial<Allowance> };

/** A catalog whose one source has learned the product now, asked for `asks` times more while it is young. */
async function aKnownProduct({ asks = 3, allowance = {} }: KnownProductOptions = {}) {
  let silent = false;
  const source = fakeSource({
    freshMs: lifeMs,
    lookup: async (asins, { marketplace }) => (silent ? new Map() : findAll(asins, marketplace)),
  });
  const { catalog } = aCatalog([source], { allowance });
  const ask = async (one: Asin = asin) => {
    const answer = catalog.products([aKey(one)], anOperation());
    await vi.advanceTimersByTimeAsync(10);
    const [answered] = await answer;
    return answered?.kind === 'product' ? answered.cacheStatus : answered?.kind;
  };
  await ask();
  for (let n = 0; n < asks; n += 1) await ask();
  return { ask, fallSilent: () => void (silent = true), calls: () => source.calls.length };
}

const toShareOfLife = async (share: number) => await vi.advanceTimersByTimeAsync(share * lifeMs - 100);

describe('refreshing ahead', () => {
  test('a popular product is refreshed in the background before it expires, and never becomes stale', async () => {
    const { ask, calls } = await aKnownProduct();
    await toShareOfLife(0.96);
    expect(await ask()).toBe('FRESH');
    expect(calls()).toBe(2);
    await toShareOfLife(0.3);
    expect(await ask()).toBe('FRESH');
    expect(calls()).toBe(2);
  });

  test('nothing is refreshed before three quarters of its life', async () => {
    const { ask, calls } = await aKnownProduct({ asks: 10 });
    await toShareOfLife(0.74);
    await ask();
    expect(calls()).toBe(1);
  });

  test('a product with few requests is not refreshed', async () => {
    const { ask, calls } = await aKnownProduct({ asks: 1 });
    await toShareOfLife(0.96);
    await ask();
    expect(calls()).toBe(1);
  });

  test('nothing is refreshed while the account has no idle permit, and it is once it has one', async () => {
    const { ask, calls } = await aKnownProduct({ allowance: { perSecond: 0.01 } });
    await toShareOfLife(0.96);
    await ask(asinNumber(2));
    await ask();
    expect(calls()).toBe(2);
    await vi.advanceTimersByTimeAsync(103_000);
    expect(await ask()).toBe('FRESH');
    expect(calls()).toBe(3);
  });

  test.each([
    { others: 2, refreshes: 1 },
    { others: 3, refreshes: 0 },
  ])(
    'a fifth of the day’s five calls is left alone: $others others leave $refreshes',
    async ({ others, refreshes }) => {
      const { ask, calls } = await aKnownProduct({ allowance: { perDay: 5 } });
      for (const other of asinNumbers(others, 100)) await ask(other);
      const before = calls();
      await toShareOfLife(0.96);
      expect(await ask()).toBe('FRESH');
      expect(calls() - before).toBe(refreshes);
    },
  );

  test.each([
    { marketplace: 'IN', refreshed: false },
    { marketplace: 'US', refreshed: true },
  ] as const)(
    'every account that the lookup may charge counts, not only the first one ($marketplace)',
    async ({ marketplace, refreshed }) => {
      const pages = fakeSource({
        id: 'SCRAPING',
        freshMs: lifeMs,
        lookup: async (asins, context) =>
          asins.includes(asin) ? findAll(asins, context.marketplace) : allMissing(asins),
      });
      const api = fakeSource({
        id: 'PA_API',
        unavailableReason: (store) => (store === 'IN' ? undefined : 'NO_PARTNER_TAG'),
      });
      const allowanceOf = ({ id }: Source) => (id === 'PA_API' ? { perDay: 1 } : {});
      const { catalog } = aCatalog([pages, api], { allowanceOf });
      const ask = async (key: ProductRequest) => {
        const answer = catalog.products([key], anOperation());
        await vi.advanceTimersByTimeAsync(10);
        await answer;
      };
      // The API's day is used up by a product that has no page.
      await ask(aKey(asinNumber(2)));
      for (let n = 0; n < 4; n += 1) await ask(aKey(asin, { marketplace }));
      const before = pages.calls.length;
      await toShareOfLife(0.96);
      await ask(aKey(asin, { marketplace }));
      expect(pages.calls.length > before).toBe(refreshed);
    },
  );

  test('a refresh that fails is not repeated in the same lifetime', async () => {
    const { ask, fallSilent, calls } = await aKnownProduct();
    fallSilent();
    await toShareOfLife(0.96);
    for (let n = 0; n < 5; n += 1) expect(await ask()).toBe('FRESH');
    expect(calls()).toBe(2);
  });

  test('what was loaded together is refreshed at different moments', async () => {
    const source = fakeSource({ freshMs: lifeMs });
    const { catalog } = aCatalog([source]);
    const all = asinNumbers(200);
    const askAll = async () => {
      const answers = catalog.products(
        all.map((one) => aKey(one)),
        anOperation(),
      );
      await vi.advanceTimersByTimeAsync(1_000);
      await answers;
    };
    for (let n = 0; n < 4; n += 1) await askAll();
    const refreshed: number[] = [];
    await vi.advanceTimersByTimeAsync(0.75 * lifeMs);
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const before = source.calls.flatMap(({ asins }) => asins).length;
      await vi.advanceTimersByTimeAsync(0.02 * lifeMs - 1_000);
      await askAll();
      refreshed.push(source.calls.flatMap(({ asins }) => asins).length - before);
    }
    expect(refreshed.reduce((sum, count) => sum + count, 0)).toBe(200);
    expect(Math.max(...refreshed)).toBeLessThan(45);
  });
});

function allMissing(asins: readonly Asin[]): ReadonlyMap<Asin, Finding> {
  return new Map(asins.map((one) => [one, { kind: 'missing' }]));
}
