import type { Element } from 'domhandler';
import { amazonPictureUrl } from '../../../product/amazon-url.ts';
import { parseAsin } from '../../../product/asin.ts';
import { parseLocalCount } from '../../../product/local-count.ts';
import { productPageUrl } from '../../../product/marketplace.ts';
import { compareDecimals, type Money } from '../../../product/money.ts';
import type { Availability } from '../../../product/offer.ts';
import type { Product } from '../../../product/product.ts';
import { referencePrice } from '../../../product/savings.ts';
import { readPrice } from '../fields/price/price-reading.ts';
import { parseStars } from '../fields/rating-rules.ts';
import { classifyStock } from '../fields/stock-message.ts';
import type { PageView } from '../page/rule.ts';
import { attributeOf, clean, textOf } from '../page/text.ts';

/**
 * Whether the card is an advertisement. Its text does not tell: carousels between the cards also say "Sponsored".
 * Measured on 1,210 cards of 33 saved pages.
 */
export function isSponsored(card: Element, { document }: PageView): boolean {
  if (/(?:^|\s)AdHolder(?:\s|$)/.test(card.attribs['class'] ?? '')) return true;
  const marks = '[data-component-type="sp-sponsored-result"], h2 a[href*="/sspa/"], a[href*="/sspa/"] h2';
  return document.within(card, marks).length > 0;
}

/** Reads one hit, with fewer fields than a product page; `undefined` when the card names no product. */
export function readCard(card: Element, view: PageView): Product | undefined {
  const asin = parseAsin(attributeOf(card, 'data-asin'));
  if (asin === undefined) return undefined;
  const found = (selector: string) => view.document.within(card, selector);
  const headings = found(titleBox);
  const { title, brand } = titleOf(headings.length > 0 ? headings : found('h2').slice(-1));
  const price = readPriceOf(found('.a-price:not(.a-text-price)')[0], view);
  const listPrice = price && found('.a-price[data-a-strike="true"]').flatMap((box) => readPriceOf(box, view) ?? [])[0];
  const rating = parseStars(textOf(found('.a-icon-alt')[0]));
  const reviewCount = countOf(found('a[aria-label], span[aria-label]'), found(countPlaces));
  const image = amazonPictureUrl(attributeOf(found('img.s-image')[0], 'src'));
  const message = found('.a-color-price, .a-color-state')
    .map(textOf)
    .find((text) => classifyStock(text, view.languages) !== undefined);
  return {
    asin,
    marketplace: view.marketplace,
    productUrl: productPageUrl(view.marketplace, asin),
    features: [],
    images: image === undefined ? [] : [{ url: image }],
    ...(image !== undefined && { imageUrl: image }),
    ...(title !== undefined && { title }),
    ...(brand !== undefined && { brand }),
    ...(rating !== undefined && { rating }),
    ...(reviewCount !== undefined && { reviewCount }),
    ...(message !== undefined && { availabilityMessage: message }),
    ...(price === undefined
      ? unpriced(found('[data-cy="secondary-offer-recipe"]').length > 0)
      : priced(price, listPrice)),
    availability: availabilityOf(message, price, view),
  };
}

/** The places of the number of ratings: in every layout a link to the reviews. */
const countPlaces = 'a[href*="customerReviews"] span, a[href*="customerReviews"], .s-underline-text';

const titleBox = '[data-cy="title-recipe"] h2, .s-title-instructions-style h5, .s-title-instructions-style h2';

/**
 * Clothing and phones have the brand in a heading of its own above the title (`h5`, since 2024 `h2`), and leave it
 * out of the title then; a product's own page has both in one.
 */
function titleOf(headings: readonly Element[]): { readonly title?: string; readonly brand?: string } {
  const texts = headings.map((heading) => clean(attributeOf(heading, 'aria-label') || textOf(heading))).filter(Boolean);
  const own = (texts.at(-1) ?? '').replace(/^Sponsored Ad\s*[-–]\s*/i, '');
  const brand = texts.length > 1 ? texts[0] : undefined;
  if (own === '') return {};
  if (brand === undefined) return { title: own };
  return { brand, title: own.toLowerCase().startsWith(brand.toLowerCase()) ? own : `${brand} ${own}` };
}

/** A price of zero is that of a subscription (Kindle Unlimited, Audible, Prime Video), so the price is unknown. */
function readPriceOf(box: Element | undefined, view: PageView): Money | undefined {
  return box === undefined ? undefined : readPrice(box, view);
}

/** "1,193 ratings" in an aria-label is exact; the visible text has been "(10.4K)" since 2025. */
function countOf(labelled: readonly Element[], shown: readonly Element[]): number | undefined {
  const label = labelled
    .map((element) => attributeOf(element, 'aria-label'))
    .find((text) => /^[\d.,\s'’]+ (?:ratings?|reviews?)$/i.test(text));
  if (label !== undefined) return parseLocalCount(label)?.count;
  for (const element of shown) {
    const read = parseLocalCount(/^\(?\s*[\d\u0660-\u0669]/.test(textOf(element)) ? textOf(element) : '');
    if (read !== undefined) return read.count;
  }
  return undefined;
}

function priced(price: Money, listPrice: Money | undefined): Pick<Product, 'price' | 'priceStatus' | 'listPrice'> {
  const above = listPrice !== undefined && compareDecimals(listPrice.amount, price.amount) > 0;
  return { price, priceStatus: 'AVAILABLE', ...referencePrice(price, above ? listPrice : undefined) };
}

/** Where only other sellers have it, the card shows the cheapest of their offers, which is not a price to pay. */
function unpriced(othersOnly: boolean): Pick<Product, 'priceStatus'> {
  return { priceStatus: othersOnly ? 'NO_FEATURED_OFFER' : 'NOT_PROVIDED' };
}

function availabilityOf(message: string | undefined, price: Money | undefined, view: PageView): Availability {
  const said = message === undefined ? undefined : classifyStock(message, view.languages);
  return said ?? (price === undefined ? 'UNKNOWN' : 'IN_STOCK');
}
