import type { Language } from './language.ts';

/** Amazon's French interface: FR, BE, CA. */
export const french: Language = {
  code: 'fr',
  brand: [
    /^marque\s*[:：]\s*(.+)$/iu,
    /^visiter la boutique (?:de la marque |officielle )?(.+)$/iu,
    /^visitez la boutique (?:de )?(.+)$/iu,
  ],
  stock: {
    OUT_OF_STOCK: /indisponible|rupture de stock|épuisé|(?:pas|plus) disponible|non disponible/iu,
    BACKORDER:
      /(?:temporairement|actuellement) (?:en rupture de stock|indisponible)\b.{0,100}?(?:command|livrer|expédi)|(?:en stock|disponible) (?:le|à partir du|dès le) \d|bientôt (?:disponible|en stock)/iu,
    PREORDER:
      /pré-?command|précommand|à paraître|(?:sortira|paraîtra|sera publié|sera disponible à la vente) le|date de sortie|pas encore (?:paru|sorti)/iu,
    LIMITED: /(?:il )?ne reste (?:plus )?que|plus que \d+|derniers? exemplaires?|seulement \d+/iu,
    IN_STOCK: /en stock|(?<!\p{L})disponible|expédi|habituellement|généralement/iu,
  },
  undeliverable:
    /ne (?:peut|peuvent) (?:pas )?être (?:expédié|livré|envoyé)|(?:n['’]est|ne sont) pas (?:expédié|livré|livrable)|ne (?:livre|expédie)(?:nt|ons)? pas/iu,
  otherSellers: /(?:ces|d['’]autres) vendeurs/iu,
  refurbished: /(?<!\p{L})(?:reconditionné|remis à neuf)\p{L}{0,2}(?!\p{L})/iu,
  otherPrice: /achat unique|état neuf|prix neuf/iu,
  priceLabel: /^prix(?: kindle)?\s*[:：]/iu,
  buy: /(?<!\p{L})ache(?:ter|tez)(?!\p{L})/iu,
  notFound:
    /(?:page|document) (?:introuvable|inexistante?|non trouvée?|n['’]existe pas)|pas une page (?:fonctionnelle|active|valide)|(?:impossible de|pas pu|parvenons pas à|réussi à|pouvons pas) (?:re)?trouver .{0,20}page|(?:page|document) n['’]a pas (?:pu être|été) trouvée?|(?:re)?cherch(?:ez|iez)-?(?: ?vous)? (?:quelque chose|une page)/iu,
  serverError:
    /mal passé|une erreur (?:s['’]est produite|est survenue)|service (?:momentanément )?indisponible|nous sommes désolés|erreur (?:du )?serveur|réessayer plus tard/iu,
};
