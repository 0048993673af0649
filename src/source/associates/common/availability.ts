import type { Availability } from '../../../product/product.ts';

/**
 * What both associates APIs call their availabilities.
 *
 * The capitalised names are the Creators API's (and PA-API's OffersV2), documented under "OffersV2"; `Now`,
 * `Backorderable` and `Preorderable` are those of PA-API's first Offers. `LEADTIME` and `AVAILABLE_DATE` take orders now
 * for what is delivered later, as `Backorderable` does.
 */
const byType = new Map<string, Availability>([
  ['IN_STOCK', 'IN_STOCK'],
  ['NOW', 'IN_STOCK'],
  ['IN_STOCK_SCARCE', 'LIMITED'],
  ['AVAILABLE_DATE', 'BACKORDER'],
  ['LEADTIME', 'BACKORDER'],
  ['BACKORDERABLE', 'BACKORDER'],
  ['PREORDER', 'PREORDER'],
  ['PREORDERABLE', 'PREORDER'],
  ['OUT_OF_STOCK', 'OUT_OF_STOCK'],
  ['UNAVAILABLE', 'OUT_OF_STOCK'],
]);

/** What is known of a listing besides its type. */
export type AvailabilityHints = { readonly priced: boolean; readonly message: string | undefined };

/**
 * The availability of a listing.
 *
 * PA-API leaves the type out in some marketplaces and says the message only. A listing that has a price is on sale, and every
 * recorded one without a type says "in stock" in its marketplace's language, so that counts as in stock; the message itself
 * is localised and is not read.
 */
export function availabilityOf(type: string | undefined, hints: AvailabilityHints): Availability {
  if (type !== undefined) return byType.get(type.toUpperCase()) ?? 'UNKNOWN';
  return hints.priced && hints.message !== undefined ? 'IN_STOCK' : 'UNKNOWN';
}
