import type { SearchRequest } from '../../catalog/answer.ts';
import { parseNodeId } from '../../product/browse-node.ts';
import { marketplaces, type MarketplaceCode } from '../../product/marketplace.ts';
import { compareDecimals, minorUnits, parseDecimal } from '../../product/money.ts';
import { findSearchIndex, searchIndexes } from '../../product/search/search-category.ts';
import {
  deliveryOptions,
  findCondition,
  searchConditions,
  type DeliveryOption,
} from '../../product/search/search-filter.ts';
import type { BadUserInput } from './bad-user-input.ts';
import { refuseAny } from './product-input.ts';
import { outside, readSlice, sliceFaults, type SliceArgs } from './slice-input.ts';
import { groupFaults, readGroup, type InputContext, type QuestionArgs } from './question-args.ts';

/** The maximum length of `query`, without whitespace at its ends. */
export const longestQuery = 500;
/** The maximum length of `brand`, without whitespace at its ends. */
export const longestBrand = 200;
/** The maximum length of `title` and of `author`, without whitespace at their ends. */
export const longestName = 200;
/** Upstream requests hold a price in minor units as a 32-bit integer. */
const mostMinorUnits = 2 ** 31 - 1;

type Maybe<T> = T | null | undefined;

/** `SearchFilter` as graphql-js coerces it. */
export type SearchFilterInput = {
  readonly category?: Maybe<string>;
  readonly brand?: Maybe<string>;
  readonly minPrice?: Maybe<string>;
  readonly maxPrice?: Maybe<string>;
  readonly minRating?: Maybe<number>;
  readonly minSavingPercent?: Maybe<number>;
  readonly includeOutOfStock?: Maybe<boolean>;
  readonly browseNodeId?: Maybe<string>;
  readonly condition?: Maybe<string>;
  readonly delivery?: Maybe<readonly DeliveryOption[]>;
  readonly title?: Maybe<string>;
  readonly author?: Maybe<string>;
};

type SearchArgs = QuestionArgs &
  SliceArgs & {
    readonly query: string;
    readonly filter?: Maybe<SearchFilterInput>;
    readonly sort: SearchRequest['terms']['sort'];
  };

/** Reads the arguments of `search`. Throws `BadInput` with all faults. */
export function readSearch(args: SearchArgs, context: InputContext): SearchRequest {
  const group = readGroup(args, context);
  const { marketplace } = group;
  const filter = args.filter ?? {};
  refuseAny([
    ...textFaults(['query'], args.query, longestQuery),
    ...sliceFaults(args),
    ...groupFaults(group, context),
    ...filterFaults(filter, marketplace),
  ]);
  const category = filter.category == null ? undefined : findSearchIndex(marketplace, filter.category);
  const browseNodeId = readNodeId(filter.browseNodeId ?? '');
  const condition = findCondition(filter.condition ?? 'New');
  const delivery = deliveryOptions.filter((option) => filter.delivery?.includes(option) === true);
  const [minPrice, maxPrice] = [parseDecimal(filter.minPrice ?? ''), parseDecimal(filter.maxPrice ?? '')];
  return {
    terms: {
      query: args.query.trim(),
      ...(category !== undefined && { category }),
      ...(filter.brand != null && { brand: filter.brand.trim() }),
      // Every price is at least 0, and Amazon rejects a minimum of 0.
      ...(minPrice !== undefined && compareDecimals(minPrice, '0') > 0 && { minPrice }),
      ...(maxPrice !== undefined && { maxPrice }),
      ...(filter.minRating != null && { minRating: filter.minRating }),
      ...(filter.minSavingPercent != null && { minSavingPercent: filter.minSavingPercent }),
      ...(browseNodeId !== undefined && { browseNodeId }),
      // All sources search for new items anyway.
      ...(condition !== undefined && condition !== 'New' && { condition }),
      ...(delivery.length > 0 && { delivery }),
      ...(filter.title != null && { title: filter.title.trim() }),
      ...(filter.author != null && { author: filter.author.trim() }),
      includeOutOfStock: filter.includeOutOfStock ?? false,
      sort: args.sort,
    },
    ...group,
    ...readSlice(args),
  };
}

function filterFaults(filter: SearchFilterInput, marketplace: MarketplaceCode): readonly BadUserInput[] {
  return [
    ...categoryFaults(filter.category, marketplace),
    ...textFaults(['filter', 'brand'], filter.brand, longestBrand),
    ...priceFaults('minPrice', filter.minPrice, marketplace),
    ...priceFaults('maxPrice', filter.maxPrice, marketplace),
    ...rangeFaults(filter),
    ...outside(['filter', 'minRating'], filter.minRating, 1, 4),
    ...outside(['filter', 'minSavingPercent'], filter.minSavingPercent, 1, 99),
    ...browseNodeFaults(filter.browseNodeId),
    ...conditionFaults(filter.condition),
    ...deliveryFaults(filter.delivery),
    ...textFaults(['filter', 'title'], filter.title, longestName),
    ...textFaults(['filter', 'author'], filter.author, longestName),
  ];
}

function categoryFaults(category: Maybe<string>, marketplace: MarketplaceCode): readonly BadUserInput[] {
  if (category == null || findSearchIndex(marketplace, category) !== undefined) return [];
  const known = searchIndexes(marketplace)?.join(', ') ?? 'any name of 2 to 40 letters';
  return [
    {
      path: ['filter', 'category'],
      value: category,
      message: `is not a category of ${marketplace}, which has: ${known}`,
    },
  ];
}

/** A search takes no node 0. */
function readNodeId(text: string): string | undefined {
  const id = parseNodeId(text);
  return id === '0' ? undefined : id;
}

function browseNodeFaults(id: Maybe<string>): readonly BadUserInput[] {
  if (id == null || readNodeId(id) !== undefined) return [];
  return [
    {
      path: ['filter', 'browseNodeId'],
      value: id,
      message: 'is not a browse node: a number of 1 to 19 digits, at most 9223372036854775807',
    },
  ];
}

function conditionFaults(condition: Maybe<string>): readonly BadUserInput[] {
  if (condition == null || findCondition(condition) !== undefined) return [];
  const message = `is not a condition, which is one of: ${searchConditions.join(', ')}`;
  return [{ path: ['filter', 'condition'], value: condition, message }];
}

function deliveryFaults(delivery: Maybe<readonly DeliveryOption[]>): readonly BadUserInput[] {
  const most = deliveryOptions.length;
  if (delivery == null || delivery.length <= most) return [];
  const message = `must hold 0 to ${most} ways of delivery, not ${delivery.length}`;
  return [{ path: ['filter', 'delivery'], value: undefined, message }];
}

function priceFaults(name: 'minPrice' | 'maxPrice', price: Maybe<string>, marketplace: MarketplaceCode) {
  if (price == null) return [];
  const { currency } = marketplaces[marketplace];
  const fault = (message: string): readonly BadUserInput[] => [{ path: ['filter', name], value: price, message }];
  if (parseDecimal(price) === undefined) return fault('must not be negative');
  const units = minorUnits(price, currency);
  if (units === undefined || units > mostMinorUnits) {
    return fault(`has more decimals than ${currency}, or is too large`);
  }
  return name === 'maxPrice' && units === 0 ? fault('must be more than 0') : [];
}

function rangeFaults({ minPrice, maxPrice }: SearchFilterInput): readonly BadUserInput[] {
  const [least, most] = [parseDecimal(minPrice ?? ''), parseDecimal(maxPrice ?? '')];
  if (least === undefined || most === undefined || compareDecimals(least, most) <= 0) return [];
  return [{ path: ['filter', 'minPrice'], value: minPrice, message: `must not be above maxPrice, which is ${most}` }];
}

function textFaults(path: BadUserInput['path'], text: Maybe<string>, longest: number): readonly BadUserInput[] {
  const fault = (message: string): readonly BadUserInput[] => [{ path, value: text, message }];
  if (text == null) return [];
  const { length } = text.trim();
  if (length === 0) return fault('must not be empty');
  if (length > longest) return fault(`must have at most ${longest} characters, not ${length}`);
  return text.isWellFormed() && !text.includes('\0')
    ? []
    : fault('must be well-formed text without NUL: it has a lone surrogate or a NUL character');
}
