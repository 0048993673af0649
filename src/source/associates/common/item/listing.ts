import type { Money } from '../../../../product/money.ts';
import type { Availability, Deal, ListPriceKind, MembersAccess, Seller, UnitPrice } from '../../../../product/offer.ts';
import { count, list, record, text } from '../../../json.ts';
import { availabilityOf } from './availability.ts';
import { membersAccess, readDeal } from './deal.ts';
import { field } from '../field.ts';
import { readListPriceKind, readMoney, readSavingBasis, readUnitPrice } from './listing-price.ts';

/** An offer of one seller, with the values of the API. */
export type Listing = {
  readonly price: Money | undefined;
  /** The reference price of the savings. */
  readonly savingBasis: Money | undefined;
  readonly savingBasisKind: ListPriceKind;
  readonly savingsPercent: unknown;
  readonly unitPrice: UnitPrice | undefined;
  readonly availability: Availability;
  readonly availabilityMessage: string | undefined;
  /** `New`, `Used`, `Collectible`, `Refurbished` or `Unknown`. */
  readonly condition: string | undefined;
  readonly subCondition: string | undefined;
  readonly seller: Seller;
  /** `undefined` if the API does not state it. */
  readonly buyBoxWinner: boolean | undefined;
  readonly fulfilledByAmazon: boolean | undefined;
  readonly minOrderQuantity: number | undefined;
  readonly maxOrderQuantity: number | undefined;
  readonly subscription: boolean;
  /** Who gets the price; absent if everybody does. */
  readonly access: MembersAccess | undefined;
  readonly deal: Deal | undefined;
  /** The manufacturer forbids showing the price ("minimum advertised price"). */
  readonly violatesMap: boolean;
};

/**
 * The listings of an item: from OffersV2, else from PA-API's Offers. `undefined` if the answer has no information about
 * offers; empty if it states that there are none.
 */
export function readListings(item: unknown): readonly Listing[] | undefined {
  const second = list(field(item, 'offersV2.listings'));
  const first = list(field(item, 'offers.listings'));
  const entries = second !== undefined && second.length > 0 ? second : (first ?? second);
  if (entries === undefined) return undefined;
  const listings = entries.filter((entry) => record(entry) !== undefined).map(readListing);
  return listings.length === 0 && entries.length > 0 ? undefined : listings;
}

/** Preferences for the listing that represents the item, the most important first. */
const preferences: readonly ((listing: Listing) => boolean)[] = [
  // First: the price of a subscription is not that of one purchase, even where that one is hidden.
  ({ subscription }) => !subscription,
  // In recorded answers, listings without stock, with hidden prices or with 0.00 are beside listings that can be
  // bought.
  ({ availability }) => availability !== 'OUT_OF_STOCK',
  ({ price }) => price !== undefined,
  ({ condition }) => condition?.toLowerCase() === 'new',
  ({ access }) => access === undefined,
  ({ buyBoxWinner }) => buyBoxWinner === true,
];

/**
 * The listing whose price a shopper pays for one new item. Preferred are, in this order: single purchases, listings that can be
 * bought and have a price, new ones, prices that are not only for members, the buy-box winner, and the first one. A
 * preference that no listing meets is ignored. `undefined` if all listings are used.
 *
 * A used listing can be the buy-box winner, and for some items PA-API returns no other.
 */
export function chooseListing(listings: readonly Listing[]): Listing | undefined {
  const candidates = preferences.reduce((left, prefers) => {
    const preferred = left.filter(prefers);
    return preferred.length > 0 ? preferred : left;
  }, listings.filter(mayBeNew));
  return candidates[0];
}

function readListing(entry: unknown): Listing {
  const price = readMoney(field(entry, 'price'));
  const availabilityMessage = text(field(entry, 'availability.message'));
  return {
    price,
    savingBasis: readSavingBasis(entry),
    savingBasisKind: readListPriceKind(entry),
    savingsPercent: field(entry, 'price.savings.percentage'),
    unitPrice: readUnitPrice(entry),
    availability: availabilityOf(text(field(entry, 'availability.type')), {
      priced: price !== undefined,
      message: availabilityMessage,
    }),
    availabilityMessage,
    condition: text(field(entry, 'condition.value')),
    subCondition: readSubCondition(entry),
    seller: readSeller(entry),
    buyBoxWinner: flag(field(entry, 'isBuyBoxWinner')),
    fulfilledByAmazon: flag(field(entry, 'deliveryInfo.isAmazonFulfilled')),
    minOrderQuantity: count(field(entry, 'availability.minOrderQuantity'), 1),
    maxOrderQuantity: count(field(entry, 'availability.maxOrderQuantity'), 1),
    subscription: text(field(entry, 'type'))?.toUpperCase() === 'SUBSCRIBE_AND_SAVE',
    access: accessOf(entry),
    deal: readDeal(entry),
    violatesMap: field(entry, 'violatesMAP') === true,
  };
}

function mayBeNew({ condition }: Listing): boolean {
  return condition === undefined || ['new', 'unknown'].includes(condition.toLowerCase());
}

/** OffersV2 has a text, which is `Unknown` for new items; Offers has an object. */
function readSubCondition(entry: unknown): string | undefined {
  const stated = field(entry, 'condition.subCondition');
  const name = text(field(stated, 'value')) ?? text(stated);
  return name?.toLowerCase() === 'unknown' ? undefined : name;
}

function readSeller(entry: unknown): Seller {
  const id = text(field(entry, 'merchantInfo.id'));
  const name = text(field(entry, 'merchantInfo.name'));
  return { ...(id !== undefined && { id }), ...(name !== undefined && { name }) };
}

/** Who gets a listing's price: in OffersV2 a property of the deal, in Offers one of the listing's programme. */
function accessOf(entry: unknown): MembersAccess | undefined {
  const isForPrime = field(entry, 'programEligibility.isPrimeExclusive') === true;
  return membersAccess(field(entry, 'dealDetails')) ?? (isForPrime ? 'PRIME_EXCLUSIVE' : undefined);
}

function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}
