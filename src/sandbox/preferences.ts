import type { SandboxPrice, SandboxProduct } from './catalogue/product.ts';
import { decimalText } from './price-text.ts';
import type { SandboxMarketplace } from './sandbox-marketplace.ts';

/** The language and the currency of a request; absent for the marketplace's own. */
export type Preferences = { readonly language?: string | undefined; readonly currency?: string | undefined };

/** The marketplace as an answer in this language and currency shows it. Its own language where it has no such texts. */
export function marketplaceFor(
  marketplace: SandboxMarketplace,
  { language, currency }: Preferences,
): SandboxMarketplace {
  const converted = currency === undefined ? undefined : marketplace.otherCurrencies[currency];
  const isTranslated = language !== undefined && marketplace.translatedInto.includes(language);
  return {
    ...marketplace,
    ...(isTranslated && { locale: language }),
    ...(currency !== undefined && converted !== undefined && { currency, format: converted.format }),
  };
}

/** The product as an answer in this language and currency shows it. */
export function productFor(
  product: SandboxProduct,
  marketplace: SandboxMarketplace,
  { language = '', currency = '' }: Preferences,
): SandboxProduct {
  const translated = { ...product, title: product.otherTitles[language] ?? product.title };
  const rate = marketplace.otherCurrencies[currency]?.rate;
  if (rate === undefined) return translated;
  const convert = ({ minor }: SandboxPrice): SandboxPrice => {
    const converted = Math.round(minor * rate);
    return { minor: converted, currency, amount: decimalText(converted, marketplace.decimals) };
  };
  const { price, listPrice, unshownPrice, usedPrice, otherOffers } = product;
  return {
    ...translated,
    ...(price !== undefined && { price: convert(price) }),
    ...(listPrice !== undefined && { listPrice: convert(listPrice) }),
    ...(unshownPrice !== undefined && { unshownPrice: convert(unshownPrice) }),
    ...(usedPrice !== undefined && { usedPrice: convert(usedPrice) }),
    otherOffers: otherOffers.map((offer) => ({ ...offer, price: convert(offer.price) })),
  };
}
