import { isTag, type AnyNode, type Element } from 'domhandler';
import { localAmounts } from '../../../../product/local-money.ts';
import { moneyFromDecimal, type Money } from '../../../../product/money.ts';
import type { PageView, Rule } from '../../page/rule.ts';
import { textOf } from '../../page/text.ts';
import { readPrice } from './price-reading.ts';

/**
 * What an audiobook costs without a membership. Its buy box offers the membership first ("Free with Audible trial",
 * 0.00) and the purchase second ("Buy with 1-Click $44.99"): in a row of its own until 2022, since 2023 in a price
 * element of its own (six saved pages, and the selectors that public scrapers use).
 */
export const audiblePrice: Rule<Money> = {
  name: 'audible',
  read(view) {
    const buyBoxes = view.document.withId(audibleBuyBox);
    const isAudible = buyBoxes.length > 0 || view.document.withId(audibleProduct).length > 0;
    if (!isAudible) return undefined;
    const boxes = [...buyBoxes, ...view.document.all('#buybox')];
    const rows = boxes.flatMap((box) => [...view.document.within(box, '.a-box'), box]);
    return fromPurchase(rows, view) ?? fromPriceElement(view) ?? fromWords(rows, view);
  },
};

const audibleBuyBox = /^audible\w*buybox|^adbl_?bb|^adbl-?buy/i;
/** Other ids that begin with `audible` are on pages of books and music too. */
const audibleProduct = /^audible_?product(?:title|details)/i;

/** The row whose form buys for cash. */
function fromPurchase(rows: readonly Element[], view: PageView): Money | undefined {
  const row = rows.find((one) => has(one, cashForm, view) && !has(one, membershipForm, view));
  return row === undefined ? undefined : amountAfter(textOf(row), 0, view);
}

/** `#adbl_bb_price` of the membership, `#adbl_bb_price_1` of the purchase. */
function fromPriceElement(view: PageView): Money | undefined {
  for (const element of view.document.withId(/^adbl_bb_price/)) {
    const row = rowAround(element);
    const price = row !== undefined && isMembership(row, view) ? undefined : readPrice(element, view);
    if (price !== undefined) return price;
  }
  return undefined;
}

/** "Buy with 1-Click $44.99", in the words of the page. */
function fromWords(rows: readonly Element[], view: PageView): Money | undefined {
  for (const row of rows) {
    const text = textOf(row);
    const at = view.languages.map(({ buy }) => text.search(buy)).find((found) => found !== -1);
    const price = at === undefined || isMembership(row, view) ? undefined : amountAfter(text, at, view);
    if (price !== undefined) return price;
  }
  return undefined;
}

const cashForm =
  'input[name="purchaseType"][value="cash"], input[name="buyingOptionType"][value="LIST_PRICE"], .a-icon-1click';
const membershipForm =
  'input[name="membershipAsin"], input[name="purchaseType"][value="trial"], input[name="purchaseType"][value="membership"]';

function isMembership(row: Element, view: PageView): boolean {
  if (/upsell/i.test(row.attribs['id'] ?? '')) return true;
  return has(row, membershipForm, view) && !has(row, cashForm, view);
}

/** The nearest box around an element; the accordion around all boxes is a `a-box-group`. */
function rowAround(element: Element): Element | undefined {
  for (let node: AnyNode | null = element; node !== null; node = node.parent) {
    if (isTag(node) && /(?:^|\s)a-box(?:\s|$)/.test(node.attribs['class'] ?? '')) return node;
  }
  return undefined;
}

function has(element: Element, selector: string, view: PageView): boolean {
  return view.document.within(element, selector).length > 0;
}

/** The first amount from `at` on that is not zero. */
function amountAfter(text: string, at: number, view: PageView): Money | undefined {
  return localAmounts(text.slice(at), view.currency)
    .map(({ amount, currency, formatted }) => moneyFromDecimal(amount, currency, formatted))
    .find((money) => money !== undefined);
}
