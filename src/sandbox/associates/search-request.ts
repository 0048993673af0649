import { InvalidField } from './invalid-field.ts';
import { optionalOneOf, optionalText, optionalWhole } from './request.ts';
import type { SandboxDelivery } from '../catalogue/delivery.ts';
import { textListField, type JsonRecord } from '../json.ts';
import type { SearchOrder, SearchTerms } from '../search.ts';

/** A checked SearchItems request. */
export type ItemSearch = { readonly terms: SearchTerms; readonly page: number; readonly count: number };

const orders: readonly SearchOrder[] = [
  'AvgCustomerReviews',
  'Featured',
  'NewestArrivals',
  'Price:HighToLow',
  'Price:LowToHigh',
  'Relevance',
];

/** Search indexes of all served marketplaces together. Source: PA-API locale reference. */
const searchIndexes = new Set(
  (
    'All AmazonVideo Apparel Appliances ArtsAndCrafts Automotive Baby Beauty Books Classical Collectibles Computers ' +
    'CreditCards DigitalEducationalResources DigitalMusic Electronics EverythingElse Fashion FashionBaby FashionBoys ' +
    'FashionGirls FashionMen FashionWomen ForeignBooks Furniture GardenAndOutdoor GiftCards GroceryAndGourmetFood ' +
    'Handmade HealthPersonalCare Hobbies HomeAndKitchen Industrial Jewelry KindleStore Lighting LocalServices Luggage ' +
    'LuxuryBeauty Magazines MobileAndAccessories MobileApps MoviesAndTV Music MusicalInstruments OfficeProducts ' +
    'PetSupplies Photo Shoes Software SportsAndOutdoors ToolsAndHomeImprovement Toys ToysAndGames Vehicles VHS ' +
    'VideoGames Watches'
  ).split(' '),
);

const textFields = ['Keywords', 'Title', 'Brand', 'Author', 'Actor', 'Artist'];

const deliveries: readonly SandboxDelivery[] = ['AmazonGlobal', 'FreeShipping', 'FulfilledByAmazon', 'Prime'];

/** Reads SearchItems' own parameters. Throws InvalidField for the first one that is wrong. */
export function readItemSearch(body: JsonRecord): ItemSearch {
  const texts = textFields.map((field) => optionalText(body, field));
  if (texts.every((text) => text === undefined)) throw new InvalidField('Keywords');
  const [keywords, title, brand, author, ...makers] = texts;
  const category = optionalText(body, 'SearchIndex');
  if (category !== undefined && !searchIndexes.has(category)) throw new InvalidField('SearchIndex', category);
  const browseNodeId = optionalText(body, 'BrowseNodeId');
  if (browseNodeId !== undefined && !/^\d{1,19}$/.test(browseNodeId)) {
    throw new InvalidField('BrowseNodeId', browseNodeId);
  }
  const delivery = readDelivery(body);
  const minPrice = optionalWhole(body, 'MinPrice', 1, Number.MAX_SAFE_INTEGER);
  const maxPrice = optionalWhole(body, 'MaxPrice', 1, Number.MAX_SAFE_INTEGER);
  const minRating = optionalWhole(body, 'MinReviewsRating', 1, 4);
  const minSavingPercent = optionalWhole(body, 'MinSavingPercent', 1, 99);
  const availability = optionalOneOf(body, 'Availability', ['Available', 'IncludeOutOfStock']);
  return {
    terms: {
      words: [keywords, ...makers].filter((text) => text !== undefined).join(' '),
      ...(category !== undefined && category !== 'All' && { category }),
      ...(brand !== undefined && { brand }),
      ...(browseNodeId !== undefined && { browseNodeId }),
      ...(title !== undefined && { title }),
      ...(author !== undefined && { author }),
      delivery,
      ...(minPrice !== undefined && { minPrice }),
      ...(maxPrice !== undefined && { maxPrice }),
      ...(minRating !== undefined && { minRating }),
      ...(minSavingPercent !== undefined && { minSavingPercent }),
      includeOutOfStock: availability === 'IncludeOutOfStock',
      order: optionalOneOf(body, 'SortBy', orders) ?? 'Relevance',
    },
    page: optionalWhole(body, 'ItemPage', 1, 10) ?? 1,
    count: optionalWhole(body, 'ItemCount', 1, 10) ?? 10,
  };
}

function readDelivery(body: JsonRecord): readonly SandboxDelivery[] {
  const given = body['DeliveryFlags'] ?? undefined;
  if (given === undefined) return [];
  const flags = textListField(body, 'DeliveryFlags');
  const wanted = deliveries.filter((one) => flags?.includes(one) === true);
  if (flags === undefined || flags.length === 0 || wanted.length !== new Set(flags).size) {
    throw new InvalidField('DeliveryFlags', given);
  }
  return wanted;
}
