import type { Details } from '../product/details.ts';
import type { Product } from '../product/product.ts';

/** The fields that come from the question, or that are computed from other fields. */
type DerivedField = 'asin' | 'marketplace' | 'language' | 'currency' | 'productUrl' | 'imageUrl' | 'savingsPercent';

/** A field of a product that a source may provide; those of `details` are declared one by one. */
export type ProvidedField = Exclude<keyof Product, DerivedField | 'details'> | `details.${keyof Details}`;
