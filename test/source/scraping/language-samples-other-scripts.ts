import type { LanguageSamples } from './language-samples.ts';

/** Samples of the languages that are not written in Latin letters, by language code. */
export const otherScripts: Readonly<Record<string, LanguageSamples>> = {
  ja: {
    bylines: ['Ashaのストアを表示', 'ブランド: Asha', 'ブランド: Asha のストアを表示', 'Ashaのストアにアクセス'],
    stock: {
      OUT_OF_STOCK: ['現在在庫切れです。', '現在お取り扱いできません', '一時的に在庫切れ; 入荷時期は未定です。'],
      BACKORDER: ['一時的に在庫切れですが、商品が入荷次第配送します。', '2026年12月5日に入荷予定です。'],
      PREORDER: ['予約受付中', 'この商品の発売予定日は2027年5月5日です。'],
      LIMITED: ['残り1点 ご注文はお早めに', '残り3点（入荷予定あり）'],
      IN_STOCK: ['在庫あり。', '通常2～3日以内に発送します。'],
    },
    undeliverable: 'この商品は選択されたお届け先に配送できません。',
    otherSellers: 'この商品は、これらの出品者からお求めいただけます。',
    notFound: ['ページが見つかりません', 'お探しのページは見つかりませんでした。'],
    serverError: ['サーバーエラー', '問題が発生しました。'],
  },
  ar: {
    bylines: ['قم بزيارة متجر Asha', 'تفضل بزيارة متجر Asha', 'العلامة التجارية: Asha'],
    stock: {
      OUT_OF_STOCK: ['غير متوفر حالياً', 'نفدت الكمية'],
      BACKORDER: ['غير متوفر مؤقتًا. اطلبه الآن وسنرسله لاحقًا.', 'متوفر في المخزون بتاريخ 5 ديسمبر 2026'],
      PREORDER: ['الطلب المسبق متاح', 'سيتم إصدار هذا المنتج في 5 مايو 2027'],
      LIMITED: ['تبقى 2 فقط في المخزون - اطلبه الآن', 'بقي فقط 3'],
      IN_STOCK: ['متوفر', 'متوفر في المخزون', 'يتم الشحن عادةً خلال 2 إلى 3 أيام'],
    },
    undeliverable: 'لا يمكن شحن هذه السلعة إلى موقع التوصيل المحدد.',
    otherSellers: 'متوفر لدى هؤلاء البائعين',
    notFound: ['لم يتم العثور على الصفحة', 'الصفحة غير موجودة'],
    serverError: ['حدث خطأ ما', 'عذرًا، الخدمة غير متاحة'],
  },
  hi: {
    bylines: ['Asha स्टोर पर जाएं', 'ब्रांड: Asha'],
    stock: {
      OUT_OF_STOCK: ['फिलहाल उपलब्ध नहीं है।', 'स्टॉक में नहीं है'],
      BACKORDER: ['5 दिसंबर को स्टॉक में होगा'],
      PREORDER: ['अभी प्री-ऑर्डर करें'],
      LIMITED: ['स्टॉक में केवल 2 बचे हैं'],
      IN_STOCK: ['स्टॉक में है।', 'आमतौर पर 2 से 3 दिनों में डिस्पैच होता है'],
    },
    undeliverable: 'इस आइटम को आपके चुने हुए स्थान पर डिलीवर नहीं किया जा सकता।',
    otherSellers: 'इन विक्रेताओं से उपलब्ध।',
    notFound: ['पेज नहीं मिला'],
    serverError: ['कुछ गलत हो गया'],
  },
  zh: {
    bylines: ['造訪 Asha 商店', '访问Asha品牌旗舰店', '品牌：Asha'],
    stock: {
      OUT_OF_STOCK: ['目前无货。', '目前無法購買。', '缺貨'],
      BACKORDER: ['暫時缺貨。立即訂購，我們將在到貨後發貨。'],
      PREORDER: ['立即預購', '将于2027年5月5日发行'],
      LIMITED: ['庫存僅剩 2 件', '仅剩 3 件'],
      IN_STOCK: ['現貨', '有货', '通常 2 至 3 天內發貨'],
    },
    undeliverable: '此商品無法配送至您選擇的地址。',
    otherSellers: '可從這些賣家處購買。',
    notFound: ['找不到網頁', '找不到该页面'],
    serverError: ['抱歉！出錯了'],
  },
  ko: {
    bylines: ['Asha 스토어 방문하기', '브랜드: Asha'],
    stock: {
      OUT_OF_STOCK: ['현재 구매할 수 없습니다.', '품절'],
      BACKORDER: ['일시 품절. 지금 주문하시면 입고 후 배송합니다.'],
      PREORDER: ['지금 예약 주문', '2027년 5월 5일 출시 예정'],
      LIMITED: ['2개 남음'],
      IN_STOCK: ['재고 있음', '보통 2~3일 이내 발송'],
    },
    undeliverable: '이 상품은 선택한 배송지로 배송할 수 없습니다.',
    otherSellers: '이 판매자에게서 구매 가능',
    notFound: ['페이지를 찾을 수 없습니다'],
    serverError: ['문제가 발생했습니다'],
  },
};
