import type { Language } from './language.ts';

/** Amazon's Italian interface: IT. */
export const italian: Language = {
  code: 'it',
  brand: [
    /^(?:marca|marchio|brand)\s*[:：]\s*(.+)$/iu,
    /^visita (?:lo|il) (?:store|negozio)(?: ufficiale)? (?:dell[ao']\s?|del |di )?(.+)$/iu,
  ],
  stock: {
    OUT_OF_STOCK: /non (?:è |più )?disponibil|esaurit|attualmente non|non (?:è )?in stock|fuori stock/iu,
    BACKORDER:
      /(?:temporaneamente|momentaneamente|attualmente) (?:non disponibile|esaurito)\b.{0,100}?(?:ordina|invieremo|spediremo|consegneremo)|(?<!sarà )(?:disponibile|disponibilità|in stock) (?:dal|dall['’]|a partire dal|il) ?\d|presto disponibile/iu,
    PREORDER:
      /pre-?ordin|prenota(?:lo|la|bile)?(?: ora| subito)?(?!\p{L})|disponibile in prenotazione|in uscita|uscirà il|sarà (?:disponibile|pubblicato|rilasciato) (?:dal|il|a partire)|non ancora (?:pubblicato|uscito)|data di uscita/iu,
    LIMITED: /(?:solo|soltanto|ultim[ie]) \d+|disponibilità (?:immediata)?\s*:? ?solo|rimangono solo|ne rest[ai]/iu,
    IN_STOCK: /(?<!\p{L})disponibil|spedi(?:zione|to|amo)|(?:di solito|generalmente|normalmente)|(?<!\p{L})in stock/iu,
  },
  undeliverable:
    /non (?:può essere|viene|è possibile) (?:spedi|consegna|invia)\p{L}*|non (?:spedisce|consegna|si spedisce|spedibile)/iu,
  otherSellers: /(?:questi|altri) (?:venditori|fornitori)/iu,
  refurbished: /(?<!\p{L})(?:ricondizionat|rigenerat)[oaie](?!\p{L})/iu,
  otherPrice: /una tantum|condizioni nuove|acquisto singolo/iu,
  priceLabel: /^prezzo(?: kindle)?\s*[:：]/iu,
  buy: /(?<!\p{L})acquista(?:lo)?(?!\p{L})|(?<!\p{L})compra(?!\p{L})/iu,
  notFound:
    /(?:pagina|documento) (?:non trovat[ao]|inesistente|non disponibile)|impossibile trovare .{0,25}(?:pagina|documento)|non (?:siamo riusciti a|riusciamo a|è stato possibile|abbiamo potuto) trovare .{0,25}pagina|la pagina .{0,30}non (?:è stata trovata|esiste|funziona)|(?:non è|corrisponde a) una pagina (?:attiva|funzionante)|(?:cerchi|stai cercando|cercavi) qualcosa/iu,
  serverError:
    /servizio non disponibile|(?:si è verificato|c['’]è stato|abbiamo riscontrato) un (?:errore|problema)|qualcosa (?:è andato|non ha|non va|è)|(?:ci )?dispiace|siamo spiacenti|errore (?:interno|del server)/iu,
};
