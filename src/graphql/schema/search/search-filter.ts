import { builder } from '../builder.ts';
import { longestBrand, longestName, type SearchFilterInput } from '../../input/search-input.ts';

const priceBound = 'At most as many decimals as the currency has, and at most 2,147,483,647 of its smallest units.';

const DeliveryOptionEnum = builder.enumType('DeliveryOption', {
  description: 'A way of delivery.',
  values: {
    PRIME: { description: 'With the benefits of Prime.' },
    FREE_SHIPPING: { description: 'Without a charge for delivery.' },
    FULFILLED_BY_AMAZON: { description: 'Stored and sent by Amazon.' },
    GLOBAL: { description: 'To other countries: "Amazon Global".' },
  },
});

export const SearchFilterType = builder.inputRef<SearchFilterInput>('SearchFilter').implement({
  description: 'Restricts a search. A null or absent field does not restrict it.',
  fields: (t) => ({
    category: t.string({
      description:
        'A category of the marketplace in Amazon\'s spelling, case-insensitive, at most 40 characters, e.g. "Electronics". An unknown category is BAD_USER_INPUT, and the message lists the categories of the marketplace. A source that cannot apply it ignores it, and `attempts` say CATEGORY_IGNORED. Null: all categories.',
    }),
    brand: t.string({
      description: `Only this brand, as Amazon matches it: 1 to ${longestBrand} characters. Null: all brands.`,
    }),
    minPrice: t.field({
      type: 'Decimal',
      description: `Minimum price in major units of the marketplace's currency, 0 or more. ${priceBound} Null: no limit.`,
    }),
    maxPrice: t.field({
      type: 'Decimal',
      description: `Maximum price in major units of the marketplace's currency, more than 0 and not below \`minPrice\`. ${priceBound} Null: no limit.`,
    }),
    minRating: t.int({
      description:
        'Minimum average rating in whole stars, 1 to 4. A source that cannot apply it ignores it, and `attempts` say MIN_RATING_IGNORED. Null: no limit.',
    }),
    minSavingPercent: t.int({
      description: 'Minimum savings against the list price in percent, 1 to 99. Null: no limit.',
    }),
    includeOutOfStock: t.boolean({
      description: 'Whether the hits include products that cannot be bought now. Null: false.',
    }),
    browseNodeId: t.id({
      description:
        "Only products of this category of the marketplace's tree, by its id: a number of at most 19 characters. Bins of `refinements` and `Product.browseNodes` have such ids. Null: all categories.",
    }),
    condition: t.string({
      description:
        'The condition of offers: "Any", "New", "Used", "Collectible" or "Refurbished", case-insensitive, at most 11 characters. A source that cannot search for it is skipped, and `attempts` say so. Null: "New".',
    }),
    delivery: t.field({
      type: [DeliveryOptionEnum],
      description:
        'Only products that can be delivered in each of these 0 to 4 ways. A source that cannot tell is skipped, and `attempts` say so. Null or empty: any way.',
    }),
    title: t.string({
      description: `Words that the title must have: 1 to ${longestName} characters. Null: any title.`,
    }),
    author: t.string({
      description: `Only books of this author, as Amazon matches it: 1 to ${longestName} characters. A source that does not know authors is skipped, and \`attempts\` say so. Null: all authors.`,
    }),
  }),
});

export const SearchSortEnum = builder.enumType('SearchSort', {
  description:
    'The order of the hits, as the source sorts them. A source that has only RELEVANCE ignores any other, and `attempts` say SORT_IGNORED.',
  values: {
    RELEVANCE: { description: 'Best match first, as the marketplace ranks it.' },
    FEATURED: { description: 'Products that the marketplace features first.' },
    PRICE_LOW_TO_HIGH: { description: 'Lowest price first.' },
    PRICE_HIGH_TO_LOW: { description: 'Highest price first.' },
    AVG_CUSTOMER_REVIEWS: { description: 'Best customer rating first.' },
    NEWEST_ARRIVALS: { description: 'Newest in the marketplace first.' },
  },
});
