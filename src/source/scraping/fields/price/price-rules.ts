import { localAmounts } from '../../../../product/local-money.ts';
import { moneyFromDecimal, type Money } from '../../../../product/money.ts';
import { parseJson, property } from '../../page/page-json.ts';
import { any, type PageView, type Reading, type Rule } from '../../page/rule.ts';
import { attributeOf, textOf } from '../../page/text.ts';
import { audiblePrice } from './audible-price.ts';
import { isOtherOffer } from '../featured-offer.ts';
import { amountOf, readPrice } from './price-reading.ts';

/**
 * What a shopper pays for the featured offer, best way first. Only places inside the buy box and the price block
 * count: a sold-out page carries dozens of prices of other products, and the buttons of other formats, colours and
 * sizes show prices of offers that may not exist ($750.00 on the button of a CD that nobody sells new).
 */
export const priceRules: readonly Rule<Money>[] = [
  featured('#corePriceDisplay_desktop_feature_div .priceToPay'),
  featured('#corePriceDisplay_mobile_feature_div .priceToPay'),
  featured('#corePriceDisplay_desktop_feature_div .apex-pricetopay-value'),
  featured('#corePriceDisplay_mobile_feature_div .apex-pricetopay-value'),
  featured('#corePriceDisplay_desktop_feature_div .aok-offscreen'),
  featured('#corePrice_feature_div .a-price:not(.a-text-price)'),
  featured('#corePrice_mobile_feature_div .a-price:not(.a-text-price)'),
  featured('#priceblock_dealprice'),
  featured('#priceblock_saleprice'),
  featured('#priceblock_ourprice'),
  featured('#price_inside_buybox'),
  featured('#newBuyBoxPrice'),
  featured('#kindle-price'),
  featured('.kindle-price .a-color-price'),
  featured('.price_label:not([class*="list-price"]):not([class*="savings"]) .price-value'),
  single('#corePrice_desktop .apexPriceToPay'),
  single('#apex_desktop .apexPriceToPay'),
  single('#apex_mobile_feature_div .apexPriceToPay'),
  { name: 'twister-plus', read: twisterPrice },
  featured('#buyNewSection .offer-price'),
  featured('#buyNewSection .a-color-price'),
  featured('#newOfferAccordionRow .header-price'),
  featured('#corePrice_feature_div .header-price'),
  featured('#mediaNoAccordion .header-price'),
  featured('#mediaNoAccordion .offer-price'),
  featured('#buybox .offer-price'),
  featured('#buybox .header-price'),
  featured('#combinedBuyBox .offer-price'),
  featured('#combinedBuyBox .header-price'),
  any('#buybox tr', labelledRow),
  only('#price'),
  featured('#tp_price_block_total_price_ww'),
  audiblePrice,
  { name: 'customerVisiblePrice', read: formPrice },
  any('#attach-base-product-price', attachedPrice),
];

/** Whether the price block shows a span of prices because no size or colour is chosen. */
export function isPriceRange(view: PageView): boolean {
  const shown = rangeBoxes.flatMap((selector) => view.document.all(selector)).filter((box) => !isOtherOffer(box, view));
  return new Set(shown.map((box) => readPrice(box, view)?.amount).filter(Boolean)).size > 1;
}

const rangeBoxes = [
  '#corePrice_desktop .apexPriceToPay',
  '#apex_desktop .apexPriceToPay',
  '#corePriceDisplay_desktop_feature_div .a-price-range .a-price',
];

function featured(selector: string): Rule<Money> {
  return any(selector, (element, view) => (isOtherOffer(element, view) ? undefined : readPrice(element, view)));
}

/** An element that shows one amount: in another layout the same id is a box that holds the list price too. */
function only(selector: string): Rule<Money> {
  return any(selector, (element, view) => {
    const amounts = new Set(localAmounts(textOf(element), view.currency).map(({ amount }) => amount));
    return amounts.size === 1 && !isOtherOffer(element, view) ? readPrice(element, view) : undefined;
  });
}

/** A price that stands alone; two of the same class are the ends of a range. */
function single(selector: string): Rule<Money> {
  return {
    name: `${selector} (single)`,
    read(view) {
      const [one, ...more] = view.document.all(selector).filter((element) => !isOtherOffer(element, view));
      return one === undefined || more.length > 0 ? undefined : readPrice(one, view);
    },
  };
}

/** Old pages put label and amount in a table: "Kindle-Preis: EUR 15,99", between the print price and the saving. */
function labelledRow(...[row, view]: Parameters<Reading<Money>>): Money | undefined {
  const text = textOf(row);
  const labelled = view.languages.some(({ priceLabel }) => priceLabel.test(text));
  return labelled && !isOtherOffer(row, view) ? amountOf(text, view) : undefined;
}

/**
 * `{"desktop_buybox_group_1":[{"priceAmount":14998.00,"currencySymbol":"₹","buyingOptionType":"NEW"}]}`, a bare array
 * in 2022.
 */
function twisterPrice(view: PageView): Money | undefined {
  const element = view.document.all('.twister-plus-buying-options-price-data')[0];
  if (element === undefined) return undefined;
  const blob = parseJson(textOf(element));
  const offers = Array.isArray(blob)
    ? blob
    : Object.values(typeof blob === 'object' && blob !== null ? blob : {}).flat();
  const fresh: unknown = offers.find((offer) => property(offer, 'buyingOptionType') === 'NEW');
  const shown = property(fresh, 'displayPrice');
  return typeof shown === 'string' ? amountOf(shown, view) : undefined;
}

/** The price that is submitted with "Add to Cart": a plain decimal with its currency beside it. */
function formPrice(view: PageView): Money | undefined {
  const amounts = view.document.all('input[name="items[0.base][customerVisiblePrice][amount]"]');
  const amount = amounts.find((input) => !isOtherOffer(input, view));
  const code = view.document.all('input[name="items[0.base][customerVisiblePrice][currencyCode]"]')[0];
  return moneyFromDecimal(attributeOf(amount, 'value'), attributeOf(code, 'value') || view.currency);
}

function attachedPrice(...[element, view]: Parameters<Reading<Money>>): Money | undefined {
  return moneyFromDecimal(attributeOf(element, 'value'), view.currency);
}
