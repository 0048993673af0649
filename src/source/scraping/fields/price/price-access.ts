import { compareDecimals, minorUnits, moneyFromDecimal, type Money } from '../../../../product/money.ts';
import type { MembersAccess } from '../../../../product/offer.ts';
import type { PageView } from '../../page/rule.ts';
import { attributeOf, textOf } from '../../page/text.ts';
import { isOtherOffer } from '../featured-offer.ts';

/**
 * Who gets the shown price, if not everybody: the page names Prime, and every "Add to Cart" of a new item submits a higher
 * price (a saved page shows the 35.99 of Prime members and submits 45.99).
 */
export function priceAccess(price: Money, view: PageView): MembersAccess | undefined {
  const submitted = submittedPrices(view);
  const isForMembers = submitted.length > 0 && submitted.every((one) => one !== undefined && isAbove(one, price));
  return isForMembers && namesPrime(view) ? 'PRIME_EXCLUSIVE' : undefined;
}

/** Those of all rows of the buy box: the row of the members' price may be another one than that of the form. */
function submittedPrices(view: PageView): readonly (Money | undefined)[] {
  const { condition } = view.offer;
  const currency = attributeOf(view.document.withId(currencyInput)[0], 'value') || view.currency;
  return view.document
    .withId(amountInput)
    .filter((input) => !isOtherOffer(input, { offer: { condition } }))
    .map((input) => moneyFromDecimal(attributeOf(input, 'value'), currency));
}

const amountInput = /^items\[0\.base\]\[customerVisiblePrice\]\[amount\]$/;
const currencyInput = /^items\[0\.base\]\[customerVisiblePrice\]\[currencyCode\]$/;

/** An amount that is finer than its currency is a converted one, which differs from the rounded one on display. */
function isAbove({ amount, currency }: Money, price: Money): boolean {
  const isExact = minorUnits(amount, currency) !== undefined;
  return isExact && currency === price.currency && compareDecimals(amount, price.amount) > 0;
}

function namesPrime({ document }: PageView): boolean {
  return placesOfPrime.flatMap((selector) => document.all(selector)).some((box) => prime.test(textOf(box)));
}

const placesOfPrime = [
  '#primeExclusivePricingMessage',
  '#pep_feature_div',
  '#corePriceDisplay_desktop_feature_div',
  '#corePriceDisplay_mobile_feature_div',
  '#apex_desktop',
  '#desktop_buybox',
  '#buybox',
];
const prime = /(?<!\p{L})prime(?!\p{L})|プライム|برايم/iu;
