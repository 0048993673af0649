import { moneyFromNumber, type Money } from '../../../product/money.ts';
import type { Availability, Product } from '../../../product/product.ts';
import { list, record, text } from '../../json.ts';
import { availabilityOf } from './availability.ts';
import { field } from './field.ts';

/** One seller's offer of an item, in the words of the API. */
export type Listing = {
  readonly price: Money | undefined;
  /** The price that savings are counted from. */
  readonly savingBasis: Money | undefined;
  readonly savingsPercent: unknown;
  readonly availability: Availability;
  readonly availabilityMessage: string | undefined;
  /** `New`, `Used`, `Collectible`, `Refurbished` or `Unknown`. */
  readonly condition: string | undefined;
  readonly seller: string | undefined;
  readonly buyBoxWinner: boolean;
  readonly subscription: boolean;
  /** Who gets the price; absent when everybody does. */
  readonly access: Product['priceAccess'];
  /** The manufacturer forbids to show the price ("minimum advertised price"). */
  readonly violatesMap: boolean;
};

/**
 * The listings of an item: of OffersV2, else of PA-API's first Offers. `undefined` when the answer says nothing about
 * offers; empty when it says that there are none.
 */
export function readListings(item: unknown): readonly Listing[] | undefined {
  const second = list(field(item, 'offersV2.listings'));
  const first = list(field(item, 'offers.listings'));
  const entries = second !== undefined && second.length > 0 ? second : (first ?? second);
  if (entries === undefined) return undefined;
  const listings = entries.filter((entry) => record(entry) !== undefined).map(readListing);
  return listings.length === 0 && entries.length > 0 ? undefined : listings;
}

/** What a listing should be to stand for the item, the weightiest first. */
const preferences: readonly ((listing: Listing) => boolean)[] = [
  // Recorded listings of items out of stock, of hidden prices and of 0.00 stand beside ones that can be bought.
  ({ availability }) => availability !== 'OUT_OF_STOCK',
  ({ price }) => price !== undefined,
  ({ condition }) => condition?.toLowerCase() === 'new',
  ({ subscription }) => !subscription,
  ({ access }) => access === undefined,
  ({ buyBoxWinner }) => buyBoxWinner,
];

/**
 * The listing whose price a shopper pays for a new item: one that can be bought and has a price, new, a price that
 * subscribers or members do not get before everybody else, the buy-box winner, the first. Each is a preference: what
 * no listing is, is not asked of any. `undefined` when all of them are used.
 *
 * A used listing can be the buy-box winner, and is the only one that PA-API answers for some items.
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
    // OffersV2 keeps it inside the price, the first Offers beside it.
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

/** Money as OffersV2 nests it (`money.amount`) or as the first Offers write it (`Amount`); always in major units. */
function readMoney(value: unknown): Money | undefined {
  const money = field(value, 'money') ?? value;
  return moneyFromNumber(field(money, 'amount'), field(money, 'currency'), field(money, 'displayAmount'));
}

function mayBeNew({ condition }: Listing): boolean {
  return condition === undefined || ['new', 'unknown'].includes(condition.toLowerCase());
}

/**
 * Who gets a listing's price. OffersV2 says it of the deal (`ALL` is everybody), the first Offers of the listing's
 * programme. Source: "OffersV2" in the documentation of both APIs.
 */
function accessOf(entry: unknown): Listing['access'] {
  const stated = text(field(entry, 'dealDetails.accessType'))?.toUpperCase();
  if (stated === 'PRIME_EXCLUSIVE' || stated === 'PRIME_EARLY_ACCESS') return stated;
  return field(entry, 'programEligibility.isPrimeExclusive') === true ? 'PRIME_EXCLUSIVE' : undefined;
}
