import { parseAsin, type Asin } from '../../src/product/asin.ts';
import type { MarketplaceCode } from '../../src/product/marketplace.ts';
import type { ProductQuestion } from '../../src/product/question.ts';

/** The `n`th of a row of different, well-formed ASINs. */
export function asinNumber(n: number): Asin {
  return asinOf(`B0${n.toString(36).toUpperCase().padStart(8, '0')}`);
}

/** The first `count` of that row. */
export function asinNumbers(count: number, from = 0): readonly Asin[] {
  return Array.from({ length: count }, (_, index) => asinNumber(from + index));
}

/** The text as an ASIN; throws when it is none. */
export function asinOf(text: string): Asin {
  const asin = parseAsin(text);
  if (asin === undefined) throw new Error(`${text} is not an ASIN`);
  return asin;
}

/** What can be asked of this ASIN, in amazon.in unless another marketplace is named. */
export function aQuestion(asin: Asin, marketplace: MarketplaceCode = 'IN'): ProductQuestion {
  return { asin, marketplace };
}
