import { currencyOfSign, currencySignPattern } from './currency-sign.ts';
import { asciiNumerals, canonicalNumber } from './local-number.ts';
import { currencyExponent } from './money.ts';

/** An amount read from text, including zero. */
export type LocalAmount = {
  /** Exact decimal text in major units. */
  readonly amount: string;
  readonly currency: string;
  /** As it stands in the text, in ASCII digits and plain spaces. */
  readonly formatted: string;
};

/**
 * The first amount with a currency in `text`, as money: `52,41 € con un ahorro del 21 %` → 52.41 EUR, `EUR 12,99`, `R$
 * 1.299,00`, `￥1,638`. The currency is the text's: a marketplace can display another than its own (`TWD 372.40` on the
 * Japanese one, `INR 1,218.34` on the American one). `undefined` if the text has no amount or the amount is zero.
 *
 * @param own the marketplace's own ISO 4217 code, which a bare `$`, `¥` or `kr` means
 */
export function localAmounts(text: string, own: string): readonly LocalAmount[] {
  const found: LocalAmount[] = [];
  for (const match of plain(text).matchAll(written)) {
    const { code, sign, first, second, after } = match.groups ?? {};
    const currency = currencyOfSign(code ?? sign ?? after ?? '', own);
    const number = first ?? second;
    if (currency === undefined || number === undefined) continue;
    const amount = exactAmount(number, currency);
    if (amount !== undefined) found.push({ amount, currency, formatted: match[0].trim() });
  }
  return found;
}

/** Amounts are short; the limit bounds the cost of the expression on a hostile page. */
const scanLimit = 300;

const numeral = String.raw`\d+(?:[.,'’]\d+| \d{3}(?!\d))*`;
/**
 * `US$128.00`, `R$ 3.982,89`, `CDN$ 99.99` · `EUR 12,99`, `MXN $ 2,281.82` · `14,09 €`, `1 299,00 kr`, `12,99 EUR`.
 * Signs come before codes, because three letters can begin a sign.
 */
const written = new RegExp(
  [
    String.raw`(?<sign>${currencySignPattern}) ?(?<first>${numeral})`,
    String.raw`(?<code>(?<![\p{L}])[A-Z]{3}) ?[$€£¥₹]? ?(?<first>${numeral})`,
    String.raw`(?<second>${numeral}) ?(?<after>(?:${currencySignPattern}|[A-Z]{3})(?![\p{L}]))`,
  ].join('|'),
  'gu',
);

function exactAmount(number: string, currency: string): string | undefined {
  const exponent = currencyExponent(currency);
  const exact = canonicalNumber(number, { exponent });
  // Yen have no decimals: `¥16.38` is a misread number, `¥1638.00` is not.
  const decimals = exact?.split('.')[1]?.replace(/0+$/, '') ?? '';
  return decimals.length > exponent ? undefined : exact;
}

/** ASCII digits, plain spaces, one kind of yen sign, no direction marks. */
function plain(text: string): string {
  return asciiNumerals(text.slice(0, scanLimit))
    .replace(/[\u00A0\u2007\u2009\u202F\s]+/g, ' ')
    .replace(/[\u200E\u200F\u061C]/g, '')
    .replaceAll('￥', '¥');
}
