declare const brand: unique symbol;

/** An Amazon Standard Identification Number that has been parsed: ten characters, `A`–`Z` and `0`–`9`. */
export type Asin = string & { readonly [brand]: 'Asin' };

const shape = /^[A-Z0-9]{10}$/;

/**
 * Trims and upper-cases `text` and returns it as an {@link Asin}, or `undefined` when it is not one.
 *
 * Parsing happens before any batch is formed, because one malformed id makes Amazon refuse the whole call.
 */
export function parseAsin(text: string): Asin | undefined {
  const candidate = text.trim().toUpperCase();
  return isAsin(candidate) ? candidate : undefined;
}

/** Whether `text` is already in canonical form. */
export function isAsin(text: string): text is Asin {
  return shape.test(text);
}
