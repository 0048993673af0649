import { z } from 'zod';

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

/** Any text. */
export const text = z.string();

/** A whole number in the range of a GraphQL `Int`. */
export const count = z.int().min(0).max(2_147_483_647);
