import { compareDecimals, type Money } from './money.ts';

/** The reference price of a product and the savings against it. */
export type Reference = { readonly listPrice?: Money; readonly savingsPercent?: number };

/**
 * Keeps a list price only if it is plausible: same currency and above the price. Amazon also sends reference prices
 * of 0 or below the price; those are unknown, never negative savings.
 *
 * @param statedPercent what the source itself displays; preferred over the computed value
 */
export function referencePrice(
  price: Money | undefined,
  listPrice: Money | undefined,
  statedPercent?: unknown,
): Reference {
  if (listPrice === undefined) return {};
  if (price === undefined) return { listPrice };
  if (price.currency !== listPrice.currency) return {};
  if (compareDecimals(listPrice.amount, price.amount) <= 0) return {};
  return { listPrice, savingsPercent: percent(statedPercent) ?? computedPercent(price, listPrice) };
}

function percent(stated: unknown): number | undefined {
  return typeof stated === 'number' && stated > 0 && stated < 100 ? stated : undefined;
}

function computedPercent(price: Money, listPrice: Money): number {
  const share = 1 - Number(price.amount) / Number(listPrice.amount);
  return Math.round(share * 1000) / 10;
}
