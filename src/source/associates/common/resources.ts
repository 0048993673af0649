/**
 * The resources to request for an item: those that the normal form can hold, in the spelling of the Creators API. A
 * field is absent if its resource was not requested, and an unknown name makes the API refuse the whole call.
 *
 * Sources: the resource lists of the official clients. Customer reviews are among them, though only whitelisted
 * partners get values. Only OffersV2 is requested: Offers was retired on 2026-01-31. The Creators API also has
 * `highRes` pictures; PA-API does not.
 */
export const itemResources: readonly string[] = [
  'browseNodeInfo.browseNodes',
  'browseNodeInfo.browseNodes.ancestor',
  'browseNodeInfo.browseNodes.salesRank',
  'browseNodeInfo.websiteSalesRank',
  'customerReviews.count',
  'customerReviews.starRating',
  'images.primary.large',
  'images.variants.large',
  'itemInfo.byLineInfo',
  'itemInfo.classifications',
  'itemInfo.contentInfo',
  'itemInfo.contentRating',
  'itemInfo.externalIds',
  'itemInfo.features',
  'itemInfo.manufactureInfo',
  'itemInfo.productInfo',
  'itemInfo.technicalInfo',
  'itemInfo.title',
  'offersV2.listings.availability',
  'offersV2.listings.condition',
  'offersV2.listings.dealDetails',
  'offersV2.listings.isBuyBoxWinner',
  'offersV2.listings.merchantInfo',
  'offersV2.listings.price',
  'offersV2.listings.type',
  'parentASIN',
];
