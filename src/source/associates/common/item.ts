import { amazonPageUrl } from '../../../product/amazon-url.ts';
import { parseAsin, type Asin } from '../../../product/asin.ts';
import { productPageUrl, type MarketplaceCode } from '../../../product/marketplace.ts';
import type { Product } from '../../../product/product.ts';
import { chooseCategory, type RankedCategory } from '../../category.ts';
import { count, list, number, text, texts } from '../../json.ts';
import { field } from './field.ts';
import { readImages } from './images.ts';
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
    ...readCategory(item),
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

/**
 * The category and rank of the item: from a browse node, which is narrower, else from the department in
 * `websiteSalesRank`.
 */
function readCategory(item: unknown): Pick<Product, 'category' | 'salesRank'> {
  const nodes = list(field(item, 'browseNodeInfo.browseNodes')) ?? [];
  const department = field(item, 'browseNodeInfo.websiteSalesRank');
  return chooseCategory([...nodes, ...(rankOf(department) === undefined ? [] : [department])].map(rankedCategory));
}

/** The context-free name is clear without its ancestors: "Toys & Games" where the plain name is "Categories". */
function rankedCategory(node: unknown): RankedCategory {
  return {
    names: [text(field(node, 'contextFreeName')), text(field(node, 'displayName'))],
    rank: rankOf(node),
    ancestors: ancestorsOf(node),
  };
}

function ancestorsOf(node: unknown): readonly string[] {
  const names: string[] = [];
  for (let above = field(node, 'ancestor'); above !== undefined; above = field(above, 'ancestor')) {
    names.push(text(field(above, 'contextFreeName')) ?? text(field(above, 'displayName')) ?? '');
  }
  return names;
}

function rankOf(value: unknown): number | undefined {
  return count(field(value, 'salesRank'), 1);
}
