import type { Language } from './language.ts';

/** Amazon's English interface: US, UK, CA, AU, IN, IE, SG, AE, SA, EG, and optional elsewhere. */
export const english: Language = {
  code: 'en',
  brand: [/^brand\s*[:：]\s*(.+)$/iu, /^visit the (.+?) stores?$/iu, /^shop (?:the )?(.+?) stores?$/iu],
  stock: {
    OUT_OF_STOCK: /unavailable|out of stock|sold out|not available|no longer available|not in stock/iu,
    BACKORDER:
      /temporarily (?:out of stock|unavailable)\b.{0,150}?\b(?:order|deliver)|(?<!\p{L})in stock soon|(?<!\p{L})(?:in stock|available|back in stock|expected) (?:on|from|by) (?:\p{L}+ \d|\d{1,2} \p{L})|back-?order/iu,
    PREORDER: /pre-?order|(?:will be|to be|not yet|yet to be) released|releases on|release date/iu,
    LIMITED: /only (?:\d+|a few|one|two) (?:\p{L}+ )?(?:left|remaining|available)|\d+ left in stock|few left/iu,
    IN_STOCK:
      /(?<!\p{L})in stock|usually (?:ships|shipped|dispatched|dispatches)|ships (?:within|from|in)|dispatched|available (?:now|to ship|to dispatch|instantly|immediately)|left in stock/iu,
  },
  undeliverable:
    /(?:cannot|can['’]t|can not) be (?:shipped|delivered|dispatched)|(?:doesn['’]t|does not|not) (?:deliver|ship|dispatch)\b/iu,
  otherSellers: /(?:these|other) sellers/iu,
  refurbished: /(?<!\p{L})(?:renewed|refurbished)(?!\p{L})/iu,
  otherPrice: /one[- ]time (?:price|purchase)|new condition/iu,
  priceLabel: /^(?:kindle )?price(?: kindle)?\s*[:：]/iu,
  buy: /(?<!\p{L})(?:buy|purchase)(?!\p{L})/iu,
  notFound:
    /(?:page|document) (?:(?:was|could|can) ?not (?:be )?|not )found|(?:couldn['’]t|could not|can['’]t|cannot) find (?:that|this|the) page|not a functioning page|looking for something\?/iu,
  serverError:
    /^50\d\b|went wrong|(?:server|service) (?:is )?(?:too )?(?:busy|unavailable|error)|internal (?:server )?error|an error occurred|try again later/iu,
};
