import type { Chain } from '../source/chain.ts';
import { unavailability } from '../source/attempt.ts';
import type { Asin } from '../product/asin.ts';
import type { MarketplaceCode } from '../product/marketplace.ts';
import { groupIn } from '../product/question.ts';
import { searchKeyOf } from '../source/search-question.ts';
import { SourceError } from '../source/source-error.ts';
import type { SearchPage, SearchQuestion, Source } from '../source/source.ts';
import { tryInOrder, type Step } from '../source/try-in-order.ts';
import type { Clock } from '../clock.ts';
import type { CacheStatus, Operation, SearchAnswer, SearchHit, SearchRequest } from './answer.ts';
import type { AnswerBuilder } from './answer-builder.ts';
import { decodeCursor, encodeCursor, type Cursor, type CursorKeys } from './cursor.ts';
import type { PageQuestion, SearchPages, SourcedPage } from './search-pages.ts';
import type { Attempt } from '../vocabulary.ts';

/** Runs searches along the chain. */
export interface Search {
  run(request: SearchRequest, operation: Operation): Promise<SearchAnswer>;
}

/** What a search is made of. */
export type SearchOptions = {
  readonly chain: Chain;
  readonly pages: SearchPages;
  readonly answers: AnswerBuilder;
  readonly cursorKeys: CursorKeys;
  readonly clock: Clock;
  readonly random: () => number;
  /** As in the chain. */
  readonly redact?: ((message: string) => string) | undefined;
};

/** Where reading goes on: the page, and how much of it and of the whole search has been seen. */
type Place = Pick<Cursor, 'page' | 'offset' | 'position'>;

const notOurs =
  'is not a cursor of this gateway, or was made before its cursor key changed: ask for the first page again';

const worst: readonly CacheStatus[] = ['STALE', 'FRESH', 'LIVE'];

/**
 * Asks the sources for the first page until one answers, then reads on in that source alone. A continuation asks only
 * the source its cursor names; a failure midway returns the hits so far.
 */
export function createSearch(options: SearchOptions): Search {
  const { chain, pages, answers, cursorKeys, clock, random, redact } = options;

  async function run(request: SearchRequest, operation: Operation): Promise<SearchAnswer> {
    const { marketplace, after } = request;
    const hash = searchKeyOf(request);
    const cursor = after === undefined ? undefined : await readCursor(after);
    if (after !== undefined && cursor?.hash !== hash) {
      return { kind: 'foreign-cursor', message: cursor === undefined ? notOurs : 'belongs to another search' };
    }
    const place: Place = cursor ?? { offset: 0, position: 0 };
    const asked = cursor === undefined ? chain.sources : chain.sources.filter(({ id }) => id === cursor.source);
    const first = await firstPage(asked, request, place.page, operation);
    if ('errors' in first) {
      return { kind: 'unavailable', marketplace, attempts: first.attempts, ...unavailability(first.errors, random) };
    }
    return await readOn(first, place, request, operation);
  }

  async function readCursor(text: string): Promise<Cursor | undefined> {
    const ids = chain.sources.map(({ id }) => id);
    return decodeCursor(text, ids, await cursorKeys(false)) ?? decodeCursor(text, ids, await cursorKeys(true));
  }

  /** The first source that answers; when none does, the first that has a stale copy. */
  async function firstPage(
    sources: readonly Source[],
    request: SearchRequest,
    page: string | undefined,
    operation: Operation,
  ): Promise<FirstPage | NoPage> {
    const { marketplace } = request;
    const { deadlineAt, signal } = operation;
    const attempts: Attempt[] = [];
    const errors: SourceError[] = [];
    const ask = async (source: Source, deadlineAt: number) =>
      await pages.fresh({ ...questionOf(request, page), source }, { ...operation, deadlineAt });
    for await (const step of tryInOrder({ sources, marketplace, deadlineAt, signal, clock, ask })) {
      const { source } = step;
      if (step.kind === 'answered') {
        const found: Attempt = { source: source.id, durationMs: step.durationMs, outcome: 'FOUND' };
        return { ...step.answer, source, attempts: [...attempts, found] };
      }
      if (step.kind === 'failed') errors.push(step.error);
      attempts.push(attemptOf(step, redact));
    }
    const served = sources.filter((source) => source.unavailableReason(marketplace) === undefined);
    for (const source of served) {
      const stale = await pages.remembered({ ...questionOf(request, page), source });
      if (stale !== undefined) return { ...stale, source, attempts };
    }
    return { errors, attempts };
  }

  async function readOn(
    first: FirstPage,
    start: Place,
    request: SearchRequest,
    operation: Operation,
  ): Promise<SearchAnswer> {
    const { source, attempts } = first;
    const hash = searchKeyOf(request);
    const hits: SearchHit[] = [];
    const listed = await listedBefore(start, source, request);
    const read = new Set([start.page]);
    const [key] = await cursorKeys(false);
    const worthLookup = !source.completeHits && chain.sources.some((one) => looksUpMany(one, request.marketplace));
    let current: SourcedPage = first;
    let place = start;
    let cacheStatus = first.cacheStatus;
    for (;;) {
      const { page, ...origin } = current;
      for (const product of page.hits.slice(place.offset)) {
        if (hits.length >= request.first) break;
        place = { ...place, offset: place.offset + 1 };
        // A source may show a product on two of its pages.
        if (listed.has(product.asin)) continue;
        listed.add(product.asin);
        const { position } = place;
        place = { ...place, position: position + 1 };
        const answer = answers.fromOrigin({ ...origin, product, source: source.id, freshMs: source.freshMs, attempts });
        const cursor = encodeCursor({ source: source.id, hash, ...placeAfter(page, place) }, key);
        const lookup = { ...groupIn(request), asin: product.asin };
        hits.push({ cursor, position, answer, ...(worthLookup && { lookup }) });
      }
      const pageHasMore = place.offset < page.hits.length;
      // A page that leads back to one that was read would be read for ever.
      const next = page.next === undefined || read.has(page.next) ? undefined : page.next;
      if (pageHasMore || next === undefined || hits.length >= request.first) {
        return result(pageHasMore || next !== undefined);
      }
      read.add(next);
      const following = await tryPage({ ...questionOf(request, next), source }, operation);
      if (following instanceof SourceError) return result(true);
      place = { page: next, offset: 0, position: place.position };
      current = following;
      cacheStatus = worst.find((status) => status === cacheStatus || status === following.cacheStatus) ?? cacheStatus;
    }

    function result(hasNextPage: boolean): SearchAnswer {
      const { totalCount, reachableCount } = first.page;
      return {
        kind: 'hits',
        hits,
        hasNextPage,
        ...(totalCount !== undefined && { totalCount }),
        ...(reachableCount !== undefined && { reachableCount }),
        source: source.id,
        cacheStatus,
      };
    }
  }

  /**
   * What a continuation's earlier slices showed, as far as the pages they were taken from are still remembered: a
   * source may show a product again on a later page.
   */
  async function listedBefore({ page: last, offset }: Place, source: Source, request: SearchRequest) {
    const listed = new Set<Asin>();
    const read = new Set<string | undefined>();
    let page: string | undefined;
    for (;;) {
      if (read.has(page) || (page === last && offset === 0)) return listed;
      read.add(page);
      const remembered = await pages.remembered({ ...questionOf(request, page), source });
      const { hits = [], next } = remembered?.page ?? {};
      for (const { asin } of page === last ? hits.slice(0, offset) : hits) listed.add(asin);
      if (page === last || next === undefined) return listed;
      page = next;
    }
  }

  async function tryPage(question: PageQuestion, operation: Operation): Promise<SourcedPage | SourceError> {
    try {
      return await pages.fresh(question, operation);
    } catch (thrown) {
      operation.signal.throwIfAborted();
      return SourceError.from(thrown, question.source.id);
    }
  }

  return { run };
}

function questionOf(request: SearchRequest, page: string | undefined): SearchQuestion {
  return { ...groupIn(request), terms: request.terms, page };
}

function attemptOf(
  step: Exclude<Step<unknown>, { readonly kind: 'answered' }>,
  redact: SearchOptions['redact'],
): Attempt {
  const source = step.source.id;
  if (step.kind === 'skipped') return { source, outcome: 'SKIPPED', code: step.code, durationMs: 0 };
  const { code } = step.error;
  const message = redact?.(step.error.message) ?? step.error.message;
  return { source, outcome: 'FAILED', code, message, durationMs: step.durationMs };
}

/** After a page's last hit reading goes on with the next page, so that a continuation does not ask for this one again. */
function placeAfter(page: SearchPage, place: Place): Place {
  if (place.offset < page.hits.length || page.next === undefined) return place;
  return { page: page.next, offset: 0, position: place.position };
}

type FirstPage = SourcedPage & { readonly source: Source; readonly attempts: readonly Attempt[] };
type NoPage = { readonly errors: readonly SourceError[]; readonly attempts: readonly Attempt[] };

function looksUpMany(source: Source, marketplace: MarketplaceCode): boolean {
  return source.operations.lookup.batchSize > 1 && source.unavailableReason(marketplace) === undefined;
}
