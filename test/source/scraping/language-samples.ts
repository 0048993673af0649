import type { Language, StockWord } from '../../../src/source/scraping/languages/language.ts';
import { otherScripts } from './language-samples-other-scripts.ts';

/** Sentences that Amazon's pages use in one language; the brand in every byline is Asha. */
export type LanguageSamples = {
  readonly bylines: readonly string[];
  readonly stock: Readonly<Record<StockWord, readonly string[]>>;
  readonly undeliverable: string;
  readonly otherSellers: string;
  readonly notFound: readonly string[];
  readonly serverError: readonly string[];
};

/** By language code. Phrases of saved pages and of public scrapers where there are some, else the usual wording. */
export const samples: Readonly<Record<Language['code'], LanguageSamples>> = {
  en: {
    bylines: ['Visit the Asha Store', 'Brand: Asha'],
    stock: {
      OUT_OF_STOCK: [
        'Currently unavailable. We don’t know when or if this item will be back in stock.',
        'Out of Stock.',
        'Temporarily out of stock.',
      ],
      BACKORDER: [
        'Temporarily out of stock. Order now and we’ll deliver when available.',
        'Temporarily out of stock. We are working hard to be back in stock. Place your order and we’ll email you.',
        'In stock on December 5, 2026.',
        'In stock on 5 December 2026. Order it now.',
        'In stock soon. Order now.',
      ],
      PREORDER: [
        'This title will be released on January 30, 2020. Pre-order now.',
        'This item will be released on 5 May 2027.',
        'Available for pre-order',
      ],
      LIMITED: [
        'Only 11 left in stock (more on the way).',
        'Only 1 left in stock - order soon.',
        'Only 3 left in stock.',
      ],
      IN_STOCK: [
        'In Stock.',
        'In stock. Gift-wrap not available.',
        'Usually ships within 2 to 3 days',
        'Usually dispatched within 3 to 4 days.',
        'Available to ship in 1-2 days',
      ],
    },
    undeliverable: 'This item cannot be dispatched to your selected delivery location. Please choose a different one.',
    otherSellers: 'Available from these sellers.',
    notFound: ['Page Not Found', 'Sorry! We couldn’t find that page.', '404 - Document Not Found'],
    serverError: ['Sorry! Something went wrong!', '503 - Service Unavailable Error'],
  },
  de: {
    bylines: ['Besuche den Asha-Store', 'Besuchen Sie den Asha-Store', 'Marke: Asha'],
    stock: {
      OUT_OF_STOCK: [
        'Derzeit nicht verfügbar. Ob und wann dieser Artikel wieder vorrätig sein wird, ist unbekannt.',
        'Nicht auf Lager.',
      ],
      BACKORDER: [
        'Derzeit nicht auf Lager. Bestellen Sie jetzt und wir liefern, sobald der Artikel verfügbar ist.',
        'Vorübergehend nicht auf Lager. Jetzt bestellen.',
        'Auf Lager ab dem 5. Dezember 2026.',
        'Ab 5. Dezember 2026 auf Lager.',
      ],
      PREORDER: ['Jetzt vorbestellen', 'Dieser Artikel erscheint am 5. Mai 2027.', 'Noch nicht erschienen.'],
      LIMITED: ['Nur noch 2 auf Lager', 'Nur noch 3 auf Lager (mehr ist unterwegs).', 'Nur noch 1 vorrätig.'],
      IN_STOCK: [
        'Auf Lager.',
        'Gewöhnlich versandfertig in 3 bis 5 Wochen.',
        'Versandfertig in 1 - 2 Werktagen.',
        'Versand innerhalb von 3 Tagen.',
      ],
    },
    undeliverable: 'Dieser Artikel kann nicht an den von dir ausgewählten Lieferort geliefert werden.',
    otherSellers: 'Erhältlich bei diesen Anbietern.',
    notFound: ['Seite nicht gefunden', 'Die Seite wurde nicht gefunden', 'Wir konnten diese Seite nicht finden.'],
    serverError: ['Tut uns Leid!', 'Es ist ein technischer Fehler aufgetreten.'],
  },
  fr: {
    bylines: ['Visiter la boutique Asha', 'Marque : Asha'],
    stock: {
      OUT_OF_STOCK: [
        'Actuellement indisponible. Nous ne savons pas quand cet article sera de nouveau approvisionné.',
        'Temporairement en rupture de stock.',
      ],
      BACKORDER: [
        'Temporairement en rupture de stock. Commandez maintenant et nous vous livrerons cet article dès que possible.',
        'En stock le 5 décembre 2026.',
      ],
      PREORDER: [
        'Cet article paraîtra le 5 mai 2027.',
        'Précommandez-le dès maintenant.',
        'Ce titre sortira le 5 mai 2027.',
      ],
      LIMITED: [
        'Il ne reste plus que 9 exemplaire(s) en stock (d’autres exemplaires sont en cours d’acheminement).',
        'Plus que 2 exemplaires en stock.',
      ],
      IN_STOCK: ['En stock', 'Habituellement expédié sous 2 à 3 jours.', 'Expédié sous 1 à 2 mois.', 'Disponible.'],
    },
    undeliverable: 'Cet article ne peut pas être expédié à l’adresse de livraison que vous avez sélectionnée.',
    otherSellers: 'Voir les offres de ces vendeurs.',
    notFound: [
      'Page introuvable',
      'Document introuvable',
      'Nous n’avons pas pu trouver cette page.',
      'n’est pas une page fonctionnelle',
    ],
    serverError: ['Quelque chose s’est mal passé', 'Une erreur s’est produite.'],
  },
  es: {
    bylines: ['Visita la tienda de Asha', 'Visita la Store de Asha', 'Marca: Asha'],
    stock: {
      OUT_OF_STOCK: ['No disponible por el momento.', 'No disponible.', 'Agotado'],
      BACKORDER: [
        'Temporalmente sin stock. Haz tu pedido ahora y te lo enviaremos cuando esté disponible.',
        'En stock el 5 de diciembre de 2026.',
        'Disponible a partir del 5 de diciembre.',
      ],
      PREORDER: [
        'Este producto saldrá a la venta el 5 de mayo de 2027. Resérvalo ya.',
        'Se lanzará el 5 de mayo de 2027.',
        'Disponible en preventa.',
      ],
      LIMITED: ['Sólo queda(n) 1 en stock.', 'Solo queda(n) 3 en stock (hay más unidades en camino).'],
      IN_STOCK: ['En stock', 'Disponible.', 'Normalmente se envía en 2 a 3 días.', 'Envío en 1 a 2 semanas.'],
    },
    undeliverable: 'Este producto no se puede enviar a la dirección de entrega seleccionada.',
    otherSellers: 'Disponible a través de estos vendedores.',
    notFound: ['Página no encontrada', 'Documento no encontrado', 'No hemos podido encontrar esa página.'],
    serverError: ['503 - Error de servicio no disponible', 'Se ha producido un error al procesar tu solicitud.'],
  },
  it: {
    bylines: ['Visita lo Store di Asha', 'Marca: Asha'],
    stock: {
      OUT_OF_STOCK: [
        'Attualmente non disponibile.',
        'Non disponibile. Non sappiamo se o quando l’articolo sarà di nuovo disponibile.',
      ],
      BACKORDER: [
        'Temporaneamente non disponibile. Ordinalo ora e ti invieremo un’e-mail.',
        'Disponibile dal 5 dicembre 2026.',
      ],
      PREORDER: [
        'Prenotalo subito.',
        'Questo articolo sarà disponibile dal 5 maggio 2027.',
        'In uscita il 5 maggio 2027.',
      ],
      LIMITED: ['Disponibilità: solo 1', 'Solo 3 disponibili -- ordina subito (ulteriori in arrivo).'],
      IN_STOCK: [
        'Disponibilità immediata.',
        'Generalmente spedito entro 2-3 giorni.',
        'Spedizione entro 2 - 3 giorni.',
      ],
    },
    undeliverable: 'Questo articolo non può essere spedito all’indirizzo di consegna selezionato.',
    otherSellers: 'Disponibile presso questi venditori.',
    notFound: [
      'Pagina non trovata',
      'Documento non trovato',
      'Impossibile trovare la pagina',
      'Ci dispiace, non siamo riusciti a trovare questa pagina.',
    ],
    serverError: ['Si è verificato un errore', 'Ci dispiace! Qualcosa è andato storto.'],
  },
  pt: {
    bylines: ['Visite a loja Asha', 'Visite a Loja da Asha (em Espanhol)', 'Marca: Asha'],
    stock: {
      OUT_OF_STOCK: [
        'Não disponível. Não sabemos se ou quando este produto estará novamente em estoque.',
        'Indisponível',
      ],
      BACKORDER: ['Temporariamente fora de estoque. Peça agora e enviaremos.', 'Em estoque a partir de 5 de dezembro.'],
      PREORDER: ['Em pré-venda.', 'Este item será lançado em 5 de maio de 2027.'],
      LIMITED: ['Só 1 em estoque.', 'Apenas 2 em estoque (mais a caminho).', 'Restam apenas 3 em estoque.'],
      IN_STOCK: ['Em estoque.', 'Em stock.', 'Estimativa de envio de 2 a 3 dias.', 'Geralmente enviado em 3 dias.'],
    },
    undeliverable: 'Este item não pode ser enviado para o local de entrega selecionado.',
    otherSellers: 'Disponível com estes vendedores.',
    notFound: [
      'Página não encontrada',
      'Documento não encontrado',
      'Não foi possível encontrar esta página.',
      'Não encontramos essa página',
    ],
    serverError: ['Amazon.com.br Algo deu errado', 'Ocorreu um erro ao processar sua solicitação.'],
  },
  nl: {
    bylines: ['Bezoek de Asha-store', 'De Asha Store openen', 'Merk: Asha'],
    stock: {
      OUT_OF_STOCK: ['Momenteel niet verkrijgbaar.', 'Niet op voorraad.'],
      BACKORDER: [
        'Tijdelijk niet op voorraad. Bestel nu en we leveren zodra het kan.',
        'Op voorraad vanaf 5 december.',
      ],
      PREORDER: ['Deze titel verschijnt op 5 mei 2027.', 'Reserveer nu.', 'Wordt op 5 mei 2027 uitgebracht.'],
      LIMITED: ['Nog slechts 2 op voorraad', 'Nog maar 3 op voorraad (meer onderweg).'],
      IN_STOCK: ['Op voorraad', 'Wordt gewoonlijk verzonden binnen 2 tot 3 dagen.'],
    },
    undeliverable: 'Dit artikel kan niet op de geselecteerde locatie worden bezorgd.',
    otherSellers: 'Verkrijgbaar bij deze verkopers.',
    notFound: ['Pagina niet gevonden', 'We kunnen die pagina niet vinden.'],
    serverError: ['Er is iets misgegaan', 'Service niet beschikbaar'],
  },
  sv: {
    bylines: ['Besök Asha-butiken', 'Varumärke: Asha'],
    stock: {
      OUT_OF_STOCK: [
        'För närvarande inte tillgänglig. Vi vet inte om eller när den finns i lager igen.',
        'Tillfälligt slut i lager.',
      ],
      BACKORDER: ['Tillfälligt slut i lager. Beställ nu så levererar vi.', 'I lager från den 5 december.'],
      PREORDER: ['Förbeställ nu.', 'Denna titel släpps den 5 maj 2027.'],
      LIMITED: ['Endast 2 kvar i lager', 'Endast 3 kvar i lager (fler är på väg).'],
      IN_STOCK: ['I lager', 'Skickas vanligtvis inom 2 till 3 dagar.'],
    },
    undeliverable: 'Denna artikel kan inte skickas till vald leveransplats.',
    otherSellers: 'Tillgänglig från dessa säljare.',
    notFound: ['Sidan hittades inte', 'Vi kunde inte hitta den sidan.'],
    serverError: ['Något gick fel', 'Ett fel uppstod.'],
  },
  pl: {
    bylines: ['Odwiedź sklep Asha', 'Odwiedź sklep marki Asha', 'Marka: Asha'],
    stock: {
      OUT_OF_STOCK: ['Obecnie niedostępny.', 'Brak w magazynie.'],
      BACKORDER: ['Chwilowo niedostępny. Zamów teraz, a wyślemy go później.', 'Dostępny od 5 grudnia.'],
      PREORDER: ['Zamów w przedsprzedaży.', 'Produkt zostanie wydany 5 maja 2027.'],
      LIMITED: ['Pozostało tylko: 3', 'Pozostały tylko 2 szt. w magazynie (więcej w drodze).'],
      IN_STOCK: ['Dostępny.', 'W magazynie', 'Zwykle wysyłka w ciągu 2–3 dni.'],
    },
    undeliverable: 'Tego produktu nie można wysłać do wybranej lokalizacji.',
    otherSellers: 'Dostępne u tych sprzedawców.',
    notFound: ['Nie znaleziono strony', 'Nie możemy znaleźć tej strony.'],
    serverError: ['Coś poszło nie tak', 'Wystąpił błąd.'],
  },
  tr: {
    bylines: ["Asha Store'u ziyaret edin", 'Asha Mağazasını ziyaret edin', 'Marka: Asha'],
    stock: {
      OUT_OF_STOCK: ['Şu anda mevcut değil.', 'Stokta yok.', 'Tükendi'],
      BACKORDER: ['Geçici olarak stokta yok. Şimdi sipariş verin.', '5 Aralık 2026 tarihinde stokta olacak.'],
      PREORDER: ['Ön sipariş verin.', 'Bu ürün 5 Mayıs 2027 tarihinde satışa sunulacak.'],
      LIMITED: ['Stokta sadece 2 adet kaldı.', 'Stokta sadece 3 adet kaldı (daha fazlası yolda).'],
      IN_STOCK: ['Stokta var', 'Genellikle 2 ila 3 gün içinde kargoya verilir.'],
    },
    undeliverable: 'Bu ürün seçtiğiniz teslimat konumuna gönderilemiyor.',
    otherSellers: 'Bu satıcılarda mevcut.',
    notFound: ['Sayfa bulunamadı', 'Bu sayfayı bulamadık.'],
    serverError: ['Bir hata oluştu', 'Bir şeyler ters gitti.'],
  },
  ...otherScripts,
};
