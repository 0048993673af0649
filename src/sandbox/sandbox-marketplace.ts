import type { MarketplaceCode, Region } from '../product/marketplace.ts';

/** The marketplaces that the stand-in serves. */
export type ServedCode = Extract<MarketplaceCode, 'IN' | 'US' | 'UK' | 'DE' | 'FR' | 'ES' | 'IT' | 'JP'>;

/** How a marketplace writes numbers and prices. */
export type PriceFormat = {
  readonly symbol: string;
  readonly symbolPosition: 'left' | 'right';
  readonly decimalMark: string;
  readonly groupMark: string;
  /** Groups of two above the thousands: `1,08,999`. */
  readonly lakh: boolean;
  /** Whether pages leave out `.00`, as amazon.in does. */
  readonly hidesZeroFraction: boolean;
};

/** A currency with as many decimals as the marketplace's own, and its units for one of that. */
export type OtherCurrency = { readonly rate: number; readonly format: PriceFormat };

/** A marketplace that the stand-in serves, with its names in each of Amazon's interfaces. */
export type SandboxMarketplace = {
  readonly code: ServedCode;
  /** The marketplace's host, which is also what both associates APIs call a marketplace. */
  readonly host: string;
  readonly currency: string;
  /** Decimals of the currency's smallest unit. */
  readonly decimals: number;
  /** The marketplace's main language as an API locale; `languages` are all that it accepts. */
  readonly locale: string;
  readonly languages: readonly string[];
  /** Those of its other languages that its titles have; in the others its answers are in the main language. */
  readonly translatedInto: readonly string[];
  /** The currencies besides its own that the associates APIs convert its prices into. */
  readonly otherCurrencies: Readonly<Record<string, OtherCurrency>>;
  /** Region of the Creators API credential that is valid there. */
  readonly region: Region;
  /** Region in the SigV4 scope of its PA-API host. */
  readonly awsRegion: string;
  readonly spApiId: string;
  readonly partnerTag: string;
  readonly amazonSellerId: string;
  readonly format: PriceFormat;
};

const pointed = { decimalMark: '.', groupMark: ',', symbolPosition: 'left' } as const;
const plain = { lakh: false, hidesZeroFraction: false } as const;
const rupee = { ...pointed, symbol: '₹', lakh: true, hidesZeroFraction: true } as const;
const own = { translatedInto: [], otherCurrencies: {} } as const;
const euro = { symbol: '€', decimalMark: ',', symbolPosition: 'right', ...plain } as const;

/**
 * The eight served marketplaces. The table repeats the gateway's own on purpose: a stand-in
 * that shares the table would agree with its mistakes. Sources: PA-API locale reference, SP-API "Marketplace IDs".
 */
export const sandboxMarketplaces: readonly SandboxMarketplace[] = [
  {
    ...own,
    code: 'IN',
    host: 'www.amazon.in',
    currency: 'INR',
    decimals: 2,
    locale: 'en_IN',
    languages: ['en_IN', 'hi_IN', 'kn_IN', 'ml_IN', 'ta_IN', 'te_IN'],
    translatedInto: ['hi_IN'],
    region: 'EU',
    awsRegion: 'eu-west-1',
    spApiId: 'A21TJRUUN4KGV',
    partnerTag: 'sandbox-in-21',
    amazonSellerId: 'AT95IG9ONZD7S',
    format: rupee,
  },
  {
    ...own,
    code: 'US',
    host: 'www.amazon.com',
    currency: 'USD',
    decimals: 2,
    locale: 'en_US',
    languages: ['en_US', 'de_DE', 'es_US', 'ko_KR', 'pt_BR', 'zh_CN', 'zh_TW'],
    otherCurrencies: { INR: { rate: 83.5, format: { ...rupee, hidesZeroFraction: false } } },
    region: 'NA',
    awsRegion: 'us-east-1',
    spApiId: 'ATVPDKIKX0DER',
    partnerTag: 'sandbox-us-20',
    amazonSellerId: 'ATVPDKIKX0DER',
    format: { ...pointed, ...plain, symbol: '$' },
  },
  {
    ...own,
    code: 'UK',
    host: 'www.amazon.co.uk',
    currency: 'GBP',
    decimals: 2,
    locale: 'en_GB',
    languages: ['en_GB'],
    region: 'EU',
    awsRegion: 'eu-west-1',
    spApiId: 'A1F83G8C2ARO7P',
    partnerTag: 'sandbox-uk-21',
    amazonSellerId: 'A3P5ROKL5A1OLE',
    format: { ...pointed, ...plain, symbol: '£' },
  },
  {
    ...own,
    code: 'DE',
    host: 'www.amazon.de',
    currency: 'EUR',
    decimals: 2,
    locale: 'de_DE',
    languages: ['de_DE', 'cs_CZ', 'en_GB', 'nl_NL', 'pl_PL', 'tr_TR'],
    translatedInto: ['en_GB'],
    region: 'EU',
    awsRegion: 'eu-west-1',
    spApiId: 'A1PA6795UKMFR9',
    partnerTag: 'sandbox-de-21',
    amazonSellerId: 'A3JWKAKR8XB7XF',
    format: { ...euro, groupMark: '.' },
  },
  {
    ...own,
    code: 'FR',
    host: 'www.amazon.fr',
    currency: 'EUR',
    decimals: 2,
    locale: 'fr_FR',
    languages: ['fr_FR'],
    region: 'EU',
    awsRegion: 'eu-west-1',
    spApiId: 'A13V1IB3VIYZZH',
    partnerTag: 'sandbox-fr-21',
    amazonSellerId: 'A1X6FK5RDHNB96',
    format: { ...euro, groupMark: '\u202f' },
  },
  {
    ...own,
    code: 'ES',
    host: 'www.amazon.es',
    currency: 'EUR',
    decimals: 2,
    locale: 'es_ES',
    languages: ['es_ES'],
    region: 'EU',
    awsRegion: 'eu-west-1',
    spApiId: 'A1RKKUPIHCS9HS',
    partnerTag: 'sandbox-es-21',
    amazonSellerId: 'A1AT7YVPFBWXBL',
    format: { ...euro, groupMark: '.' },
  },
  {
    ...own,
    code: 'IT',
    host: 'www.amazon.it',
    currency: 'EUR',
    decimals: 2,
    locale: 'it_IT',
    languages: ['it_IT'],
    region: 'EU',
    awsRegion: 'eu-west-1',
    spApiId: 'APJ6JRA9NG5V4',
    partnerTag: 'sandbox-it-21',
    amazonSellerId: 'A11IL2PNWYJU7H',
    format: { ...euro, groupMark: '.' },
  },
  {
    ...own,
    code: 'JP',
    host: 'www.amazon.co.jp',
    currency: 'JPY',
    decimals: 0,
    locale: 'ja_JP',
    languages: ['ja_JP', 'en_US', 'zh_CN'],
    region: 'FE',
    awsRegion: 'us-west-2',
    spApiId: 'A1VC38T7YXB528',
    partnerTag: 'sandbox-jp-22',
    amazonSellerId: 'AN1VRQENFRJN5',
    format: { ...pointed, ...plain, symbol: '￥' },
  },
];

/** The marketplace that `host` (`www.amazon.in`) belongs to; `undefined` where the stand-in has none. */
export function marketplaceByHost(host: string): SandboxMarketplace | undefined {
  return sandboxMarketplaces.find((marketplace) => marketplace.host === host.toLowerCase());
}

/** Whether `host` is that of a marketplace that the stand-in does not serve, such as `www.amazon.se`. */
export function isUnservedHost(host: string): boolean {
  return /^www\.amazon(?:\.[a-z]{2,3}){1,2}$/i.test(host) && marketplaceByHost(host) === undefined;
}

/** The marketplace whose PA-API host (`webservices.amazon.in`) this is; `undefined` for any other host. */
export function marketplaceByApiHost(host: string): SandboxMarketplace | undefined {
  return marketplaceByHost(
    host
      .toLowerCase()
      .replace(/:443$/, '')
      .replace(/^webservices\./, 'www.'),
  );
}

/** The marketplace with this SP-API marketplace id; `undefined` where the stand-in has none. */
export function marketplaceBySpApiId(id: string): SandboxMarketplace | undefined {
  return sandboxMarketplaces.find((marketplace) => marketplace.spApiId === id);
}
