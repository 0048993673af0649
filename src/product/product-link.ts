import { parseAsin, type Asin } from './asin.ts';
import { marketplaceCodes, marketplaces, type MarketplaceCode } from './marketplace.ts';

/** What a link leads to. */
export type LinkReading =
  | { readonly kind: 'product'; readonly marketplace: MarketplaceCode; readonly asin: Asin }
  /** A shortened link, whose target only its host knows. */
  | { readonly kind: 'short'; readonly host: string }
  /** A page of a marketplace that is not a product's. */
  | { readonly kind: 'other-page'; readonly host: string }
  | { readonly kind: 'other-site'; readonly host: string };

const shortHosts: ReadonlySet<string> = new Set(['amzn.to', 'amzn.in', 'amzn.eu', 'amzn.asia', 'a.co']);

/** The forms of a product's path, with or without the product's name before it. */
const productPath =
  /\/(?:dp|gp\/product|gp\/aw\/d|gp\/offer-listing|exec\/obidos\/asin|o\/asin|d)\/([A-Z0-9]{10})(?:[/?#]|$)/i;

/** Reads a link with or without `https://`; `undefined` if the text is no link. */
export function readProductLink(text: string): LinkReading | undefined {
  const hasScheme = /^https?:\/\//i.test(text);
  if (!hasScheme && !/^[a-z0-9-]+(?:\.[a-z0-9-]+)+\//i.test(text)) return undefined;
  const url = URL.parse(hasScheme ? text : `https://${text}`);
  if (url === null) return undefined;
  const host = url.hostname;
  if (shortHosts.has(host)) return { kind: 'short', host };
  const marketplace = marketplaceCodes.find((code) => isHostOf(host, marketplaces[code].domain));
  if (marketplace === undefined) return { kind: 'other-site', host };
  const asin = parseAsin(productPath.exec(url.pathname)?.[1] ?? '');
  return asin === undefined ? { kind: 'other-page', host } : { kind: 'product', marketplace, asin };
}

function isHostOf(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}
