import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isAboveReserve } from '../../src/catalog/refresh-ahead.ts';
import type { Asin } from '../../src/product/asin.ts';
import { aCatalog, aKey, anOperation } from '../a-catalog.ts';
import { asinNumber, asinNumbers } from '../asins.ts';
import { fakeSource, findAll } from '../fake-source.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const lifeMs = 3_600_000;
const asin = asinNumber(1);

/** A catalog whose one source has learned the product now, asked for `asks` times more while it is young. */
async function aKnownProduct({ asks = 3, mayRefresh = (): boolean => true } = {}) {
  let silent = false;
  const source = fakeSource({
    freshMs: lifeMs,
    lookup: async (asins, { marketplace }) => (silent ? new Map() : findAll(asins, marketplace)),
  });
  const { catalog } = aCatalog([source], { mayRefresh });
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
  test('a product asked for often is refreshed behind the answer near its end, and never grows stale', async () => {
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

  test('what is seldom asked for is not refreshed', async () => {
    const { ask, calls } = await aKnownProduct({ asks: 1 });
    await toShareOfLife(0.96);
    await ask();
    expect(calls()).toBe(1);
  });

  test('nothing is refreshed while calls may not be spent on it, and it is once they may', async () => {
    let may = false;
    const { ask, calls } = await aKnownProduct({ mayRefresh: () => may });
    await toShareOfLife(0.96);
    await ask();
    expect(calls()).toBe(1);
    may = true;
    await ask();
    expect(calls()).toBe(2);
  });

  test('one that fails is not tried again in the same life', async () => {
    const { ask, fallSilent, calls } = await aKnownProduct();
    fallSilent();
    await toShareOfLife(0.96);
    for (let n = 0; n < 5; n += 1) expect(await ask()).toBe('FRESH');
    expect(calls()).toBe(2);
  });

  test('what was loaded together is refreshed at different moments', async () => {
    let silent = false;
    const source = fakeSource({
      freshMs: lifeMs,
      lookup: async (asins, { marketplace }) => (silent ? new Map() : findAll(asins, marketplace)),
    });
    const { catalog } = aCatalog([source], { mayRefresh: () => true });
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

test('a fifth of the day’s calls is left alone', () => {
  expect(isAboveReserve({ perDay: 1_000, usedToday: 799 })).toBe(true);
  expect(isAboveReserve({ perDay: 1_000, usedToday: 800 })).toBe(false);
  expect(isAboveReserve({ usedToday: 1_000_000 })).toBe(true);
});
