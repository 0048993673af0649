import { moneyFromNumber, type Money } from '../../product/money.ts';
import { list, record, text } from '../json.ts';
import { field } from './field.ts';

/** One seller's offer of an item, in the words of the API. */
export type Listing = {
  readonly price: Money | undefined;
  /** The price that savings are counted from. */
  readonly savingBasis: Money | undefined;
  readonly savingsPercent: unknown;
  readonly availabilityType: string | undefined;
  readonly availabilityMessage: string | undefined;
  /** `New`, `Used`, `Collectible`, `Refurbished` or `Unknown`. */
  readonly condition: string | undefined;
  readonly seller: string | undefined;
  readonly buyBoxWinner: boolean;
  readonly subscription: boolean;
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

/**
 * The listing whose price a shopper pays for a new item: new, then the buy-box winner, then the first. A price that
 * only subscribers get is passed over while there is another. `undefined` when all of them are used.
 *
 * A used listing can be the buy-box winner, and is the only one that PA-API answers for some items.
 */
export function chooseListing(listings: readonly Listing[]): Listing | undefined {
  const stated = listings.filter(({ condition }) => condition?.toLowerCase() === 'new');
  const fresh = stated.length > 0 ? stated : listings.filter(mayBeNew);
  const oneTime = fresh.filter(({ subscription }) => !subscription);
  const candidates = oneTime.length > 0 ? oneTime : fresh;
  return candidates.find(({ buyBoxWinner }) => buyBoxWinner) ?? candidates[0];
}

function readListing(entry: unknown): Listing {
  return {
    price: readMoney(field(entry, 'price')),
    // OffersV2 keeps it inside the price, the first Offers beside it.
    savingBasis: readMoney(field(entry, 'price.savingBasis') ?? field(entry, 'savingBasis')),
    savingsPercent: field(entry, 'price.savings.percentage'),
    availabilityType: text(field(entry, 'availability.type')),
    availabilityMessage: text(field(entry, 'availability.message')),
    condition: text(field(entry, 'condition.value')),
    seller: text(field(entry, 'merchantInfo.name')),
    buyBoxWinner: field(entry, 'isBuyBoxWinner') === true,
    subscription: text(field(entry, 'type'))?.toUpperCase() === 'SUBSCRIBE_AND_SAVE',
    violatesMap: field(entry, 'violatesMAP') === true,
  };
}

/** Money as OffersV2 nests it (`money.amount`) or as the first Offers write it (`Amount`); always in major units. */
function readMoney(value: unknown): Money | undefined {
  const money = field(value, 'money') ?? value;
  return moneyFromNumber(field(money, 'amount'), field(money, 'currency'), field(money, 'displayAmount'));
}

function mayBeNew({ condition }: Listing): boolean {
  return condition === undefined || condition.toLowerCase() === 'unknown';
}
