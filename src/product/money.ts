/** An exact amount in major units (rupees, not paise) with its ISO 4217 currency. */
export type Money = {
  /** Decimal text, never a float: `1299.00`. Carries at least the currency's own number of decimals. */
  readonly amount: string;
  readonly currency: string;
  /** As the source displayed it, in the marketplace's own format; absent when the source shows none. */
  readonly formatted?: string;
};

const decimal = /^(\d{1,15})(?:\.(\d{1,6}))?$/;
const currencyCode = /^[A-Z]{3}$/;
const exponents = new Map<string, number>();

/**
 * Money from a JSON number in **major** units, as every Amazon API answers (12.99 is twelve dollars and
 * ninety-nine cents; 3490 JPY is 3490 yen). Source: all recorded Amount/DisplayAmount pairs agree.
 *
 * A number that differs from an amount of the currency only by a floating-point error is that amount:
 * 24.990000000000002 is 24.99. Source: selling-partner-api-docs issue 3338.
 *
 * Returns `undefined` for a value that cannot be a price: zero, a negative or non-finite number, a number with too many
 * decimals, or a currency that is not three letters.
 */
export function moneyFromNumber(amount: unknown, currency: unknown, formatted?: unknown): Money | undefined {
  if (typeof amount !== 'number' || !Number.isFinite(amount) || amount <= 0) return undefined;
  if (typeof currency !== 'string' || !currencyCode.test(currency)) return undefined;
  return moneyFromDecimal(withoutNoise(amount, currencyExponent(currency)), currency, formatted);
}

/** 64-bit floats are exact to 15 digits, 32-bit floats to 7. */
const noiseShare = 1e-7;

function withoutNoise(amount: number, exponent: number): string {
  const rounded = amount.toFixed(exponent);
  const smallestUnit = 10 ** -exponent;
  const noise = Math.min(smallestUnit / 10, amount * noiseShare);
  return Math.abs(Number(rounded) - amount) <= noise ? rounded : String(amount);
}

/** Money from decimal text in major units; `undefined` under the same conditions as {@link moneyFromNumber}. */
export function moneyFromDecimal(amount: string, currency: unknown, formatted?: unknown): Money | undefined {
  if (typeof currency !== 'string' || !currencyCode.test(currency)) return undefined;
  const exact = padDecimal(amount, currencyExponent(currency));
  if (exact === undefined || Number(exact) === 0) return undefined;
  return {
    amount: exact,
    currency,
    ...(typeof formatted === 'string' && formatted.trim() !== '' && { formatted: formatted.trim() }),
  };
}

/** How many decimals the currency's smallest unit has: 2 for INR, 0 for JPY. */
export function currencyExponent(currency: string): number {
  let exponent = exponents.get(currency);
  if (exponent === undefined) {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    exponent = format.resolvedOptions().maximumFractionDigits ?? 2;
    exponents.set(currency, exponent);
  }
  return exponent;
}

/** Canonical form of a non-negative decimal number (`"007.5"` → `"7.5"`), or `undefined` if `text` is not one. */
export function parseDecimal(text: string): string | undefined {
  const match = decimal.exec(text.trim());
  if (match === null) return undefined;
  const whole = match[1]!.replace(/^0+(?=\d)/, '');
  return match[2] === undefined ? whole : `${whole}.${match[2]}`;
}

/**
 * The amount as an integer of the currency's lowest denomination (₹1.50 → 150), which is how search filters
 * travel to the associates APIs. `undefined` when the amount is finer than that denomination.
 */
export function minorUnits(amount: string, currency: string): number | undefined {
  const exact = parseDecimal(amount);
  if (exact === undefined) return undefined;
  const exponent = currencyExponent(currency);
  const [whole = '0', fraction = ''] = exact.split('.');
  if (/[1-9]/.test(fraction.slice(exponent))) return undefined;
  const units = Number(whole + fraction.slice(0, exponent).padEnd(exponent, '0'));
  return Number.isSafeInteger(units) ? units : undefined;
}

/**
 * Orders two decimals by value: negative when `a` is less, zero when equal. Both must be canonical or money amounts.
 */
export function compareDecimals(a: string, b: string): number {
  const scale = (text: string) => {
    const [whole = '0', fraction = ''] = text.split('.');
    return BigInt(whole + fraction.padEnd(6, '0'));
  };
  const difference = scale(a) - scale(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function padDecimal(text: string, exponent: number): string | undefined {
  const exact = parseDecimal(text);
  if (exact === undefined) return undefined;
  const [whole = '0', fraction = ''] = exact.split('.');
  const trimmed = fraction.replace(/0+$/, '').padEnd(exponent, '0');
  return trimmed === '' ? whole : `${whole}.${trimmed}`;
}
