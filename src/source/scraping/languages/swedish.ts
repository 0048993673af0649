import type { Language } from './language.ts';

/** Amazon's Swedish interface: SE. */
export const swedish: Language = {
  code: 'sv',
  brand: [
    /^(?:varu)?märke\s*[:：]\s*(.+)$/iu,
    /^besök butiken (?:för )?(.+)$/iu,
    /^(?:besök|gå till) (.+?)[- ](?:butiken|store|butik)$/iu,
  ],
  stock: {
    OUT_OF_STOCK:
      /(?:inte|ej) (?:längre )?(?:tillgänglig|i lager)|otillgänglig|slutsål[dt]|(?<!\p{L})slut i lager|finns inte/iu,
    BACKORDER:
      /(?:tillfälligt|för närvarande) (?:slut(?: i lager)?|inte (?:tillgänglig|i lager))(?!\p{L}).{0,100}?(?:beställ|levererar|skickar)|(?:i lager|tillgänglig) (?:från|den|från och med) (?:den )?\d|snart (?:i lager|tillgänglig)/iu,
    PREORDER:
      /förbeställ|förhandsbo|förhandsbeställ|(?:släpps|lanseras|ges ut|publiceras) den|utgivningsdatum|inte släppts|kommer ut den/iu,
    LIMITED: /(?:endast|bara) \d+|sista exemplar/iu,
    IN_STOCK: /i lager|skickas|tillgänglig|levereras/iu,
  },
  undeliverable: /(?:kan|går) inte (?:att )?(?:skicka|leverera)\p{L}*|(?:skickas|levereras|levererar|skickar) inte/iu,
  otherSellers: /(?:dessa|de här|andra) säljar/iu,
  refurbished: /(?<!\p{L})(?:renoverad|rekonditionerad)e?(?!\p{L})/iu,
  otherPrice: /engångs|nytt skick/iu,
  priceLabel: /^(?:kindle-?)?pris\s*[:：]/iu,
  buy: /(?<!\p{L})köp(?:a)?(?!\p{L})/iu,
  notFound:
    /(?:sidan|dokumentet) (?:hittades inte|kunde inte hittas|hittas inte|finns inte)|(?:hittar|kunde|kan|hittade) inte (?:hitta )?(?:den )?(?:här )?sidan|letar du efter/iu,
  serverError:
    /tjänsten är inte tillgänglig|något gick fel|ett fel (?:har )?(?:uppstod|inträffat)|(?:vi )?beklagar|tyvärr|serverfel/iu,
};
