/** The region of a marketplace, which determines hosts, credentials and tokens. */
export type Region = 'NA' | 'EU' | 'FE';

/** An Amazon marketplace and its names in each of Amazon's interfaces. */
export type Marketplace = {
  /** The code in our schema. Some of Amazon's answers have `GB` for our `UK`. */
  readonly code: MarketplaceCode;
  /** `amazon.in`: the marketplace is `www.amazon.in`, its PA-API host `webservices.amazon.in`. */
  readonly domain: string;
  /** ISO 4217 code of the prices a shopper sees by default. */
  readonly currency: string;
  /** The marketplace's own language as the associates APIs spell it, e.g. `en_IN`. */
  readonly language: string;
  /** Region of the Creators API credential and of the SP-API host. */
  readonly region: Region;
  /** Region in PA-API's SigV4 scope. */
  readonly awsRegion: string;
  /** SP-API's marketplace id. */
  readonly spApiId: string;
};

/** The 22 marketplaces that the associates APIs serve, by the code used in our schema. */
export type MarketplaceCode =
  | 'AE'
  | 'AU'
  | 'BE'
  | 'BR'
  | 'CA'
  | 'DE'
  | 'EG'
  | 'ES'
  | 'FR'
  | 'IE'
  | 'IN'
  | 'IT'
  | 'JP'
  | 'MX'
  | 'NL'
  | 'PL'
  | 'SA'
  | 'SE'
  | 'SG'
  | 'TR'
  | 'UK'
  | 'US';

/**
 * All marketplaces.
 *
 * Sources: PA-API locale reference (hosts, SigV4 regions, languages), Creators API "using cURL" (regions),
 * SP-API "Marketplace IDs". Ireland's language is not documented; its pages are English.
 */
export const marketplaces: Readonly<Record<MarketplaceCode, Marketplace>> = {
  AE: row('AE', 'amazon.ae', 'AED', 'en_AE', 'EU', 'eu-west-1', 'A2VIGQ35RCS4UG'),
  AU: row('AU', 'amazon.com.au', 'AUD', 'en_AU', 'FE', 'us-west-2', 'A39IBJ37TRP1C6'),
  BE: row('BE', 'amazon.com.be', 'EUR', 'fr_BE', 'EU', 'eu-west-1', 'AMEN7PMS3EDWL'),
  BR: row('BR', 'amazon.com.br', 'BRL', 'pt_BR', 'NA', 'us-east-1', 'A2Q3Y263D00KWC'),
  CA: row('CA', 'amazon.ca', 'CAD', 'en_CA', 'NA', 'us-east-1', 'A2EUQ1WTGCTBG2'),
  DE: row('DE', 'amazon.de', 'EUR', 'de_DE', 'EU', 'eu-west-1', 'A1PA6795UKMFR9'),
  EG: row('EG', 'amazon.eg', 'EGP', 'en_AE', 'EU', 'eu-west-1', 'ARBP9OOSHTCHU'),
  ES: row('ES', 'amazon.es', 'EUR', 'es_ES', 'EU', 'eu-west-1', 'A1RKKUPIHCS9HS'),
  FR: row('FR', 'amazon.fr', 'EUR', 'fr_FR', 'EU', 'eu-west-1', 'A13V1IB3VIYZZH'),
  IE: row('IE', 'amazon.ie', 'EUR', 'en_IE', 'EU', 'eu-west-1', 'A28R8C7NBKEWEA'),
  IN: row('IN', 'amazon.in', 'INR', 'en_IN', 'EU', 'eu-west-1', 'A21TJRUUN4KGV'),
  IT: row('IT', 'amazon.it', 'EUR', 'it_IT', 'EU', 'eu-west-1', 'APJ6JRA9NG5V4'),
  JP: row('JP', 'amazon.co.jp', 'JPY', 'ja_JP', 'FE', 'us-west-2', 'A1VC38T7YXB528'),
  MX: row('MX', 'amazon.com.mx', 'MXN', 'es_MX', 'NA', 'us-east-1', 'A1AM78C64UM0Y8'),
  NL: row('NL', 'amazon.nl', 'EUR', 'nl_NL', 'EU', 'eu-west-1', 'A1805IZSGTT6HS'),
  PL: row('PL', 'amazon.pl', 'PLN', 'pl_PL', 'EU', 'eu-west-1', 'A1C3SOZRARQ6R3'),
  SA: row('SA', 'amazon.sa', 'SAR', 'en_AE', 'EU', 'eu-west-1', 'A17E79C6D8DWNP'),
  SE: row('SE', 'amazon.se', 'SEK', 'sv_SE', 'EU', 'eu-west-1', 'A2NODRKZP88ZB9'),
  SG: row('SG', 'amazon.sg', 'SGD', 'en_SG', 'FE', 'us-west-2', 'A19VAU5U5O7RUS'),
  TR: row('TR', 'amazon.com.tr', 'TRY', 'tr_TR', 'EU', 'eu-west-1', 'A33AVAJ2PDY3EV'),
  UK: row('UK', 'amazon.co.uk', 'GBP', 'en_GB', 'EU', 'eu-west-1', 'A1F83G8C2ARO7P'),
  US: row('US', 'amazon.com', 'USD', 'en_US', 'NA', 'us-east-1', 'ATVPDKIKX0DER'),
};

/** The codes in alphabetical order. */
export const marketplaceCodes: readonly MarketplaceCode[] = Object.keys(marketplaces).filter(isMarketplaceCode);

/** Whether `text` is one of the 22 codes. */
export function isMarketplaceCode(text: string): text is MarketplaceCode {
  return Object.hasOwn(marketplaces, text);
}

/** The marketplace's host as its shoppers and the associates APIs write it, e.g. `www.amazon.in`. */
export function marketplaceHost(marketplace: MarketplaceCode): string {
  return `www.${marketplaces[marketplace].domain}`;
}

/** The canonical page of a product, without tag or tracking. */
export function productPageUrl(marketplace: MarketplaceCode, asin: string): string {
  return `https://${marketplaceHost(marketplace)}/dp/${asin}`;
}

function row(
  code: MarketplaceCode,
  domain: string,
  currency: string,
  language: string,
  region: Region,
  awsRegion: string,
  spApiId: string,
): Marketplace {
  return { code, domain, currency, language, region, awsRegion, spApiId };
}
