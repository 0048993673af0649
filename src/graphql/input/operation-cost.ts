import type { ProductRequest } from '../../catalog/answer.ts';
import type { BrowseNodeQuestion } from '../../product/browse-node.ts';
import { groupOf, type QuestionGroup } from '../../product/question.ts';
import { readRepresentations } from '../schema/entities.ts';
import { readBrowseNode, readBrowseNodes } from './browse-node-input.ts';
import { fullCall } from './full-call.ts';
import { readLookup, type LookupInput } from './lookup-input.ts';
import { readProduct, readProducts } from './product-input.ts';
import { type InputContext } from './question-args.ts';
import { readRecentLookups } from './recent-lookup-input.ts';
import { readSearch } from './search-input.ts';
import { checkVariations } from './variations-input.ts';

/** What a field requests from the catalog. */
export type Demand = {
  readonly keys?: readonly ProductRequest[];
  /** The maximum number of search hits. */
  readonly hits?: number;
  readonly nodes?: readonly BrowseNodeQuestion[];
  /** Calls for objects that are not known before the operation runs. */
  readonly calls?: number;
};

/** Where a field is selected. */
export type Place = {
  /** How many objects it is selected on, at most. */
  readonly times: number;
  /** The coordinate of the field whose value it is selected on; `undefined` on Query. */
  readonly parent: string | undefined;
};

/** The part of a field that matters before an operation runs. */
export type FieldReader = {
  /** Reads its coerced arguments. Throws `BadInput`. Default: it requests nothing and has no argument to check. */
  read?(args: object, context: InputContext, place: Place): Demand;
  /** How many objects its value contains, at most. Default: 1. */
  size?(args: object): number;
};

/** How many categories a product is counted with. Source: recorded items have one to five. */
const assumedNodes = 10;
/** How many children a category is counted with. */
export const assumedChildren = 50;

/** Fields whose categories were looked up themselves, so that their children are known. */
const knownChildren: ReadonlySet<string | undefined> = new Set([
  'Query.browseNode',
  'Query.browseNodes',
  'Query._entities',
]);

/** The readers that the resolvers use, by type and field. */
export const fieldReaders: ReadonlyMap<string, FieldReader> = new Map<string, FieldReader>([
  ['Query.product', { read: (args: ArgsOf<typeof readProduct>, context) => ({ keys: [readProduct(args, context)] }) }],
  [
    'Query.products',
    {
      read: (args: ArgsOf<typeof readProducts>, context) => ({ keys: readProducts(args, context) }),
      size: ({ asins }: ArgsOf<typeof readProducts>) => asins.length,
    },
  ],
  [
    'Query.lookup',
    {
      read: (args: ArgsOf<typeof readLookup>, context) => demandOf(readLookup(args, context), context),
      size: ({ inputs }: ArgsOf<typeof readLookup>) => inputs.length,
    },
  ],
  [
    'Query._entities',
    {
      read(args: ArgsOf<typeof readRepresentations>, context) {
        const references = readRepresentations(args, context);
        return {
          keys: references.flatMap(({ product }) => product ?? []),
          nodes: references.flatMap(({ browseNode }) => browseNode ?? []),
        };
      },
      size: ({ representations }: ArgsOf<typeof readRepresentations>) => representations.length,
    },
  ],
  [
    'Query.search',
    {
      read: (args: ArgsOf<typeof readSearch>, context) => ({ hits: readSearch(args, context).first }),
      size: ({ first }: ArgsOf<typeof readSearch>) => first,
    },
  ],
  [
    'Query.browseNode',
    { read: (args: ArgsOf<typeof readBrowseNode>, context) => ({ nodes: [readBrowseNode(args, context)] }) },
  ],
  [
    'Query.browseNodes',
    {
      read: (args: ArgsOf<typeof readBrowseNodes>, context) => ({ nodes: readBrowseNodes(args, context) }),
      size: ({ ids }: ArgsOf<typeof readBrowseNodes>) => ids.length,
    },
  ],
  [
    'Product.variations',
    {
      read: (args: ArgsOf<typeof checkVariations>, _, { times }) => ({
        calls: times * Math.ceil(checkVariations(args).first / fullCall),
      }),
      size: ({ first }: ArgsOf<typeof checkVariations>) => first,
    },
  ],
  ['Product.browseNodes', { size: () => assumedNodes }],
  ['BrowseNode.ancestors', { size: () => assumedNodes }],
  [
    'BrowseNode.children',
    {
      read: (_, _context, { times, parent }) => ({
        calls: knownChildren.has(parent) ? 0 : Math.ceil(times / fullCall),
      }),
      size: () => assumedChildren,
    },
  ],
  [
    'SourceAnalytics.recentLookups',
    {
      read(args: ArgsOf<typeof readRecentLookups>) {
        readRecentLookups(args);
        return {};
      },
    },
  ],
]);

/**
 * The cost in upstream calls with empty caches and full calls: ten products or categories of one marketplace, or ten
 * hits, are one call.
 */
export function operationCost(demands: readonly Demand[]): number {
  const lookups = fullCalls(demands.flatMap(({ keys = [] }) => keys).map((key) => [key, key.asin]));
  const nodes = fullCalls(demands.flatMap(({ nodes = [] }) => nodes).map((node) => [node, node.id]));
  return demands.reduce((sum, { hits = 0, calls = 0 }) => sum + Math.ceil(hits / fullCall) + calls, lookups + nodes);
}

/** A number is found by a search of one page, or together with others; then its product needs a lookup. */
function demandOf(inputs: readonly LookupInput[], { catalog }: InputContext): Demand {
  const keys = inputs.flatMap((input) => (input.kind === 'product' ? [input.request] : []));
  const numbers = inputs.filter((input) => input.kind === 'number');
  const [first] = numbers;
  if (first === undefined) return { keys };
  // The marketplace of all numbers is that of the arguments.
  const perCall = catalog.numbersPerCall(first.group.marketplace);
  const lookups = perCall === 1 ? 0 : Math.ceil(numbers.length / fullCall);
  return { keys, calls: Math.ceil(numbers.length / perCall) + lookups };
}

/** The full calls for these questions, each with its id within its group. */
function fullCalls(questions: readonly (readonly [QuestionGroup, string])[]): number {
  const groups = new Map<string, Set<string>>();
  for (const [question, id] of questions) {
    const group = groupOf(question);
    groups.set(group, (groups.get(group) ?? new Set()).add(id));
  }
  return [...groups.values()].reduce((sum, ids) => sum + Math.ceil(ids.size / fullCall), 0);
}

type ArgsOf<Read extends (args: never, context: InputContext) => unknown> = Parameters<Read>[0];
