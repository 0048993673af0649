import { moneyFromNumber, type Money } from '../../../product/money.ts';
import type { Availability } from '../../../product/offer.ts';
import type { Product } from '../../../product/product.ts';
import { list, record, text } from '../../json.ts';
import { availabilityOf } from './availability.ts';
import { field } from './field.ts';

/** An offer of one seller, with the values of the API. */
export type Listing = {
  readonly price: Money | undefined;
  /** The reference price of the savings. */
  readonly savingBasis: Money | undefined;
  readonly savingsPercent: unknown;
  readonly availability: Availability;
  readonly availabilityMessage: string | undefined;
  /** `New`, `Used`, `Collectible`, `Refurbished` or `Unknown`. */
  readonly condition: string | undefined;
  readonly seller: string | undefined;
  readonly buyBoxWinner: boolean;
  readonly subscription: boolean;
  /** Who gets the price; absent if everybody does. */
  readonly access: Product['priceAccess'];
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
  // In recorded answers, listings without stock, with hidden prices or with 0.00 are beside listings that can be
  // bought.
  ({ availability }) => availability !== 'OUT_OF_STOCK',
  ({ price }) => price !== undefined,
  ({ condition }) => condition?.toLowerCase() === 'new',
  ({ subscription }) => !subscription,
  ({ access }) => access === undefined,
  ({ buyBoxWinner }) => buyBoxWinner,
];

/**
 * The listing whose price a shopper pays for a new item. Preferred are, in this order: listings that can be bought and
 * have a price, new ones, prices that are not only for subscribers or members, the buy-box winner, and the first one. A
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
    // OffersV2 has it inside the price, Offers beside it.
    savingBasis: readMoney(field(entry, 'price.savingBasis') ?? field(entry, 'savingBasis')),
    savingsPercent: field(entry, 'price.savings.percentage'),
    availability: availabilityOf(text(field(entry, 'availability.type')), {
      priced: price !== undefined,
      message: availabilityMessage,
    }),
    availabilityMessage,
    condition: text(field(entry, 'condition.value')),
    seller: text(field(entry, 'merchantInfo.name')),
    buyBoxWinner: field(entry, 'isBuyBoxWinner') === true,
    subscription: text(field(entry, 'type'))?.toUpperCase() === 'SUBSCRIBE_AND_SAVE',
    access: accessOf(entry),
    violatesMap: field(entry, 'violatesMAP') === true,
  };
}

/** Money in the form of OffersV2 (`money.amount`) or of Offers (`Amount`); always in major units. */
function readMoney(value: unknown): Money | undefined {
  const money = field(value, 'money') ?? value;
  return moneyFromNumber(field(money, 'amount'), field(money, 'currency'), field(money, 'displayAmount'));
}

function mayBeNew({ condition }: Listing): boolean {
  return condition === undefined || ['new', 'unknown'].includes(condition.toLowerCase());
}

/**
 * Who gets a listing's price: in OffersV2 a property of the deal (`ALL` means everybody), in Offers a property of the
 * listing's programme. Source: "OffersV2" in the documentation of both APIs.
 */
function accessOf(entry: unknown): Listing['access'] {
  const stated = text(field(entry, 'dealDetails.accessType'))?.toUpperCase();
  if (stated === 'PRIME_EXCLUSIVE' || stated === 'PRIME_EARLY_ACCESS') return stated;
  return field(entry, 'programEligibility.isPrimeExclusive') === true ? 'PRIME_EXCLUSIVE' : undefined;
}
