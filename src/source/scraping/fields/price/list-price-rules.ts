import type { Element, ParentNode } from 'domhandler';
import { compareDecimals, type Money } from '../../../../product/money.ts';
import type { ListPriceKind } from '../../../../product/offer.ts';
import { says } from '../../languages/languages.ts';
import { any, type PageView, type Reading, type Rule } from '../../page/rule.ts';
import { textOf } from '../../page/text.ts';
import { isOtherOffer } from '../featured-offer.ts';
import { readPrice } from './price-reading.ts';

/**
 * The struck-through reference price ("M.R.P.", "List Price", "UVP", "De:"), only where it is above `price`: places
 * that hold it also hold the one-time price beside a subscription, or a new item's price beside a used one.
 */
export function listPriceRules(price: Money): readonly Rule<LabelledPrice>[] {
  const above: Reading<LabelledPrice> = (element, view) => {
    if (isOtherOffer(element, view) || isOtherPrice(element, view)) return undefined;
    const money = readPrice(element, view);
    if (money === undefined || money.currency !== price.currency) return undefined;
    return compareDecimals(money.amount, price.amount) > 0 ? { money, kind: kindOf(element) } : undefined;
  };
  return places.map((selector) => any(selector, above));
}

/** A price, and its kind where a label says it. */
type LabelledPrice = { readonly money: Money; readonly kind: ListPriceKind | undefined };

/** The labels on saved pages, at the start of the text; Brazil's `De:` may mean either. */
const labels: readonly (readonly [ListPriceKind, RegExp])[] = [
  [
    'LIST_PRICE',
    /^(?:m\.?r\.?p\b|list price|rrp\b|uvp\b|unverb\. preisempf|precio recomendado|prix conseillé|adviesprijs)/iu,
  ],
  ['WAS_PRICE', /^(?:was|typical price)\s*:/iu],
];

/** The label is in the element, or beside it in its row. */
function kindOf(element: Element): ListPriceKind | undefined {
  let holder: ParentNode | null = element;
  for (let height = 0; height < 4 && holder !== null; height += 1, holder = holder.parent) {
    const text = textOf(holder).slice(0, 200);
    const [kind] = labels.find(([, label]) => label.test(text)) ?? [];
    if (kind !== undefined) return kind;
  }
  return undefined;
}

const places: readonly string[] = [
  '#corePriceDisplay_desktop_feature_div .basisPrice',
  '#corePriceDisplay_mobile_feature_div .basisPrice',
  '#corePriceDisplay_desktop_feature_div .apex-basisprice-value',
  '#corePriceDisplay_mobile_feature_div .apex-basisprice-value',
  '#corePriceDisplay_desktop_feature_div [data-a-strike="true"]',
  '#corePriceDisplay_mobile_feature_div [data-a-strike="true"]',
  '#corePrice_feature_div .basisPrice',
  '#corePrice_feature_div [data-a-strike="true"]',
  '#corePrice_desktop .basisPrice',
  '#corePrice_desktop [data-a-strike="true"]',
  '#apex_desktop [data-a-strike="true"]',
  '#listPrice',
  '#price .priceBlockStrikePriceString',
  '#price .a-text-strike',
  '#buyNewSection .a-text-strike',
  '#buyBoxInner .a-text-strike',
];

/**
 * Whether the label before the amount is that of another price: "One-Time Price: $8.00" beside Subscribe & Save, "New
 * Condition Price: $239.99" beside a renewed one. It is in the element where that is the box, else in its parent.
 */
function isOtherPrice(element: Element, view: PageView): boolean {
  const isBox = /basis/i.test(element.attribs['class'] ?? '');
  return says(view.languages, 'otherPrice', textOf(isBox ? element : (element.parent ?? undefined)).slice(0, 200));
}
