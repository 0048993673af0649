import { amazonPictureUrl } from '../../product/amazon-url.ts';
import { parseAsin, type Asin } from '../../product/asin.ts';
import { marketplaces, productPageUrl, type MarketplaceCode } from '../../product/marketplace.ts';
import { moneyFromNumber, type Money } from '../../product/money.ts';
import type { Product, ProductImage } from '../../product/product.ts';
import { referencePrice } from '../../product/savings.ts';
import { chooseCategory, type RankedCategory } from '../category.ts';
import { count, list, record, text } from '../json.ts';
import { object, objects, type Json } from './json.ts';
import { nothingLearned, type Offer } from './pricing.ts';

/**
 * What the catalogue and the pricing API say of one product, in our form. Rating and review count are never there:
 * SP-API has none. Nor has it a page address, so the canonical one is made.
 */
export function normalize(
  asin: Asin,
  item: Json,
  marketplace: MarketplaceCode,
  offer: Offer = nothingLearned,
): Product {
  const summary = ownGroup(item['summaries'], marketplace);
  const attributes = object(item['attributes']);
  const words = (name: string) => ownWords(attributes[name], marketplace);
  const images = readImages(ownGroup(item['images'], marketplace));
  const listPrice = readListPrice(attributes['list_price'], marketplace) ?? offer.listPrice;
  const title = text(summary['itemName']) ?? words('item_name')[0];
  const brand = text(summary['brand']) ?? words('brand')[0] ?? text(summary['manufacturer']);
  const parentAsin = readParent(ownGroup(item['relationships'], marketplace));
  const classifications = ownGroup(item['classifications'], marketplace);
  const salesRanks = ownGroup(item['salesRanks'], marketplace);
  return {
    asin,
    marketplace,
    productUrl: productPageUrl(marketplace, asin),
    ...(title !== undefined && { title }),
    ...(brand !== undefined && { brand }),
    features: words('bullet_point'),
    images,
    ...(images[0] !== undefined && { imageUrl: images[0].url }),
    ...(offer.price !== undefined && { price: offer.price, condition: 'New' }),
    ...referencePrice(offer.price, listPrice),
    priceStatus: offer.priceStatus,
    availability: offer.availability,
    ...(parentAsin !== undefined && { parentAsin }),
    ...readCategory(classifications, salesRanks, summary),
  };
}

/** Whether the item is the head of a family of variations, which has no offer of its own. */
export function isVariationParent(item: Json, marketplace: MarketplaceCode): boolean {
  return ownGroup(item['summaries'], marketplace)['itemClassification'] === 'VARIATION_PARENT';
}

/** Every data set is a list grouped by marketplace; this is our marketplace's group. */
function ownGroup(groups: unknown, marketplace: MarketplaceCode): Json {
  const { spApiId } = marketplaces[marketplace];
  return objects(groups).find((group) => group['marketplaceId'] === spApiId) ?? {};
}

/** An attribute is a list of `{value, marketplace_id, language_tag?}`; these are our marketplace's entries. */
function ownEntries(attribute: unknown, marketplace: MarketplaceCode): readonly Json[] {
  const { spApiId } = marketplaces[marketplace];
  return objects(attribute).filter(({ marketplace_id: store }) => store === undefined || store === spApiId);
}

/** The attribute's texts in one language: the marketplace's own, else the same in another country's spelling, else the first. */
function ownWords(attribute: unknown, marketplace: MarketplaceCode): readonly string[] {
  const entries = ownEntries(attribute, marketplace);
  const own = marketplaces[marketplace].language;
  const tags = new Set(entries.map((entry) => entry['language_tag']));
  const sameLanguage = [...tags].find((tag) => typeof tag === 'string' && tag.slice(0, 2) === own.slice(0, 2));
  const chosen = tags.has(own) ? own : (sameLanguage ?? entries[0]?.['language_tag']);
  return entries.filter((entry) => entry['language_tag'] === chosen).flatMap((entry) => text(entry['value']) ?? []);
}

/**
 * The first list price that is a number. India and the United Kingdom give some with tax only, an entry may have a
 * currency and no number, and a value of 0 (recorded) is unknown.
 * Sources: selling-partner-api-docs issue 3338, selling-partner-api-models issues 3958 and 5357.
 */
function readListPrice(attribute: unknown, marketplace: MarketplaceCode): Money | undefined {
  for (const { value, value_with_tax: withTax, currency } of ownEntries(attribute, marketplace)) {
    const money = moneyFromNumber(value, currency) ?? moneyFromNumber(withTax, currency);
    if (money !== undefined) return money;
  }
  return undefined;
}

/** The largest picture of each variant, the main one first; each stands there in two or three sizes. */
function readImages(group: Json): readonly ProductImage[] {
  const largest = new Map<string, ProductImage>();
  for (const entry of objects(group['images'])) {
    const url = amazonPictureUrl(text(entry['link']) ?? '');
    const variant = text(entry['variant']);
    // A swatch shows a colour, not the product.
    if (url === undefined || variant === undefined || variant === 'SWCH') continue;
    const width = count(entry['width'], 1);
    const height = count(entry['height'], 1);
    const image = { url, ...(width !== undefined && { width }), ...(height !== undefined && { height }) };
    const before = largest.get(variant);
    if (before === undefined || areaOf(image) > areaOf(before)) largest.set(variant, image);
  }
  const main = largest.get('MAIN');
  largest.delete('MAIN');
  return main === undefined ? [...largest.values()] : [main, ...largest.values()];
}

function areaOf(image: ProductImage): number {
  return (image.width ?? 0) * (image.height ?? 0);
}

function readParent(group: Json): Asin | undefined {
  // A package hierarchy has parents too: the case that the bottle is sold in.
  const family = objects(group['relationships']).find(
    (relation) => relation['type'] === 'VARIATION' && list(relation['parentAsins']) !== undefined,
  );
  return parseAsin(text(list(family?.['parentAsins'])?.[0]) ?? '');
}

/**
 * Category and rank of one classification: of one that is ranked, else of the department's rank, else the narrowest
 * classification, which then stands without a rank. A classification's rank and the department's are two numbers.
 */
function readCategory(classifications: Json, ranks: Json, summary: Json): Pick<Product, 'category' | 'salesRank'> {
  const ranked = [...objects(ranks['classificationRanks']), ...objects(ranks['displayGroupRanks'])].map(
    (entry): RankedCategory => ({ names: [text(entry['title'])], rank: count(entry['rank'], 1) }),
  );
  const unranked = [...objects(classifications['classifications']), object(summary['browseClassification'])].map(
    (entry): RankedCategory => ({
      names: [text(entry['displayName'])],
      rank: undefined,
      ancestors: parentsOf(entry),
    }),
  );
  return chooseCategory([...unranked, ...ranked]);
}

function parentsOf(classification: Json): readonly string[] {
  const names: string[] = [];
  for (let above = record(classification['parent']); above !== undefined; above = record(above['parent'])) {
    names.push(text(above['displayName']) ?? '');
  }
  return names;
}
