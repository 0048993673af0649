import type { SandboxPrice } from '../catalogue/product.ts';
import type { SandboxMarketplace } from '../sandbox-marketplace.ts';
import { decimalText, priceText } from '../price-text.ts';

/** Money as both associates APIs write it: a JSON number in **major** units beside its display text. */
export type MoneyTree = { readonly Amount: number; readonly Currency: string; readonly DisplayAmount: string };

/** The difference between list price and price. */
export type Savings = { readonly minor: number; readonly percent: number };

export function moneyTree(marketplace: SandboxMarketplace, minor: number): MoneyTree {
  return {
    Amount: Number(decimalText(minor, marketplace.decimals)),
    Currency: marketplace.currency,
    DisplayAmount: priceText(marketplace, minor),
  };
}

/** The savings, in whole percent as Amazon rounds them. */
export function savingsOf(price: SandboxPrice, listPrice: SandboxPrice): Savings {
  const minor = listPrice.minor - price.minor;
  return { minor, percent: Math.round((minor * 100) / listPrice.minor) };
}
