import type { CacheWrite } from '../../src/cache/entry-cache.ts';
import type { CachedProduct } from '../../src/catalog/cached-values.ts';
import { aProduct } from '../../test/support/a-product.ts';
import { asinNumber } from '../../test/support/asins.ts';

const hourMs = 3_600_000;

/** The cached entry of the n-th product: about two kilobytes of JSON that shares no text with another product. */
export function note(n: number): CacheWrite {
  const asin = asinNumber(n);
  const product = aProduct({
    asin,
    productUrl: `https://www.amazon.in/dp/${asin}?tag=example-21`,
    title: `Kettle ${n}: stainless steel electric kettle with automatic shut-off, boil-dry protection and a wide mouth`,
    features: Array.from(
      { length: 5 },
      (_, line) => `Feature ${line} of kettle ${n}: ${'says what it is good for. '.repeat(4)}`,
    ),
    images: Array.from({ length: 5 }, (_, image) => ({
      url: `https://images.example/I/${asin}-${image}._SL500_.jpg`,
      width: 500,
      height: 500,
    })),
    imageUrl: `https://images.example/I/${asin}-0._SL500_.jpg`,
    price: { amount: `${n}.00`, currency: 'INR', formatted: `₹${n}.00` },
  });
  const value: CachedProduct = {
    kind: 'product',
    product,
    source: 'CREATORS_API',
    accuracy: 0.95,
    attempts: [{ source: 'CREATORS_API', outcome: 'FOUND', durationMs: 211 }],
  };
  // As after reading from a socket or a file, no text is shared.
  return {
    key: `product:IN:${asin}`,
    value: structuredClone(value),
    fetchedAt: Date.now(),
    freshMs: hourMs,
    staleMs: 24 * hourMs,
  };
}

/** The entries from `start` on, in batches of fifty. */
export function* batchesOfWrites(count: number): Generator<readonly CacheWrite[]> {
  for (let start = 0; start < count; start += 50) {
    yield Array.from({ length: Math.min(50, count - start) }, (_, offset) => note(start + offset));
  }
}
