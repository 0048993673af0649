import type { Money } from './money.ts';
import type { Product } from './product.ts';

/** A product with a known price, and when it was fetched. */
export type KnownProduct = {
  readonly product: Product;
  /** Wall clock, milliseconds since the epoch. */
  readonly fetchedAt: number;
};

/** How long a known price can contradict a new one. */
export const believedMs = 24 * 60 * 60 * 1000;

/** The factors by which a misread decimal or thousands separator changes a price. */
const misreadings = [10, 100, 1_000];
const tolerance = 0.01;

/**
 * Why a price that was read from text must be wrong: within a day, the same product had a price that differs from it by
 * a factor of 10, 100 or 1,000, within 1 %. A misread separator is the most common cause of a wrong price, and no real
 * price changes like that within a day.
 *
 * @param wallMs the current time, milliseconds since the epoch
 * @returns the reason in words; `undefined` if no known price contradicts it
 */
export function whyImplausible(product: Product, known: readonly KnownProduct[], wallMs: number): string | undefined {
  const { price } = product;
  if (price === undefined) return undefined;
  for (const { product: before, fetchedAt } of known) {
    if (before.asin !== product.asin || before.price === undefined || wallMs - fetchedAt > believedMs) continue;
    const factor = misreadFactor(price, before.price);
    if (factor !== undefined) {
      return `the price ${inWords(price)} differs by a factor of ${factor} from ${inWords(before.price)}, known within a day`;
    }
  }
  return undefined;
}

/**
 * 10, 100 or 1,000 when one price is that many times the other; `undefined` when it is not, or the currencies differ.
 */
function misreadFactor(a: Money, b: Money): number | undefined {
  if (a.currency !== b.currency) return undefined;
  const [low = 0, high = 0] = [Number(a.amount), Number(b.amount)].toSorted((x, y) => x - y);
  return misreadings.find((factor) => Math.abs(high / low / factor - 1) <= tolerance);
}

function inWords({ amount, currency }: Money): string {
  return `${amount} ${currency}`;
}
