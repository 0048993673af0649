import type { Element } from 'domhandler';
import type { Language } from '../languages/language.ts';
import { says } from '../languages/languages.ts';
import type { PageDocument } from '../page/document.ts';
import type { FeaturedOffer, PageView } from '../page/rule.ts';
import { isInside, textOf } from '../page/text.ts';

/**
 * The offer that the page puts first: new, or refurbished where the item is sold under a "(Renewed)" title or no new
 * row stands beside the refurbished ones, or used where only used copies are offered.
 *
 * A buy box is one offer or an accordion with a row for each. The row that is unfolded comes first, except that a
 * used copy, a subscription or a rental never does.
 */
export function featuredOffer(document: PageDocument, spoken: readonly Language[]): FeaturedOffer {
  const condition = isRefurbishedItem(document, spoken) ? 'Refurbished' : 'New';
  const rows = document.withId(/^[a-zA-Z0-9]+AccordionRow(?:_\d+)?$/);
  const sold = rows.filter(({ attribs }) => !otherBox.test(attribs['id'] ?? ''));
  const refurbished = sold.filter(({ attribs }) => renewedBox.test(attribs['id'] ?? ''));
  const fresh = sold.filter((row) => !refurbished.includes(row) && isOfBuyBox(row));
  const row = unfolded(fresh) ?? unfolded(refurbished);
  if (row !== undefined) {
    const name = rowOf(row.attribs['id'] ?? '');
    return { condition: fresh.length > 0 ? condition : 'Refurbished', ...(name !== undefined && { row: name }) };
  }
  if (isUsedOnly(document)) return { condition: 'Used' };
  const options = document
    .all('[data-csa-c-buying-option-type]')
    .map(({ attribs }) => attribs['data-csa-c-buying-option-type'] ?? '')
    .filter((option) => option !== '' && !otherOption.test(option));
  const onlyRefurbished = options.length > 0 && options.every((option) => renewedOption.test(option));
  return { condition: onlyRefurbished ? 'Refurbished' : condition };
}

/**
 * Whether an element belongs to another offer than the featured one: used, Subscribe & Save, rental, exchange,
 * another format, trade-in, protection plan, add-on, refurbished beside new, another row of the accordion, or an offer
 * that is not displayed. Such rows repeat the ids of the featured offer, in the buy box and in the centre column.
 *
 * The names are those of the containers on saved pages (`usedAccordionRow`, `snsAccordionRowMiddle`,
 * `apex_desktop_usedAccordionRow`, `data-csa-c-buying-option-type="USED"`, `#subscriptionPrice`).
 */
export function isOtherOffer(element: Element, { offer }: Pick<PageView, 'offer'>): boolean {
  return isInside(element, ({ attribs }) => {
    if (undisplayed.test(attribs['class'] ?? '')) return true;
    const boxes = [attribs['id'] ?? '', attribs['data-csa-c-slot-id'] ?? ''];
    const option = attribs['data-csa-c-buying-option-type'] ?? '';
    if (boxes.some((box) => otherBox.test(box)) || otherOption.test(option)) return true;
    if (boxes.some((box) => isOtherRow(rowOf(box), offer.row))) return true;
    if (offer.condition === 'Refurbished') return false;
    return boxes.some((box) => renewedBox.test(box)) || renewedOption.test(option);
  });
}

/** The programme that sells refurbished items stands where other pages name the maker. */
export function isProgramme(brand: string): boolean {
  return /^(?:amazon (?:renewed|warehouse|resale|refurbished|seconde main|second chance|outlet)|renewed(?: premium)?$)/iu.test(
    brand,
  );
}

/** Sold refurbished under an ASIN of its own: its title says so, or its byline names the programme. */
function isRefurbishedItem(document: PageDocument, spoken: readonly Language[]): boolean {
  const title = textOf(document.all('#productTitle')[0]);
  if (says(spoken, 'refurbished', title)) return true;
  return /(?<!\p{L})amazon renewed(?!\p{L})/iu.test(textOf(document.all('#bylineInfo')[0]));
}

/** The price of used copies also stands in places that name no condition. */
function isUsedOnly(document: PageDocument): boolean {
  const shown = (pattern: RegExp) => document.withId(pattern).filter((box) => textOf(box) !== '');
  const used = shown(/^(?:apex_(?:desktop|mobile)_)?(?:used|collectible)\w*(?:AccordionRow|buy_?box|BuySection)/i);
  if (used.length === 0) return false;
  const isUsed = (element: Element) =>
    isInside(element, ({ attribs }) => /^(?:used|collectible)/i.test(attribs['id'] ?? ''));
  return shown(/^(?:new\w*AccordionRow|buyNew|(?:desktop_)?qualifiedBuyBox$)/i).every(isUsed);
}

/** Pages have accordions of other things too. */
function isOfBuyBox(row: Element): boolean {
  return (
    /^(?:new|alm)/.test(row.attribs['id'] ?? '') ||
    isInside(row, ({ attribs }) => /buy_?box/i.test(attribs['id'] ?? ''))
  );
}

function unfolded(rows: readonly Element[]): Element | undefined {
  return rows.find(({ attribs }) => /(?:^|\s)a-accordion-active(?:\s|$)/.test(attribs['class'] ?? '')) ?? rows[0];
}

/** `apex_desktop_newAccordionRow` and `newAccordionRow_0` are parts of one row. */
function rowOf(box: string): string | undefined {
  return /(?:^|_)([a-zA-Z0-9]+AccordionRow(?:_\d+)?)$/.exec(box)?.[1];
}

/** Outside the buy box rows have no number; two numbers that differ are two rows. */
function isOtherRow(row: string | undefined, featured: string | undefined): boolean {
  if (row === undefined || featured === undefined || row === featured) return false;
  const [name, number] = row.split('_');
  const [featuredName, featuredNumber] = featured.split('_');
  return name !== featuredName || (number !== undefined && featuredNumber !== undefined);
}

/** Not `display: none`: that of a folded row, which may be the featured offer beside an unfolded subscription. */
const undisplayed = /(?:^|\s)aok-hidden(?:\s|$)/;
const otherBox =
  /^(?:(?:apex|ppd|reinvent_price)_(?:(?:desktop|mobile|interleave)_)?)?(?:used|collectible|sns|onml|subscri|rental|rentBuy|buyBack|exchange|tradeIn|warranty|mbb|addOn|add-on|installment|coupon|promo)|(?:used|sns|rent|rental|ebooks?|etextbook|kindle|audio)\w*(?:Accordion|BuyBox|BuySection)|^(?:sims|fbt|similarities|sp_detail|anonCarousel|HLCXComparison)/i;
const otherOption = /USED|COLLECTIBLE|SNS|SUBSCR|RENT|TRADE|EXCHANGE|BUYBACK/i;
const renewedBox =
  /^(?:(?:apex|ppd|reinvent_price)_(?:(?:desktop|mobile|interleave)_)?)?(?:renewed|refurb|certified)|(?:renewed|refurb)\w*(?:Accordion|BuyBox|BuySection)/i;
const renewedOption = /RENEW|REFURB|CERTIFIED/i;
