import { isTag, isText, type Element } from 'domhandler';
import type { Availability } from '../../../product/offer.ts';
import { says } from '../languages/languages.ts';
import { any, pick, type PageView, type Reading, type Rule } from '../page/rule.ts';
import { isHidden, sentenceFrom, textOf, visibleTextOf } from '../page/text.ts';
import { isOtherOffer } from './featured-offer.ts';
import { classifyStock } from './stock-message.ts';

/** Whether the item can be bought, with the page's own words. */
export type Stock = { readonly availability: Availability; readonly message?: string };

/**
 * Reads the stock of the featured offer. The words decide where there are some; the buttons where there are none
 * (seven of 94 saved pages in stock have no stock text at all). Without either nothing is known: a page that only
 * offers "See All Buying Options", or cannot deliver to the caller's address, is never "sold out".
 */
export function readStock(view: PageView): Stock {
  const soldOut = view.document.all('#outOfStock').some((box) => !isOtherOffer(box, view) && textOf(box) !== '');
  const message = pick(view, 'availability', soldOut ? soldOutRules : stockRules);
  const said = message === undefined ? undefined : classifyStock(message, view.languages);
  const availability = decide(view, soldOut, message, said);
  return { availability, ...(message !== undefined && { message }) };
}

/** Whether the buy box has a button that buys the featured offer now. */
export function canBuy(view: PageView): boolean {
  return view.document.withId(buyButton).some((button) => !isOtherOffer(button, view));
}

/**
 * Whether the page sells through the list of other sellers only: it has their button and none that buys. What such a
 * page shows as a price, on a format's button for example, is no offer that a shopper gets.
 */
export function hasNoFeaturedOffer(view: PageView): boolean {
  const { document } = view;
  return document.withId(otherSellers).length > 0 && !canBuy(view);
}

function decide(
  view: PageView,
  soldOut: boolean,
  message: string | undefined,
  said: Availability | undefined,
): Availability {
  if (message !== undefined && says(view.languages, 'undeliverable', message)) return 'UNKNOWN';
  if (soldOut || said === 'OUT_OF_STOCK') return 'OUT_OF_STOCK';
  if (said !== undefined) return said;
  return canBuy(view) && hasOfferBox(view) ? 'IN_STOCK' : 'UNKNOWN';
}

/** A template stripped of its offer ("To see product details, add this item to your cart") has the button alone. */
function hasOfferBox({ document }: PageView): boolean {
  return offerBoxes.some((selector) => document.all(selector).length > 0);
}

const stockRules: readonly Rule<string>[] = [
  any('#availability .primary-availability-message', stockLine),
  any('#availability', stockLine),
  any('#availabilityInsideBuyBox_feature_div', stockLine),
  any('#availability_feature_div', stockLine),
  any('#pantryAvailability', stockLine),
  { name: '#availability (other row)', read: stockLineOfOtherRow },
];

const soldOutRules: readonly Rule<string>[] = [any('#outOfStock', soldOutLine), ...stockRules];

const buyButton = /^(?:add-to-cart-button|buy-now-button|one-click-button|submit\.(?:add-to-cart|buy-now))$/;
const offerBoxes = [
  '#availability',
  '#availability_feature_div',
  '#corePriceDisplay_desktop_feature_div',
  '#corePriceDisplay_mobile_feature_div',
  '#corePrice_feature_div',
  '#corePrice_desktop',
  '#apex_desktop',
  '#price',
  '#price_feature_div',
  '#unifiedPrice_feature_div',
  '#buyNewSection',
];
const otherSellers = /unqualifiedBuyBox|^buybox-see-all-buying-choices/i;

/** Widgets inside the availability element that are no stock text, and the longest stock text there is. */
const widgets = /^(?:all-offers-display|aod|olp)/i;
const longest = 250;

/**
 * The sentence at the start of the element. Words that no language table knows count as a message only where Amazon
 * marks them as the state of the stock.
 */
function stockLine(...[element, view]: Parameters<Reading<string>>): string | undefined {
  if (isOtherOffer(element, view) || says(view.languages, 'otherSellers', visibleTextOf(element))) return undefined;
  const lead = leadOf(element);
  const text = lead === undefined ? '' : sentenceFrom(lead);
  if (lead === undefined || !/\p{L}/u.test(text) || text.length > longest) return undefined;
  if (classifyStock(text, view.languages) !== undefined || says(view.languages, 'undeliverable', text)) return text;
  return stateMarks.test(lead.attribs['class'] ?? '') ? text : undefined;
}

/**
 * A row without a stock line (groceries of Amazon Fresh) is that of a new item, of which another row tells the stock.
 */
function stockLineOfOtherRow(view: PageView): string | undefined {
  const { condition, row } = view.offer;
  if (condition !== 'New' || row === undefined) return undefined;
  return any('#availability', stockLine).read({ ...view, offer: { condition } });
}

const stateMarks = /a-color-(?:success|state|price|error)|primary-availability-message/;

/** The bold words and the bare ones after them. */
function soldOutLine(element: Element, view: PageView): string | undefined {
  const bold = view.document.within(element, '.a-text-bold').find((one) => !isHidden(one) && textOf(one) !== '');
  if (isOtherOffer(element, view) || bold === undefined) return undefined;
  return sentenceFrom(bold).slice(0, longest) || undefined;
}

/** The first visible element with words of its own, outside widgets; document order. */
function leadOf(element: Element): Element | undefined {
  if (isHidden(element) || widgets.test(element.attribs['id'] ?? '') || unread.has(element.name)) return undefined;
  for (const child of element.children) {
    if (isText(child) && /\p{L}/u.test(child.data)) return element;
    const lead = isTag(child) ? leadOf(child) : undefined;
    if (lead !== undefined) return lead;
  }
  return undefined;
}

const unread = new Set(['script', 'style', 'noscript', 'template', 'a', 'form', 'select']);
