import type { ProductRequest } from '../../catalog/answer.ts';
import { readRepresentations } from '../schema/entities.ts';
import { fullCall } from './full-call.ts';
import { readProduct, readProducts } from './product-input.ts';
import { type InputContext } from './question-args.ts';
import { readRecentLookups } from './recent-lookup-input.ts';
import { readSearch } from './search-input.ts';

/** What a field will ask of the catalog. */
export type Ask = {
  readonly keys: readonly ProductRequest[];
  /** Hits of a search, at most. */
  readonly hits: number;
};

/** Reads a field's arguments, which graphql-js has coerced. Throws `BadInput`. */
export type FieldReader = { read(args: object, context: InputContext): Ask };

const nothing: Ask = { keys: [], hits: 0 };

/**
 * By type and field, with the very readers that the resolvers use. A field that is not here asks nothing of the catalog
 * and has no argument to check. One below Query is found if each field on the way to it is of a type named here.
 */
export const fieldReaders: ReadonlyMap<string, FieldReader> = new Map<string, FieldReader>([
  ['Query.product', { read: (args: ArgsOf<typeof readProduct>, context) => lookup([readProduct(args, context)]) }],
  ['Query.products', { read: (args: ArgsOf<typeof readProducts>, context) => lookup(readProducts(args, context)) }],
  [
    'Query._entities',
    { read: (args: ArgsOf<typeof readRepresentations>, context) => lookup(readRepresentations(args, context)) },
  ],
  [
    'Query.search',
    { read: (args: ArgsOf<typeof readSearch>, context) => ({ keys: [], hits: readSearch(args, context).first }) },
  ],
  [
    'SourceAnalytics.recentLookups',
    {
      read(args: ArgsOf<typeof readRecentLookups>) {
        readRecentLookups(args);
        return nothing;
      },
    },
  ],
]);

/**
 * What the asks come to in upstream calls when nothing is remembered and every call leaves full: ten products of one
 * store, or ten hits, are one call.
 */
export function operationCost(asks: readonly Ask[]): number {
  const products = new Map<string, Set<string>>();
  for (const { asin, marketplace } of asks.flatMap(({ keys }) => keys)) {
    products.set(marketplace, (products.get(marketplace) ?? new Set()).add(asin));
  }
  const lookups = [...products.values()].map((asins) => Math.ceil(asins.size / fullCall));
  const searches = asks.map(({ hits }) => Math.ceil(hits / fullCall));
  return [...lookups, ...searches].reduce((sum, calls) => sum + calls, 0);
}

function lookup(keys: readonly ProductRequest[]): Ask {
  return { keys, hits: 0 };
}

type ArgsOf<Read extends (args: never, context: InputContext) => unknown> = Parameters<Read>[0];
