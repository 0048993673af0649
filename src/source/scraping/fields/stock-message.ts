import type { Availability } from '../../../product/product.ts';

/**
 * What the store's own words say of a new item's availability, in the languages of the 22 stores; `undefined` when
 * they say nothing of it.
 *
 * What comes first counts: "Currently unavailable. We don't know when it will be back in stock." against "In stock.
 * Gift-wrap not available."
 */
export function classifyStock(message: string): Availability | undefined {
  const text = message.toLowerCase();
  const said = phrases
    .map(([availability, patterns]) => ({ availability, at: Math.min(...patterns.map((one) => position(text, one))) }))
    .filter(({ at }) => at !== Infinity);
  const soldOut = said.find(({ availability }) => availability === 'OUT_OF_STOCK');
  const others = said.filter((one) => one !== soldOut);
  if (soldOut !== undefined && others.every(({ at }) => soldOut.at < at)) return 'OUT_OF_STOCK';
  return others[0]?.availability;
}

/** Whether the message is about the caller's address, which says nothing of stock. */
export function isUndeliverable(message: string): boolean {
  return undeliverable.test(message);
}

function position(text: string, pattern: RegExp): number {
  const at = text.search(pattern);
  return at === -1 ? Infinity : at;
}

const undeliverable =
  /cannot be (?:shipped|delivered)|(?:doesn't|does not|not) (?:deliver|ship)|can't be (?:shipped|delivered)|nicht (?:an|nach) .{0,40}(?:versandt|geliefert|versendet)|kann nicht .{0,60}(?:geliefert|versandt|versendet)|no (?:se )?puede (?:enviar|entregar)|ne peut pas être (?:expédié|livré)|ne peut être (?:expédié|livré)|non (?:può essere|viene) (?:spedit|consegnat)|não (?:pode ser|é) (?:enviad|entregue)|kan niet .{0,60}(?:verzonden|bezorgd)|kan inte (?:skickas|levereras)|nie (?:można|może) .{0,40}(?:wysł|dostarcz)|gönderil(?:e)?m|お届け(?:できません|することができません)|配送(?:できません|することができません)|لا يمكن (?:شحن|توصيل)/i;

const phrases: readonly (readonly [Availability, readonly RegExp[]])[] = [
  [
    'BACKORDER',
    [
      /temporarily out of stock\W+order now/,
      /(?:in stock|available) (?:on|from) \p{L}+ \d/u,
      /back-?order/,
      /(?:vorübergehend|derzeit) nicht (?:auf lager|verfügbar)\W+bestell/,
      /temporairement en rupture de stock\W+commande/,
      /temporalmente sin (?:stock|existencias)\W+(?:haz|pide)/,
      /auf lager ab/,
    ],
  ],
  [
    'OUT_OF_STOCK',
    [
      /unavailable/,
      /out of stock/,
      /sold out/,
      /not available/,
      /no longer available/,
      /nicht (?:verfügbar|vorrätig|auf lager|lieferbar)/,
      /ausverkauft|vergriffen/,
      /no disponible|agotado|sin existencias/,
      /indisponible|rupture de stock|épuisé|pas disponible/,
      /non disponibile|esaurito|attualmente non/,
      /indispon[ií]vel|esgotado|fora de estoque|sem estoque|não disponível/,
      /niet (?:verkrijgbaar|beschikbaar|leverbaar|op voorraad)|uitverkocht/,
      /inte tillgänglig|otillgänglig|slutsåld|ej i lager|finns inte i lager/,
      /niedostępn|brak w magazynie|wyprzedan/,
      /mevcut değil|stokta yok|stoklarda yok|tükendi|temin edilemiyor/,
      /在庫切れ|現在お取り扱いできません|お取り扱いしておりません|現在在庫切れ|入荷時期は未定|品切れ/,
      /غير متوفر|غير متاح|نفد|نفذ/,
      /目前无货|目前無法|缺貨|缺货|無庫存|現在無法購買/,
      /उपलब्ध नहीं|स्टॉक में नहीं/,
      /현재 구매할 수 없|품절/,
    ],
  ],
  [
    'PREORDER',
    [
      /pre-?order/,
      /(?:will be|to be|not yet) released|releases on|available for pre/,
      /vorbestell|erscheint am|noch nicht erschienen/,
      /pré-?commande|précommand|à paraître|sortira le|paraîtra le/,
      /pre-?venta|saldrá a la venta|reserva(?:r|lo)? ahora|disponible para reserva|a la venta a partir/,
      /preordin|prenota(?:lo|bile)? ora|disponibile in prenotazione|in uscita/,
      /pré-?venda|em breve/,
      /pre-?order|vooruitbestel|verschijnt op|nog niet verschenen/,
      /förbeställ|förhandsboka/,
      /przedsprzedaż|zamów przed premierą/,
      /ön sipariş/,
      /予約|発売予定/,
      /الطلب المسبق|طلب مسبق/,
    ],
  ],
  [
    'LIMITED',
    [
      /only \d+ left|only a few left|\d+ left in stock|few left/,
      /nur noch \d+/,
      /(?:sólo|solo) (?:queda|quedan|hay)|última(?:s)? unidad/,
      /il ne reste plus que|plus que \d+|derniers? exemplaires?/,
      /(?:solo|ultim[io]) \d+|disponibilità (?:solo|immediata:? solo)|rimangono solo|ne rest[ai]/,
      /(?:só|somente|apenas) \d+|restam? (?:apenas )?\d+|apenas .{0,12}em estoque/,
      /(?:nog|slechts) (?:maar )?\d+|nog slechts/,
      /(?:endast|bara) \d+/,
      /(?:pozostał|został|został)[oay]?\D{0,20}\d+|tylko \d+/,
      /(?:stokta )?(?:sadece|yalnızca) \d+/,
      /残り\s*\d+|在庫残り/,
      /متبق|تبق|بقي فقط|باقي/,
      /僅剩|仅剩|只剩/,
      /केवल \d+|सिर्फ \d+/,
      /\d+개 남/,
    ],
  ],
  [
    'IN_STOCK',
    [
      /in stock/,
      /usually (?:ships|dispatched)|ships (?:within|from)|dispatched|available (?:now|to ship|instantly)|left in stock/,
      /auf lager|versandfertig|sofort lieferbar|vorrätig|lieferbar|sofort verfügbar/,
      /en stock|disponible/,
      /expédi|habituellement/,
      /disponibil|spedizione|di solito/,
      /em (?:estoque|stock)|estimativa de envio|dispon[ií]vel|envi(?:o|ado)/,
      /op voorraad|verzonden|leverbaar|verzendklaar/,
      /i lager|skickas|tillgänglig/,
      /w magazynie|dostępn|wysyłka|wysyłany/,
      /stokta|kargoya/,
      /在庫あり|在庫が|発送|通常/,
      /متوفر|في المخزون|متاح|يُشحن|يتم الشحن/,
      /現貨|有貨|现货|有货/,
      /स्टॉक में|उपलब्ध/,
      /재고 있음/,
    ],
  ],
];
