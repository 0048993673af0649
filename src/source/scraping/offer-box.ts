import type { Element } from 'domhandler';
import { isInside } from './text.ts';

/**
 * Whether an element belongs to an offer that is not the one-time purchase of a new item: used, Subscribe & Save,
 * renewed, rental, another format, trade-in, protection plan, add-on. Such rows repeat the ids of the new offer.
 *
 * The names are those of the containers on saved pages (`usedAccordionRow`, `snsAccordionRowMiddle`,
 * `apex_desktop_usedAccordionRow`, `data-csa-c-buying-option-type="USED"`, `#subscriptionPrice`).
 */
export function isOtherOffer(element: Element): boolean {
  return isInside(element, ({ attribs }) => {
    const { id = '' } = attribs;
    const slot = attribs['data-csa-c-slot-id'] ?? '';
    const option = attribs['data-csa-c-buying-option-type'] ?? attribs['data-buying-option-type'] ?? '';
    return otherBox.test(id) || otherBox.test(slot) || otherOption.test(option);
  });
}

const otherBox =
  /^(?:apex_(?:desktop|mobile)_)?(?:used|sns|subscri|renewed|refurb|rent(?:al|Buy|Accord)|tradeIn|ebook|kindleExtra|warranty|mbb|addOn|add-on|installment|coupon|promo)|(?:used|sns|renewed|rental)(?:AccordionRow|BuyBox|BuySection)|^(?:sims|fbt|similarities|sp_detail|anonCarousel|HLCXComparison)/i;
const otherOption = /USED|SNS|SUBSCR|RENEW|REFURB|RENT|TRADE/i;
