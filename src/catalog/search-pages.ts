import type { Copy, EntryCache, CacheWrite } from '../cache/entry-cache.ts';
import { isAcceptable } from '../product/quality.ts';
import { groupIn, groupOf } from '../product/question.ts';
import type { Batcher } from '../source/batching/batcher.ts';
import { pageKeyOf } from '../source/search-question.ts';
import type { SearchPage, SearchQuestion, Source } from '../source/source.ts';
import type { Clock } from '../clock.ts';
import type { CacheStatus, Operation } from './answer.ts';
import type { Background } from './background.ts';
import { waiterOf } from './waiter.ts';
import { productKey, readCachedPage, readCachedProduct, type CachedPage, type CachedProduct } from './cached-values.ts';

/** An upstream page of one source. */
export type PageQuestion = SearchQuestion & { readonly source: Source };

/** A page of hits and its provenance. */
export type SourcedPage = {
  readonly page: SearchPage;
  readonly accuracy: number;
  readonly fetchedAt: number;
  readonly cacheStatus: CacheStatus;
};

/** Upstream pages, cached like products. */
export interface SearchPages {
  /**
   * From a fresh copy, else from the source.
   *
   * @throws {SourceError} when the source fails
   * @throws the abort reason of the operation
   */
  fresh(question: PageQuestion, operation: Operation): Promise<SourcedPage>;
  /** The cached copy, fresh or stale; makes no upstream call. */
  cached(question: PageQuestion): Promise<SourcedPage | undefined>;
}

/** Options of {@link createSearchPages}. */
export type SearchPagesOptions = {
  readonly batcher: Batcher;
  readonly entryCache: EntryCache;
  readonly background: Background;
  readonly staleMs: number;
  readonly clock: Clock;
};

/** Reads pages through the cache. Complete hits are also cached as products. */
export function createSearchPages({
  batcher,
  entryCache,
  background,
  staleMs,
  clock,
}: SearchPagesOptions): SearchPages {
  const search = batcher.open((source) => source.operations.search);

  async function fresh(question: PageQuestion, operation: Operation): Promise<SourcedPage> {
    const { source, ...searchQuestion } = question;
    const copy = await cachedPage(question);
    if (copy?.state === 'fresh') return fromCopy(copy);
    const page = await search(source, searchQuestion, waiterOf(operation));
    const fetchedAt = clock.wall();
    background.track(store(question, page, fetchedAt));
    return { page, accuracy: source.accuracy, fetchedAt, cacheStatus: 'LIVE' };
  }

  async function store({ source, ...question }: PageQuestion, page: SearchPage, fetchedAt: number): Promise<void> {
    const value: CachedPage = { kind: 'page', page, accuracy: source.accuracy };
    const lifetime = { fetchedAt, freshMs: source.freshMs, staleMs };
    // Under another condition than new, a hit's offers are not those that a lookup finds.
    const isComplete = source.completeHits && question.terms.condition === undefined;
    const hits = isComplete ? page.hits.filter((hit) => isAcceptable(hit, source.accuracy)) : [];
    const keys = hits.map(({ asin }) => productKey({ ...groupIn(question), asin }));
    const known = await entryCache.getMany(keys, readCachedProduct);
    const writes = hits.flatMap((product, index): readonly CacheWrite[] => {
      const key = keys[index];
      if (key === undefined || (known[index]?.fetchedAt ?? 0) >= fetchedAt) return [];
      const hit: CachedProduct = {
        kind: 'product',
        product,
        source: source.id,
        accuracy: source.accuracy,
        attempts: [{ source: source.id, outcome: 'FOUND', durationMs: 0 }],
      };
      return [{ key, value: hit, ...lifetime }];
    });
    await entryCache.setMany([{ key: pageKey({ source, ...question }), value, ...lifetime }, ...writes]);
  }

  async function cachedPage(question: PageQuestion): Promise<Copy<CachedPage> | undefined> {
    const [copy] = await entryCache.getMany([pageKey(question)], readCachedPage);
    return copy;
  }

  return {
    fresh,
    async cached(question) {
      const copy = await cachedPage(question);
      return copy === undefined ? undefined : fromCopy(copy);
    },
  };
}

function fromCopy({ value, fetchedAt, state }: Copy<CachedPage>): SourcedPage {
  return { page: value.page, accuracy: value.accuracy, fetchedAt, cacheStatus: state === 'fresh' ? 'FRESH' : 'STALE' };
}

function pageKey({ source, ...question }: PageQuestion): string {
  return `search:${groupOf(question)}:${source.id}:${pageKeyOf(question)}`;
}
