import { describe, expect, test } from 'vitest';
import { licenceLimitMs } from '../../src/catalog/lifetimes.ts';
import type { Entry } from '../../src/cache/entry.ts';
import type { Store } from '../../src/cache/store.ts';
import type { Clock } from '../../src/clock.ts';

/** What every store must do. `open` gives an empty store over this clock. */
export function storeContract(name: string, open: (clock: Clock) => Promise<Store>): void {
  const clock: Clock = { wall: () => Date.now(), monotonic: () => performance.now() };
  const anEntry = (parts: Partial<Entry<unknown>> = {}): Entry<unknown> => ({
    value: { title: 'A lamp', price: { amount: '1299.00', currency: 'INR' }, features: ['bright'], note: '₹ – “ü” 漢' },
    fetchedAt: clock.wall(),
    freshMs: 60_000,
    staleMs: 120_000,
    ...parts,
  });

  describe(`${name} keeps the store contract`, () => {
    test('entries are read back unchanged, in the order of the keys', async () => {
      await using store = await open(clock);
      const [one, two] = [anEntry({ value: { n: 1 } }), anEntry()];
      await store.setMany([
        { key: 'one', entry: one },
        { key: 'two', entry: two },
      ]);
      const read = await store.getMany(['two', 'none', 'one', 'two']);
      expect(read.map((entry) => entry?.value)).toEqual([two.value, undefined, one.value, two.value]);
      expect(read[0]).toMatchObject({ fetchedAt: two.fetchedAt, freshMs: 60_000, staleMs: 120_000 });
    });

    test('a later entry replaces an earlier one', async () => {
      await using store = await open(clock);
      await store.setMany([{ key: 'one', entry: anEntry({ value: 'old' }) }]);
      await store.setMany([{ key: 'one', entry: anEntry({ value: 'new' }) }]);
      expect((await store.getMany(['one']))[0]?.value).toBe('new');
    });

    test('keys with every character of a product key are kept apart', async () => {
      await using store = await open(clock);
      const keys = ['v1:product:IN:B0CR7G9V56', 'v1:product:US:B0CR7G9V56', 'v1:search:IN:PA_API:a-_9:first'];
      await store.setMany(keys.map((key) => ({ key, entry: anEntry({ value: key }) })));
      expect((await store.getMany(keys)).map((entry) => entry?.value)).toEqual(keys);
    });

    test('an empty read and an empty write make no call', async () => {
      await using store = await open(clock);
      expect(await store.getMany([])).toEqual([]);
      await store.setMany([]);
    });

    test('an expired entry is not kept', async () => {
      await using store = await open(clock);
      await store.setMany([
        { key: 'over', entry: anEntry({ fetchedAt: clock.wall() - 120_001 }) },
        {
          key: 'past the licence',
          entry: anEntry({ fetchedAt: clock.wall() - licenceLimitMs, staleMs: 2 * licenceLimitMs }),
        },
        { key: 'from the future', entry: anEntry({ fetchedAt: clock.wall() + 60_000 }) },
      ]);
      expect(await store.getMany(['over', 'past the licence', 'from the future'])).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
    });

    test('fifty entries are written and read in one batch', async () => {
      await using store = await open(clock);
      const keys = Array.from({ length: 50 }, (_, n) => `many:${n}`);
      await store.setMany(keys.map((key) => ({ key, entry: anEntry({ value: { key } }) })));
      expect((await store.getMany(keys)).map((entry) => entry?.value)).toEqual(keys.map((key) => ({ key })));
    });
  });
}
