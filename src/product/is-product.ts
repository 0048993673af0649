import { isAsin } from './asin.ts';
import { isMarketplaceCode } from './marketplace.ts';
import type { Product } from './product.ts';

/** Whether what was kept outside the process is a product: the fields that every product has, in their shapes. */
export function isProduct(value: unknown): value is Product {
  return (
    typeof value === 'object' &&
    value !== null &&
    'asin' in value &&
    typeof value.asin === 'string' &&
    isAsin(value.asin) &&
    'marketplace' in value &&
    typeof value.marketplace === 'string' &&
    isMarketplaceCode(value.marketplace) &&
    'productUrl' in value &&
    typeof value.productUrl === 'string' &&
    'features' in value &&
    Array.isArray(value.features) &&
    'images' in value &&
    Array.isArray(value.images)
  );
}
