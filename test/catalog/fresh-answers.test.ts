import { expect, test } from 'vitest';
import { aCatalog, aKey, anOperation } from '../support/a-catalog.ts';
import { asinNumber } from '../support/asins.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { fakeSource, findAll } from '../support/fake-source.ts';

const lifeMs = 3_600_000;
const [first, second, unknown, missing] = [asinNumber(1), asinNumber(2), asinNumber(3), asinNumber(4)];

/** A catalog that has learned two products, and that a third does not exist. */
async function aMemory() {
  const clock = fakeClock();
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
  const { catalog, events } = aCatalog([source], { clock, allowance: { burst: 100 } });
  await catalog.products([aKey(first), aKey(second), aKey(missing)], anOperation());
  const find = (asin: typeof first) => catalog.fresh.find(aKey(asin), clock);
  return { catalog, events, clock, find };
}

test('a fresh product and a fresh absence are answered as they are otherwise', async () => {
  const { catalog, find } = await aMemory();
  const told = (answer: unknown) => JSON.parse(JSON.stringify(answer));
  const answered = await catalog.products([aKey(first), aKey(missing)], anOperation());
  expect(told([find(first)?.answer, find(missing)?.answer])).toEqual(told(answered));
});

test('what is reported as served is reported as by the catalog', async () => {
  const { catalog, events, find } = await aMemory();
  const before = events.length;
  await catalog.products([aKey(first), aKey(missing)], anOperation());
  const usual = events.slice(before);
  catalog.fresh.served([first, missing].flatMap((asin) => find(asin) ?? []));
  expect(events.slice(before + usual.length)).toEqual(usual);
});

test('an answer stays the same object as long as its entry does, and no longer', async () => {
  const { catalog, clock, find } = await aMemory();
  const known = find(first);
  expect(catalog.fresh.find(aKey(first), clock, known)).toBe(known);
  await catalog.products([aKey(first, { realTime: true })], anOperation());
  const anew = catalog.fresh.find(aKey(first), clock, known);
  expect(anew).toBeDefined();
  expect(anew).not.toBe(known);
});

test('a product that is unknown, of another marketplace or no longer fresh is not found', async () => {
  const { catalog, clock, find } = await aMemory();
  expect(find(unknown)).toBeUndefined();
  expect(catalog.fresh.find(aKey(first, { marketplace: 'US' }), clock)).toBeUndefined();
  clock.advance(lifeMs);
  expect(find(first)).toBeUndefined();
});
