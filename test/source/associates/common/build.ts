import { parseAsin, type Asin } from '../../../../src/product/asin.ts';
import type { MarketplaceCode } from '../../../../src/product/marketplace.ts';
import type { CallContext, SearchTerms } from '../../../../src/source/source.ts';
import { SourceError } from '../../../../src/source/source-error.ts';

/** Parsed ASINs from text that is known to be good. */
export function asins(...texts: readonly string[]): Asin[] {
  return texts.map((text) => {
    const asin = parseAsin(text);
    if (asin === undefined) throw new Error(`${text} is no ASIN`);
    return asin;
  });
}

export function aContext(marketplace: MarketplaceCode = 'IN', signal = new AbortController().signal): CallContext {
  return { marketplace, signal, budgetMs: 5_000 };
}

export function terms(over: Partial<SearchTerms> = {}): SearchTerms {
  return { query: 'steel bottle', includeOutOfStock: false, sort: 'RELEVANCE', ...over };
}

/** What a promise was rejected with; fails the test when that is no SourceError. */
export async function failureOf(promise: Promise<unknown>): Promise<SourceError> {
  try {
    await promise;
  } catch (thrown) {
    if (thrown instanceof SourceError) return thrown;
    throw thrown;
  }
  throw new Error('nothing failed');
}
