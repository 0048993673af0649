import type { SandboxMarketplace } from './sandbox-marketplace.ts';

/** A price in the parts that pages show in separate elements. */
export type PriceParts = {
  readonly symbol: string;
  readonly whole: string;
  readonly decimalMark: string;
  /** Empty for yen, and where the marketplace leaves out `.00`. */
  readonly fraction: string;
};

/** `minor` (paise, cents, yen) as the marketplace displays it in full: `₹1,08,999.00`, `1.013,76 €`, `￥3,490`. */
export function priceText(marketplace: SandboxMarketplace, minor: number): string {
  const { whole, fraction } = split(marketplace, minor);
  return withSymbol(marketplace, fraction === '' ? whole : `${whole}${marketplace.format.decimalMark}${fraction}`);
}

/** Like {@link priceText}, but without `.00` where the marketplace's pages leave it out: `₹14,998`. */
export function shortPriceText(marketplace: SandboxMarketplace, minor: number): string {
  const { whole, fraction, decimalMark } = priceParts(marketplace, minor);
  return withSymbol(marketplace, fraction === '' ? whole : `${whole}${decimalMark}${fraction}`);
}

/** The elements of a price on a page. */
export function priceParts(marketplace: SandboxMarketplace, minor: number): PriceParts {
  const { whole, fraction } = split(marketplace, minor);
  const hidden = marketplace.format.hidesZeroFraction && fraction === '00';
  return {
    symbol: marketplace.format.symbol,
    whole,
    decimalMark: marketplace.format.decimalMark,
    fraction: hidden ? '' : fraction,
  };
}

/** A whole number with the marketplace's own grouping: `1,93,062`, `6 306`. */
export function countText(marketplace: SandboxMarketplace, count: number): string {
  const digits = String(count);
  const head = digits.slice(0, -3);
  if (head === '') return digits;
  const size = marketplace.format.lakh ? 2 : 3;
  const groups = [digits.slice(-3)];
  for (let end = head.length; end > 0; end -= size) groups.unshift(head.slice(Math.max(0, end - size), end));
  return groups.join(marketplace.format.groupMark);
}

/** A number of stars with the marketplace's decimal mark: `4.3`, `4,3`. */
export function starText(marketplace: SandboxMarketplace, stars: number): string {
  return stars.toFixed(1).replace('.', marketplace.format.decimalMark);
}

/** Exact decimal text in major units: `1299.00`, `3490`. */
export function decimalText(minor: number, decimals: number): string {
  if (decimals === 0) return String(minor);
  const digits = String(minor).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function split(marketplace: SandboxMarketplace, minor: number): { readonly whole: string; readonly fraction: string } {
  const [whole = '0', fraction = ''] = decimalText(minor, marketplace.decimals).split('.');
  return { whole: countText(marketplace, Number(whole)), fraction };
}

function withSymbol(marketplace: SandboxMarketplace, number: string): string {
  const { symbol, symbolPosition } = marketplace.format;
  return symbolPosition === 'left' ? `${symbol}${number}` : `${number}\u00a0${symbol}`;
}
