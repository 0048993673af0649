import type { Product } from '../product/product.ts';

/** The fields that come from the question, or that are computed from other fields. */
type DerivedField = 'asin' | 'marketplace' | 'language' | 'currency' | 'productUrl' | 'imageUrl' | 'savingsPercent';

/** A field of a product that a source may provide. */
export type ProvidedField = Exclude<keyof Product, DerivedField>;
