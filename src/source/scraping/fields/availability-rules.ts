import type { Element } from 'domhandler';
import type { Availability } from '../../../product/product.ts';
import { isOtherOffer } from './featured-offer.ts';
import { any, pick, type PageView, type Reading, type Rule } from '../page/rule.ts';
import { classifyStock, isUndeliverable } from './stock-message.ts';
import { clean, isInside, textOf } from '../page/text.ts';

/** Whether a new item can be bought, with the store's own words. */
export type Stock = { readonly availability: Availability; readonly message?: string };

/**
 * Reads the stock of the featured offer. The words decide where there are some; the buttons where there are none
 * (seven of 94 saved pages in stock have no stock text at all). Without either nothing is known: a page that only
 * offers "See All Buying Options", or cannot deliver to the caller's address, is never "sold out".
 */
export function readStock(view: PageView): Stock {
  const soldOut = view.document.all('#outOfStock').some((box) => !isOtherOffer(box, view) && textOf(box) !== '');
  const message = pick(view, 'availability', soldOut ? soldOutRules : stockRules);
  const said = message === undefined ? undefined : classifyStock(message);
  const availability = decide(view, soldOut, message, said);
  return { availability, ...(message !== undefined && { message }) };
}

/** Whether the buy box has a button that buys the featured offer now. */
export function canBuy(view: PageView): boolean {
  return buyButtons.some((selector) => view.document.all(selector).some((button) => !isOtherOffer(button, view)));
}

/** Whether the page sells through other sellers' list only. */
export function hasNoFeaturedOffer(view: PageView): boolean {
  return otherSellers.some((selector) => view.document.all(selector).length > 0);
}

/** Whether the buy box offers used copies and no new one; their price also stands in places that name no condition. */
export function isUsedOnly({ document }: PageView): boolean {
  const holds = (selector: string) => document.all(selector).some((box) => textOf(box) !== '');
  return usedBoxes.some(holds) && !newBoxes.some(holds);
}

function decide(
  view: PageView,
  soldOut: boolean,
  message: string | undefined,
  said: Availability | undefined,
): Availability {
  if (message !== undefined && isUndeliverable(message)) return 'UNKNOWN';
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
  any('#availability > span', stockLine),
  any('#availability', stockLine),
  any('#availabilityInsideBuyBox_feature_div', stockLine),
  any('#availability_feature_div', stockLine),
  any('#pantryAvailability', stockLine),
];

const soldOutRules: readonly Rule<string>[] = [any('#outOfStock', soldOutLine), ...stockRules];

const buyButtons = [
  '#add-to-cart-button',
  '#add-to-cart-button-ubb',
  '#buy-now-button',
  '#one-click-button',
  '#submit.add-to-cart',
];
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
const usedBoxes = [
  '#usedBuySection',
  '#usedOnlyBuyBox',
  '#usedOnlyBuybox',
  '#usedAccordionRow',
  '#usedOfferAccordionRow',
];
const newBoxes = ['#buyNewSection', '#newAccordionRow', '#newAccordionRow_0', '#newOfferAccordionRow'];
const otherSellers = [
  '#buybox-see-all-buying-choices',
  '#buybox-see-all-buying-choices-announce',
  '#unqualifiedBuyBox',
  '#unqualifiedBuyBox_feature_div',
];

/** "Disponible auprès de ces vendeurs": in the list of other offers, which says nothing of a featured one. */
const offersElsewhere =
  /(?:these|other) sellers|diesen (?:anbietern|verkäufern)|ces vendeurs|estos vendedores|questi venditori|deze verkopers|estes vendedores|dessa säljare|tych sprzedawców|bu satıcı|出品者から|هؤلاء البائعين/i;
/** Boxes of widgets inside the availability element that are no stock text, and the longest stock text there is. */
const widgets = /^(?:all-offers-display|aod|olp)/i;
const longest = 250;

function stockLine(...[element, view]: Parameters<Reading<string>>): string | undefined {
  if (isOtherOffer(element, view) || isInside(element, ({ attribs }) => widgets.test(attribs['id'] ?? '')))
    return undefined;
  const text = textOf(element);
  if (text === '' || text.length > longest || offersElsewhere.test(text)) return undefined;
  return classifyStock(text) !== undefined || isUndeliverable(text) ? text : undefined;
}

/** The bold words and the plain ones after them, without the links and buttons that follow. */
function soldOutLine(element: Element, view: PageView): string | undefined {
  const bold = view.document.within(element, '.a-text-bold')[0];
  if (isOtherOffer(element, view) || bold === undefined) return undefined;
  const words = (bold.parent?.children ?? [])
    .filter((node) => !('attribs' in node) || !/a-declarative|a-button|a-link/.test(node.attribs['class'] ?? ''))
    .map(textOf);
  const text = clean(words.join(' '));
  return text === '' ? undefined : text.slice(0, longest);
}
