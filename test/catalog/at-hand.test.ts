import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aCatalog, aKey, anOperation } from '../a-catalog.ts';
import { asinNumber } from '../asins.ts';
import { fakeSource, findAll } from '../fake-source.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const lifeMs = 3_600_000;
const [first, second, unknown, missing] = [asinNumber(1), asinNumber(2), asinNumber(3), asinNumber(4)];

/** A catalog that has learned two products, and that a third does not exist. */
async function aMemory() {
  const source = fakeSource({
    freshMs: lifeMs,
    async lookup(asins, { marketplace }) {
      const found = findAll(
        asins.filter((asin) => asin !== missing),
        marketplace,
      );
      return new Map([...found, [missing, { kind: 'missing' }]]);
    },
  });
  const { catalog, events } = aCatalog([source]);
  const asked = catalog.products([aKey(first), aKey(second), aKey(missing)], anOperation());
  await vi.advanceTimersByTimeAsync(1_000);
  await asked;
  return { catalog, events, atHand: (...keys: ReturnType<typeof aKey>[]) => catalog.atHand?.(keys) };
}

test('fresh products are at hand, as they are answered otherwise, in the keys’ order', async () => {
  const { atHand, catalog } = await aMemory();
  const answered = await catalog.products([aKey(second), aKey(first)], anOperation());
  const found = atHand(aKey(second), aKey(first))?.answers;
  const told = (answers: typeof answered | typeof found) =>
    answers?.map((answer) => ({ ...answer, quality: 'quality' in answer ? answer.quality() : undefined }));
  expect(told(found)).toEqual(told(answered));
  expect(found?.map(({ product }) => product.asin)).toEqual([second, first]);
});

test('taking them tells the listeners what an answer of the catalog would have told', async () => {
  const { atHand, catalog, events } = await aMemory();
  const before = events.length;
  await catalog.products([aKey(first), aKey(second)], anOperation());
  const usual = events.slice(before);
  const hand = atHand(aKey(first), aKey(second));
  expect(events.slice(before + usual.length)).toEqual([]);
  hand?.take();
  expect(events.slice(before + usual.length)).toEqual(usual);
});

test('nothing is at hand when one of them has to be asked, or asked about', async () => {
  const { atHand } = await aMemory();
  expect(atHand(aKey(first), aKey(unknown))).toBeUndefined();
  expect(atHand(aKey(first), aKey(missing))).toBeUndefined();
  expect(atHand(aKey(first), aKey(first))).toBeUndefined();
  expect(atHand(aKey(first, { realTime: true }))).toBeUndefined();
  expect(atHand(aKey(first, { marketplace: 'US' }))).toBeUndefined();
});

test('a product is at hand until it is stale', async () => {
  const { atHand } = await aMemory();
  const hand = atHand(aKey(first));
  expect(atHand(aKey(first))?.answers[0]).toBe(hand?.answers[0]);
  await vi.advanceTimersByTimeAsync(lifeMs);
  expect(atHand(aKey(first))).toBeUndefined();
});
