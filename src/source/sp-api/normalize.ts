import { parseAsin, type Asin } from '../../product/asin.ts';
import { productPageUrl, type MarketplaceCode } from '../../product/marketplace.ts';
import { moneyFromNumber, type Money } from '../../product/money.ts';
import type { Product } from '../../product/product.ts';
import type { QuestionGroup } from '../../product/question.ts';
import { referencePrice } from '../../product/savings.ts';
import { chooseCategory, type RankedCategory } from '../category.ts';
import { count, list, record, text } from '../json.ts';
import { readBrowseNodes } from './item/browse-nodes.ts';
import { ownEntries, ownGroup, ownWords } from './item/data-sets.ts';
import { readFacts } from './item/facts.ts';
import { readImages } from './item/images.ts';
import { object, objects, type Json } from './json.ts';
import { unknownOffer, type Offer } from './pricing.ts';

/**
 * Combines the answers of the catalogue and the pricing API into the normal form. SP-API has no rating, no review count
 * and no page address; the canonical address is used.
 */
export function normalize(asin: Asin, item: Json, group: QuestionGroup, offer: Offer = unknownOffer): Product {
  const { marketplace } = group;
  const summary = ownGroup(item['summaries'], marketplace);
  const attributes = object(item['attributes']);
  const words = (name: string) => ownWords(attributes[name], group);
  const images = readImages(ownGroup(item['images'], marketplace));
  const listPrice = readListPrice(attributes['list_price'], marketplace) ?? offer.listPrice;
  const title = text(summary['itemName']) ?? words('item_name')[0];
  const brand = text(summary['brand']) ?? words('brand')[0] ?? text(summary['manufacturer']);
  const reference = referencePrice(offer.price, listPrice);
  const browseNodes = readBrowseNodes(item, marketplace);
  const parentAsin = readParent(ownGroup(item['relationships'], marketplace));
  const classifications = ownGroup(item['classifications'], marketplace);
  const salesRanks = ownGroup(item['salesRanks'], marketplace);
  return {
    asin,
    marketplace,
    productUrl: productPageUrl(marketplace, asin),
    ...(title !== undefined && { title, ...languageOf(title, attributes, marketplace) }),
    ...(brand !== undefined && { brand }),
    features: words('bullet_point'),
    images,
    ...(images[0] !== undefined && { imageUrl: images[0].url }),
    ...(offer.price !== undefined && { price: offer.price, condition: 'New' }),
    ...(reference.listPrice !== undefined && { ...reference, listPriceKind: 'LIST_PRICE' }),
    priceStatus: offer.priceStatus,
    availability: offer.availability,
    ...(parentAsin !== undefined && { parentAsin }),
    ...readCategory(classifications, salesRanks, summary),
    ...(offer.offers !== undefined && { offers: offer.offers }),
    ...(browseNodes.length > 0 && { browseNodes }),
    ...readFacts(item, group),
  };
}

/** The language of the title, as the attribute with this very text states it. */
function languageOf(title: string, attributes: Json, marketplace: MarketplaceCode): Pick<Product, 'textLanguage'> {
  const entry = ownEntries(attributes['item_name'], marketplace).find(({ value }) => text(value) === title);
  const tag = text(entry?.['language_tag']);
  return tag !== undefined && /^[a-z]{2}_[A-Z]{2}$/.test(tag) ? { textLanguage: tag } : {};
}

/** Whether the item is the parent of variations, which has no offer. */
export function isVariationParent(item: Json, marketplace: MarketplaceCode): boolean {
  return ownGroup(item['summaries'], marketplace)['itemClassification'] === 'VARIATION_PARENT';
}

/**
 * The first list price that is a number. In India and the United Kingdom some have only a value with tax, an entry may
 * have a currency without a number, and 0 (recorded) means unknown. Sources: selling-partner-api-docs issue 3338,
 * selling-partner-api-models issues 3958 and 5357.
 */
function readListPrice(attribute: unknown, marketplace: MarketplaceCode): Money | undefined {
  for (const { value, value_with_tax: withTax, currency } of ownEntries(attribute, marketplace)) {
    const money = moneyFromNumber(value, currency) ?? moneyFromNumber(withTax, currency);
    if (money !== undefined) return money;
  }
  return undefined;
}

function readParent(group: Json): Asin | undefined {
  // A package hierarchy also has parents, such as a case of bottles.
  const family = objects(group['relationships']).find(
    (relation) => relation['type'] === 'VARIATION' && list(relation['parentAsins']) !== undefined,
  );
  return parseAsin(text(list(family?.['parentAsins'])?.[0]) ?? '');
}

/**
 * Category and rank: of a classification with a rank, else of the department, else the narrowest classification without
 * a rank. The ranks of a classification and of the department are different numbers.
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

function parentsOf(classification: Json): readonly (readonly string[])[] {
  const names: (readonly string[])[] = [];
  for (let above = record(classification['parent']); above !== undefined; above = record(above['parent'])) {
    names.push([text(above['displayName']) ?? '']);
  }
  return names;
}
