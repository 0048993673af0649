import { escapeHtml, lines } from './html.ts';
import { priceText } from '../price-text.ts';
import type { SandboxProduct } from '../catalogue/product.ts';
import type { SandboxMarketplace } from '../sandbox-marketplace.ts';
import { marketplaceWords, type MarketplaceWords } from '../marketplace-words.ts';
import { widget } from './price-block.ts';

/** The right-hand column: availability, seller and buttons, or why it has none. */
export function buyBox(product: SandboxProduct, marketplace: SandboxMarketplace): string {
  const words = marketplaceWords[marketplace.code];
  return `<div id="rightCol"><div id="buybox">${lines(...parts(product, marketplace, words))}</div></div>`;
}

function parts(
  product: SandboxProduct,
  marketplace: SandboxMarketplace,
  words: MarketplaceWords,
): readonly (string | undefined)[] {
  switch (product.state) {
    case 'OUT_OF_STOCK':
    case 'PARENT':
      return [availability(''), outOfStock(words)];
    case 'NO_FEATURED_OFFER':
      return [availability(''), seeAllOffers(product, words)];
    case 'USED_ONLY':
      return [availability(''), usedOffer(product, marketplace, words)];
    case 'LIMITED':
      return sold(product, words.onlyLeft(3), 'a-color-price', words.addToCart, words);
    case 'PREORDER':
      return sold(product, words.preorder, 'a-color-success', words.preorderNow, words);
    case 'BACKORDER':
      return sold(product, words.backorder, 'a-color-base', words.addToCart, words);
    case 'HIDDEN_PRICE':
      return sold(product, '', 'a-color-success', words.addToCart, words);
    default:
      return sold(product, words.inStock, 'a-color-success', words.addToCart, words);
  }
}

function sold(
  product: SandboxProduct,
  message: string,
  colour: string,
  button: string,
  words: MarketplaceWords,
): readonly string[] {
  const text = message === '' ? '' : `<span class="a-size-medium ${colour}"> ${escapeHtml(message)} </span>`;
  return [availability(text), merchant(product, words), cartButton(product, button)];
}

/** The style element is part of the real page too; a reader must not take it for text. */
function availability(content: string): string {
  return lines(
    '<div id="availability_feature_div" class="celwidget" data-feature-name="availability">',
    `<div id="availability" class="a-section a-spacing-base a-spacing-top-micro }"> ${content} </div>`,
    '<style> .availabilityMoreDetailsIcon { width: 12px; fill: #969696; } </style>',
    '</div>',
  );
}

function outOfStock({ unavailable: [headline, detail] }: MarketplaceWords): string {
  return `<div id="outOfStock" class="a-box"><div class="a-box-inner"> <div class="a-section a-spacing-small a-text-center"> <span class="a-color-base a-text-bold">${escapeHtml(headline)}</span> <br/>${escapeHtml(detail)} </div></div></div>`;
}

function seeAllOffers({ asin }: SandboxProduct, words: MarketplaceWords): string {
  const text = escapeHtml(words.seeAllOffers);
  return `<span id="buybox-see-all-buying-choices" class="a-button a-spacing-base a-button-base"><span class="a-button-inner"><a href="/gp/offer-listing/${asin}/ref=dp_olp_unknown_mbc" title="${text}" class="a-button-text" role="button"> ${text} </a></span></span>`;
}

function usedOffer(product: SandboxProduct, marketplace: SandboxMarketplace, words: MarketplaceWords): string {
  if (product.usedPrice === undefined) return '';
  const price = escapeHtml(priceText(marketplace, product.usedPrice.minor));
  return lines(
    '<div id="usedBuySection" class="rbbHeader dp-accordion-row"><div class="a-row a-grid-vertical-align a-grid-center">',
    `<span class="a-text-bold">${escapeHtml(words.used)}</span>`,
    `<span class="a-color-price offer-price a-text-normal">${price}</span>`,
    '</div></div>',
    merchant(product, words),
  );
}

function merchant({ asin, seller }: SandboxProduct, words: MarketplaceWords): string {
  return lines(
    `<div ${widget('merchantInfoFeature_feature_div', asin)}>`,
    `<div class="offer-display-feature-label a-size-small"><span class="a-size-small a-color-tertiary">${escapeHtml(words.soldBy)}</span></div>`,
    `<div class="offer-display-feature-text a-size-small"><span class="a-size-small offer-display-feature-text-message"><a href='/gp/help/seller/at-a-glance.html/ref=dp_merchant_link?ie=UTF8&amp;seller=${seller.id}&amp;asin=${asin}' id='sellerProfileTriggerId'>${escapeHtml(seller.name)}</a></span></div>`,
    '</div>',
  );
}

function cartButton(product: SandboxProduct, text: string): string {
  const { asin } = product;
  const value = escapeHtml(text);
  return lines(
    '<form method="post" id="addToCart" action="/gp/product/handle-buy-box">',
    `<input type="hidden" id="ASIN" name="ASIN" value="${asin}">`,
    submittedPrice(product),
    `<span id="submit.add-to-cart" class="a-button a-spacing-small a-button-primary a-button-icon"><span class="a-button-inner"><input id="add-to-cart-button" name="submit.add-to-cart" title="${value}" class="a-button-input" type="submit" value="${value}"/><span class="a-button-text" aria-hidden="true">${value}</span></span></span>`,
    '</form>',
  );
}

/** The price for a shopper who is not signed in: a deal for members does not reduce it. */
function submittedPrice({ price, listPrice, deal }: SandboxProduct): string {
  const submitted = deal?.access === 'PRIME_EXCLUSIVE' ? listPrice : price;
  if (submitted === undefined) return '';
  const input = (part: string, value: string) => {
    const name = `items[0.base][customerVisiblePrice][${part}]`;
    return `<input type="hidden" name="${name}" value="${value}" id="${name}"/>`;
  };
  return input('amount', String(Number(submitted.amount))) + input('currencyCode', submitted.currency);
}
