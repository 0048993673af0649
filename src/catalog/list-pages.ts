import type { Copy, EntryCache, CacheWrite } from '../cache/entry-cache.ts';
import { isAcceptable } from '../product/quality.ts';
import { groupIn, groupOf, type QuestionGroup } from '../product/question.ts';
import type { Batcher } from '../source/batching/batcher.ts';
import { ignoredBy } from '../source/ignored-by.ts';
import type { Paged, SearchPage, Source } from '../source/source.ts';
import type { Clock } from '../clock.ts';
import type { CacheStatus, Operation } from './answer.ts';
import type { Background } from './background.ts';
import type { ListKind } from './list-kind.ts';
import { waiterOf } from './waiter.ts';
import { productKey, readCachedPage, readCachedProduct, type CachedPage, type CachedProduct } from './cached-values.ts';

/** A page of hits and its provenance. */
export type SourcedPage = {
  readonly page: SearchPage;
  readonly accuracy: number;
  readonly fetchedAt: number;
  readonly cacheStatus: CacheStatus;
};

/** Upstream pages, cached like products. */
export interface ListPages<List extends QuestionGroup> {
  /**
   * From a fresh copy, else from the source.
   *
   * @throws {SourceError} when the source fails
   * @throws the abort reason of the operation
   */
  fresh(source: Source, question: List & Paged, operation: Operation): Promise<SourcedPage>;
  /** The cached copy, fresh or stale; makes no upstream call. */
  cached(source: Source, question: List & Paged): Promise<SourcedPage | undefined>;
}

/** Options of {@link createListPages}. */
export type ListPagesOptions<List extends QuestionGroup> = {
  readonly kind: ListKind<List>;
  readonly batcher: Batcher;
  readonly entryCache: EntryCache;
  readonly background: Background;
  readonly staleMs: number;
  readonly clock: Clock;
};

/** Reads pages through the cache. Complete hits are also cached as products. */
export function createListPages<List extends QuestionGroup>({
  kind,
  batcher,
  entryCache,
  background,
  staleMs,
  clock,
}: ListPagesOptions<List>): ListPages<List> {
  const read = batcher.open((source) => {
    const operation = kind.operationOf(source);
    if (operation === undefined) throw new Error(`${source.id} has no operation for ${kind.name}`);
    return operation;
  });

  async function fresh(source: Source, question: List & Paged, operation: Operation): Promise<SourcedPage> {
    const copy = await cachedPage(source, question);
    if (copy?.state === 'fresh') return fromCopy(copy);
    const page = await read(source, question, waiterOf(operation));
    const fetchedAt = clock.wall();
    background.track(store(source, question, page, fetchedAt));
    return { page, accuracy: source.accuracy, fetchedAt, cacheStatus: 'LIVE' };
  }

  async function store(source: Source, question: List & Paged, page: SearchPage, fetchedAt: number): Promise<void> {
    const value: CachedPage = { kind: 'page', page, accuracy: source.accuracy };
    const lifetime = { fetchedAt, freshMs: source.freshMs, staleMs };
    const isComplete = source.completeHits && kind.hasWholeProducts(question);
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
        attempts: [{ source: source.id, outcome: 'FOUND', durationMs: 0, ...ignoredBy(source, question, product) }],
      };
      return [{ key, value: hit, ...lifetime }];
    });
    await entryCache.setMany([{ key: pageKey(source, question), value, ...lifetime }, ...writes]);
  }

  async function cachedPage(source: Source, question: List & Paged): Promise<Copy<CachedPage> | undefined> {
    const [copy] = await entryCache.getMany([pageKey(source, question)], readCachedPage);
    return copy;
  }

  function pageKey(source: Source, question: List & Paged): string {
    return `${kind.name}:${groupOf(question)}:${source.id}:${kind.pageKeyOf(question)}`;
  }

  return {
    fresh,
    async cached(source, question) {
      const copy = await cachedPage(source, question);
      return copy === undefined ? undefined : fromCopy(copy);
    },
  };
}

function fromCopy({ value, fetchedAt, state }: Copy<CachedPage>): SourcedPage {
  return { page: value.page, accuracy: value.accuracy, fetchedAt, cacheStatus: state === 'fresh' ? 'FRESH' : 'STALE' };
}
