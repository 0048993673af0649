import type { Language } from './language.ts';

/** Amazon's Spanish interface: ES, MX, US. */
export const spanish: Language = {
  code: 'es',
  brand: [
    /^marca\s*[:：]\s*(.+)$/iu,
    /^(?:visita|visitar|visite|ir a) (?:la )?(?:tienda|store) (?:oficial )?(?:de )?(.+)$/iu,
  ],
  stock: {
    OUT_OF_STOCK: /no (?:est[áa] )?disponible|agotad|sin (?:existencias|stock)|fuera de stock/iu,
    BACKORDER:
      /(?:temporalmente|actualmente) (?:sin (?:stock|existencias)|agotado|no disponible)\b.{0,100}?(?:pide|pídelo|pedido|enviar|compra)|(?:en stock|disponible|habrá (?:stock|existencias)) (?:el|a partir del?|desde el) (?:día )?\d|pronto (?:en stock|disponible)/iu,
    PREORDER:
      /pre-?venta|pre-?orden|saldr[áa] a la venta|se (?:lanzará|publicará|pondrá a la venta)|res[eé]rva(?:r|lo|la)?(?: ahora| ya)?(?!\p{L})|disponible para reserva|a la venta (?:a partir|el)|aún no (?:se ha )?(?:publicado|lanzado)|fecha de lanzamiento/iu,
    LIMITED: /(?:s[óo]lo|solamente|únicamente) (?:queda|quedan|hay|\d+)|últimas? unidad|quedan? (?:s[óo]lo )?\d+/iu,
    IN_STOCK:
      /en stock|(?<!\p{L})disponible|(?:se )?env[íi](?:a|o|ado) (?:en|dentro|normalmente|habitualmente)|(?:normalmente|generalmente|habitualmente) (?:se )?env|hay existencias/iu,
  },
  undeliverable:
    /no (?:se )?(?:puede|pueden) (?:ser )?(?:enviar|entregar|enviad|entregad)\p{L}*|no (?:se envía|hace envíos|realiza envíos|enviamos|entrega)/iu,
  otherSellers: /(?:estos|otros) vendedores/iu,
  refurbished: /(?<!\p{L})reacondicionad[oa]s?(?!\p{L})/iu,
  otherPrice: /compra única|condición nueva|precio (?:por )?única vez/iu,
  priceLabel: /^precio(?: kindle)?\s*[:：]/iu,
  buy: /(?<!\p{L})c[óo]mpra(?:r|lo|la)?(?!\p{L})/iu,
  notFound:
    /(?:p[áa]gina|documento) no (?:encontrad[ao]|existe|v[áa]lida)|no (?:hemos podido|pudimos|podemos|se (?:pudo|ha podido|puede)) (?:encontrar|localizar) .{0,25}(?:p[áa]gina|documento)|(?:no (?:encontramos|se encuentra|se encontró)) .{0,10}p[áa]gina|no es una página (?:activa|v[áa]lida|que funcione)|buscas? (?:algo|alguna cosa)/iu,
  serverError:
    /servicio no disponible|(?:se ha producido|se produjo|ocurrió|hubo) un (?:error|problema)|algo (?:ha salido|salió|fue) mal|lo sentimos|error (?:interno|del servidor|de servi)/iu,
};
