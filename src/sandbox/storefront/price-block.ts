import { attributeJson, escapeHtml, lines, scriptJson } from './html.ts';
import { priceParts, priceText, shortPriceText } from '../price-text.ts';
import type { SandboxDeal } from '../catalogue/deal.ts';
import type { SandboxPrice, SandboxProduct } from '../catalogue/product.ts';
import type { SandboxMarketplace } from '../sandbox-marketplace.ts';
import { savingsOf } from '../associates/money.ts';
import { marketplaceWords } from '../marketplace-words.ts';

/** The attributes of a `celwidget`. */
export function widget(id: string, asin: string): string {
  const name = id.replace(/_feature_div$/, '');
  return `id="${id}" class="celwidget" data-feature-name="${name}" data-csa-c-type="widget" data-csa-c-content-id="${name}" data-csa-c-asin="${asin}" data-csa-c-is-in-initial-active-row="false"`;
}

/** The price display of the buy box; an empty widget where the marketplace shows no price. */
export function priceBlock(product: SandboxProduct, marketplace: SandboxMarketplace): string {
  const id = 'corePriceDisplay_desktop_feature_div';
  const { price, listPrice, deal } = product;
  if (price === undefined) return `<div ${widget(id, product.asin)}> </div>`;
  return lines(
    `<div ${widget(id, product.asin)}>`,
    '<style type="text/css"> .savingPriceOverride { color:#CC0C39!important; } </style>',
    '<div class="a-section a-spacing-none aok-align-center aok-relative">',
    spokenPrice(price, listPrice, marketplace),
    `<span class="a-price aok-align-center reinventPricePriceToPayMargin priceToPay" data-a-size="xl" data-a-color="base"><span class="a-offscreen"> </span>${visiblePrice(price, marketplace)}</span>`,
    '<span id="taxInclusiveMessage" class="a-size-mini a-color-base aok-align-center aok-nowrap"> </span>',
    '</div>',
    listPrice !== undefined && basisPrice(listPrice, marketplace),
    '</div>',
    deal?.access === 'PRIME_EXCLUSIVE' && membersMessage(deal),
  );
}

/** The price data for the page's own scripts; empty without a new offer. */
export function twisterPrice({ price }: SandboxProduct, marketplace: SandboxMarketplace): string {
  if (price === undefined) return '';
  const { decimalMark, symbol, symbolPosition } = marketplace.format;
  const [integer = '', fraction = ''] = priceText(marketplace, price.minor)
    .replace(/[^\d.,\u202f]/g, '')
    .split(marketplace.decimals === 0 ? '\0' : decimalMark);
  const option = {
    displayPrice: priceText(marketplace, price.minor),
    priceAmount: Number(price.amount),
    currencySymbol: symbol,
    integerValue: integer,
    decimalSeparator: decimalMark,
    fractionalValue: fraction,
    symbolPosition,
    hasSpace: symbolPosition === 'right',
    showFractionalPartIfEmpty: !marketplace.format.hidesZeroFraction,
    offerListingId: 'c2FuZGJveA%3D%3D',
    locale: marketplace.locale.replace('_', '-'),
    buyingOptionType: 'NEW',
    aapiBuyingOptionIndex: 0,
  };
  return `<div class="a-section aok-hidden twister-plus-buying-options-price-data">${scriptJson({ desktop_buybox_group_1: [option] })}</div>`;
}

/** A struck-through price on cards and pages. */
export function struckPrice(price: SandboxPrice, marketplace: SandboxMarketplace, size: string): string {
  const text = escapeHtml(shortPriceText(marketplace, price.minor));
  return `<span class="a-price a-text-price" data-a-size="${size}" data-a-strike="true" data-a-color="secondary"><span class="a-offscreen">${text}</span><span aria-hidden="true">${text}</span></span>`;
}

/** Symbol, whole and fraction in separate elements, in the marketplace's order. */
export function visiblePrice(price: SandboxPrice, marketplace: SandboxMarketplace): string {
  const { symbol, whole, decimalMark, fraction } = priceParts(marketplace, price.minor);
  const sign = `<span class="a-price-symbol">${symbol}</span>`;
  const number =
    fraction === ''
      ? `<span class="a-price-whole">${whole}</span>`
      : `<span class="a-price-whole">${whole}<span class="a-price-decimal">${decimalMark}</span></span><span class="a-price-fraction">${fraction}</span>`;
  return `<span aria-hidden="true">${marketplace.format.symbolPosition === 'left' ? sign + number : number + sign}</span>`;
}

function spokenPrice(
  price: SandboxPrice,
  listPrice: SandboxPrice | undefined,
  marketplace: SandboxMarketplace,
): string {
  const text = priceText(marketplace, price.minor);
  if (listPrice === undefined) return `<span class="aok-offscreen"> ${escapeHtml(text)} </span>`;
  const { percent } = savingsOf(price, listPrice);
  return lines(
    `<span class="aok-offscreen"> ${escapeHtml(marketplaceWords[marketplace.code].saving(text, percent))} </span>`,
    `<span aria-hidden="true" class="a-size-large a-color-price savingPriceOverride aok-align-center savingsPercentage">-${percent}%</span>`,
  );
}

function membersMessage({ badge }: SandboxDeal): string {
  return `<div id="pep_feature_div"><span id="primeExclusivePricingMessage"><span class="a-size-base">${escapeHtml(badge)}</span></span></div>`;
}

function basisPrice(listPrice: SandboxPrice, marketplace: SandboxMarketplace): string {
  const label = marketplaceWords[marketplace.code].listPriceLabel;
  const full = `${label} ${priceText(marketplace, listPrice.minor)}`;
  return lines(
    '<div class="a-section a-spacing-small aok-align-center"> <span> <span class="aok-relative">',
    `<span class="a-size-small aok-offscreen"> ${escapeHtml(full)} </span>`,
    `<span aria-hidden="true" class="a-size-small a-color-secondary aok-align-center basisPrice">${escapeHtml(label)} ${struckPrice(listPrice, marketplace, 's')} </span>`,
    '</span> <span class="a-size-small aok-align-center basisPriceLegalMessage"> </span> </span> </div>',
  );
}

/** `data-a-state`, in which Amazon's pages keep JSON for their scripts. */
export function stateScript(key: string, value: unknown): string {
  return `<script type="a-state" data-a-state="${attributeJson({ key })}">${scriptJson(value)}</script>`;
}
