import type { Language } from './language.ts';

/** Amazon's Turkish interface: TR. */
export const turkish: Language = {
  code: 'tr',
  brand: [
    /^marka\s*[:：]\s*(.+)$/iu,
    /^(.+?) (?:store[’'‘]?(?:u|una|unu|nu|yi|ı|i)?|mağazasını|mağazasına|mağazası[’']?n[ıa]) (?:ziyaret edin|gidin|göz atın|inceleyin)$/iu,
  ],
  stock: {
    OUT_OF_STOCK: /mevcut değil|(?:stokta|stoklarda) (?:yok|bulunm)|tükendi|temin edilemiyor|satışta değil/iu,
    BACKORDER:
      /(?:geçici olarak|şu anda) (?:stokta yok|temin edilemiyor|mevcut değil|tükendi)(?!\p{L}).{0,100}?(?:sipariş|teslim)|stokta olacak|(?:stoklara|stoğa) (?:girecek|gelecek)|(?:yakında|tarihinde) stokta/iu,
    PREORDER:
      /ön sipariş|(?:satışa|piyasaya) (?:sunulacak|çıkacak)|yayınlanacak|çıkış tarihi|henüz (?:çıkmadı|yayınlanmadı)/iu,
    LIMITED: /(?:sadece|yalnızca|son) \d+/iu,
    IN_STOCK: /stokta|stoklarda|kargoya|gönderilir|mevcut(?! değil)/iu,
  },
  undeliverable: /gönderil(?:em|m)\p{L}*|teslim edil(?:em|m)\p{L}*|gönderim yapılm\p{L}*/iu,
  otherSellers: /(?:bu|diğer) satıcı/iu,
  refurbished: /(?<!\p{L})yenilenmiş(?!\p{L})/iu,
  otherPrice: /tek sefer|yeni ürün fiyatı/iu,
  priceLabel: /^(?:kindle )?fiyat[ıi]?\s*[:：]/iu,
  buy: /(?<!\p{L})(?:satın al|hemen al)/iu,
  notFound:
    /(?:sayfa|belge|doküman) (?:bulunamadı|mevcut değil)|sayfayı bulam(?:adık|ıyoruz)|bir şey mi (?:arıyorsun|aramıştın)/iu,
  serverError:
    /hizmet kullanılamıyor|bir (?:şeyler yanlış gitti|hata oluştu|sorun oluştu)|bir (?:şeyler )?ters gitti|üzgünüz|özür dileriz|sunucu hatası/iu,
};
