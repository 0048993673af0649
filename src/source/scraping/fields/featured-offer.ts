import type { Element } from 'domhandler';
import type { PageView } from '../page/rule.ts';
import { isInside } from '../page/text.ts';

/**
 * Whether an element belongs to an offer that is not the one-time purchase of a new item: used, Subscribe & Save,
 * rental, another format, trade-in, protection plan, add-on, or a renewed one beside the new. Such rows repeat the
 * ids of the new offer.
 *
 * The names are those of the containers on saved pages (`usedAccordionRow`, `snsAccordionRowMiddle`,
 * `apex_desktop_usedAccordionRow`, `data-csa-c-buying-option-type="USED"`, `#subscriptionPrice`).
 */
export function isOtherOffer(element: Element, { refurbished }: PageView): boolean {
  return isInside(element, ({ attribs }) => {
    const boxes = [attribs['id'] ?? '', attribs['data-csa-c-slot-id'] ?? ''];
    const option = attribs['data-csa-c-buying-option-type'] ?? '';
    if (boxes.some((box) => otherBox.test(box)) || otherOption.test(option)) return true;
    return !refurbished && (boxes.some((box) => renewedBox.test(box)) || renewedOption.test(option));
  });
}

/**
 * Whether a title is of an item that Amazon sells refurbished under an ASIN of its own: there, that is the featured
 * offer.
 */
export function isRefurbished(title: string): boolean {
  return refurbishedWords.test(title);
}

const otherBox =
  /^(?:apex_(?:desktop|mobile)_)?(?:used|sns|subscri|rental|rentBuy|tradeIn|warranty|mbb|addOn|add-on|installment|coupon|promo)|(?:used|sns|rent|rental|ebooks?|etextbook|kindle|audio)\w*(?:Accordion|BuyBox|BuySection)|^(?:sims|fbt|similarities|sp_detail|anonCarousel|HLCXComparison)/i;
const otherOption = /USED|SNS|SUBSCR|RENT|TRADE/i;
const renewedBox =
  /^(?:apex_(?:desktop|mobile)_)?(?:renewed|refurb)|(?:renewed|refurb)\w*(?:Accordion|BuyBox|BuySection)/i;
const renewedOption = /RENEW|REFURB|CERTIFIED/i;
const refurbishedWords =
  /(?<!\p{L})(?:renewed|refurbished|generalüberholt|reconditionn(?:é|ed)|reacondicionado|ricondizionato|recondicionado|gereviseerd|odnowion\p{L}+|yenilenmiş)(?!\p{L})|整備済/iu;
