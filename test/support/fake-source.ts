import type { Asin } from '../../src/product/asin.ts';
import { productPageUrl, type MarketplaceCode } from '../../src/product/marketplace.ts';
import type { Product } from '../../src/product/product.ts';
import { groupIn } from '../../src/product/question.ts';
import {
  browseNodesOperation,
  identifyOperation,
  lookupOperation,
  searchOperation,
  type Identify,
  type LookUp,
  variationsOperation,
  type LookUpNodes,
  type ReadVariations,
  type SearchFor,
} from '../../src/source/operations.ts';
import { SourceError } from '../../src/source/source-error.ts';
import type { Finding, Source } from '../../src/source/source.ts';
import type { SourceId } from '../../src/vocabulary.ts';

/** One call that a fake source received. */
export type FakeCall = {
  readonly at: number;
  readonly operation: 'browseNodes' | 'identify' | 'lookup' | 'search' | 'variations';
  readonly marketplace: MarketplaceCode;
  readonly language?: string | undefined;
  readonly currency?: string | undefined;
  readonly asins: readonly Asin[];
  readonly ids?: readonly string[];
  readonly page?: string | undefined;
  /** The numbers of an identification. */
  readonly eans?: readonly string[];
};

/** A source that behaves as the test says and records its calls. */
export type FakeSource = Source & { readonly calls: FakeCall[] };

/** How a fake source differs from one that finds everything at once. */
export type FakeBehaviour = {
  readonly id?: SourceId;
  readonly batchSize?: number;
  readonly accuracy?: number;
  readonly timeoutMs?: number;
  readonly freshMs?: number;
  readonly completeHits?: boolean;
  readonly wholeHitFields?: NonNullable<Source['wholeHitFields']>;
  readonly disclaimer?: string;
  readonly cannotApply?: NonNullable<Source['cannotApply']>;
  readonly ignoresTerms?: NonNullable<Source['ignoresTerms']>;
  readonly ignores?: readonly ('language' | 'currency')[];
  readonly unavailableReason?: (marketplace: MarketplaceCode) => string | undefined;
  readonly ready?: (signal: AbortSignal) => Promise<void>;
  readonly lookup?: LookUp;
  readonly search?: SearchFor;
  /** Without it, the source has no such operation. */
  readonly browseNodes?: LookUpNodes;
  /** Without it, the source has no such operation. */
  readonly variations?: ReadVariations;
  /** Without it, the source finds no products by their numbers. */
  readonly identify?: Identify;
};

/** A source that finds everything at once, except as `behaviour` says. */
export function fakeSource(behaviour: FakeBehaviour = {}): FakeSource {
  const calls: FakeCall[] = [];
  const { batchSize = 10, ready, lookup, search, unavailableReason, ...others } = behaviour;
  const { browseNodes, identify, variations, ...traits } = others;
  return {
    id: 'CREATORS_API',
    accuracy: 0.95,
    freshMs: 3_600_000,
    timeoutMs: 5_000,
    completeHits: true,
    ...traits,
    calls,
    unavailableReason: (marketplace) => unavailableReason?.(marketplace),
    ready: async (_, signal) => await ready?.(signal),
    operations: {
      lookup: lookupOperation(batchSize, async (asins, context) => {
        calls.push({ at: performance.now(), operation: 'lookup', ...groupIn(context), asins });
        if (lookup !== undefined) return await lookup(asins, context);
        return findAll(asins, context.marketplace);
      }),
      search: searchOperation(async (terms, page, context) => {
        calls.push({ at: performance.now(), operation: 'search', ...groupIn(context), asins: [], page });
        if (search !== undefined) return await search(terms, page, context);
        return { hits: [] };
      }),
      ...(browseNodes !== undefined && {
        browseNodes: browseNodesOperation(10, async (ids, context) => {
          calls.push({ at: performance.now(), operation: 'browseNodes', ...groupIn(context), asins: [], ids });
          return await browseNodes(ids, context);
        }),
      }),
      ...(variations !== undefined && {
        variations: variationsOperation(async (asin, page, context) => {
          calls.push({ at: performance.now(), operation: 'variations', ...groupIn(context), asins: [asin], page });
          return await variations(asin, page, context);
        }),
      }),
      ...(identify !== undefined && {
        identify: identifyOperation(20, async (eans, context) => {
          calls.push({ at: performance.now(), operation: 'identify', ...groupIn(context), asins: [], eans });
          return await identify(eans, context);
        }),
      }),
    },
  };
}

/** A source that finds everything until `fail` is called. */
export function switchableSource(): { readonly source: FakeSource; readonly fail: () => void } {
  let healthy = true;
  const source = fakeSource({
    async lookup(asins, { marketplace }) {
      if (!healthy) throw new SourceError('MALFORMED', 'odd');
      return findAll(asins, marketplace);
    },
  });
  return {
    source,
    fail() {
      healthy = false;
    },
  };
}

/** Findings for all of these ASINs. */
export function findAll(asins: readonly Asin[], marketplace: MarketplaceCode): ReadonlyMap<Asin, Finding> {
  return new Map(asins.map((asin) => [asin, { kind: 'found', product: aProductOf(asin, marketplace) }]));
}

/** A complete product with this ASIN; `parts` replace its fields. */
export function aProductOf(asin: Asin, marketplace: MarketplaceCode, parts: Partial<Product> = {}): Product {
  return {
    asin,
    marketplace,
    productUrl: productPageUrl(marketplace, asin),
    title: `Title of ${asin}`,
    features: [],
    images: [{ url: `https://images.example/${asin}.jpg` }],
    imageUrl: `https://images.example/${asin}.jpg`,
    price: { amount: '1299.00', currency: 'INR', formatted: '₹1,299.00' },
    priceStatus: 'AVAILABLE',
    availability: 'IN_STOCK',
    rating: 4.2,
    reviewCount: 12,
    ...parts,
  };
}

/** A promise with the functions that settle it. */
export function deferred<T>(): PromiseWithResolvers<T> {
  return Promise.withResolvers<T>();
}
