import { readFileSync } from 'node:fs';
import { contenders, type Contender, type Places } from './contender.ts';
import { batchesOfWrites, note } from './products.ts';

/** The order to measure one cache, in a process of its own so that no other cache's memory is counted. */
export type Orders = {
  readonly contender: string;
  readonly places: Places;
  readonly products: number;
  readonly reads: number;
};

/** Reads per second and the 99th percentile of one read. */
export type Speed = { readonly perSecond: number; readonly p99Us: number };

export type Measured = {
  readonly name: string;
  readonly hot: Speed;
  readonly batch: Speed;
  /** Reads of batches out of all products, each once, by a cache with an empty memory: its backing store answers. */
  readonly spread: Speed;
  /** How many of the products were read back. */
  readonly found: number;
  readonly residentMb: number;
};

const batchSize = 50;
const hotKeys = 100;

if (import.meta.main) {
  const orders: Orders = JSON.parse(readFileSync(0, 'utf8'));
  console.log(JSON.stringify(await measure(orders)));
}

async function measure({ contender, places, products, reads }: Orders): Promise<Measured> {
  const open = contenders[contender];
  if (open === undefined) throw new Error(`There is no contender named ${contender}.`);
  const writer = open(places);
  for (const notes of batchesOfWrites(products)) await writer.write(notes);
  globalThis.gc?.();
  const residentMb = process.memoryUsage.rss() / 2 ** 20;

  const keys = shuffled(Array.from({ length: products }, (_, n) => note(n).key));
  // Another cache cannot read what is in memory only, so the cache that wrote it reads it.
  const inMemory = contender.includes('memory');
  if (!inMemory) await writer[Symbol.asyncDispose]();
  await using reader = inMemory ? writer : open(places);
  // It connects before the measurement, with none of the measured products in memory.
  await reader.read(['nothing']);
  const batches = Array.from({ length: products / batchSize }, (_, n) =>
    keys.slice(n * batchSize, (n + 1) * batchSize),
  );
  const spread = await timed(reader, batches, batches.length);
  const hot = keys.slice(0, hotKeys);
  const singles = hot.map((key) => [key]);
  const few = batches.slice(0, 10);
  await timed(reader, [...singles, ...few], reads / 10);
  let found = 0;
  for (const batch of batches) found += (await reader.read(batch)).filter((value) => value !== undefined).length;
  if (found < products / 2)
    throw new Error(
      `${reader.name} found only ${found} of ${products} products; misses are fast and would falsify the result.`,
    );
  return {
    name: reader.name,
    spread,
    hot: await timed(reader, singles, reads),
    batch: await timed(reader, few, reads / 10),
    found,
    residentMb,
  };
}

async function timed(reader: Contender, questions: readonly (readonly string[])[], times: number): Promise<Speed> {
  const tookMs: number[] = [];
  const startedAt = performance.now();
  for (let n = 0; n < times; n += 1) {
    const askedAt = performance.now();
    await reader.read(questions[n % questions.length] ?? []);
    tookMs.push(performance.now() - askedAt);
  }
  const perSecond = (1000 * times) / (performance.now() - startedAt);
  tookMs.sort((a, b) => a - b);
  return { perSecond, p99Us: 1000 * (tookMs[Math.floor(0.99 * tookMs.length)] ?? Number.NaN) };
}

/** The same order in every run. */
function shuffled(keys: string[]): string[] {
  let seed = 1;
  for (let last = keys.length - 1; last > 0; last -= 1) {
    seed = (seed * 48_271) % 2_147_483_647;
    const other = seed % (last + 1);
    [keys[last], keys[other]] = [keys[other] ?? '', keys[last] ?? ''];
  }
  return keys;
}
