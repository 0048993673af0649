import { createEntryCache } from '../../src/cache/entry-cache.ts';
import { openStore } from '../../src/cache/open-store.ts';
import { systemClock as clock } from '../../src/clock.ts';
import { seededRandom } from '../../src/sandbox/catalogue/random.ts';
import { batchesOfWrites } from '../cache/products.ts';

const limits = { maxEntries: 100_000, maxBytes: 64 * 1024 * 1024 };

/** Writes so many products into a cache file, under the namespace of the gateway that reads it; returns their ASINs. */
export async function fillCache(path: string, namespace: string, products: number): Promise<readonly string[]> {
  const report = (event: { readonly type: string }) => {
    if (event.type === 'store-failed') throw new Error(`The store failed: ${JSON.stringify(event)}`);
  };
  await using store = openStore({ url: { kind: 'sqlite', path }, ...limits }, { clock, report, namespace });
  const entryCache = createEntryCache({ store, clock, report });
  const asins: string[] = [];
  for (const notes of batchesOfWrites(products)) {
    await entryCache.setMany(notes.map((note) => ({ ...note, freshMs: 12 * note.freshMs })));
    asins.push(...notes.map(({ key }) => key.split(':').at(-1) ?? ''));
  }
  return asins;
}

/** Lists of different ASINs, the same in every run. */
export function randomLists(asins: readonly string[], length: number, count: number): readonly (readonly string[])[] {
  const random = seededRandom('fifty of five thousand');
  return Array.from({ length: count }, () => {
    const list = new Set<string>();
    while (list.size < length) list.add(asins[Math.floor(random() * asins.length)] ?? '');
    return [...list];
  });
}
