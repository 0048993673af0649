import { readFileSync } from 'node:fs';
import { parseAsin, type Asin } from '../../../src/product/asin.ts';
import type { MarketplaceCode } from '../../../src/product/marketplace.ts';
import type { Product } from '../../../src/product/product.ts';
import type { CallContext, Finding, SearchTerms } from '../../../src/source/source.ts';
import { aMarketplace } from './page-server.ts';
import { lookUp } from '../../support/ask-source.ts';

/** A hand-made page, e.g. `in/in-stock.html`. */
export function fixture(path: string): string {
  return readFileSync(new URL(`../../fixtures/scraping/${path}`, import.meta.url), 'utf8');
}

/** A parsed ASIN for tests. */
export function anAsin(text: string): Asin {
  const asin = parseAsin(text);
  if (asin === undefined) throw new Error(`${text} is no ASIN`);
  return asin;
}

/** A call nobody gives up. */
export function aCall(marketplace: MarketplaceCode): CallContext {
  return { marketplace, signal: new AbortController().signal, budgetMs: 8_000 };
}

/** Terms of a search for kettles. */
export function someTerms(terms: Partial<SearchTerms> = {}): SearchTerms {
  return { query: 'kettle', includeOutOfStock: false, sort: 'RELEVANCE', ...terms };
}

/** What the source finds when the marketplace serves `body` for `asin`. */
export async function findIn(body: string | Buffer, marketplace: MarketplaceCode, asin: string): Promise<Finding> {
  const asked = anAsin(asin);
  const finding = (await lookUp(aMarketplace(() => ({ body })).source, [asked], aCall(marketplace))).get(asked);
  if (finding === undefined) throw new Error(`no finding for ${asin}`);
  return finding;
}

/** The product of a hand-made page. */
export async function productIn(path: string, marketplace: MarketplaceCode, asin: string): Promise<Product> {
  const finding = await findIn(fixture(path), marketplace, asin);
  if (finding.kind !== 'found') throw new Error(`${path}: ${finding.kind}`);
  return finding.product;
}
