import type { Language } from './language.ts';

/** Amazon's Dutch interface: NL, BE. */
export const dutch: Language = {
  code: 'nl',
  brand: [
    /^merk\s*[:：]\s*(.+)$/iu,
    /^(?:bezoek|ga naar) de (.+?)[- ](?:store|winkel)$/iu,
    /^de (.+?)[- ](?:store|winkel) (?:openen|bezoeken|bekijken)$/iu,
  ],
  stock: {
    OUT_OF_STOCK:
      /niet (?:meer )?(?:verkrijgbaar|beschikbaar|leverbaar|op voorraad|voorradig)|uitverkocht|onbeschikbaar/iu,
    BACKORDER:
      /(?:tijdelijk|momenteel) (?:niet (?:op voorraad|leverbaar|beschikbaar)|uitverkocht)\b.{0,100}?(?:bestel|leveren|bezorgen)|(?:op voorraad|verkrijgbaar|beschikbaar|leverbaar) (?:vanaf|op) \d|binnenkort (?:weer )?(?:op voorraad|leverbaar)/iu,
    PREORDER:
      /pre-?order|vooruit ?bestel|reserveer|verschijnt op|(?:wordt|komt) op .{3,25} (?:uitgebracht|uit)|nog niet verschenen|verschijningsdatum/iu,
    LIMITED: /(?:nog|slechts|nog maar) \d+|nog slechts|slechts nog|laatste exempla/iu,
    IN_STOCK: /op voorraad|verzonden|leverbaar|verzendklaar|verkrijgbaar|beschikbaar/iu,
  },
  undeliverable:
    /(?:kan|kunnen) niet .{0,80}(?:verzonden|bezorgd|geleverd|verstuurd)|(?:wordt|worden) niet .{0,60}(?:verzonden|bezorgd|geleverd)|(?:verzendt|bezorgt|levert) niet/iu,
  otherSellers: /(?:deze|andere) verkopers/iu,
  refurbished: /(?<!\p{L})(?:gereviseerd|refurbished)e?(?!\p{L})/iu,
  otherPrice: /eenmalig|nieuwstaat/iu,
  priceLabel: /^(?:kindle-?)?prijs\s*[:：]/iu,
  buy: /(?<!\p{L})(?:kopen|koop)(?!\p{L})/iu,
  notFound:
    /(?:pagina|document) (?:is )?niet (?:gevonden|gevonden\.|bestaat)|(?:kunnen|konden|kan) .{0,15}pagina niet vinden|(?:pagina|document) (?:kan|kon) niet worden gevonden|geen (?:werkende|functionerende) (?:web)?pagina|op zoek naar iets|zoek je (?:iets|naar)/iu,
  serverError:
    /service (?:is )?niet beschikbaar|er is (?:iets misgegaan|een (?:fout|probleem))|iets (?:is )?misgegaan|(?:het )?spijt ons|serverfout|interne fout/iu,
};
