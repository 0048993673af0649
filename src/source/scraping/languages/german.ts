import type { Language } from './language.ts';

/** Amazon's German interface: DE. */
export const german: Language = {
  code: 'de',
  brand: [
    /^marke\s*[:：]\s*(.+)$/iu,
    /^besuchen? (?:sie )?den (.+?)[- ](?:marken-?)?(?:store|shop)$/iu,
    /^zum (.+?)[- ](?:marken-?)?(?:store|shop)$/iu,
  ],
  stock: {
    OUT_OF_STOCK:
      /nicht (?:mehr )?(?:verfügbar|vorrätig|auf lager|lieferbar|erhältlich)|ausverkauft|vergriffen|momentan nicht/iu,
    BACKORDER:
      /(?:vorübergehend|derzeit|momentan|zurzeit) nicht (?:auf lager|verfügbar|lieferbar|vorrätig)\b.{0,60}?bestell|(?:auf lager|lieferbar|verfügbar|vorrätig|erhältlich) (?:ab|am)(?!\p{L})|(?<!\p{L})(?:ab|am) (?:dem )?\d{1,2}\. ?\p{L}+ (?:\d{4} )?(?:wieder )?(?:auf lager|lieferbar|verfügbar|vorrätig)|bald (?:wieder )?auf lager/iu,
    PREORDER:
      /vorbestell|erscheint (?:am|im)|wird am .{3,25} (?:veröffentlicht|erscheinen)|noch nicht erschienen|erscheinungstermin/iu,
    LIMITED: /nur noch (?:\d+|wenige)|(?<!\p{L})nur \d+ (?:stück|auf lager|vorrätig)/iu,
    IN_STOCK: /auf lager|versandfertig|versandbereit|vorrätig|lieferbar|sofort verfügbar|versand (?:in|innerhalb)/iu,
  },
  undeliverable:
    /nicht (?:an|nach) .{0,60}(?:versandt|geliefert|versendet)|(?:kann|können) nicht .{0,80}(?:geliefert|versandt|versendet)|(?:liefert|versendet|versenden|liefern) nicht/iu,
  otherSellers: /(?:diesen|anderen) (?:anbietern|verkäufern|händlern)/iu,
  refurbished: /(?<!\p{L})(?:general ?überholt|refurbished)\p{L}{0,2}(?!\p{L})/iu,
  otherPrice: /einmal(?:ig|kauf)|neuzustand/iu,
  priceLabel: /^(?:kindle[- ])?preis\s*[:：]/iu,
  buy: /(?<!\p{L})(?:kaufen|kauf|einkaufen)(?!\p{L})/iu,
  notFound:
    /(?:seite|dokument) (?:wurde )?nicht gefunden|(?:konnten|können|konnte|kann) .{0,30}seite (?:leider )?nicht (?:finden|gefunden)|suche?(?:n sie|st du) (?:etwas|was|bestimmte)|(?:keine|nicht um eine) (?:gültige|funktionierende) (?:web)?(?:seite|adresse)/iu,
  serverError:
    /tut uns leid|technischer fehler|(?:ist )?ein fehler aufgetreten|etwas schief|nicht erreichbar|serverfehler/iu,
};
