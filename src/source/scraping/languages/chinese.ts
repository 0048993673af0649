import type { Language } from './language.ts';

/** Amazon's Chinese interfaces, simplified and traditional: US, JP, SG, AU as an option. */
export const chinese: Language = {
  code: 'zh',
  brand: [
    /^品牌\s*[:：]\s*(.+)$/u,
    /^(?:造訪|瀏覽|访问|浏览|前往|查看)\s*(.+?)\s*(?:的)?(?:商店|品牌旗舰店|品牌旗艦店|品牌店|店鋪|店铺)$/u,
  ],
  stock: {
    OUT_OF_STOCK: /目前无货|目前無法|缺貨|缺货|無庫存|无库存|現在無法購買|无法购买|售罄|無貨|无货|不可用/u,
    BACKORDER:
      /(?:暫時|暂时)(?:缺貨|缺货|無貨|无货).{0,40}(?:訂購|订购|下單|下单|發貨|发货)|\d\s*[月日].{0,8}(?:有貨|有货|到貨|到货)/u,
    PREORDER: /預購|预购|預訂|预订|预售|預售|(?:將於|将于).{2,20}(?:發行|发行|發佈|发布|上市)/u,
    LIMITED: /(?:僅剩|仅剩|只剩|庫存僅|库存仅)\s*\d*/u,
    IN_STOCK: /現貨|有貨|现货|有货|(?:發貨|发货|出貨|出货)/u,
  },
  undeliverable: /(?:無法|无法|不能|不可)(?:配送|發貨|发货|運送|运送|送達|送达)/u,
  otherSellers: /(?:這些|这些|其他)(?:賣家|卖家)/u,
  refurbished: /翻新|整修品|官方翻新/u,
  otherPrice: /一次性購買|一次性购买|全新價格|全新价格/u,
  priceLabel: /^(?:Kindle\s*)?(?:價格|价格)\s*[:：]/u,
  buy: /購買|购买/u,
  notFound: /找不到.{0,10}(?:網頁|网页|頁面|页面|文件)|(?:頁面|页面|網頁|网页)(?:不存在|未找到|無法找到|无法找到)/u,
  serverError: /(?:出錯|出错|錯誤|错误)|服務(?:不可用|無法使用)|服务不可用|抱歉|對不起|对不起/u,
};
