import type { ProvidedField } from '../../provided-field.ts';

/** The fields that both associates APIs provide. */
export const associatesFields: readonly ProvidedField[] = [
  'title',
  'brand',
  'features',
  'images',
  'price',
  'priceAccess',
  'listPrice',
  'priceStatus',
  'availability',
  'availabilityMessage',
  'rating',
  'reviewCount',
  'parentAsin',
  'category',
  'salesRank',
  'seller',
  'condition',
];
