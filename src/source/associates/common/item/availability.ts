import type { Availability } from '../../../../product/offer.ts';

/**
 * The availability types of both associates APIs.
 *
 * The capitalised names are the Creators API's (and PA-API's OffersV2), documented under "OffersV2"; `Now`,
 * `Backorderable` and `Preorderable` are those of PA-API's Offers. `LEADTIME` and `AVAILABLE_DATE` accept orders for
 * later delivery, as `Backorderable` does.
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

/** Properties of a listing besides its availability type. */
export type AvailabilityHints = { readonly priced: boolean; readonly message: string | undefined };

/**
 * The availability of a listing.
 *
 * In some marketplaces PA-API omits the type and sends only the message. All recorded listings of that kind that have a
 * price say "in stock" in the language of the marketplace, so they count as in stock. The localized message is not
 * parsed.
 */
export function availabilityOf(type: string | undefined, hints: AvailabilityHints): Availability {
  if (type !== undefined) return byType.get(type.toUpperCase()) ?? 'UNKNOWN';
  return hints.priced && hints.message !== undefined ? 'IN_STOCK' : 'UNKNOWN';
}
