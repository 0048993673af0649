import { load } from 'cheerio/slim';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, send, variable } from './client.ts';
import { countText, priceText } from '../../src/sandbox/price-text.ts';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import type { SandboxProduct, SandboxState } from '../../src/sandbox/catalogue/product.ts';
import { sandboxMarketplaces } from '../../src/sandbox/sandbox-marketplace.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { marketplaceWords } from '../../src/sandbox/marketplace-words.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox[Symbol.asyncDispose]());

function open(path: string, host?: string): Promise<Answer> {
  const headers = host === undefined ? {} : { host };
  return send(`${variable(sandbox, 'AMAZON_STOREFRONT_ENDPOINT')}${path}`, { headers });
}

function indian(state: SandboxState): SandboxProduct {
  const product = sandboxProducts('IN').find((one) => one.state === state);
  if (product === undefined) throw new Error(`nothing is ${state}`);
  return product;
}

describe('the product page', () => {
  test.each(sandboxMarketplaces)(
    'of $host shows price, list price, stars and stock in its own way',
    async (marketplace) => {
      const product = sandboxProducts(marketplace.code).find(
        (one) => one.state === 'IN_STOCK' && one.listPrice !== undefined && one.rating !== undefined,
      );
      if (product?.price === undefined || product.listPrice === undefined) throw new Error('no such product');
      const page = load((await open(`/dp/${product.asin}`, marketplace.host)).text);
      const text = (selector: string) => page(selector).first().text().replace(/\s+/g, ' ').trim();
      const block = '#corePriceDisplay_desktop_feature_div';
      expect(text('#productTitle')).toBe(product.title);
      const whole = text(`${block} .priceToPay .a-price-whole`).replace(/\D/g, '');
      const fraction = text(`${block} .priceToPay .a-price-fraction`);
      const decimals = marketplace.decimals === 0 ? '' : `.${fraction === '' ? '00' : fraction}`;
      expect(`${whole}${decimals}`).toBe(product.price.amount);
      expect(page(`${block} .aok-offscreen`).first().text()).toContain(priceText(marketplace, product.price.minor));
      expect(text(`${block} .basisPrice`)).toContain(
        marketplaceWords[marketplace.code].listPriceLabel.trim().split(/\s/)[0],
      );
      expect(page('#acrPopover').attr('title')).toMatch(marketplace.format.decimalMark === ',' ? /\d,\d/ : /\d\.\d/);
      expect(page('#acrCustomerReviewText').text()).toBe(`(${countText(marketplace, product.reviewCount ?? 0)})`);
      expect(text('#availability > span')).toBe(marketplaceWords[marketplace.code].inStock);
      expect(page('#landingImage').attr('data-old-hires')).toContain(product.imageIds[0]);
      expect(page('#feature-bullets li')).toHaveLength(product.features.length);
      expect(page('#add-to-cart-button')).toHaveLength(1);
      const twister: unknown = JSON.parse(page('.twister-plus-buying-options-price-data').text());
      expect(twister).toMatchObject({ desktop_buybox_group_1: [{ priceAmount: Number(product.price.amount) }] });
    },
  );

  test.each<[SandboxState, string]>([
    ['OUT_OF_STOCK', '#outOfStock'],
    ['NO_FEATURED_OFFER', '#buybox-see-all-buying-choices'],
    ['USED_ONLY', '#usedBuySection'],
    ['HIDDEN_PRICE', '#add-to-cart-button'],
  ])('of a product that is %s shows %s and no price to pay', async (state, selector) => {
    const page = load((await open(`/dp/${indian(state).asin}`)).text);
    expect(page(selector)).toHaveLength(1);
    expect(page('.priceToPay, .twister-plus-buying-options-price-data')).toHaveLength(0);
  });

  test('of a parent is that of its first variation, which names the parent', async () => {
    const parent = indian('PARENT');
    const html = (await open(`/dp/${parent.asin}`)).text;
    expect(html).toContain(`{"acAsin":"${parent.childAsins[0]}"}`);
    expect(html).toContain(`"parentAsin" : "${parent.asin}"`);
    for (const child of parent.childAsins) expect(html).toContain(`"${child}":[`);
  });

  test('that does not exist is the page with the dogs, in the words of the marketplace', async () => {
    const answer = await open('/dp/B000000000', 'www.amazon.de');
    expect([answer.status, load(answer.text)('title').text()]).toEqual([404, 'Seite wurde nicht gefunden']);
    expect((await open('/dp/B000000000', 'www.example.org')).status).toBe(404);
  });

  test.each(['www.amazon.se', 'www.amazon.com.br'])('of %s says that the stand-in does not serve it', async (host) => {
    for (const path of ['/dp/B000000000', '/s?k=phone']) {
      const answer = await open(path, host);
      expect([answer.status, load(answer.text)('p').text()]).toEqual([
        403,
        `The stand-in Amazon does not serve ${host}.`,
      ]);
    }
  });
});

describe('the search page', () => {
  const guitars = sandboxProducts('IN').filter((one) => /guitar/i.test(one.title) && one.state !== 'PARENT');

  test('lists sixteen hits per page with advertisements among them, and links to the next page', async () => {
    const page = load((await open('/s?k=a&page=2')).text);
    expect(page('[data-component-type="s-search-result"]:not(.AdHolder)')).toHaveLength(16);
    expect(page('.AdHolder[data-component-type="s-search-result"]').length).toBeGreaterThan(0);
    expect(page('.AdHolder a[href^="/sspa/click"]').length).toBeGreaterThan(0);
    expect(page('a.s-pagination-next').attr('href')).toContain('page=3');
    expect(page('#search > script').first().text()).toMatch(/^P\.declare\('s\\-metadata', \{"totalResultCount":\d+,/);
  });

  test('shows the same price and stars as the product page', async () => {
    const page = load((await open('/s?k=guitar')).text);
    const cards = page('[data-component-type="s-search-result"]:not(.AdHolder)');
    expect(
      cards
        .map((_at, card) => page(card).attr('data-asin'))
        .get()
        .toSorted(),
    ).toEqual(guitars.map((one) => one.asin).toSorted());
    const marketplace = sandboxMarketplaces.find(({ code }) => code === 'IN');
    for (const { asin, title, price } of guitars) {
      const card = page(`[data-asin="${asin}"]:not(.AdHolder)`);
      expect(card.find('h2').attr('aria-label')).toBe(title);
      const shown = card.find('.a-price:not(.a-text-price) .a-offscreen').text();
      expect(shown).toBe(price === undefined || marketplace === undefined ? '' : priceText(marketplace, price.minor));
    }
  });

  test('keeps to category, price range and order of the address', async () => {
    const page = load((await open('/s?k=a&i=watches&rh=p_36%3A100000-2000000&s=price-asc-rank')).text);
    const asins = page('[data-component-type="s-search-result"]:not(.AdHolder)')
      .map((_at, card) => page(card).attr('data-asin'))
      .get();
    const prices = asins.map((asin) => sandboxProducts('IN').find((one) => one.asin === asin));
    expect(prices.length).toBeGreaterThan(1);
    for (const product of prices) expect(product?.category).toBe('Watches');
    const minor = prices.map((product) => product?.price?.minor ?? 0);
    expect(minor).toEqual(minor.toSorted((a, b) => a - b));
    expect(minor[0]).toBeGreaterThanOrEqual(100_000);
    expect(load((await open('/s?k=a&i=garden')).text)('.s-no-results-result')).toHaveLength(1);
  });

  test('without hits says so in the words of the marketplace', async () => {
    const answer = await open('/s?k=zzzz', 'www.amazon.fr');
    expect(answer.status).toBe(200);
    expect(load(answer.text)('.s-no-results-result').text()).toContain('Aucun résultat pour');
    expect(load(answer.text)('[data-component-type="s-search-result"]')).toHaveLength(0);
  });
});
