import type { Copy, Larder, Note } from '../cache/larder.ts';
import type { Report } from '../event.ts';
import type { Chain, Walk } from '../source/chain.ts';
import type { Asker } from '../source/flight.ts';
import type { Clock } from '../upstream/clock.ts';
import type { Answer, Catalog, Operation, ProductKey } from './answer.ts';
import type { Background } from './background.ts';
import type { AnswerMaker } from './conclude.ts';
import { negativeMs, refreshDeadlineMs, staleWaitMs, unsureMs } from './lifetime.ts';
import { productKey, readProductMemory, type ProductMemory } from './memory.ts';
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
  readonly clock: Clock;
  readonly report: Report;
};

/**
 * The story of a lookup, in order: cache → chain → score → remember → last resorts.
 *
 * The chain scores what it finds, because the score decides whether it goes on.
 */
export function createCatalog(options: CatalogOptions): Catalog {
  const { chain, larder, answers, background, clock, report } = options;

  async function products(keys: readonly ProductKey[], operation: Operation): Promise<readonly Answer[]> {
    const copies = await larder.recall(keys.map(productKey), readProductMemory);
    reportCopies(copies);
    return await Promise.all(keys.map((key, index) => answer(key, copies[index], operation)));
  }

  async function answer(key: ProductKey, copy: Copy<ProductMemory> | undefined, operation: Operation): Promise<Answer> {
    const answered = await decide(key, copy, operation);
    tell(key, answered);
    return answered;
  }

  async function decide(key: ProductKey, copy: Copy<ProductMemory> | undefined, operation: Operation): Promise<Answer> {
    if (copy?.state === 'fresh' && !key.realTime) return answers.fromCopy(key, copy);
    if (copy?.state === 'stale' && !key.realTime) return await staleWhileAsking(key, copy, operation);
    return await learn(key, copy, { operation, ...operation, background: false });
  }

  /** One walk along the chain, and what there is to say after it. */
  async function learn(key: ProductKey, copy: Copy<ProductMemory> | undefined, asker: Asker): Promise<Answer> {
    const walk = await chain.walk(key.asin, key.marketplace, asker);
    background.track(larder.remember(notesOf(key, walk, copy !== undefined)));
    return answers.fromWalk(key, walk, copy);
  }

  /** The chain gets two seconds; then the stale copy answers and the asking goes on behind it, once per product. */
  async function staleWhileAsking(key: ProductKey, copy: Copy<ProductMemory>, operation: Operation): Promise<Answer> {
    const refresh = refreshed(key, copy, operation.deadlineAt);
    const waitMs = Math.min(staleWaitMs, operation.deadlineAt - clock.monotonic());
    const better = await within(waitMs, refresh, operation.signal);
    if (better?.kind !== 'unavailable' && better !== undefined) return better;
    report({ type: 'stale-served', marketplace: key.marketplace });
    return answers.fromCopy(key, copy);
  }

  const refreshes = new Map<string, Promise<Answer>>();

  function refreshed(key: ProductKey, copy: Copy<ProductMemory>, deadlineAt: number): Promise<Answer> {
    const id = productKey(key);
    const underWay = refreshes.get(id);
    if (underWay !== undefined) return underWay;
    const asker = { operation: {}, signal: new AbortController().signal, deadlineAt, background: false };
    const refresh = learn(key, copy, asker).finally(() => refreshes.delete(id));
    refreshes.set(id, refresh);
    background.track(refresh.then((answered) => refreshLater(key, copy, answered)));
    return refresh;
  }

  /** Nobody could be asked in time: the copy serves, and a seat that nobody else wants will do for the refresh. */
  function refreshLater(key: ProductKey, copy: Copy<ProductMemory>, answered: Answer): void {
    const waited = answered.kind === 'product' && answered.attempts.some(({ code }) => code === 'BUSY');
    if (!waited || answered.cacheStatus !== 'STALE') return;
    background.once(productKey(key), async (signal) => {
      const deadlineAt = clock.monotonic() + refreshDeadlineMs;
      await learn(key, copy, { operation: {}, signal, deadlineAt, background: true });
    });
  }

  function notesOf(key: ProductKey, walk: Walk, hasCopy: boolean): readonly Note[] {
    const { attempts, accepted, candidate } = walk;
    const note = { key: productKey(key) };
    if (accepted !== undefined) {
      const { product, source } = accepted;
      const value: ProductMemory = { kind: 'product', product, source: source.id, accuracy: source.accuracy, attempts };
      return [{ ...note, value, freshMs: source.freshMs, staleMs: options.staleMs }];
    }
    if (candidate !== undefined && !hasCopy) {
      const { product, source } = candidate;
      const value: ProductMemory = { kind: 'product', product, source: source.id, accuracy: source.accuracy, attempts };
      const lifeMs = walk.errors.length === 0 ? negativeMs : unsureMs;
      return [{ ...note, value, freshMs: lifeMs, staleMs: lifeMs }];
    }
    if (!walk.surelyMissing) return [];
    const value: ProductMemory = { kind: 'missing', attempts };
    return [{ ...note, value, freshMs: negativeMs, staleMs: negativeMs }];
  }

  function reportCopies(copies: readonly (Copy<ProductMemory> | undefined)[]): void {
    const count = (state: 'fresh' | 'stale') => copies.filter((copy) => copy?.state === state).length;
    const [fresh, stale] = [count('fresh'), count('stale')];
    report({ type: 'cache', fresh, stale, missed: copies.length - fresh - stale });
  }

  function tell({ asin, marketplace }: ProductKey, answered: Answer): void {
    const outcomes = { product: 'FOUND', 'not-found': 'NOT_FOUND', unavailable: 'UNAVAILABLE' } as const;
    const cacheStatus = answered.kind === 'product' ? { cacheStatus: answered.cacheStatus } : {};
    report({
      type: 'answered',
      asin,
      marketplace,
      outcome: outcomes[answered.kind],
      ...cacheStatus,
      attempts: answered.attempts,
    });
  }

  return {
    products,
    search: (request, operation) => options.search.run(request, operation),
    serves: (marketplace) => chain.sources.some((source) => source.unserved(marketplace) === undefined),
  };
}

/** What the promise resolves to, or `undefined` when it takes longer; rejects with the signal's reason on abort. */
function within<T>(waitMs: number, promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    const timer = setTimeout(() => resolve(undefined), Math.max(0, waitMs));
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    });
  });
}
