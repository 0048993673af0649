import { countText, priceText, starText } from '../price-text.ts';
import { escapeHtml, lines, scriptJson } from './html.ts';
import type { SandboxProduct } from '../catalogue/product.ts';
import type { SandboxMarketplace } from '../sandbox-marketplace.ts';
import { marketplaceWords } from '../marketplace-words.ts';
import { struckPrice, visiblePrice } from './price-block.ts';

/** One page of hits. */
export type SearchPageContent = {
  readonly query: string;
  readonly page: number;
  readonly lastPage: number;
  readonly total: number;
  readonly hits: readonly SandboxProduct[];
  /** Sponsored products, which are placed among the hits. */
  readonly sponsored: readonly SandboxProduct[];
};

/** The search page in the layout of 2025-26; without `hits`, the page for no results. */
export function searchPage(content: SearchPageContent, marketplace: SandboxMarketplace): string {
  const words = marketplaceWords[marketplace.code];
  const results =
    content.hits.length === 0
      ? `<div class="s-no-outline s-result-item s-no-results-result"><div class="a-section a-spacing-base a-spacing-top-medium"><div class="a-row"><span class="a-size-medium a-color-base">${escapeHtml(words.noResults)} </span><span class="a-size-medium a-color-state a-text-bold">${escapeHtml(content.query)}</span></div></div></div>`
      : lines(...cards(content, marketplace), pagination(content, words.next));
  return `<!doctype html>
<html lang="${words.lang}" class="a-no-js" data-19ax5a9jf="dingo"><head><meta charset="utf-8"/>
<title>${escapeHtml(`${marketplace.host.replace('www.a', 'A')} : ${content.query}`)}</title>
</head>
<body>
<div id="search">${metadata(content)}
<span data-component-type="s-result-info-bar"><span>${countText(marketplace, content.total)}</span> <span class="a-color-state a-text-bold">"${escapeHtml(content.query)}"</span></span>
<span data-component-type="s-search-results" class="rush-component s-latency-cf-section"><div class="s-main-slot s-result-list s-search-results sg-row">
${results}
</div></span></div>
</body></html>
`;
}

/** The exact count, which the text of the real page rounds. The backslash is Amazon's. */
function metadata({ total, hits, sponsored, query, page }: SearchPageContent): string {
  const value = {
    totalResultCount: total,
    asinOnPageCount: hits.length + sponsored.length,
    searchAlias: 'aps',
    keywords: query,
    page,
  };
  return `<script>P.declare('s\\-metadata', ${scriptJson(value)});</script>`;
}

/** Advertisements are at the top and after every sixth hit. */
function cards({ hits, sponsored }: SearchPageContent, marketplace: SandboxMarketplace): readonly string[] {
  const advertised = [...sponsored];
  const all: string[] = [];
  hits.forEach((hit, at) => {
    const advertisement = at % 6 === 0 ? advertised.shift() : undefined;
    if (advertisement !== undefined) all.push(card(advertisement, marketplace, all.length, true));
    all.push(card(hit, marketplace, all.length, false));
  });
  return all;
}

function card(product: SandboxProduct, marketplace: SandboxMarketplace, index: number, sponsored: boolean): string {
  const { asin, title } = product;
  const words = marketplaceWords[marketplace.code];
  const page = `/Sandbox-Product/dp/${asin}/ref=sr_1_${index}`;
  const href = escapeHtml(sponsored ? `/sspa/click?ie=UTF8&spc=c2FuZGJveA&url=${encodeURIComponent(page)}` : page);
  const label = sponsored ? `${words.sponsored} Ad - ${title}` : title;
  return lines(
    `<div role="listitem" data-asin="${asin}" data-index="${index + 2}" data-component-type="s-search-result" class="sg-col-4-of-4 sg-col-20-of-24 s-result-item s-asin${sponsored ? ' AdHolder' : ''} sg-col s-widget-spacing-small"><div class="sg-col-inner"><div class="puis-card-container s-card-container" data-cy="asin-faceout-container">`,
    `<div class="s-product-image-container" data-cy="image-container"><a aria-hidden="true" class="a-link-normal s-no-outline" tabindex="-1" href="${href}"><img class="s-image" src="https://m.media-amazon.com/images/I/${product.imageIds[0] ?? ''}._AC_UY218_.jpg" alt="${escapeHtml(label)}" data-image-index="${index + 1}"></a></div>`,
    `<div data-cy="title-recipe" class="a-section a-spacing-none s-title-instructions-style">${sponsored ? `<span class="puis-label-popover-default"><span class="a-color-secondary">${escapeHtml(words.sponsored)}</span></span>` : ''}<a class="a-link-normal s-line-clamp-2 s-link-style a-text-normal" href="${href}"><h2 aria-label="${escapeHtml(label)}" class="a-size-medium a-spacing-none a-color-base a-text-normal"><span>${escapeHtml(title)}</span></h2></a></div>`,
    reviewsBlock(product, marketplace, href),
    offerBlock(product, marketplace, href),
    '</div></div></div>',
  );
}

function reviewsBlock({ rating, reviewCount }: SandboxProduct, marketplace: SandboxMarketplace, href: string): string {
  if (rating === undefined || reviewCount === undefined) return '';
  const words = marketplaceWords[marketplace.code];
  const stars = escapeHtml(words.stars(starText(marketplace, rating)));
  const count = countText(marketplace, reviewCount);
  return `<div data-cy="reviews-block" class="a-section a-spacing-none a-spacing-top-micro"><div class="a-row a-size-small"><span aria-hidden="true" class="a-size-small a-color-base">${starText(marketplace, rating)}</span><a aria-label="${stars}" href="javascript:void(0)" role="button" class="a-popover-trigger a-declarative"><i data-cy="reviews-ratings-slot" aria-hidden="true" class="a-icon a-icon-star-mini"><span class="a-icon-alt">${stars}</span></i></a> <a aria-label="${escapeHtml(words.ratings(count))}" class="a-link-normal s-underline-text s-underline-link-text s-link-style" href="${href}#customerReviews"><span aria-hidden="true" class="a-size-mini puis-normal-weight-text s-underline-text">(${count})</span> </a> </div></div>`;
}

/** The featured price; without one, the price of other sellers, which is not the product's price. */
function offerBlock(product: SandboxProduct, marketplace: SandboxMarketplace, href: string): string {
  const { price, listPrice } = product;
  const elsewhere = product.unshownPrice ?? product.usedPrice;
  if (price !== undefined) {
    const basis =
      listPrice === undefined
        ? ''
        : ` <div class="a-section aok-inline-block"><span class="a-size-base a-color-secondary">${escapeHtml(marketplaceWords[marketplace.code].listPriceLabel)} </span>${struckPrice(listPrice, marketplace, 'b')}</div>`;
    return `<div data-cy="price-recipe" class="a-section a-spacing-none a-spacing-top-micro"><a class="a-link-normal s-no-hover s-underline-text" href="${href}"><span class="a-price" data-a-size="xl" data-a-color="base"><span class="a-offscreen">${escapeHtml(priceText(marketplace, price.minor))}</span>${visiblePrice(price, marketplace)}</span>${basis}</a></div>`;
  }
  if (elsewhere === undefined || product.state === 'HIDDEN_PRICE') return '';
  return `<div data-cy="secondary-offer-recipe" class="a-section a-spacing-none a-spacing-top-mini"><span class="a-size-base a-color-secondary">${escapeHtml(marketplaceWords[marketplace.code].seeAllOffers)}</span> <span class="a-color-base">${escapeHtml(priceText(marketplace, elsewhere.minor))}</span></div>`;
}

function pagination({ query, page, lastPage }: SearchPageContent, next: string): string {
  const url = (number: number) => escapeHtml(`/s?k=${encodeURIComponent(query)}&page=${number}&ref=sr_pg_${number}`);
  const numbers = Array.from({ length: Math.min(3, lastPage) }, (_, at) => at + 1).map((number) =>
    number === page
      ? `<span class="s-pagination-item s-pagination-selected" aria-current="page" aria-label="Page ${number}">${number}</span>`
      : `<a href="${url(number)}" aria-label="Go to page ${number}" class="s-pagination-item s-pagination-button">${number}</a>`,
  );
  const onward =
    page < lastPage
      ? `<a href="${url(page + 1)}" class="s-pagination-item s-pagination-next s-pagination-button s-pagination-separator">${escapeHtml(next)}</a>`
      : `<span class="s-pagination-item s-pagination-next s-pagination-disabled" aria-disabled="true">${escapeHtml(next)}</span>`;
  return `<div cel_widget_id="MAIN-PAGINATION-1"><div aria-label="pagination" class="a-section a-text-center s-pagination-container" role="navigation"><span class="s-pagination-strip">${numbers.join('')}${onward}</span></div></div>`;
}
