import type { ServedCode } from './sandbox-marketplace.ts';

/** The texts of a marketplace in its own language, on pages and in API messages. */
export type MarketplaceWords = {
  /** `lang` of its pages. */
  readonly lang: string;
  readonly inStock: string;
  readonly onlyLeft: (count: number) => string;
  readonly preorder: string;
  readonly backorder: string;
  /** Headline and explanation of a sold-out product. */
  readonly unavailable: readonly [string, string];
  readonly listPriceLabel: string;
  /** The price and the savings for a screen reader. */
  readonly saving: (price: string, percent: number) => string;
  readonly stars: (stars: string) => string;
  /** The count beside the stars, in words. */
  readonly ratings: (count: string) => string;
  readonly byline: (brand: string) => string;
  readonly soldBy: string;
  readonly addToCart: string;
  readonly preorderNow: string;
  readonly seeAllOffers: string;
  readonly used: string;
  readonly aboutThisItem: string;
  readonly sponsored: string;
  readonly noResults: string;
  readonly next: string;
  readonly pageNotFound: string;
  readonly colour: string;
};

const english: MarketplaceWords = {
  lang: 'en-us',
  inStock: 'In Stock',
  onlyLeft: (count) => `Only ${count} left in stock - order soon.`,
  preorder: 'This item will be released on March 14, 2028.',
  backorder: 'Usually ships within 6 to 7 days',
  unavailable: ['Currently unavailable.', "We don't know when or if this item will be back in stock."],
  listPriceLabel: 'List Price:',
  saving: (price, percent) => `${price} with ${percent} percent savings`,
  stars: (stars) => `${stars} out of 5 stars`,
  ratings: (count) => `${count} ratings`,
  byline: (brand) => `Visit the ${brand} Store`,
  soldBy: 'Sold by',
  addToCart: 'Add to Cart',
  preorderNow: 'Pre-order now',
  seeAllOffers: 'See All Buying Options',
  used: 'Used: Very Good',
  aboutThisItem: 'About this item',
  sponsored: 'Sponsored',
  noResults: 'No results for',
  next: 'Next',
  pageNotFound: 'Page Not Found',
  colour: 'Colour',
};

/** The texts of every served marketplace. */
export const marketplaceWords: Readonly<Record<ServedCode, MarketplaceWords>> = {
  US: english,
  IN: {
    ...english,
    lang: 'en-in',
    inStock: 'In stock',
    onlyLeft: (count) => `Only ${count} left in stock.`,
    preorder: 'This item will be released on 14 March 2028.',
    backorder: 'Usually dispatched in 6 to 7 days',
    listPriceLabel: 'M.R.P.:',
  },
  UK: {
    ...english,
    lang: 'en-gb',
    inStock: 'In stock',
    onlyLeft: (count) => `Only ${count} left in stock.`,
    preorder: 'This item will be released on 14 March 2028.',
    backorder: 'Usually dispatched within 6 to 7 days',
    listPriceLabel: 'RRP:',
    addToCart: 'Add to Basket',
  },
  DE: {
    lang: 'de-de',
    inStock: 'Auf Lager',
    onlyLeft: (count) => `Nur noch ${count} auf Lager`,
    preorder: 'Dieser Artikel erscheint am 14. März 2028.',
    backorder: 'Gewöhnlich versandfertig in 6 bis 7 Tagen',
    unavailable: ['Derzeit nicht verfügbar.', 'Ob und wann dieser Artikel wieder vorrätig sein wird, ist unbekannt.'],
    listPriceLabel: 'UVP:',
    saving: (price, percent) => `${price} mit ${percent} Prozent Einsparungen`,
    stars: (stars) => `${stars} von 5 Sternen`,
    ratings: (count) => `${count} Sternebewertungen`,
    byline: (brand) => `Besuche den ${brand}-Store`,
    soldBy: 'Verkäufer',
    addToCart: 'In den Einkaufswagen',
    preorderNow: 'Jetzt vorbestellen',
    seeAllOffers: 'Alle Angebote',
    used: 'Gebraucht: Sehr gut',
    aboutThisItem: 'Info zu diesem Artikel',
    sponsored: 'Gesponsert',
    noResults: 'Keine Ergebnisse für',
    next: 'Weiter',
    pageNotFound: 'Seite wurde nicht gefunden',
    colour: 'Farbe',
  },
  FR: {
    lang: 'fr-fr',
    inStock: 'En stock',
    onlyLeft: (count) => `Il ne reste plus que ${count} exemplaire(s) en stock.`,
    preorder: 'Cet article paraîtra le 14 mars 2028.',
    backorder: 'Habituellement expédié sous 6 à 7 jours',
    unavailable: [
      'Actuellement indisponible.',
      "Nous ne savons pas quand cet article sera de nouveau approvisionné ni s'il le sera.",
    ],
    listPriceLabel: 'Prix conseillé\u00a0:',
    saving: (price, percent) => `${price} avec ${percent}\u00a0% d'économies`,
    stars: (stars) => `${stars} sur 5 étoiles`,
    ratings: (count) => `${count} évaluations`,
    byline: (brand) => `Visiter la boutique ${brand}`,
    soldBy: 'Vendu par',
    addToCart: 'Ajouter au panier',
    preorderNow: 'Précommander',
    seeAllOffers: "Voir toutes les options d'achat",
    used: "D'occasion : Très bon",
    aboutThisItem: 'À propos de cet article',
    sponsored: 'Sponsorisé',
    noResults: 'Aucun résultat pour',
    next: 'Suivant',
    pageNotFound: 'Page introuvable',
    colour: 'Couleur',
  },
  ES: {
    lang: 'es-es',
    inStock: 'En stock',
    onlyLeft: (count) => `Sólo queda(n) ${count} en stock.`,
    preorder: 'Este producto saldrá a la venta el 14 de marzo de 2028.',
    backorder: 'Normalmente se envía en un plazo de 6 a 7 días',
    unavailable: ['No disponible por el momento.', 'No sabemos si este producto volverá a estar disponible ni cuándo.'],
    listPriceLabel: 'Precio recomendado:',
    saving: (price, percent) => `${price} con un ahorro del ${percent}\u00a0%`,
    stars: (stars) => `${stars} de 5 estrellas`,
    ratings: (count) => `${count} valoraciones`,
    byline: (brand) => `Visita la tienda de ${brand}`,
    soldBy: 'Vendido por',
    addToCart: 'Añadir a la cesta',
    preorderNow: 'Reservar ahora',
    seeAllOffers: 'Ver todas las opciones de compra',
    used: 'De 2ª mano: Muy bueno',
    aboutThisItem: 'Acerca de este producto',
    sponsored: 'Patrocinado',
    noResults: 'No hay resultados para',
    next: 'Siguiente',
    pageNotFound: 'Página no encontrada',
    colour: 'Color',
  },
  IT: {
    lang: 'it-it',
    inStock: 'Disponibilità immediata',
    onlyLeft: (count) => `Disponibilità: solo ${count}`,
    preorder: 'Questo articolo sarà disponibile dal 14 marzo 2028.',
    backorder: 'Generalmente spedito entro 6-7 giorni',
    unavailable: ['Attualmente non disponibile.', "Non sappiamo se o quando l'articolo sarà di nuovo disponibile."],
    listPriceLabel: 'Prezzo consigliato:',
    saving: (price, percent) => `${price} con un risparmio del ${percent}%`,
    stars: (stars) => `${stars} su 5 stelle`,
    ratings: (count) => `${count} voti`,
    byline: (brand) => `Visita lo Store di ${brand}`,
    soldBy: 'Venduto da',
    addToCart: 'Aggiungi al carrello',
    preorderNow: 'Preordina ora',
    seeAllOffers: 'Visualizza tutte le opzioni di acquisto',
    used: 'Usato: ottime condizioni',
    aboutThisItem: 'Informazioni su questo articolo',
    sponsored: 'Sponsorizzato',
    noResults: 'Nessun risultato per',
    next: 'Successivo',
    pageNotFound: 'Impossibile trovare la pagina',
    colour: 'Colore',
  },
  JP: {
    lang: 'ja-jp',
    inStock: '在庫あり。',
    onlyLeft: (count) => `残り${count}点 ご注文はお早めに`,
    preorder: 'この商品の発売予定日は2028年3月14日です。',
    backorder: '通常6～7日以内に発送します。',
    unavailable: ['現在在庫切れです。', 'この商品の再入荷予定は立っておりません。'],
    listPriceLabel: '参考価格:',
    saving: (price, percent) => `${price} ${percent}パーセントの割引`,
    stars: (stars) => `5つ星のうち${stars}`,
    ratings: (count) => `${count}個の評価`,
    byline: (brand) => `${brand}のストアを表示`,
    soldBy: '販売元',
    addToCart: 'カートに入れる',
    preorderNow: '今すぐ予約注文する',
    seeAllOffers: 'すべての出品を見る',
    used: '中古品: 非常に良い',
    aboutThisItem: 'この商品について',
    sponsored: 'スポンサー',
    noResults: '検索に一致する商品はありませんでした:',
    next: '次へ',
    pageNotFound: 'ページが見つかりません',
    colour: '色',
  },
};
