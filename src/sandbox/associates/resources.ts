import { browseNodeResources } from './browse-nodes.ts';

/** The resources of both APIs in PA-API's spelling. Creators API has the same in camel case. */
const shared = [
  ...under('BrowseNodeInfo', 'BrowseNodes BrowseNodes.Ancestor BrowseNodes.SalesRank WebsiteSalesRank'),
  ...under('CustomerReviews', 'Count StarRating'),
  ...under('Images.Primary', 'Small Medium Large'),
  ...under('Images.Variants', 'Small Medium Large'),
  ...under('ItemInfo', 'ByLineInfo Classifications ContentInfo ContentRating ExternalIds Features ManufactureInfo'),
  ...under('ItemInfo', 'ProductInfo TechnicalInfo Title TradeInInfo'),
  ...under('OffersV2.Listings', 'Availability Condition DealDetails IsBuyBoxWinner LoyaltyPoints MerchantInfo'),
  ...under('OffersV2.Listings', 'Price Type'),
  'ParentASIN',
];

const listingV1 = [
  ...under('Availability', 'MaxOrderQuantity Message MinOrderQuantity Type'),
  ...under('Condition', 'ConditionNote SubCondition'),
  ...under('DeliveryInfo', 'IsAmazonFulfilled IsFreeShippingEligible IsPrimeEligible ShippingCharges'),
  ...under('ProgramEligibility', 'IsPrimeExclusive IsPrimePantry'),
  ...'Condition IsBuyBoxWinner LoyaltyPoints.Points MerchantInfo Price Promotions SavingBasis'.split(' '),
];

/** PA-API's names for GetItems. Source: the official SDK's enumerations; the older offers know leaf names only. */
export const paapiItemResources: ReadonlySet<string> = new Set([
  ...shared,
  ...listingV1.map((leaf) => `Offers.Listings.${leaf}`),
  ...listingV1.map((leaf) => `RentalOffers.Listings.${leaf}`),
  'RentalOffers.Listings.BasePrice',
  ...under('Offers.Summaries', 'HighestPrice LowestPrice OfferCount'),
]);

export const paapiSearchResources: ReadonlySet<string> = new Set([...paapiItemResources, 'SearchRefinements']);

const variationSummary = under('VariationSummary', 'Price.HighestPrice Price.LowestPrice VariationDimension');

export const paapiVariationResources: ReadonlySet<string> = new Set([...paapiItemResources, ...variationSummary]);

/** Creators API's names, each with PA-API's. `highRes` is called `hiRes` in answers. */
export const creatorsItemResources: ReadonlyMap<string, string> = new Map(
  [...shared, 'Images.Primary.HighRes', 'Images.Variants.HighRes'].map((name) => [camelPath(name), name]),
);

export const creatorsSearchResources: ReadonlyMap<string, string> = new Map([
  ...creatorsItemResources,
  ['searchRefinements', 'SearchRefinements'],
]);

export const creatorsVariationResources: ReadonlyMap<string, string> = new Map([
  ...creatorsItemResources,
  ...variationSummary.map((name) => [camelPath(name), name] as const),
]);

/** Names of GetBrowseNodes, each with PA-API's. */
export const creatorsBrowseNodeResources: ReadonlyMap<string, string> = new Map(
  browseNodeResources.map((name) => [camelPath(name), name]),
);

function under(parent: string, names: string): readonly string[] {
  return names.split(' ').map((name) => `${parent}.${name}`);
}

function camelPath(path: string): string {
  return path
    .split('.')
    .map((part) => `${part.charAt(0).toLowerCase()}${part.slice(1)}`)
    .join('.');
}
