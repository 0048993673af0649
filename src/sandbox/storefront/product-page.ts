import { attributeJson, escapeHtml, lines, scriptJson } from './html.ts';
import { browseNodeId } from '../browse-node.ts';
import { buyBox } from './buy-box.ts';
import { countText, priceText, starText } from '../price-text.ts';
import { findSandboxProduct, sandboxProducts } from '../catalogue.ts';
import { priceBlock, stateScript, twisterPrice, widget } from './price-block.ts';
import type { SandboxProduct } from '../catalogue/product.ts';
import type { SandboxMarketplace } from '../sandbox-marketplace.ts';
import { marketplaceWords } from '../marketplace-words.ts';

/** A product page in Amazon's layout of 2025-26, reduced to the parts that hold product data. */
export function productPage(product: SandboxProduct, marketplace: SandboxMarketplace): string {
  const words = marketplaceWords[marketplace.code];
  const canonical = `https://${marketplace.host}/${slug(product.title)}/dp/${product.parentAsin ?? product.asin}`;
  return `<!doctype html>
<html lang="${words.lang}" class="a-no-js" data-19ax5a9jf="dingo"><head><meta charset="utf-8"/>
<title dir="ltr">${escapeHtml(`${product.title} : ${marketplace.host.replace('www.a', 'A')}: ${product.department}`)}</title>
<link rel="canonical" href="${escapeHtml(canonical)}"/>
</head>
<body class="a-m-${marketplace.code.toLowerCase()}">
<div id="dp" class="a-container">
${lines(
  breadcrumbs(product),
  '<div id="ppd">',
  buyBox(product, marketplace),
  imageBlock(product),
  `<div id="centerCol">${lines(titleBlock(product, marketplace), reviews(product, marketplace), stateScript('acState', { acAsin: product.asin }), priceBlock(product, marketplace))}</div>`,
  bullets(product, words.aboutThisItem),
  '</div>',
  twisterPrice(product, marketplace),
  twisterScript(product, marketplace),
  otherProducts(product, marketplace),
  globalRatings(product, marketplace),
)}
</div>
</body></html>
`;
}

function breadcrumbs({ department, noun, category }: SandboxProduct): string {
  const link = (text: string, node: string) =>
    `<li><span class="a-list-item"><a class="a-link-normal a-color-tertiary" href="/b?ie=UTF8&amp;node=${node}">${escapeHtml(text)}</a></span></li>`;
  return `<div id="wayfinding-breadcrumbs_feature_div" class="a-subheader a-breadcrumb feature" data-feature-name="wayfinding-breadcrumbs"><ul class="a-unordered-list a-horizontal a-size-small">${link(department, browseNodeId(category))}<li aria-hidden="true" class="a-breadcrumb-divider" role="presentation"><span class="a-list-item a-color-tertiary">›</span></li>${link(noun, browseNodeId(noun))}</ul></div>`;
}

function titleBlock({ asin, title, brand }: SandboxProduct, marketplace: SandboxMarketplace): string {
  return lines(
    `<div ${widget('title_feature_div', asin)}><div id="titleSection" class="a-section a-spacing-none"> <h1 id="title" class="a-size-large a-spacing-none"> <span id="productTitle" class="a-size-large product-title-word-break">        ${escapeHtml(title)}       </span> </h1> </div></div>`,
    `<div ${widget('bylineInfo_feature_div', asin)}> <a id="bylineInfo" class="a-link-normal" href="/stores/page/sandbox?lp_asin=${asin}">${escapeHtml(marketplaceWords[marketplace.code].byline(brand))}</a> </div>`,
    `<table><tr class="a-spacing-small po-brand"><td class="a-span3"><span class="a-text-bold">Brand</span></td><td class="a-span9"><span class="po-break-word">${escapeHtml(brand)}</span></td></tr></table>`,
  );
}

function reviews({ asin, rating, reviewCount }: SandboxProduct, marketplace: SandboxMarketplace): string {
  if (rating === undefined || reviewCount === undefined) return '';
  const words = marketplaceWords[marketplace.code];
  const stars = escapeHtml(words.stars(starText(marketplace, rating)));
  const count = countText(marketplace, reviewCount);
  return lines(
    `<div id="averageCustomerReviews" data-asin="${asin}" data-ref="dpx_acr_pop_">`,
    `<span id="acrPopover" class="reviewCountTextLinkedHistogram noUnderline" title="${stars}"> <a href="javascript:void(0)" role="button" class="a-popover-trigger a-declarative"> <span aria-hidden="true" class="a-size-small a-color-base"> ${starText(marketplace, rating)} </span> <i class="a-icon a-icon-star-mini"><span class="a-icon-alt">${stars}</span></i> </a> </span>`,
    `<a id="acrCustomerReviewLink" class="a-link-normal" href="#averageCustomerReviewsAnchor"> <span id="acrCustomerReviewText" aria-label="${escapeHtml(words.ratings(count))}" class="a-size-small">(${count})</span> </a>`,
    '</div>',
  );
}

function imageBlock({ asin, title, imageIds }: SandboxProduct): string {
  const root = 'https://m.media-amazon.com/images/I';
  const main = imageIds[0] ?? '';
  const sizes = Object.fromEntries([342, 466, 679].map((px) => [`${root}/${main}._SX${px}_.jpg`, [px, px]]));
  const gallery = imageIds.map((id, at) => ({
    hiRes: `${root}/${id}._SL1500_.jpg`,
    thumb: `${root}/${id}._SS40_.jpg`,
    large: `${root}/${id}.jpg`,
    main: { [`${root}/${id}._SX466_.jpg`]: [466, 466] },
    variant: at === 0 ? 'MAIN' : `PT0${at}`,
  }));
  return lines(
    '<div id="leftCol"><div id="imageBlock_feature_div"><div id="imgTagWrapperId" class="imgTagWrapper">',
    `<img alt="${escapeHtml(title)}" src="${root}/${main}._SX342_QL70_.jpg" data-old-hires="${root}/${main}._SL1500_.jpg" onload="this.onload='';if(1>0){setCSMReq('af');}" data-a-image-name="landingImage" class="a-dynamic-image a-stretch-horizontal" id="landingImage" data-a-dynamic-image="${attributeJson(sizes)}"/>`,
    `</div></div></div>`,
    `<script type="text/javascript">P.when('A').register("ImageBlockATF", function(A){ var data = { 'enableS2WithoutS1': false, 'colorImages': { 'initial': ${scriptJson(gallery)}}, 'colorToAsin': {'initial': {}}, 'mediaAsin': '${asin}' }; return data; });</script>`,
  );
}

function bullets({ features }: SandboxProduct, heading: string): string {
  const items = features.map(
    (feature) => `<li class="a-spacing-mini"><span class="a-list-item"> ${escapeHtml(feature)} </span></li>`,
  );
  return `<div id="feature-bullets" class="a-section a-spacing-medium a-spacing-top-small"> <h2 class="a-size-base-plus a-text-bold"> ${escapeHtml(heading)} </h2> <ul class="a-unordered-list a-vertical a-spacing-mini"> ${items.join(' ')} </ul> </div>`;
}

/** The variations; a product without variations names itself. */
function twisterScript(product: SandboxProduct, marketplace: SandboxMarketplace): string {
  const parent =
    product.parentAsin === undefined ? undefined : findSandboxProduct(marketplace.code, product.parentAsin);
  const siblings = parent?.childAsins ?? [product.asin];
  const values = Object.fromEntries(
    siblings.map((asin) => [asin, [findSandboxProduct(marketplace.code, asin)?.colour ?? '']]),
  );
  return `<script type="text/javascript">P.register('twister-js-init-dpx-data', function() { var dataToReturn = { "isTabletWeb" : false, "currentAsin" : "${product.asin}", "parentAsin" : "${product.parentAsin ?? product.asin}", "num_total_variations" : ${siblings.length}, "dimensions" : ["color_name"], "dimensionsDisplayType" : [ "swatch", ], "dimensionValuesDisplayData" : ${scriptJson(values)}, "variationDisplayLabels" : {"color_name":${scriptJson(marketplaceWords[marketplace.code].colour)}} }; return dataToReturn; });</script>`;
}

/** The review section, which has the exact count. */
function globalRatings({ reviewCount, rating }: SandboxProduct, marketplace: SandboxMarketplace): string {
  if (rating === undefined || reviewCount === undefined) return '';
  const words = marketplaceWords[marketplace.code];
  return `<div id="averageCustomerReviewsAnchor"><span data-hook="rating-out-of-text">${escapeHtml(words.stars(starText(marketplace, rating)))}</span> <span data-hook="total-review-count" class="a-size-base a-color-secondary">${escapeHtml(words.ratings(countText(marketplace, reviewCount)))}</span></div>`;
}

/** A carousel of other products, whose prices and stars are not this product's. */
function otherProducts(product: SandboxProduct, marketplace: SandboxMarketplace): string {
  const others = sandboxProducts(marketplace.code)
    .filter((one) => one.category === product.category && one.asin !== product.asin && one.price !== undefined)
    .slice(0, 4);
  const cards = others.map(
    ({ asin, title, price }) =>
      `<li class="a-carousel-card"><div data-asin="${asin}"><a class="a-link-normal" href="/dp/${asin}"><span>${escapeHtml(title)}</span></a><span class="a-price" data-a-size="base" data-a-color="price"><span class="a-offscreen">${price === undefined ? '' : escapeHtml(priceText(marketplace, price.minor))}</span></span></div></li>`,
  );
  return `<div id="sp_detail" class="a-carousel-container"><ol class="a-carousel" role="list">${cards.join('')}</ol></div>`;
}

function slug(title: string): string {
  return title.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 50);
}
