import type { SandboxStore } from './sandbox-marketplace.ts';

/** A price as pages lay it out: symbol, whole and fraction in elements of their own. */
export type PriceParts = {
  readonly symbol: string;
  readonly whole: string;
  readonly decimalMark: string;
  /** Empty for yen, and where the store leaves out `.00`. */
  readonly fraction: string;
};

/** `minor` (paise, cents, yen) the way the store displays it in full: `₹1,08,999.00`, `1.013,76 €`, `￥3,490`. */
export function priceText(store: SandboxStore, minor: number): string {
  const { whole, fraction } = split(store, minor);
  return withSymbol(store, fraction === '' ? whole : `${whole}${store.format.decimalMark}${fraction}`);
}

/** Like {@link priceText}, but without `.00` where the store's pages leave it out: `₹14,998`. */
export function shortPriceText(store: SandboxStore, minor: number): string {
  const { whole, fraction, decimalMark } = priceParts(store, minor);
  return withSymbol(store, fraction === '' ? whole : `${whole}${decimalMark}${fraction}`);
}

/** The elements of a price on a page. */
export function priceParts(store: SandboxStore, minor: number): PriceParts {
  const { whole, fraction } = split(store, minor);
  const hidden = store.format.hidesZeroFraction && fraction === '00';
  return {
    symbol: store.format.symbol,
    whole,
    decimalMark: store.format.decimalMark,
    fraction: hidden ? '' : fraction,
  };
}

/** A whole number with the store's own grouping: `1,93,062`, `6 306`. */
export function countText(store: SandboxStore, count: number): string {
  const digits = String(count);
  const head = digits.slice(0, -3);
  if (head === '') return digits;
  const size = store.format.lakh ? 2 : 3;
  const groups = [digits.slice(-3)];
  for (let end = head.length; end > 0; end -= size) groups.unshift(head.slice(Math.max(0, end - size), end));
  return groups.join(store.format.groupMark);
}

/** A number of stars with the store's decimal mark: `4.3`, `4,3`. */
export function starText(store: SandboxStore, stars: number): string {
  return stars.toFixed(1).replace('.', store.format.decimalMark);
}

/** Exact decimal text in major units: `1299.00`, `3490`. */
export function decimalText(minor: number, decimals: number): string {
  if (decimals === 0) return String(minor);
  const digits = String(minor).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function split(store: SandboxStore, minor: number): { readonly whole: string; readonly fraction: string } {
  const [whole = '0', fraction = ''] = decimalText(minor, store.decimals).split('.');
  return { whole: countText(store, Number(whole)), fraction };
}

function withSymbol(store: SandboxStore, number: string): string {
  const { symbol, symbolPosition } = store.format;
  return symbolPosition === 'left' ? `${symbol}${number}` : `${number}\u00a0${symbol}`;
}
