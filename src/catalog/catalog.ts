import type { Copy, Larder } from '../cache/larder.ts';
import type { Report } from '../event.ts';
import type { Chain } from '../source/chain.ts';
import type { Asker } from '../source/flight.ts';
import type { Clock } from '../upstream/clock.ts';
import type { Answer, AtHand, Catalog, Operation, ProductAnswer, ProductKey } from './answer.ts';
import type { Background } from './background.ts';
import type { AnswerMaker } from './conclude.ts';
import { productKey, readProductMemory, type ProductMemory } from './memory.ts';
import { notesOf } from './notes.ts';
import { createRefreshAhead } from './refresh-ahead.ts';
import { createRefresher } from './refresh.ts';
import type { Search } from './search.ts';

/** What the catalog is made of. */
export type CatalogOptions = {
  readonly chain: Chain;
  readonly larder: Larder;
  readonly search: Search;
  readonly answers: AnswerMaker;
  readonly background: Background;
  /** How long a stale copy may serve. */
  readonly staleMs: number;
  /** Whether calls may be spent on refreshing ahead what nobody waits for; never when absent. */
  readonly mayRefresh?: () => boolean;
  readonly clock: Clock;
  readonly report: Report;
};

/** The story of a lookup, in order: cache → chain → score → remember → last resorts. */
export function createCatalog(options: CatalogOptions): Catalog {
  const { chain, larder, answers, background, staleMs, report } = options;
  const staleWhileAsking = createRefresher({ ...options, learn });
  const refreshAhead = createRefreshAhead({ mayRefresh: () => false, ...options, learn });

  async function products(keys: readonly ProductKey[], operation: Operation): Promise<readonly Answer[]> {
    // 1 cache
    const copies = await larder.recall(keys.map(productKey), readProductMemory);
    report({ type: 'cache', ...countStates(copies) });
    return await Promise.all(keys.map((key, index) => answer(key, copies[index], operation)));
  }

  async function answer(key: ProductKey, copy: Copy<ProductMemory> | undefined, operation: Operation) {
    const answered = await decide(key, copy, operation);
    report({ type: 'answered', asin: key.asin, marketplace: key.marketplace, ...summaryOf(answered) });
    return answered;
  }

  async function decide(key: ProductKey, copy: Copy<ProductMemory> | undefined, operation: Operation) {
    if (copy?.state === 'fresh' && !key.realTime) {
      refreshAhead(key, copy);
      return answers.fromCopy(key, copy);
    }
    if (copy?.state === 'stale' && !key.realTime) return await staleWhileAsking(key, copy, operation);
    return await learn(key, copy, { operation, ...operation, background: false });
  }

  async function learn(key: ProductKey, copy: Copy<ProductMemory> | undefined, asker: Asker): Promise<Answer> {
    // 2 chain and 3 score: what an answer scores decides whether the chain goes on
    const walk = await chain.walk(key.asin, key.marketplace, asker);
    // 4 remember, behind the answer
    background.track(larder.remember(notesOf(key, walk, copy !== undefined, staleMs)));
    // 5 last resorts
    return answers.fromWalk(key, walk, copy);
  }

  function atHand(keys: readonly ProductKey[]): AtHand | undefined {
    const copies = new Map<string, Copy<ProductMemory>>();
    const found: ProductAnswer[] = [];
    for (const key of keys) {
      const id = productKey(key);
      const copy = key.realTime || copies.has(id) ? undefined : larder.peek(id, readProductMemory);
      if (copy?.state !== 'fresh') return undefined;
      const answered = answers.fromCopy(key, copy);
      if (answered.kind !== 'product') return undefined;
      copies.set(id, copy);
      found.push(answered);
    }
    return { answers: found, take: () => take(keys, found, [...copies.values()]) };
  }

  function take(
    keys: readonly ProductKey[],
    found: readonly ProductAnswer[],
    copies: readonly Copy<ProductMemory>[],
  ): void {
    report({ type: 'cache', fresh: keys.length, stale: 0, missed: 0 });
    for (const [index, key] of keys.entries()) {
      const [answered, copy] = [found[index], copies[index]];
      if (answered === undefined || copy === undefined) continue;
      refreshAhead(key, copy);
      report({ type: 'answered', asin: key.asin, marketplace: key.marketplace, ...summaryOf(answered) });
    }
  }

  return {
    products,
    atHand,
    search: (request, operation) => options.search.run(request, operation),
    serves: (marketplace) => chain.sources.some((source) => source.unserved(marketplace) === undefined),
  };
}

function countStates(copies: readonly (Copy<unknown> | undefined)[]) {
  const count = (state: 'fresh' | 'stale') => copies.filter((copy) => copy?.state === state).length;
  const [fresh, stale] = [count('fresh'), count('stale')];
  return { fresh, stale, missed: copies.length - fresh - stale };
}

function summaryOf(answered: Answer) {
  const { attempts } = answered;
  if (answered.kind === 'product') return { outcome: 'FOUND', cacheStatus: answered.cacheStatus, attempts } as const;
  return { outcome: answered.kind === 'not-found' ? 'NOT_FOUND' : 'UNAVAILABLE', attempts } as const;
}
