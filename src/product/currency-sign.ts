/** Signs that name one currency whatever the marketplace. */
const signs: ReadonlyMap<string, string> = new Map(
  Object.entries({
    EUR: '€',
    GBP: '£ GB£',
    USD: 'US$',
    CAD: 'CA$ CDN$ CDN C$',
    AUD: 'AU$ A$',
    NZD: 'NZ$',
    SGD: 'SG$ S$',
    HKD: 'HK$',
    MXN: 'MX$',
    TWD: 'NT$',
    BRL: 'R$',
    INR: '₹ Rs. Rs',
    JPY: '円 JP¥',
    CNY: 'CN¥ 元',
    KRW: '₩ 원',
    TRY: '₺ TL',
    PLN: 'zł',
    CZK: 'Kč',
    HUF: 'Ft',
    RON: 'lei',
    ILS: '₪',
    THB: '฿',
    PHP: '₱',
    VND: '₫',
    IDR: 'Rp',
    MYR: 'RM',
    SAR: 'ر.س. ر.س ريال',
    AED: 'د.إ. د.إ درهم',
    EGP: 'E£ ج.م. ج.م جنيه',
    KWD: 'د.ك. د.ك',
  }).flatMap(([currency, written]) => written.split(' ').map((sign) => [sign, currency] as const)),
);

/** Signs that several currencies share: the marketplace's own where it is one of them, else the first. */
const shared: ReadonlyMap<string, readonly string[]> = new Map([
  ['$', ['USD', 'AUD', 'CAD', 'MXN', 'SGD']],
  ['¥', ['JPY', 'CNY']],
  ['kr', ['SEK', 'DKK', 'NOK']],
]);

/**
 * Codes that Amazon displays prices in (the currencies of preference that the PA-API locale reference lists, and
 * what its marketplaces offer foreign shoppers). Not every ISO 4217 code: `GEL`, `ALL`, `CUP` and `TOP` are also words.
 */
const codes: ReadonlySet<string> = new Set(
  (
    'AED ARS AUD AZN BGN BHD BND BOB BRL CAD CHF CLP CNY COP CRC CZK DKK DOP EGP EUR GBP GTQ HKD HUF IDR ILS INR ISK ' +
    'JMD JOD JPY KES KHR KRW KWD KZT LBP LKR MAD MNT MXN MYR NGN NOK NZD OMR PAB PEN PHP PKR PLN QAR RON RUB SAR SEK ' +
    'SGD THB TRY TWD TZS UAH USD UYU VND ZAR'
  ).split(' '),
);

/** Signs and codes as one alternation, longest first, for use inside a larger expression. */
export const currencySignPattern: string = [...signs.keys(), ...shared.keys()]
  .sort((a, b) => b.length - a.length)
  .map((sign) => sign.replace(/[.$]/g, String.raw`\$&`))
  .join('|');

/** ISO 4217 code of a written sign or code, e.g. `R$` → `BRL`; `$` is `own` where that is a dollar. */
export function currencyOfSign(written: string, own: string): string | undefined {
  const ambiguous = shared.get(written);
  if (ambiguous !== undefined) return ambiguous.includes(own) ? own : ambiguous[0];
  return signs.get(written) ?? (codes.has(written) ? written : undefined);
}
