import { amazonPageUrl } from '../../../../product/amazon-url.ts';
import { parseAsin, type Asin } from '../../../../product/asin.ts';
import { productPageUrl, type MarketplaceCode } from '../../../../product/marketplace.ts';
import type { Product } from '../../../../product/product.ts';
import { count, number, text, texts } from '../../../json.ts';
import { readFacts } from './details.ts';
import { field } from '../field.ts';
import { readImages } from './images.ts';
import { readCategories } from './categories.ts';
import { readOffer } from './offer.ts';

/** Reads one item into the normal form; `undefined` if it has no valid ASIN. */
export function readItem(item: unknown, marketplace: MarketplaceCode): Product | undefined {
  const asin = parseAsin(text(field(item, 'asin')) ?? '');
  if (asin === undefined) return undefined;
  const title = text(field(item, 'itemInfo.title.displayValue'));
  const brand =
    text(field(item, 'itemInfo.byLineInfo.brand.displayValue')) ??
    text(field(item, 'itemInfo.byLineInfo.manufacturer.displayValue'));
  const images = readImages(item);
  const imageUrl = images[0]?.url;
  const parentAsin = parseAsin(text(field(item, 'parentASIN')) ?? '');
  return {
    asin,
    marketplace,
    productUrl: readPageUrl(item, marketplace, asin),
    ...(title !== undefined && { title }),
    ...(brand !== undefined && { brand }),
    features: texts(field(item, 'itemInfo.features.displayValues')),
    images,
    ...(imageUrl !== undefined && { imageUrl }),
    ...(parentAsin !== undefined && { parentAsin }),
    ...readOffer(item),
    ...readReviews(item),
    ...readCategories(item),
    ...readFacts(item),
  };
}

/**
 * The link of the item without changes: it contains tag and link code, which the programme requires. A link that does
 * not lead to an Amazon marketplace is replaced by the plain page of the product.
 */
function readPageUrl(item: unknown, marketplace: MarketplaceCode, asin: Asin): string {
  return amazonPageUrl(text(field(item, 'detailPageURL')) ?? '') ?? productPageUrl(marketplace, asin);
}

/** Only whitelisted partners get ratings; for others they are null. */
function readReviews(item: unknown): Pick<Product, 'rating' | 'reviewCount'> {
  const stars = number(field(item, 'customerReviews.starRating.value'));
  const reviewCount = count(field(item, 'customerReviews.count'));
  return {
    ...(stars !== undefined && stars > 0 && stars <= 5 && { rating: stars }),
    ...(reviewCount !== undefined && { reviewCount }),
  };
}
