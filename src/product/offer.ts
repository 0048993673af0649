import type { Money } from './money.ts';

/** Whether a new item can be bought now. */
export type Availability = 'IN_STOCK' | 'LIMITED' | 'PREORDER' | 'BACKORDER' | 'OUT_OF_STOCK' | 'UNKNOWN';

/** Who gets a price: Prime members only, or Prime members before everybody else. */
export type PriceAccess = 'EVERYONE' | 'PRIME_EXCLUSIVE' | 'PRIME_EARLY_ACCESS';

/** The access of a price that not everybody gets. */
export type MembersAccess = Exclude<PriceAccess, 'EVERYONE'>;

/** What a struck-through price is: the manufacturer's, a former one, or the lowest of a period that the law names. */
export type ListPriceKind = 'LIST_PRICE' | 'WAS_PRICE' | 'LOWEST_PRICE' | 'UNKNOWN';

/** A price per unit of measure, e.g. 24.50 INR per "100 g". */
export type UnitPrice = {
  readonly price: Money;
  /** In the language of the answer. */
  readonly unit?: string;
};

/** A deal that sets the price for a limited time. */
export type Deal = {
  /** The text on the marketplace's badge, e.g. "Limited time deal". */
  readonly badge?: string;
  /** Milliseconds since the epoch. */
  readonly startsAt?: number;
  readonly endsAt?: number;
  /** 0 to 100. */
  readonly percentClaimed?: number;
  /** Absent if everybody gets it. */
  readonly access?: MembersAccess;
};

/** Who sells. */
export type Seller = { readonly id?: string; readonly name?: string };

/** The offer of one seller. An absent field means that the source did not provide it. */
export type Offer = {
  readonly price?: Money;
  /** Always above {@link Offer.price}. */
  readonly listPrice?: Money;
  /** Absent if everybody gets the price. */
  readonly priceAccess?: MembersAccess;
  /** As the source writes it, e.g. "New" or "Used". */
  readonly condition?: string;
  readonly subCondition?: string;
  readonly seller?: Seller;
  readonly availability: Availability;
  /** The message of the marketplace, in its language. */
  readonly availabilityMessage?: string;
  readonly isBuyBoxWinner?: boolean;
  readonly isFulfilledByAmazon?: boolean;
  readonly minOrderQuantity?: number;
  readonly maxOrderQuantity?: number;
  readonly deal?: Deal;
};
