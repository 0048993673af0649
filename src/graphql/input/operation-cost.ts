import type { ProductRequest } from '../../catalog/answer.ts';
import { groupOf } from '../../product/question.ts';
import { readRepresentations } from '../schema/entities.ts';
import { fullCall } from './full-call.ts';
import { readLookup, type LookupInput } from './lookup-input.ts';
import { readProduct, readProducts } from './product-input.ts';
import { type InputContext } from './question-args.ts';
import { readRecentLookups } from './recent-lookup-input.ts';
import { readSearch } from './search-input.ts';

/** What a field requests from the catalog. */
export type Demand = {
  readonly keys: readonly ProductRequest[];
  /** The maximum number of search hits. */
  readonly hits: number;
};

/** Reads a field's coerced arguments. Throws `BadInput`. */
export type FieldReader = { read(args: object, context: InputContext): Demand };

const nothing: Demand = { keys: [], hits: 0 };

/**
 * The readers that the resolvers use, by type and field. A field that is not listed requests nothing from the catalog and has
 * no argument to check. A field below Query is found only if the type of each field on the way to it is listed here.
 */
export const fieldReaders: ReadonlyMap<string, FieldReader> = new Map<string, FieldReader>([
  ['Query.product', { read: (args: ArgsOf<typeof readProduct>, context) => lookup([readProduct(args, context)]) }],
  ['Query.products', { read: (args: ArgsOf<typeof readProducts>, context) => lookup(readProducts(args, context)) }],
  ['Query.lookup', { read: (args: ArgsOf<typeof readLookup>, context) => demandOf(readLookup(args, context)) }],
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
 * The cost in upstream calls with empty caches and full calls: ten products of one marketplace, or ten hits, are one
 * call.
 */
export function operationCost(demands: readonly Demand[]): number {
  const products = new Map<string, Set<string>>();
  for (const key of demands.flatMap(({ keys }) => keys)) {
    const group = groupOf(key);
    products.set(group, (products.get(group) ?? new Set()).add(key.asin));
  }
  const lookups = [...products.values()].map((asins) => Math.ceil(asins.size / fullCall));
  const searches = demands.map(({ hits }) => Math.ceil(hits / fullCall));
  return [...lookups, ...searches].reduce((sum, calls) => sum + calls, 0);
}

/** A number is found by a search of one page. */
function demandOf(inputs: readonly LookupInput[]): Demand {
  const keys = inputs.flatMap((input) => (input.kind === 'product' ? [input.request] : []));
  return { keys, hits: fullCall * inputs.filter(({ kind }) => kind === 'number').length };
}

function lookup(keys: readonly ProductRequest[]): Demand {
  return { keys, hits: 0 };
}

type ArgsOf<Read extends (args: never, context: InputContext) => unknown> = Parameters<Read>[0];
