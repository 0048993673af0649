import { productPageUrl } from '../../product/marketplace.ts';
import type { PriceStatus, Product } from '../../product/product.ts';
import { referencePrice } from '../../product/savings.ts';
import { canBuy, hasNoFeaturedOffer, readStock, type Stock } from './fields/availability-rules.ts';
import type { Identity } from './fields/identity.ts';
import { readBrowseNodes } from './fields/browse-node-rules.ts';
import { readContributors } from './fields/contributor-rules.ts';
import { readFacts, type Fact } from './fields/fact-rows.ts';
import { readIdentifiers } from './fields/identifier-rules.ts';
import { readOffers } from './fields/offer-rules.ts';
import { readPublisher } from './fields/publisher-rules.ts';
import { readSpecifications } from './fields/specification-rules.ts';
import { readImages } from './fields/image-rules.ts';
import { textLanguage } from './fields/text-language.ts';
import { readVariationAttributes } from './fields/variation-rules.ts';
import { listPriceRules } from './fields/price/list-price-rules.ts';
import { priceAccess } from './fields/price/price-access.ts';
import { isPriceRange, priceRules } from './fields/price/price-rules.ts';
import { ratingRules, reviewCountRules } from './fields/rating-rules.ts';
import { readUnitPrice } from './fields/price/unit-price-rules.ts';
import { pick, type PageView } from './page/rule.ts';
import { readTexts, sellerRules } from './fields/text-rules.ts';
import { textOf } from './page/text.ts';
import type { YieldToEventLoop } from './page/yield-to-event-loop.ts';

/** Reads a product page into the normal form; yields to the event loop between groups of fields. */
export async function readProductPage(
  view: PageView,
  identity: Identity,
  yieldToEventLoop: YieldToEventLoop,
): Promise<Product> {
  const texts = readTexts(view);
  await yieldToEventLoop();
  const stock = readStock(view);
  await yieldToEventLoop();
  const offer = readOffer(view, stock);
  await yieldToEventLoop();
  const rating = pick(view, 'rating', ratingRules);
  const reviewCount = pick(view, 'reviewCount', reviewCountRules(rating));
  await yieldToEventLoop();
  const images = readImages(view);
  await yieldToEventLoop();
  const facts = readFacts(view);
  await yieldToEventLoop();
  const description = describe(view, identity, facts);
  const offers = readOffers(view, offer);
  return {
    ...identity,
    marketplace: view.marketplace,
    productUrl: productPageUrl(view.marketplace, identity.asin),
    ...texts,
    ...description,
    images,
    ...offer,
    ...(offers.length > 0 && { offers }),
    ...(rating !== undefined && { rating }),
    ...(reviewCount !== undefined && { reviewCount }),
    ...(images[0] !== undefined && { imageUrl: images[0].url }),
  };
}

/**
 * What the page says of the product whoever sells it. Most products lack most of it, so that a rule which finds nothing
 * is no sign of changed markup and is not reported.
 */
function describe(view: PageView, { asin }: Identity, facts: readonly Fact[]): Partial<Product> {
  const language = textLanguage(view);
  const identifiers = readIdentifiers(facts);
  const contributors = readContributors(view);
  const variationAttributes = readVariationAttributes(view.document, asin);
  const publisher = readPublisher(facts);
  const specifications = readSpecifications(facts);
  const details = {
    ...(publisher !== undefined && { publisher }),
    ...(specifications.length > 0 && { specifications }),
  };
  return {
    ...(language !== undefined && { textLanguage: language }),
    ...(identifiers !== undefined && { identifiers }),
    ...(contributors.length > 0 && { contributors }),
    ...(variationAttributes.length > 0 && { variationAttributes }),
    ...(specifications.length > 0 && { details }),
    ...readBrowseNodes(view),
  };
}

type Offer = Pick<
  Product,
  | 'priceStatus'
  | 'availability'
  | 'availabilityMessage'
  | 'price'
  | 'priceAccess'
  | 'listPrice'
  | 'listPriceKind'
  | 'savingsPercent'
  | 'unitPrice'
  | 'seller'
  | 'condition'
>;

/** Price and stock together: what is sold out, or sold used or by others only, has no price of its own. */
function readOffer(view: PageView, { availability, message }: Stock): Offer {
  const worded = message === undefined ? {} : { availabilityMessage: message };
  if (availability === 'OUT_OF_STOCK') return { ...worded, availability, priceStatus: 'OUT_OF_STOCK' };
  if (view.offer.condition === 'Used' || hasNoFeaturedOffer(view)) {
    return { ...worded, availability: 'UNKNOWN', priceStatus: 'NO_FEATURED_OFFER' };
  }
  const price = isPriceRange(view) ? undefined : pick(view, 'price', priceRules);
  if (price === undefined) return { ...worded, availability, priceStatus: whyNoPrice(view) };
  const listPrice = pick(view, 'listPrice', listPriceRules(price));
  const access = priceAccess(price, view);
  const unitPrice = readUnitPrice(price, view);
  const seller = pick(view, 'seller', sellerRules);
  return {
    ...worded,
    availability: availability === 'UNKNOWN' ? 'IN_STOCK' : availability,
    priceStatus: 'AVAILABLE',
    price,
    ...(access !== undefined && { priceAccess: access }),
    ...referencePrice(price, listPrice?.money, statedPercent(view)),
    ...(listPrice?.kind !== undefined && { listPriceKind: listPrice.kind }),
    ...(unitPrice !== undefined && { unitPrice }),
    ...(seller !== undefined && { seller }),
    condition: view.offer.condition,
  };
}

/** Buyable without a shown price: the maker forbids showing it before the cart. */
function whyNoPrice(view: PageView): PriceStatus {
  if (isPriceRange(view)) return 'NOT_PROVIDED';
  return canBuy(view) ? 'HIDDEN' : 'NOT_PROVIDED';
}

/** "-25%" beside the price. */
function statedPercent({ document }: PageView): number | undefined {
  for (const selector of ['#corePriceDisplay_desktop_feature_div', '#corePriceDisplay_mobile_feature_div']) {
    const box = document.all(`${selector} .savingsPercentage`)[0];
    const percent = /(\d{1,2})\s*[%٪]|[%٪]\s*(\d{1,2})/.exec(textOf(box));
    if (percent !== null) return Number(percent[1] ?? percent[2]);
  }
  return undefined;
}
