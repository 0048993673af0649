import type { MarketplaceCode } from '../../../src/product/marketplace.ts';
import type { Product } from '../../../src/product/product.ts';
import { findIn } from './fixture.ts';

/** The ASIN of pages made by {@link aPage}. */
export const pageAsin = 'B0TESTPAGE';

/** What a page made for one test holds. */
export type PageParts = {
  readonly title?: string;
  readonly lang?: string;
  /** What stands in the centre column, e.g. the byline or the formats. */
  readonly center?: string;
  /** What stands in the buy box. */
  readonly buyBox?: string;
};

/** A product page of today's structure with the given parts. */
export function aPage({ title = 'Copper Kettle', lang = 'en-us', center = '', buyBox = '' }: PageParts): string {
  return `<!doctype html><html lang="${lang}"><head><title>${title}</title></head><body><div id="dp-container">
<script type="a-state" data-a-state='{"key":"acState"}'>{"acAsin":"${pageAsin}"}</script>
<div id="centerCol"><span id="productTitle">${title}</span>${center}</div>
<div id="rightCol"><div id="desktop_buybox"><div id="buybox">${buyBox}</div></div></div>
<div id="sims-carousel"><span class="a-price"><span class="a-offscreen">$1.00</span></span></div>
</div></body></html>`;
}

/** The product that the source reads from the page. */
export async function readPage(parts: PageParts, marketplace: MarketplaceCode = 'US'): Promise<Product> {
  const finding = await findIn(aPage(parts), marketplace, pageAsin);
  if (finding.kind !== 'found') throw new Error(`the page was not read: ${finding.kind}`);
  return finding.product;
}

/** A price as the price block shows it since 2024. */
export function price(amount: string, attributes = 'class="a-price priceToPay"'): string {
  const [whole, fraction] = amount.split('.');
  return (
    `<span ${attributes}><span class="a-offscreen"> </span><span aria-hidden="true"><span class="a-price-symbol">$</span>` +
    `<span class="a-price-whole">${whole}<span class="a-price-decimal">.</span></span>` +
    `<span class="a-price-fraction">${fraction}</span></span></span>`
  );
}

/** The button that buys the featured offer. */
export const addToCart = '<input id="add-to-cart-button" type="submit" value="Add to Cart">';

/** A row of the accordion in the buy box. */
export function row(id: string, content: string, active = false): string {
  return `<div id="${id}" class="a-box${active ? ' a-accordion-active' : ''} celwidget">${content}</div>`;
}

/** The accordion with its rows. */
export function accordion(...rows: readonly string[]): string {
  return `<div id="buyBoxAccordion" class="a-box-group a-accordion">${rows.join('')}</div>`;
}
