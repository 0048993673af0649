import type { Copy, EntryCache } from '../cache/entry-cache.ts';
import type { Report } from '../event.ts';
import type { KnownProduct } from '../product/plausibility.ts';
import type { Batcher } from '../source/batching/batcher.ts';
import type { Chain } from '../source/chain.ts';
import type { Waiter } from '../source/batching/waiter.ts';
import type { Clock } from '../clock.ts';
import type { Answer, Catalog, FreshAnswers, Operation, ProductKey } from './answer.ts';
import type { Background } from './background.ts';
import type { AnswerBuilder } from './answer-builder.ts';
import { answeredEvent, createFreshAnswers } from './fresh-answers.ts';
import { productKey, productReader, type CachedProduct } from './cached-values.ts';
import { cacheWritesFor } from './cache-writes.ts';
import { createRefreshAhead } from './refresh-ahead.ts';
import { createRefresher } from './stale-while-revalidate.ts';
import type { Search } from './search.ts';

/** What the catalog is made of. */
export type CatalogOptions = {
  readonly chain: Chain;
  readonly batcher: Batcher;
  readonly entryCache: EntryCache;
  readonly search: Search;
  readonly answers: AnswerBuilder;
  readonly background: Background;
  /** How long a stale copy may serve. */
  readonly staleMs: number;
  readonly clock: Clock;
  readonly report: Report;
};

/** The story of a lookup, in order: cache → chain → score → setMany → last resorts. */
export function createCatalog(options: CatalogOptions): Catalog & { readonly fresh: FreshAnswers } {
  const { chain, entryCache, answers, background, staleMs, report } = options;
  const readProduct = productReader(chain.sources);
  const staleWhileAsking = createRefresher({ ...options, learn });
  const refreshAhead = createRefreshAhead({ ...options, sources: chain.sources, learn });

  async function products(keys: readonly ProductKey[], operation: Operation): Promise<readonly Answer[]> {
    // 1 cache
    const copies = await entryCache.getMany(keys.map(productKey), readProduct);
    // A copy that is not wanted is no find.
    report({ type: 'cache', ...countStates(copies.filter((_, index) => keys[index]?.realTime !== true)) });
    return await Promise.all(keys.map((key, index) => answer(key, copies[index], operation)));
  }

  async function answer(key: ProductKey, copy: Copy<CachedProduct> | undefined, operation: Operation) {
    const answered = await decide(key, copy, operation);
    report(answeredEvent(key, answered));
    return answered;
  }

  async function decide(key: ProductKey, copy: Copy<CachedProduct> | undefined, operation: Operation) {
    if (copy?.state === 'fresh' && !key.realTime) {
      refreshAhead(key, copy);
      return answers.fromCopy(key, copy);
    }
    if (copy?.state === 'stale' && !key.realTime) return await staleWhileAsking(key, copy, operation);
    return await learn(key, copy, { operation, ...operation, background: false });
  }

  async function learn(key: ProductKey, copy: Copy<CachedProduct> | undefined, asker: Waiter): Promise<Answer> {
    // 2 chain and 3 score: what an answer scores decides whether the chain goes on
    const walk = await chain.walk(key, asker, knownProduct(copy));
    // 4 setMany, behind the answer
    background.track(entryCache.setMany(cacheWritesFor(key, walk, copy !== undefined, staleMs)));
    // 5 last resorts
    return answers.fromWalk(key, walk, copy);
  }

  return {
    products,
    fresh: createFreshAnswers({ ...options, refreshAhead }),
    search: (request, operation) => options.search.run(request, operation),
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
