import type { Language } from './language.ts';

/** Amazon's Korean interface: US and JP as an option. */
export const korean: Language = {
  code: 'ko',
  brand: [/^브랜드\s*[:：]\s*(.+)$/u, /^(.+?)\s*(?:스토어|매장)(?:을|를)? ?(?:방문(?:하기)?|둘러보기)$/u],
  stock: {
    OUT_OF_STOCK: /구매할 수 없|이용할 수 없|품절|재고 없음/u,
    BACKORDER: /일시(?:적으로)? ?품절.{0,60}(?:주문|배송)|\d+일.{0,10}입고/u,
    PREORDER: /예약 ?(?:주문|구매|판매)|선주문|출시(?:됩니다| 예정)|발매 예정/u,
    LIMITED: /\d+개 ?(?:만 )?남|재고 \d+개/u,
    IN_STOCK: /재고 ?있음|재고가 있|배송|발송/u,
  },
  undeliverable: /(?:배송|발송)(?:할 수 없|이 불가|되지 않)/u,
  otherSellers: /(?:이|다른) 판매자/u,
  refurbished: /리퍼비시|리뉴드|재생품/u,
  otherPrice: /1회 구매|일회성 구매/u,
  priceLabel: /^(?:Kindle )?가격\s*[:：]/u,
  buy: /구매|구입/u,
  notFound: /페이지를 찾을 수 없|문서를 찾을 수 없/u,
  serverError: /오류|문제가 발생|서비스를 (?:사용|이용)할 수 없|죄송합니다/u,
};
