import { marketplaces, type MarketplaceCode } from './marketplace.ts';

/**
 * Languages besides the marketplace's own. Sources: PA-API locale reference, and the lists of the client Jakiboy/apaapi.
 * Ireland has no published list.
 */
const otherLanguages: Readonly<Partial<Record<MarketplaceCode, string>>> = {
  AE: 'ar_AE',
  BE: 'nl_BE en_GB',
  CA: 'fr_CA',
  DE: 'cs_CZ en_GB nl_NL pl_PL tr_TR',
  EG: 'ar_AE',
  IN: 'hi_IN kn_IN ml_IN ta_IN te_IN',
  JP: 'en_US zh_CN',
  SA: 'ar_AE',
  US: 'de_DE es_US ko_KR pt_BR zh_CN zh_TW',
};

/** Currencies besides the marketplace's own. Only amazon.com converts prices. Sources: as for the languages. */
const otherCurrencies: Readonly<Partial<Record<MarketplaceCode, string>>> = {
  US: 'AED AMD ARS AUD AWG AZN BGN BND BOB BRL BSD BZD CAD CLP CNY COP CRC DOP EGP EUR GBP GHS GTQ HKD HNL HUF IDR ILS INR JMD JPY KES KHR KRW KYD KZT LBP MAD MNT MOP MUR MXN MYR NAD NGN NOK NZD PAB PEN PHP PYG QAR RUB SAR SGD THB TRY TTD TWD TZS UYU VND XCD ZAR',
};

/** The languages that the marketplace's texts can be requested in, its own first. */
export function languagesOf(marketplace: MarketplaceCode): readonly string[] {
  return [marketplaces[marketplace].language, ...words(otherLanguages[marketplace])];
}

/** The currencies that the marketplace's prices can be requested in, its own first. */
export function currenciesOf(marketplace: MarketplaceCode): readonly string[] {
  return [marketplaces[marketplace].currency, ...words(otherCurrencies[marketplace])];
}

function words(text: string | undefined): readonly string[] {
  return text?.split(' ') ?? [];
}
