import { isTag, type Element } from 'domhandler';
import type { Money } from '../../../../product/money.ts';
import type { UnitPrice } from '../../../../product/offer.ts';
import type { PageView } from '../../page/rule.ts';
import { textOf } from '../../page/text.ts';
import { isOtherOffer } from '../featured-offer.ts';
import { readPrice } from './price-reading.ts';

/** Reads the price per unit in brackets beside the price: `(₹20.00 /100 g)`, `($1.86 / fluid ounce)`. */
export function readUnitPrice({ currency }: Money, view: PageView): UnitPrice | undefined {
  for (const element of places.flatMap((place) => view.document.all(`${place} .a-text-price`))) {
    const unit = unitBeside(element);
    if (unit === undefined || isOtherOffer(element, view)) continue;
    const price = readPrice(element, view);
    if (price?.currency === currency) return { price, unit };
  }
  return undefined;
}

const places = [
  '#corePriceDisplay_desktop_feature_div',
  '#corePriceDisplay_mobile_feature_div',
  '#corePrice_feature_div',
  '#corePrice_desktop',
];

/** The unit that ends the brackets around the amount; a bare number is none (a saved page says `(26,21€ / 2)`). */
function unitBeside({ parent }: Element): string | undefined {
  const text = parent !== null && isTag(parent) ? textOf(parent) : '';
  const unit = /^[(（][^()（）/／]+[/／]\s*([^()（）/／]{1,40}?)\s*[)）]$/u.exec(text)?.[1];
  return unit !== undefined && /\p{L}/u.test(unit) ? unit : undefined;
}
