import type { SandboxPrice, SandboxProduct } from '../catalogue/product.ts';

/** The offers of a product in SP-API, which also has prices that no shopper sees. */
export type SellerOffer = {
  /** The featured new offer's price. */
  readonly featured?: SandboxPrice;
  /** The lowest new price, also without a featured offer. */
  readonly lowest?: SandboxPrice;
  readonly used?: SandboxPrice;
  readonly newCount: number;
  readonly usedCount: number;
  readonly availability: 'NOW' | 'FUTURE_WITHOUT_DATE' | 'FUTURE_WITH_DATE';
};

export function sellerOffer(product: SandboxProduct): SellerOffer {
  const { state, price, unshownPrice, usedPrice } = product;
  const none = { newCount: 0, usedCount: 0, availability: 'NOW' } as const;
  switch (state) {
    case 'OUT_OF_STOCK':
    case 'PARENT':
      return none;
    case 'USED_ONLY':
      return { ...none, usedCount: 1, ...(usedPrice !== undefined && { used: usedPrice }) };
    case 'NO_FEATURED_OFFER':
      return { ...none, newCount: 2, ...(unshownPrice !== undefined && { lowest: unshownPrice }) };
    case 'HIDDEN_PRICE':
      return featured(unshownPrice, 'NOW');
    case 'PREORDER':
      return featured(price, 'FUTURE_WITH_DATE');
    case 'BACKORDER':
      return featured(price, 'FUTURE_WITHOUT_DATE');
    default:
      return featured(price, 'NOW');
  }
}

/** Money in the shape of both pricing operations: a JSON number in major units. */
export function sellerMoney({ amount, currency }: SandboxPrice): object {
  return { CurrencyCode: currency, Amount: Number(amount) };
}

/** The three prices of an offer with free shipping. */
export function offerPrices(price: SandboxPrice): object {
  const money = sellerMoney(price);
  return { LandedPrice: money, ListingPrice: money, Shipping: { CurrencyCode: price.currency, Amount: 0 } };
}

function featured(price: SandboxPrice | undefined, availability: SellerOffer['availability']): SellerOffer {
  return { ...(price !== undefined && { featured: price, lowest: price }), newCount: 3, usedCount: 1, availability };
}
