import { moneyTree, savingsOf } from './money.ts';
import type { SandboxDeal } from '../catalogue/deal.ts';
import type { SandboxPrice, SandboxProduct } from '../catalogue/product.ts';
import type { SandboxMarketplace } from '../sandbox-marketplace.ts';
import { marketplaceWords } from '../marketplace-words.ts';

/** The listing of a product in the associates APIs, from which both of their offer shapes are written. */
export type Offer = {
  /** Absent where the minimum advertised price forbids it. */
  readonly price?: SandboxPrice;
  readonly listPrice?: SandboxPrice;
  readonly condition: 'New' | 'Used';
  readonly message: string;
  /** `Availability.Type` of OffersV2, and of the older Offers, which may lack it. */
  readonly type: 'IN_STOCK' | 'IN_STOCK_SCARCE' | 'PREORDER' | 'LEADTIME';
  readonly oldType?: 'Now' | 'Preorderable' | 'Backorderable';
  readonly most: number;
};

/** The listing of `product`; `undefined` for a product that is sold out, a parent, or without a featured offer. */
export function offerOf(
  product: SandboxProduct,
  marketplace: SandboxMarketplace,
  condition: string,
): Offer | undefined {
  const words = marketplaceWords[marketplace.code];
  const { price, listPrice, usedPrice } = product;
  const prices = { ...(price !== undefined && { price }), ...(listPrice !== undefined && { listPrice }) };
  const wanted = condition === 'Any' || condition === 'New';
  const inStock = { message: words.inStock, type: 'IN_STOCK', oldType: 'Now', most: 30 } as const;
  switch (product.state) {
    case 'USED_ONLY':
      if (usedPrice === undefined || condition === 'New') return undefined;
      return { ...inStock, price: usedPrice, condition: 'Used', most: 1 };
    case 'IN_STOCK':
    case 'HIDDEN_PRICE':
      return wanted ? { ...prices, ...inStock, condition: 'New' } : undefined;
    case 'LIMITED':
      if (!wanted) return undefined;
      return { ...prices, condition: 'New', message: words.onlyLeft(3), type: 'IN_STOCK_SCARCE', most: 3 };
    case 'PREORDER':
      if (!wanted) return undefined;
      return {
        ...prices,
        condition: 'New',
        message: words.preorder,
        type: 'PREORDER',
        oldType: 'Preorderable',
        most: 5,
      };
    case 'BACKORDER':
      if (!wanted) return undefined;
      return {
        ...prices,
        condition: 'New',
        message: words.backorder,
        type: 'LEADTIME',
        oldType: 'Backorderable',
        most: 5,
      };
    default:
      return undefined;
  }
}

/** The listing as `OffersV2.Listings` shows it: money nested, savings and basis inside the price. */
export function offersV2Listing(offer: Offer, product: SandboxProduct, marketplace: SandboxMarketplace): object {
  return {
    ...(offer.price !== undefined && { Price: v2Price(offer.price, offer.listPrice, product, marketplace) }),
    Condition: {
      Value: offer.condition,
      SubCondition: offer.condition === 'New' ? 'Unknown' : 'VeryGood',
      ConditionNote: '',
    },
    Availability: { Type: offer.type, Message: offer.message, MinOrderQuantity: 1, MaxOrderQuantity: offer.most },
    ...(product.deal !== undefined && { DealDetails: dealDetails(product.deal) }),
    MerchantInfo: { Id: product.seller.id, Name: product.seller.name },
    IsBuyBoxWinner: true,
    ViolatesMAP: product.state === 'HIDDEN_PRICE',
  };
}

/**
 * The offers beside the featured one, as `OffersV2.Listings` shows them. A deal for members is the only new offer of its
 * product.
 */
export function otherListings(product: SandboxProduct, marketplace: SandboxMarketplace, condition: string): object[] {
  const forMembers = product.deal !== undefined && product.deal.access !== 'ALL';
  return product.otherOffers
    .filter((offer) => condition === 'Any' || condition === offer.condition)
    .filter((offer) => offer.condition !== 'New' || !forMembers)
    .map((offer) => ({
      Price: { Money: moneyTree(marketplace, offer.price.minor) },
      Condition: {
        Value: offer.condition,
        SubCondition: offer.subCondition === 'New' ? 'Unknown' : offer.subCondition,
      },
      Availability: { Type: 'IN_STOCK', Message: marketplaceWords[marketplace.code].inStock, MinOrderQuantity: 1 },
      MerchantInfo: { Id: offer.seller.id, Name: offer.seller.name },
      IsBuyBoxWinner: false,
      ViolatesMAP: false,
    }));
}

function dealDetails({ access, badge, startsAt, endsAt, percentClaimed }: SandboxDeal): object {
  return { AccessType: access, Badge: badge, StartTime: startsAt, EndTime: endsAt, PercentClaimed: percentClaimed };
}

/** The listing as the older `Offers.Listings` shows it: basis beside the price, display text with the percentage. */
export function offersV1Listing(offer: Offer, product: SandboxProduct, marketplace: SandboxMarketplace): object {
  const { price, listPrice } = offer;
  return {
    Id: `sandbox-listing-${product.asin}`,
    ...(price !== undefined && { Price: v1Price(price, listPrice, marketplace) }),
    ...(listPrice !== undefined && { SavingBasis: moneyTree(marketplace, listPrice.minor) }),
    Condition: { Value: offer.condition, SubCondition: { Value: offer.condition === 'New' ? 'New' : 'VeryGood' } },
    Availability: {
      Message: offer.message,
      ...(offer.oldType !== undefined && { Type: offer.oldType }),
      MinOrderQuantity: 1,
      MaxOrderQuantity: offer.most,
    },
    DeliveryInfo: {
      IsAmazonFulfilled: product.delivery.includes('FulfilledByAmazon'),
      IsFreeShippingEligible: product.delivery.includes('FreeShipping'),
      IsPrimeEligible: product.delivery.includes('Prime'),
    },
    MerchantInfo: { Id: product.seller.id, Name: product.seller.name, FeedbackCount: 812, FeedbackRating: 4.6 },
    IsBuyBoxWinner: true,
    ProgramEligibility: { IsPrimeExclusive: false, IsPrimePantry: false },
    ViolatesMAP: product.state === 'HIDDEN_PRICE',
  };
}

/** `Offers.Summaries`; without prices where the listing may not show one. */
export function offersV1Summary(offer: Offer, marketplace: SandboxMarketplace): object {
  const money = offer.price === undefined ? undefined : moneyTree(marketplace, offer.price.minor);
  return {
    Condition: { Value: offer.condition },
    ...(money !== undefined && { HighestPrice: money, LowestPrice: money }),
    OfferCount: 1,
  };
}

function v2Price(
  price: SandboxPrice,
  listPrice: SandboxPrice | undefined,
  { deal, facts }: SandboxProduct,
  marketplace: SandboxMarketplace,
): object {
  const own = {
    Money: moneyTree(marketplace, price.minor),
    ...(facts.units !== undefined && { PricePerUnit: pricePerUnit(price, facts.units, facts.unit, marketplace) }),
  };
  if (listPrice === undefined) return own;
  const saved = savingsOf(price, listPrice);
  return {
    ...own,
    SavingBasis: {
      Money: moneyTree(marketplace, listPrice.minor),
      SavingBasisType: deal === undefined ? 'LIST_PRICE' : 'WAS_PRICE',
      SavingBasisTypeLabel: marketplaceWords[marketplace.code].listPriceLabel,
    },
    Savings: { Money: moneyTree(marketplace, saved.minor), Percentage: saved.percent },
  };
}

function pricePerUnit(price: SandboxPrice, units: number, unit = '', marketplace: SandboxMarketplace): object {
  const money = moneyTree(marketplace, Math.max(1, Math.round(price.minor / units)));
  return { ...money, DisplayAmount: `${money.DisplayAmount} / ${unit}` };
}

function v1Price(price: SandboxPrice, listPrice: SandboxPrice | undefined, marketplace: SandboxMarketplace): object {
  const money = moneyTree(marketplace, price.minor);
  if (listPrice === undefined) return money;
  const { minor, percent } = savingsOf(price, listPrice);
  const saved = moneyTree(marketplace, minor);
  const savings = { ...saved, DisplayAmount: `${saved.DisplayAmount} (${percent}%)`, Percentage: percent };
  return { ...money, Savings: savings };
}
