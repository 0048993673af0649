import { localAmounts } from '../../../product/local-money.ts';
import { moneyFromDecimal, type Money } from '../../../product/money.ts';
import { parseJson, property } from '../page/page-json.ts';
import { isOtherOffer } from './featured-offer.ts';
import { amountOf, readPrice } from './price-reading.ts';
import { any, type PageView, type Reading, type Rule } from '../page/rule.ts';
import { attributeOf, textOf } from '../page/text.ts';

/**
 * What a shopper pays for a new item, best way first. Only places inside the buy box count: a sold-out page carries
 * dozens of prices of other products. On 94 saved pages the first ten were right on 75 of 78 and silent on all that
 * show no price.
 */
export const priceRules: readonly Rule<Money>[] = [
  newOffer('#corePriceDisplay_desktop_feature_div .priceToPay'),
  newOffer('#corePriceDisplay_mobile_feature_div .priceToPay'),
  newOffer('#corePriceDisplay_desktop_feature_div .apex-pricetopay-value'),
  newOffer('#corePriceDisplay_mobile_feature_div .apex-pricetopay-value'),
  newOffer('#corePriceDisplay_desktop_feature_div .aok-offscreen'),
  newOffer('#corePrice_feature_div .a-price:not(.a-text-price)'),
  newOffer('#corePrice_mobile_feature_div .a-price:not(.a-text-price)'),
  newOffer('#priceblock_dealprice'),
  newOffer('#priceblock_saleprice'),
  newOffer('#priceblock_ourprice'),
  newOffer('#price_inside_buybox'),
  newOffer('#newBuyBoxPrice'),
  newOffer('#kindle-price'),
  newOffer('.kindle-price .a-color-price'),
  single('#corePrice_desktop .apexPriceToPay'),
  single('#apex_desktop .apexPriceToPay'),
  single('#apex_mobile_feature_div .apexPriceToPay'),
  { name: 'twister-plus', read: twisterPrice },
  newOffer('#buyNewSection .offer-price'),
  newOffer('#buyNewSection .a-color-price'),
  newOffer('#newOfferAccordionRow .header-price'),
  newOffer('#mediaNoAccordion .header-price'),
  newOffer('#mediaNoAccordion .offer-price'),
  newOffer('#buybox .offer-price'),
  newOffer('#buybox .header-price'),
  any('#buybox tr', labelledRow),
  only('#price'),
  any('#tmmSwatches .selected .a-color-price', selectedFormat),
  newOffer('#tp_price_block_total_price_ww'),
  { name: 'customerVisiblePrice', read: formPrice },
  any('#attach-base-product-price', attachedPrice),
];

/** Whether the buy box shows a span of prices because no size or colour is chosen. */
export function isPriceRange(view: PageView): boolean {
  const shown = rangeBoxes.flatMap((selector) => view.document.all(selector)).filter((box) => !isOtherOffer(box, view));
  return new Set(shown.map((box) => readPrice(box, view)?.amount).filter(Boolean)).size > 1;
}

const rangeBoxes = [
  '#corePrice_desktop .apexPriceToPay',
  '#apex_desktop .apexPriceToPay',
  '#corePriceDisplay_desktop_feature_div .a-price-range .a-price',
];

function newOffer(selector: string): Rule<Money> {
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
      const [only, ...more] = view.document.all(selector).filter((element) => !isOtherOffer(element, view));
      return only === undefined || more.length > 0 ? undefined : readPrice(only, view);
    },
  };
}

/** Old pages put label and amount in a table: "Kindle-Preis: EUR 15,99", between the print price and the saving. */
function labelledRow(...[row, view]: Parameters<Reading<Money>>): Money | undefined {
  const text = textOf(row);
  return priceLabel.test(text) && !isOtherOffer(row, view) ? amountOf(text, view) : undefined;
}

const priceLabel =
  /^(?:kindle[- ])?(?:price|preis|prix|precio|prezzo|preço|prijs|pris|cena|fiyat|価格)(?: kindle)?\s*[:：]/i;

/** The price on the button of the format that is chosen; "from" prices are the cheapest of many offers. */
function selectedFormat(...[element, view]: Parameters<Reading<Money>>): Money | undefined {
  const text = textOf(element);
  return /(?:^|\s)(?:from|ab|à partir|a partir|desde|da|vanaf|från|od)\s/i.test(text)
    ? undefined
    : amountOf(text, view);
}

/** `{"desktop_buybox_group_1":[{"priceAmount":14998.00,"currencySymbol":"₹","buyingOptionType":"NEW"}]}`; 2022: a bare array. */
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

/** The price that travels with "Add to Cart": a plain decimal, its currency beside it. */
function formPrice(view: PageView): Money | undefined {
  const amounts = view.document.all('input[name="items[0.base][customerVisiblePrice][amount]"]');
  const amount = amounts.find((input) => !isOtherOffer(input, view));
  const code = view.document.all('input[name="items[0.base][customerVisiblePrice][currencyCode]"]')[0];
  return moneyFromDecimal(attributeOf(amount, 'value'), attributeOf(code, 'value') || view.currency);
}

function attachedPrice(...[element, view]: Parameters<Reading<Money>>): Money | undefined {
  return moneyFromDecimal(attributeOf(element, 'value'), view.currency);
}
