import { builder } from './builder.ts';
import { longestBrand, type SearchFilterInput } from '../input/search-input.ts';

const priceBound = "No finer than the currency's smallest unit, and at most 2,147,483,647 of those.";

/** What hits a search is narrowed to. */
export const SearchFilterType = builder.inputRef<SearchFilterInput>('SearchFilter').implement({
  description: 'Narrows a search. An absent or null field does not narrow it.',
  fields: (t) => ({
    category: t.string({
      description:
        'A category of the store in Amazon\'s spelling, any case, at most 40 characters, e.g. "Electronics". An unknown one is BAD_USER_INPUT and the message lists the store\'s. Null: all of them.',
    }),
    brand: t.string({
      description: `Only this brand, as Amazon matches it: 1 to ${longestBrand} characters. Null: every brand.`,
    }),
    minPrice: t.field({
      type: 'Decimal',
      description: `Least price in major units of the store's currency, 0 or more. ${priceBound} Null: no limit.`,
    }),
    maxPrice: t.field({
      type: 'Decimal',
      description: `Greatest price in major units of the store's currency, more than 0 and not below \`minPrice\`. ${priceBound} Null: no limit.`,
    }),
    minRating: t.int({ description: 'Least mean of stars, whole, 1 to 4. Null: any.' }),
    minSavingPercent: t.int({ description: 'Least saving against the list price in percent, 1 to 99. Null: any.' }),
    includeOutOfStock: t.boolean({ description: 'True lists products that cannot be bought now, too. Null: false.' }),
  }),
});

/** How hits are ordered. */
export const SearchSortEnum = builder.enumType('SearchSort', {
  description: 'How hits are ordered. The order is that of the source.',
  values: {
    RELEVANCE: { description: "The store's own idea of what fits best." },
    FEATURED: { description: 'What the store wants to show first.' },
    PRICE_LOW_TO_HIGH: { description: 'Cheapest first.' },
    PRICE_HIGH_TO_LOW: { description: 'Dearest first.' },
    AVG_CUSTOMER_REVIEWS: { description: 'Best rated first.' },
    NEWEST_ARRIVALS: { description: 'Latest in the store first.' },
  },
});
