import { z } from 'zod';
import type { Product } from '../product/product.ts';
import { keyOf, type ProductQuestion } from '../product/question.ts';
import { attemptShape, searchPageShape, sourceIdShape } from '../source/shapes/answer-shapes.ts';
import { productShape } from '../source/shapes/product-shape.ts';
import { shapeOf } from '../source/shapes/shape-of.ts';
import type { SearchPage } from '../source/source.ts';
import type { Attempt, SourceId } from '../vocabulary.ts';

/** The cached value of one product. */
export type CachedProduct =
  | {
      readonly kind: 'product';
      readonly product: Product;
      readonly source: SourceId;
      readonly accuracy: number;
      readonly attempts: readonly Attempt[];
    }
  | { readonly kind: 'missing'; readonly attempts: readonly Attempt[] };

/** The cached value of one upstream page of a search. */
export type CachedPage = { readonly kind: 'page'; readonly page: SearchPage; readonly accuracy: number };

/** The cache key of a question, and of the product that answers it. */
export function productKey(question: ProductQuestion): string {
  return `product:${keyOf(question)}`;
}

/**
 * Validates a value that a store returned for `key`; `undefined` unless it is a complete {@link CachedProduct} that
 * answers the question of the key. Returns the same object, and validates each object once, because an entry in memory
 * is read many times.
 */
export const readCachedProduct = readOnce((value: unknown, key: string): CachedProduct | undefined => {
  if (!isCachedProduct(value)) return undefined;
  if (value.kind === 'missing') return value;
  return productKey(value.product) === key ? value : undefined;
});

/** As {@link readCachedProduct}, but only for products of these sources: the schema has no value for any other. */
export function productReader(sources: readonly { readonly id: SourceId }[]): Reader<CachedProduct> {
  const ids: ReadonlySet<SourceId> = new Set(sources.map(({ id }) => id));
  return (value, key) => {
    const cached = readCachedProduct(value, key);
    if (cached === undefined || (cached.kind === 'product' && !ids.has(cached.source))) return undefined;
    return cached.attempts.every(({ source }) => ids.has(source)) ? cached : undefined;
  };
}

/** As {@link readCachedProduct}, for a page of hits. */
export const readCachedPage = readOnce((value: unknown, key: string): CachedPage | undefined => {
  if (!isCachedPage(value)) return undefined;
  const fits = ({ marketplace }: Product) => key.split(':')[1] === marketplace;
  return value.page.hits.every(fits) ? value : undefined;
});

const attempts = z.array(attemptShape);
const accuracy = z.number().min(0).max(1);

const cachedProductShape = shapeOf<CachedProduct>()(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('product'), product: productShape, source: sourceIdShape, accuracy, attempts }),
    z.object({ kind: z.literal('missing'), attempts }),
  ]),
);

const cachedPageShape = shapeOf<CachedPage>()(z.object({ kind: z.literal('page'), page: searchPageShape, accuracy }));

function isCachedProduct(value: unknown): value is CachedProduct {
  return cachedProductShape.safeParse(value).success;
}

function isCachedPage(value: unknown): value is CachedPage {
  return cachedPageShape.safeParse(value).success;
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
