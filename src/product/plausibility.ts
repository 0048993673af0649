import type { Money } from './money.ts';
import type { Product } from './product.ts';

/** A product as somebody knew it, and when. */
export type KnownProduct = {
  readonly product: Product;
  /** Wall clock, milliseconds since the epoch. */
  readonly fetchedAt: number;
};

/** How long a price says something about the price of now. */
export const believedMs = 24 * 60 * 60 * 1000;

/** What a misread decimal or thousands separator makes of a price. */
const misreadings = [10, 100, 1_000];
const tolerance = 0.01;

/**
 * Why a price read from text meant for people must be misread: somebody knew the same product within a day at a tenth,
 * a hundredth or a thousandth of it, or at ten, a hundred or a thousand times of it, 1 % up or down. A separator read
 * wrongly is the commonest way to a wrong price, and no price of a shop moves like that in a day.
 *
 * @param wallMs now
 * @returns a sentence for people; `undefined` when nothing that is known contradicts the price
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

/** 10, 100 or 1,000 when one price is that many times the other; `undefined` when it is not, or the currencies differ. */
function misreadFactor(a: Money, b: Money): number | undefined {
  if (a.currency !== b.currency) return undefined;
  const [low = 0, high = 0] = [Number(a.amount), Number(b.amount)].toSorted((x, y) => x - y);
  return misreadings.find((factor) => Math.abs(high / low / factor - 1) <= tolerance);
}

function inWords({ amount, currency }: Money): string {
  return `${amount} ${currency}`;
}
