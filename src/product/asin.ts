declare const brand: unique symbol;

/** An Amazon Standard Identification Number that has been parsed: ten characters, `A`-`Z` and `0`-`9`. */
export type Asin = string & { readonly [brand]: 'Asin' };

const shape = /^[A-Z0-9]{10}$/;
const anyCase = /^[A-Za-z0-9]{10}$/;

/**
 * Trims and upper-cases `text` and returns it as an {@link Asin}, or `undefined` if it is not an ASIN.
 *
 * Parsing happens before any batch is formed, because Amazon refuses a whole call for one malformed id.
 */
export function parseAsin(text: string): Asin | undefined {
  if (isAsin(text)) return text;
  const trimmed = text.trim();
  // Checked before upper-casing, which turns some non-Latin letters into Latin ones (ſ becomes S).
  if (!anyCase.test(trimmed)) return undefined;
  const candidate = trimmed.toUpperCase();
  return isAsin(candidate) ? candidate : undefined;
}

/** Whether `text` is already in canonical form. */
export function isAsin(text: string): text is Asin {
  return shape.test(text);
}
