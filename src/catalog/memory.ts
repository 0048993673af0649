import { z } from 'zod';
import type { Product } from '../product/product.ts';
import type { Attempt } from '../source/attempt.ts';
import { attemptShape, productShape, searchPageShape, shapeOf, sourceIdShape } from '../source/shapes.ts';
import type { SearchPage, SourceId } from '../source/source.ts';
import type { ProductKey } from './answer.ts';

/** What is remembered of one ASIN. */
export type ProductMemory =
  | {
      readonly kind: 'product';
      readonly product: Product;
      readonly source: SourceId;
      readonly accuracy: number;
      readonly attempts: readonly Attempt[];
    }
  | { readonly kind: 'missing'; readonly attempts: readonly Attempt[] };

/** What is remembered of one upstream page of a search. */
export type PageMemory = { readonly kind: 'page'; readonly page: SearchPage; readonly accuracy: number };

/** Where a product is kept. The key an answer is asked by, which for a parent ASIN is not the product's own. */
export function productKey({ asin, marketplace }: Pick<ProductKey, 'asin' | 'marketplace'>): string {
  return `product:${marketplace}:${asin}`;
}

/**
 * What a store gave back under `key`, if it is a product's memory in full and answers the question that the key stands
 * for. The same object comes back, and is read once: what is in the process's memory is asked for again and again.
 */
export const readProductMemory = readOnce((value: unknown, key: string): ProductMemory | undefined => {
  if (!isProductMemory(value)) return undefined;
  if (value.kind === 'missing') return value;
  const { product } = value;
  const under = [product.asin, product.parentAsin].map(
    (asin) => asin && productKey({ asin, marketplace: product.marketplace }),
  );
  return under.includes(key) ? value : undefined;
});

/** What a store gave back under the key of a page of hits, as {@link readProductMemory}. */
export const readPageMemory = readOnce((value: unknown, key: string): PageMemory | undefined => {
  if (!isPageMemory(value)) return undefined;
  const fits = ({ marketplace }: Product) => key.startsWith(`search:${marketplace}:`);
  return value.page.hits.every(fits) ? value : undefined;
});

const attempts = z.array(attemptShape);
const accuracy = z.number().min(0).max(1);

const productMemoryShape = shapeOf<ProductMemory>()(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('product'), product: productShape, source: sourceIdShape, accuracy, attempts }),
    z.object({ kind: z.literal('missing'), attempts }),
  ]),
);

const pageMemoryShape = shapeOf<PageMemory>()(z.object({ kind: z.literal('page'), page: searchPageShape, accuracy }));

function isProductMemory(value: unknown): value is ProductMemory {
  return productMemoryShape.safeParse(value).success;
}

function isPageMemory(value: unknown): value is PageMemory {
  return pageMemoryShape.safeParse(value).success;
}

type Reader<T> = (value: unknown, key: string) => T | undefined;

function readOnce<T>(read: Reader<T>): Reader<T> {
  const known = new WeakMap<object, { readonly key: string; readonly value: T }>();
  return (value, key) => {
    const before = isObject(value) ? known.get(value) : undefined;
    if (before?.key === key) return before.value;
    const found = read(value, key);
    if (found !== undefined && isObject(value)) known.set(value, { key, value: found });
    return found;
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
