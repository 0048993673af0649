import type { Asin } from '../product/asin.ts';
import { productPageUrl, type MarketplaceCode } from '../product/marketplace.ts';
import type { Product } from '../product/product.ts';

/** A product of which a list tells no more than its ASIN. */
export function unreadProduct(asin: Asin, marketplace: MarketplaceCode): Product {
  return {
    asin,
    marketplace,
    productUrl: productPageUrl(marketplace, asin),
    features: [],
    images: [],
    priceStatus: 'NOT_PROVIDED',
    availability: 'UNKNOWN',
  };
}
