import type { Element } from 'domhandler';
import { currencyOfSign } from '../../../../product/currency-sign.ts';
import { canonicalNumber, localNumbers } from '../../../../product/local-number.ts';
import { localAmounts } from '../../../../product/local-money.ts';
import { moneyFromDecimal, type Money } from '../../../../product/money.ts';
import type { PageView, Reading } from '../../page/rule.ts';
import { textOf } from '../../page/text.ts';

/**
 * The amount that a price element shows. Newest form first: whole and fraction in elements of their own, then the
 * text for screen readers (which is blank on most pages since 2024), then the element's own text. A text with two
 * different amounts is a range, whose price is unknown until a size is chosen.
 */
export const readPrice: Reading<Money> = (element, view) =>
  inParts(element, view) ?? inText(offscreen(element, view), view) ?? inText(signedText(element, view), view);

/** The first amount in a text that holds a price among other things; `undefined` for a range. */
export function amountOf(text: string, view: PageView): Money | undefined {
  return inText(text, view);
}

/**
 * Whole and fraction of an amount in elements of their own. In the older two layouts nothing stands between them: read
 * as one text, `$24` with a raised `99` would be 2,499 dollars.
 */
const layouts = [
  { whole: '.a-price-whole', fraction: '.a-price-fraction' },
  { whole: '.price-large', fraction: '.price-info-superscript' },
  { whole: '.buyingPrice', fraction: '.restOfPrice, .priceToPayPadding' },
];

function inParts(element: Element, view: PageView): Money | undefined {
  for (const layout of layouts) {
    const [whole, ...more] = view.document.within(element, layout.whole);
    if (whole === undefined) continue;
    return more.length > 0 ? undefined : joined(whole, element, layout.fraction, view);
  }
  return undefined;
}

function joined(whole: Element, element: Element, fractions: string, view: PageView): Money | undefined {
  const digits = localNumbers(textOf(whole).replace(/[.,\u066B]\s*$/, ''))[0];
  const units = digits === undefined ? undefined : canonicalNumber(digits, { exponent: 0 });
  if (units === undefined || units.includes('.')) return undefined;
  const fraction = view.document.within(element, fractions).flatMap((part) => localNumbers(textOf(part))[0] ?? [])[0];
  const shown = textOf(element);
  const sign = textOf(view.document.within(element, '.a-price-symbol')[0]).replace('￥', '¥');
  const currency = currencyOfSign(sign, view.currency) ?? localAmounts(shown, view.currency)[0]?.currency;
  const formatted = fractions === '.a-price-fraction' ? localAmounts(shown, view.currency)[0]?.formatted : undefined;
  const amount = fraction === undefined ? units : `${units}.${fraction}`;
  return moneyFromDecimal(amount, currency ?? view.currency, formatted);
}

function inText(text: string, view: PageView): Money | undefined {
  const [amount, ...others] = localAmounts(text, view.currency);
  if (amount === undefined) return undefined;
  if (isRange.test(text) && others.some((other) => other.amount !== amount.amount)) return undefined;
  return moneyFromDecimal(amount.amount, amount.currency, amount.formatted);
}

/** `$36.28 - $59.95`, `12,99 € – 19,99 €`, `￥1,200 ～ ￥2,400`. */
const isRange = /\d\D{0,6}(?:[-–—~～]|to|bis|à|a)\s*\D{0,6}\d/;

function offscreen(element: Element, view: PageView): string {
  return textOf(view.document.within(element, '.a-offscreen')[0]);
}

/**
 * The element's text; where the sign is a picture, as in `<span class="currencyINR"></span> 14,998.00`, with its code.
 */
function signedText(element: Element, view: PageView): string {
  const text = textOf(element);
  const sign = view.document.within(element, '[class*="currency"]')[0];
  const code = /(?:^|\s)currency([A-Z]{3})(?:\s|$)/.exec(sign?.attribs['class'] ?? '')?.[1];
  return code === undefined || /[^\d.,\s]/.test(text) ? text : `${code} ${text}`;
}
