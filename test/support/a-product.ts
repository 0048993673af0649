import { productPageUrl } from '../../src/product/marketplace.ts';
import type { Product } from '../../src/product/product.ts';
import { asinOf } from './asins.ts';

/** A complete product; `overrides` replace its fields. */
export function aProduct(overrides: Partial<Product> = {}): Product {
  const asin = overrides.asin ?? asinOf('B0CR7G9V56');
  const marketplace = overrides.marketplace ?? 'IN';
  return {
    asin,
    marketplace,
    productUrl: productPageUrl(marketplace, asin),
    title: `Kettle ${asin}`,
    brand: 'Acme',
    features: ['1.5 litres'],
    images: [{ url: 'https://images.example/kettle.jpg', width: 500, height: 500 }],
    imageUrl: 'https://images.example/kettle.jpg',
    price: { amount: '1299.00', currency: 'INR', formatted: '₹1,299.00' },
    listPrice: { amount: '1999.00', currency: 'INR' },
    savingsPercent: 35,
    priceStatus: 'AVAILABLE',
    availability: 'IN_STOCK',
    rating: 4.2,
    reviewCount: 311,
    ...overrides,
  };
}
