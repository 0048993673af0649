import { z } from 'zod';
import { isAsin, type Asin } from '../product/asin.ts';
import { marketplaceCodes } from '../product/marketplace.ts';
import type { Money } from '../product/money.ts';
import type { Product, ProductImage } from '../product/product.ts';
import type { Attempt, SourceId } from '../vocabulary.ts';
import type { SearchPage } from './source.ts';

/**
 * Schemas of values from a shared store or from other instances. Such a value is served without changes, so one wrong
 * field makes the whole value unreadable. Fields of a newer version are ignored.
 *
 * A schema compiles only if it matches its type exactly: a missing or extra field or enum value is a type error.
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

/** Returns the schema. Compiles only if its type is exactly `T`. */
export function shapeOf<T>(): <S extends z.ZodType>(shape: S & ShapeOf<T, S>) => S {
  return (shape) => shape;
}

const text = z.string();
/** A whole number in the range of a GraphQL `Int`. */
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

/** A product. Each field of the type has a line here. */
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
    priceAccess: z.enum(['PRIME_EXCLUSIVE', 'PRIME_EARLY_ACCESS']).exactOptional(),
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

/** The name of a source. Only the list of definitions knows which sources exist. */
export const sourceIdShape = shapeOf<SourceId>()(
  z.custom<SourceId>((value) => typeof value === 'string' && /^[A-Z][A-Z0-9_]*$/.test(value)),
);

/** One attempt. */
export const attemptShape = shapeOf<Attempt>()(
  z.object({
    source: sourceIdShape,
    outcome: z.enum(['FOUND', 'MISSING', 'REJECTED', 'FAILED', 'SKIPPED']),
    code: text.exactOptional(),
    message: text.exactOptional(),
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
