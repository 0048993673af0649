import { describe, expect, test } from 'vitest';
import { createHash } from 'node:crypto';
import { drawFamilies } from '../../src/sandbox/catalogue/family.ts';
import { isAsin } from '../../src/product/asin.ts';
import { marketplaces } from '../../src/product/marketplace.ts';
import { parseDecimal } from '../../src/product/money.ts';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { sandboxMarketplaces } from '../../src/sandbox/sandbox-marketplace.ts';
import { searchIndexes } from '../../src/product/search/search-category.ts';

describe('the invented catalogue', () => {
  test('is the same in every run, to the byte', () => {
    const digest = createHash('sha256').update(JSON.stringify(sandboxProducts())).digest('hex');
    expect(digest).toBe('57a4ec5dbe70d4abc987554e88d3927096ee5b5464f3ea4be2ad27d43c628623');
    expect(drawFamilies()).toEqual(drawFamilies());
  });

  test('has almost 700 products, 500 of them in India, and 300 or more in every other marketplace', () => {
    expect(new Set(sandboxProducts().map((product) => product.asin)).size).toBe(682);
    expect(sandboxProducts('IN').length).toBeGreaterThan(500);
    for (const { code } of sandboxMarketplaces) expect(sandboxProducts(code).length).toBeGreaterThan(300);
    expect(sandboxProducts('SE')).toEqual([]);
  });

  test('has well-formed ASINs, prices that are exact decimals, and list prices above the price', () => {
    for (const product of sandboxProducts()) {
      expect(isAsin(product.asin)).toBe(true);
      expect(product.asin).toMatch(/^B0/);
      for (const price of [product.price, product.listPrice, product.unshownPrice, product.usedPrice]) {
        if (price === undefined) continue;
        expect(parseDecimal(price.amount)).toBe(price.amount);
        expect(price.currency).toBe(marketplaces[product.marketplace].currency);
        expect(price.amount.includes('.')).toBe(price.currency !== 'JPY');
      }
      if (product.listPrice !== undefined) {
        expect(product.listPrice.minor).toBeGreaterThan(product.price?.minor ?? Infinity);
      }
    }
  });

  test('uses only categories that the marketplace really has', () => {
    for (const { marketplace, category } of sandboxProducts()) {
      expect(searchIndexes(marketplace)).toContain(category);
    }
  });

  test('shows every state in India, and prices above a lakh', () => {
    const states = new Set(sandboxProducts('IN').map((product) => product.state));
    expect(states.size).toBe(9);
    expect(sandboxProducts('IN').some((product) => (product.price?.minor ?? 0) > 100_000_00)).toBe(true);
  });

  test('names each marketplace as the gateway knows it', () => {
    for (const { code, host, spApiId, awsRegion, region, currency, locale } of sandboxMarketplaces) {
      expect({ domain: host.slice(4), spApiId, awsRegion, region, currency, language: locale }).toMatchObject({
        domain: marketplaces[code].domain,
        spApiId: marketplaces[code].spApiId,
        awsRegion: marketplaces[code].awsRegion,
        region: marketplaces[code].region,
        currency: marketplaces[code].currency,
        language: marketplaces[code].language,
      });
    }
  });
});
