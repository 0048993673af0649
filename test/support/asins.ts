import { parseAsin, type Asin } from '../../src/product/asin.ts';
import type { MarketplaceCode } from '../../src/product/marketplace.ts';
import type { ProductQuestion } from '../../src/product/question.ts';

/** The `n`th of a sequence of distinct, well-formed ASINs. */
export function asinNumber(n: number): Asin {
  return asinOf(`B0${n.toString(36).toUpperCase().padStart(8, '0')}`);
}

/** `count` ASINs of that sequence, starting at `from`. */
export function asinNumbers(count: number, from = 0): readonly Asin[] {
  return Array.from({ length: count }, (_, index) => asinNumber(from + index));
}

/** Parses the text. @throws when it is not an ASIN */
export function asinOf(text: string): Asin {
  const asin = parseAsin(text);
  if (asin === undefined) throw new Error(`${text} is not an ASIN`);
  return asin;
}

/** A question about this ASIN, in amazon.in by default. */
export function aQuestion(asin: Asin, marketplace: MarketplaceCode = 'IN'): ProductQuestion {
  return { asin, marketplace };
}
