import type { Element } from 'domhandler';
import { currencyOfSign } from '../../../product/currency-sign.ts';
import { canonicalNumber, localNumbers } from '../../../product/local-number.ts';
import { localAmounts } from '../../../product/local-money.ts';
import { moneyFromDecimal, type Money } from '../../../product/money.ts';
import type { PageView, Reading } from '../page/rule.ts';
import { textOf } from '../page/text.ts';

/**
 * The amount that a price element shows. Newest form first: whole and fraction in elements of their own, then the
 * text for screen readers (which is blank on most pages since 2024), then the element's own text. A text with two
 * different amounts is a range, whose price is unknown until a size is chosen.
 */
export const readPrice: Reading<Money> = (element, view) =>
  inParts(element, view) ?? inText(offscreen(element, view), view) ?? inText(textOf(element), view);

/** As {@link readPrice}, for an element that holds a price element among other things. */
export function amountOf(text: string, view: PageView): Money | undefined {
  return inText(text, view);
}

function inParts(element: Element, view: PageView): Money | undefined {
  const [whole, ...more] = view.document.within(element, '.a-price-whole');
  if (whole === undefined || more.length > 0) return undefined;
  const digits = localNumbers(textOf(whole).replace(/[.,\u066B]\s*$/, ''))[0];
  const units = digits === undefined ? undefined : canonicalNumber(digits, { exponent: 0 });
  if (units === undefined || units.includes('.')) return undefined;
  const fraction = localNumbers(textOf(view.document.within(element, '.a-price-fraction')[0]))[0] ?? '';
  const shown = textOf(element);
  const sign = textOf(view.document.within(element, '.a-price-symbol')[0]).replace('￥', '¥');
  const currency = currencyOfSign(sign, view.currency) ?? localAmounts(shown, view.currency)[0]?.currency;
  const formatted = localAmounts(shown, view.currency)[0]?.formatted;
  return moneyFromDecimal(fraction === '' ? units : `${units}.${fraction}`, currency ?? view.currency, formatted);
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
