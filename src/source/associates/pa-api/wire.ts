import { marketplaceHost, type MarketplaceCode } from '../../../product/marketplace.ts';
import { list } from '../../json.ts';

/** The members that every PA-API body has besides its question. */
export type PaApiAddress = { readonly marketplace: MarketplaceCode; readonly partnerTag: string };

/**
 * The JSON body of a PA-API call: the names of the Creators API with capital first letters, and the partner tag.
 * Without `Marketplace` PA-API uses the marketplace of the host, which an overridden endpoint does not have.
 */
export function paApiBody(question: Readonly<Record<string, unknown>>, address: PaApiAddress): string {
  const capitalised = Object.entries(question).map(([name, value]) => [memberName(name), value] as const);
  return JSON.stringify({
    ...Object.fromEntries(capitalised),
    PartnerTag: address.partnerTag,
    PartnerType: 'Associates',
    Marketplace: marketplaceHost(address.marketplace),
    Resources: (list(question['resources']) ?? []).map((name) => paApiResource(String(name))),
  });
}

/** `itemIds` → `ItemIds`, `asin` → `ASIN`. */
function memberName(name: string): string {
  return name === 'asin' ? 'ASIN' : capital(name);
}

/** `offersV2.listings.price` → `OffersV2.Listings.Price`, `parentASIN` → `ParentASIN`. */
function paApiResource(name: string): string {
  return name.split('.').map(capital).join('.');
}

/** `getItems` → `GetItems`: the name in the signed target; lower-case it is the path. */
export function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
