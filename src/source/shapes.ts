import { z } from 'zod';
import { isAsin, type Asin } from '../product/asin.ts';
import { marketplaceCodes } from '../product/marketplace.ts';
import type { Money } from '../product/money.ts';
import type { Product, ProductImage } from '../product/product.ts';
import type { Attempt } from './attempt.ts';
import type { SearchPage, SourceId } from './source.ts';

/**
 * Schemas of values that are kept outside the process or come from other instances. Such a value is served as it is, so
 * that one wrong field makes the whole value unreadable; fields of a newer version are ignored.
 *
 * A schema compiles only if it describes exactly its type: a missing or surplus field or enumeration value is a type
 * error.
 */
type ShapeOf<T, S extends z.ZodType> =
  Same<Writable<T>, z.output<S>> extends true
    ? Same<WithAllFields<Writable<T>>, WithAllFields<z.output<S>>> extends true
      ? S
      : never
    : never;

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Plain = string | number | boolean;
type Writable<T> = T extends Plain
  ? T
  : T extends readonly (infer Item)[]
    ? Writable<Item>[]
    : { -readonly [Field in keyof T]: Writable<T[Field]> };
type WithAllFields<T> = T extends Plain
  ? T
  : T extends readonly (infer Item)[]
    ? WithAllFields<Item>[]
    : { [Field in keyof T]-?: WithAllFields<T[Field]> };

/** The schema, if it is one of exactly `T`. */
export function shapeOf<T>(): <S extends z.ZodType>(shape: S & ShapeOf<T, S>) => S {
  return (shape) => shape;
}

const text = z.string();
/** A whole number that a GraphQL `Int` can tell. */
const count = z.int().min(0).max(2_147_483_647);
const asin = z.custom<Asin>((value) => typeof value === 'string' && isAsin(value));

const money = shapeOf<Money>()(
  z.object({
    amount: text.regex(/^\d{1,15}(\.\d{1,6})?$/),
    currency: text.regex(/^[A-Z]{3}$/),
    formatted: text.exactOptional(),
  }),
);

const image = shapeOf<ProductImage>()(
  z.object({ url: text, width: count.exactOptional(), height: count.exactOptional() }),
);

/** A product. A new field of it is a line here. */
export const productShape = shapeOf<Product>()(
  z.object({
    asin,
    marketplace: z.enum(marketplaceCodes),
    productUrl: text,
    title: text.exactOptional(),
    brand: text.exactOptional(),
    features: z.array(text),
    images: z.array(image),
    imageUrl: text.exactOptional(),
    price: money.exactOptional(),
    listPrice: money.exactOptional(),
    savingsPercent: z.number().exactOptional(),
    priceStatus: z.enum(['AVAILABLE', 'OUT_OF_STOCK', 'NO_FEATURED_OFFER', 'HIDDEN', 'NOT_PROVIDED']),
    availability: z.enum(['IN_STOCK', 'LIMITED', 'PREORDER', 'BACKORDER', 'OUT_OF_STOCK', 'UNKNOWN']),
    availabilityMessage: text.exactOptional(),
    rating: z.number().min(0).max(5).exactOptional(),
    reviewCount: count.exactOptional(),
    parentAsin: asin.exactOptional(),
    category: text.exactOptional(),
    salesRank: count.exactOptional(),
    seller: text.exactOptional(),
    condition: text.exactOptional(),
  }),
);

/** Which source. */
export const sourceIdShape = shapeOf<SourceId>()(z.enum(['CREATORS_API', 'PA_API', 'SP_API', 'SCRAPING']));

/** One step of a trail. */
export const attemptShape = shapeOf<Attempt>()(
  z.object({
    source: sourceIdShape,
    outcome: z.enum(['FOUND', 'MISSING', 'REJECTED', 'FAILED', 'SKIPPED']),
    code: text.exactOptional(),
    durationMs: z.number().min(0),
  }),
);

/** One upstream page of hits. */
export const searchPageShape = shapeOf<SearchPage>()(
  z.object({
    hits: z.array(productShape),
    totalCount: count.exactOptional(),
    reachableCount: count.exactOptional(),
    next: text.exactOptional(),
  }),
);
