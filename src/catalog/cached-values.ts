import { z } from 'zod';
import type { Asin } from '../product/asin.ts';
import type { Product } from '../product/product.ts';
import { keyOf, type ProductQuestion } from '../product/question.ts';
import { attemptShape, productShape, searchPageShape, shapeOf, sourceIdShape } from '../source/shapes.ts';
import type { SearchPage } from '../source/source.ts';
import type { Attempt, SourceId } from '../vocabulary.ts';

/** What is remembered of one ASIN. */
export type CachedProduct =
  | {
      readonly kind: 'product';
      readonly product: Product;
      readonly source: SourceId;
      readonly accuracy: number;
      readonly attempts: readonly Attempt[];
    }
  | { readonly kind: 'missing'; readonly attempts: readonly Attempt[] };

/** What is remembered of one upstream page of a search. */
export type CachedPage = { readonly kind: 'page'; readonly page: SearchPage; readonly accuracy: number };

/** Where a product is kept. The key an answer is asked by, which for a parent ASIN is not the product's own. */
export function productKey(question: ProductQuestion): string {
  return `product:${keyOf(question)}`;
}

/**
 * What a store gave back under `key`, if it is a product's memory in full and answers the question that the key stands
 * for. The same object comes back, and is read once: what is in the process's memory is asked for again and again.
 */
export const readCachedProduct = readOnce((value: unknown, key: string): CachedProduct | undefined => {
  if (!isProductMemory(value)) return undefined;
  if (value.kind === 'missing') return value;
  const { asin, parentAsin, marketplace } = value.product;
  // In whichever language and currency it was asked for.
  const belongs = (known: Asin) => {
    const plain = productKey({ asin: known, marketplace });
    return key === plain || key.startsWith(`${plain}:`);
  };
  return belongs(asin) || (parentAsin !== undefined && belongs(parentAsin)) ? value : undefined;
});

/** As {@link readCachedProduct}, but of these sources only: the schema has no name for any other. */
export function productReader(sources: readonly { readonly id: SourceId }[]): Reader<CachedProduct> {
  const ids: ReadonlySet<SourceId> = new Set(sources.map(({ id }) => id));
  return (value, key) => {
    const memory = readCachedProduct(value, key);
    if (memory === undefined || (memory.kind === 'product' && !ids.has(memory.source))) return undefined;
    return memory.attempts.every(({ source }) => ids.has(source)) ? memory : undefined;
  };
}

/** What a store gave back under the key of a page of hits, as {@link readCachedProduct}. */
export const readCachedPage = readOnce((value: unknown, key: string): CachedPage | undefined => {
  if (!isPageMemory(value)) return undefined;
  const fits = ({ marketplace }: Product) => key.startsWith(`search:${marketplace}:`);
  return value.page.hits.every(fits) ? value : undefined;
});

const attempts = z.array(attemptShape);
const accuracy = z.number().min(0).max(1);

const productMemoryShape = shapeOf<CachedProduct>()(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('product'), product: productShape, source: sourceIdShape, accuracy, attempts }),
    z.object({ kind: z.literal('missing'), attempts }),
  ]),
);

const pageMemoryShape = shapeOf<CachedPage>()(z.object({ kind: z.literal('page'), page: searchPageShape, accuracy }));

function isProductMemory(value: unknown): value is CachedProduct {
  return productMemoryShape.safeParse(value).success;
}

function isPageMemory(value: unknown): value is CachedPage {
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
