import { amazonPageUrl } from '../../../product/amazon-url.ts';
import { parseAsin, type Asin } from '../../../product/asin.ts';
import { productPageUrl, type MarketplaceCode } from '../../../product/marketplace.ts';
import type { Product } from '../../../product/product.ts';
import { chooseCategory, type RankedCategory } from '../../category.ts';
import { count, list, number, text, texts } from '../../json.ts';
import { field } from './field.ts';
import { readImages } from './images.ts';
import { readOffer } from './offer.ts';

/** One item of an answer in the normal form; `undefined` when it cannot be told which product it is. */
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
 * The item's own link, whole: it already carries tag and link code, which the programme wants kept. Whatever is not a
 * link into one of Amazon's marketplaces is replaced by the product's plain page.
 */
function readPageUrl(item: unknown, marketplace: MarketplaceCode, asin: Asin): string {
  return amazonPageUrl(text(field(item, 'detailPageURL')) ?? '') ?? productPageUrl(marketplace, asin);
}

/** Ratings come for whitelisted partners only; everybody else gets null. */
function readReviews(item: unknown): Pick<Product, 'rating' | 'reviewCount'> {
  const stars = number(field(item, 'customerReviews.starRating.value'));
  const reviewCount = count(field(item, 'customerReviews.count'));
  return {
    ...(stars !== undefined && stars > 0 && stars <= 5 && { rating: stars }),
    ...(reviewCount !== undefined && { reviewCount }),
  };
}

/**
 * Where the item stands in the marketplace: in a browse node, which is narrower, else in the department that
 * `websiteSalesRank` names.
 */
function readCategory(item: unknown): Pick<Product, 'category' | 'salesRank'> {
  const nodes = list(field(item, 'browseNodeInfo.browseNodes')) ?? [];
  const department = field(item, 'browseNodeInfo.websiteSalesRank');
  return chooseCategory([...nodes, ...(rankOf(department) === undefined ? [] : [department])].map(rankedCategory));
}

/** The context-free name is understood without the ancestors: "Toys & Games" where the plain name is "Categories". */
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
