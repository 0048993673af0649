import type { Language } from './language.ts';

/** Amazon's Portuguese interface: BR, and ES as an option. */
export const portuguese: Language = {
  code: 'pt',
  brand: [
    /^marca\s*[:：]\s*(.+)$/iu,
    /^(?:visite|visitar|visita|acesse|ir para) a loja (?:oficial )?(?:d[aeo]s? )?(.+)$/iu,
  ],
  stock: {
    OUT_OF_STOCK: /indispon[ií]vel|esgotad|(?:fora de|sem) (?:estoque|stock)|não (?:está )?disponível/iu,
    BACKORDER:
      /temporariamente (?:fora de estoque|sem (?:estoque|stock)|indispon[ií]vel|esgotado)\b.{0,100}?(?:peça|pedido|compre|encomend|enviaremos)|(?:em (?:estoque|stock)|dispon[ií]vel) (?:em|a partir de|no dia) \d|em breve (?:em estoque|em stock|disponível)/iu,
    PREORDER:
      /pré-?venda|pré-?encomend|(?:será|vai ser) (?:lançado|publicado)|lançamento (?:em|dia)|data de lançamento|ainda não (?:foi )?lançado|em breve/iu,
    LIMITED:
      /(?:só|somente|apenas) (?:resta|restam )?\d+|rest(?:a|am) (?:apenas |só )?\d+|últim[ao]s? unidade|apenas .{0,12}em (?:estoque|stock)/iu,
    IN_STOCK:
      /em (?:estoque|stock)|estimativa de envio|(?<!\p{L})dispon[ií]vel|envi(?:o|ado|amos) (?:de|em|dentro|normalmente|geralmente)|(?:normalmente|geralmente) (?:é )?enviado/iu,
  },
  undeliverable:
    /não (?:pode|podem) ser (?:enviad|entregue)\p{L}*|não (?:é|são) (?:enviad|entregue)\p{L}*|não (?:enviamos|entregamos|é possível enviar|é possível entregar)/iu,
  otherSellers: /(?:estes|esses|outros) vendedores/iu,
  refurbished: /(?<!\p{L})recondicionad[oa]s?(?!\p{L})/iu,
  otherPrice: /compra única|condição nova/iu,
  priceLabel: /^preço(?: kindle)?\s*[:：]/iu,
  buy: /(?<!\p{L})compr(?:ar|e)(?!\p{L})/iu,
  notFound:
    /(?:p[áa]gina|documento) (?:não (?:foi )?encontrad[ao]|não existe|inexistente)|não (?:foi possível|conseguimos|pudemos|podemos) (?:encontrar|localizar) .{0,25}página|não encontramos .{0,15}página|não é uma página (?:ativa|válida|que funcione)|procurando (?:por )?(?:algo|alguma)/iu,
  serverError:
    /serviço (?:temporariamente )?indisponível|(?:algo|alguma coisa) (?:deu|correu|saiu) (?:de )?(?:errado|mal)|ocorreu um (?:erro|problema)|(?:lamentamos|desculp|sentimos muito)|erro (?:interno|d[eo] servi)/iu,
};
