/**
 * What to ask of an item: exactly what the normal form can hold. A field whose resource was not asked is absent, and a
 * name that the API does not know refuses the whole call. Written as the Creators API writes them.
 *
 * Sources: the official clients' resource lists. Customer reviews are in them, though only whitelisted partners get an
 * answer. Offers are asked in their second form only: the first was retired on 2026-01-31. The Creators API has pictures
 * in `highRes` besides; PA-API's list has not.
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
  'itemInfo.features',
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
