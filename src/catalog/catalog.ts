import type { Copy, EntryCache } from '../cache/entry-cache.ts';
import type { Report } from '../event.ts';
import type { KnownProduct } from '../product/plausibility.ts';
import type { Batcher } from '../source/batching/batcher.ts';
import type { Chain } from '../source/chain.ts';
import { waiterOf } from './waiter.ts';
import type { Waiter } from '../source/batching/waiter.ts';
import type { Clock } from '../clock.ts';
import type { Answer, Catalog, FreshAnswers, Operation, ProductRequest } from './answer.ts';
import type { Background } from './background.ts';
import type { AnswerBuilder } from './answer-builder.ts';
import { answeredEvent, createFreshAnswers } from './fresh-answers.ts';
import { productKey, productReader, type CachedProduct } from './cached-values.ts';
import { cacheWritesFor } from './cache-writes.ts';
import { createRefreshAhead } from './refresh-ahead.ts';
import { createStaleWhileRevalidate } from './stale-while-revalidate.ts';

/** Options of {@link createProductCatalog}. */
export type ProductCatalogOptions = {
  readonly chain: Chain;
  readonly batcher: Batcher;
  readonly entryCache: EntryCache;
  readonly answers: AnswerBuilder;
  readonly background: Background;
  /** How long a stale copy may serve, from its fetch on. */
  readonly staleMs: number;
  readonly clock: Clock;
  readonly report: Report;
};

/** The part of the catalog that looks products up. */
export type ProductCatalog = Pick<Catalog, 'products' | 'serves' | 'coverage'> & { readonly fresh: FreshAnswers };

/** Looks products up, in this order: read the cache, call the sources, score, write the cache, use last resorts. */
export function createProductCatalog(options: ProductCatalogOptions): ProductCatalog {
  const { chain, batcher, entryCache, answers, background, staleMs, clock, report } = options;
  const readProduct = productReader(chain.sources);
  const staleWhileRevalidate = createStaleWhileRevalidate({ ...options, fetchAndStore, isPaced });
  const refreshAhead = createRefreshAhead({ ...options, sources: chain.sources, fetchAndStore });

  function isPaced({ marketplace }: ProductRequest): boolean {
    return chain.sources.some((source) => batcher.isPaced(source, marketplace));
  }

  async function products(requests: readonly ProductRequest[], operation: Operation): Promise<readonly Answer[]> {
    const askedAt = clock.monotonic();
    // 1 read the cache
    const copies = await entryCache.getMany(requests.map(productKey), readProduct);
    // With `realTime`, cached copies do not count as hits.
    report({ type: 'cache', ...countStates(copies.filter((_, index) => requests[index]?.realTime !== true)) });
    return await Promise.all(requests.map((request, index) => answer(request, copies[index], operation, askedAt)));
  }

  async function answer(
    request: ProductRequest,
    copy: Copy<CachedProduct> | undefined,
    operation: Operation,
    askedAt: number,
  ) {
    const answered = await decide(request, copy, operation, askedAt);
    report(answeredEvent(request, answered));
    return answered;
  }

  async function decide(
    request: ProductRequest,
    copy: Copy<CachedProduct> | undefined,
    operation: Operation,
    askedAt: number,
  ) {
    if (copy?.state === 'fresh' && !request.realTime) {
      refreshAhead(request, copy);
      return answers.fromCopy(request, copy);
    }
    if (copy?.state === 'stale' && !request.realTime)
      return await staleWhileRevalidate(request, copy, operation, askedAt);
    return await fetchAndStore(request, copy, waiterOf(operation, askedAt, request.realTime));
  }

  async function fetchAndStore(request: ProductRequest, copy: Copy<CachedProduct> | undefined, waiter: Waiter) {
    // 2 call the sources, and 3 score: the score of an answer decides whether the chain goes on
    const { promise: stored, resolve } = Promise.withResolvers<void>();
    const result = await chain.lookUp(request, { ...waiter, stored }, knownProduct(copy)).catch((reason: unknown) => {
      resolve();
      throw reason;
    });
    // 4 write the cache, after the answer
    const writes = entryCache.setMany(cacheWritesFor(request, result, copy !== undefined, staleMs));
    background.track(writes.finally(resolve));
    // 5 use last resorts
    return answers.fromChain(request, result, copy);
  }

  return {
    products,
    fresh: createFreshAnswers({ ...options, refreshAhead }),
    coverage: (marketplace) =>
      chain.sources.map((source) => ({ source: source.id, reason: source.unavailableReason(marketplace) })),
    serves: (marketplace) => chain.sources.some((source) => source.unavailableReason(marketplace) === undefined),
  };
}

function knownProduct(copy: Copy<CachedProduct> | undefined): KnownProduct | undefined {
  return copy?.value.kind === 'product' ? { product: copy.value.product, fetchedAt: copy.fetchedAt } : undefined;
}

function countStates(copies: readonly (Copy<unknown> | undefined)[]) {
  const found = copies.filter((copy) => copy !== undefined);
  const fromStore = found.filter((copy) => copy.fromStore);
  const missed = copies.length - found.length;
  return { ...countAges(found), missed, ...(fromStore.length > 0 && { fromStore: countAges(fromStore) }) };
}

function countAges(copies: readonly Copy<unknown>[]) {
  const fresh = copies.filter(({ state }) => state === 'fresh').length;
  return { fresh, stale: copies.length - fresh };
}
