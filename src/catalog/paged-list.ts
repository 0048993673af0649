import type { Chain } from '../source/chain.ts';
import { unavailability } from '../source/attempt.ts';
import type { Asin } from '../product/asin.ts';
import type { MarketplaceCode } from '../product/marketplace.ts';
import type { Product } from '../product/product.ts';
import { groupIn, type QuestionGroup } from '../product/question.ts';
import { ignoredBy } from '../source/ignored-by.ts';
import { SourceError } from '../source/source-error.ts';
import type { Paged, SearchPage, Source } from '../source/source.ts';
import { tryInOrder } from '../source/try-in-order.ts';
import type { Clock } from '../clock.ts';
import type { CacheStatus, Operation, SearchAnswer, SearchHit, SearchUnavailable, Slice } from './answer.ts';
import type { AnswerBuilder } from './answer-builder.ts';
import { attemptWithoutAnswer, type Redact } from './attempt-without-answer.ts';
import { decodeCursor, encodeCursor, type Cursor, type CursorKeys } from './cursor.ts';
import { emptySearchExpiresAt } from './lifetimes.ts';
import type { ListKind } from './list-kind.ts';
import type { ListPages, SourcedPage } from './list-pages.ts';
import type { Attempt } from '../vocabulary.ts';

/** Reads slices of lists of one kind: the hits of searches, or the variations of families. */
export type ReadSlice<List> = (request: List & Slice, operation: Operation) => Promise<SearchAnswer>;

/** Options of {@link createPagedList}. */
export type PagedListOptions<List extends QuestionGroup> = {
  readonly kind: ListKind<List>;
  readonly chain: Chain;
  readonly pages: ListPages<List>;
  readonly answers: AnswerBuilder;
  readonly cursorKeys: CursorKeys;
  readonly clock: Clock;
  readonly random: () => number;
  /** Removes secrets from the messages of failed attempts. Default: leaves them as they are. */
  readonly redact?: Redact | undefined;
};

/** A position: the page, and how many hits of it and of the whole list have been listed. */
type Position = Pick<Cursor, 'page' | 'offset' | 'position'>;

const notOurs =
  'is not a cursor of this gateway, or was issued before its cursor key changed: request the first page again';

const worst: readonly CacheStatus[] = ['STALE', 'FRESH', 'LIVE'];

/**
 * Requests the first page from one source after the other until one answers; the pages after it come from the same
 * source. A continuation uses only the source that its cursor names. When a later page fails and has no cached copy, the
 * hits so far are returned; without any, the list is unavailable.
 */
export function createPagedList<List extends QuestionGroup>(options: PagedListOptions<List>): ReadSlice<List> {
  const { kind, chain, pages, answers, cursorKeys, clock, random, redact } = options;

  async function run(request: List & Slice, operation: Operation): Promise<SearchAnswer> {
    const { after } = request;
    const hash = kind.keyOf(request);
    const cursor = after === undefined ? undefined : await readCursor(after);
    if (after !== undefined && cursor?.hash !== hash) {
      return { kind: 'foreign-cursor', message: cursor === undefined ? notOurs : kind.foreignCursor };
    }
    const start: Position = cursor ?? { offset: 0, position: 0 };
    const eligible = cursor === undefined ? chain.sources : chain.sources.filter(({ id }) => id === cursor.source);
    const first = await firstPage(eligible, request, start.page, operation);
    return 'page' in first ? await readFrom(first, start, request, operation) : unavailable(request, first);
  }

  function unavailable({ marketplace }: List, { attempts, errors }: NoPage): SearchUnavailable {
    return { kind: 'unavailable', marketplace, attempts, ...unavailability(errors, random) };
  }

  async function readCursor(text: string): Promise<Cursor | undefined> {
    const ids = chain.sources.map(({ id }) => id);
    return decodeCursor(text, ids, await cursorKeys(false)) ?? decodeCursor(text, ids, await cursorKeys(true));
  }

  /** The page from the first source that answers; if all fail, the first stale copy in source order. */
  async function firstPage(
    sources: readonly Source[],
    request: List & Slice,
    page: string | undefined,
    operation: Operation,
  ): Promise<FirstPage | NoPage> {
    const { marketplace } = request;
    const { deadlineAt, signal } = operation;
    const attempts: Attempt[] = [];
    const errors: SourceError[] = [];
    const call = async (source: Source, deadlineAt: number) =>
      await pages.fresh(source, kind.pageOf(request, page), { ...operation, deadlineAt });
    const whySkip = (source: Source) => kind.whySkip(source, request);
    for await (const step of tryInOrder({ sources, marketplace, whySkip, deadlineAt, signal, clock, call })) {
      const { source } = step;
      if (step.kind === 'answered') {
        const found: Attempt = { source: source.id, durationMs: step.durationMs, outcome: 'FOUND' };
        return { ...step.answer, source, errors, attempts: [...attempts, found] };
      }
      if (step.kind === 'failed') errors.push(step.error);
      attempts.push(attemptWithoutAnswer(step, redact));
    }
    const served = sources.filter((source) => (source.unavailableReason(marketplace) ?? whySkip(source)) === undefined);
    for (const source of served) {
      const stale = await pages.cached(source, kind.pageOf(request, page));
      if (stale !== undefined) return { ...stale, source, errors, attempts };
    }
    return { errors, attempts };
  }

  async function readFrom(
    first: FirstPage,
    start: Position,
    request: List & Slice,
    operation: Operation,
  ): Promise<SearchAnswer> {
    const { source, attempts } = first;
    const startedAt = clock.monotonic();
    const hash = kind.keyOf(request);
    const hits: SearchHit[] = [];
    const listed = await listedBefore(start, source, request);
    const read = new Set([start.page]);
    const [key] = await cursorKeys(false);
    const isWorthLookup = !source.completeHits && chain.sources.some((one) => looksUpMany(one, request.marketplace));
    let current: SourcedPage = first;
    let facts = first.page;
    let at = start;
    let { cacheStatus, fetchedAt: oldestAt } = first;
    let calls = 0;
    for (;;) {
      const { page, ...origin } = current;
      if (origin.cacheStatus === 'LIVE') calls += 1;
      for (const product of page.hits.slice(at.offset)) {
        if (hits.length >= request.first) break;
        at = { ...at, offset: at.offset + 1 };
        // A source may list a product on two of its pages.
        if (listed.has(product.asin)) continue;
        listed.add(product.asin);
        const { position } = at;
        at = { ...at, position: position + 1 };
        const answer = answers.fromOrigin({
          ...origin,
          product,
          source: source.id,
          freshMs: source.freshMs,
          attempts: attemptsFor(product),
        });
        const cursor = encodeCursor({ source: source.id, hash, ...positionAfter(page, at) }, key);
        const lookup = { ...groupIn(request), asin: product.asin };
        const { wholeHitFields: wholeFields = [] } = source;
        hits.push({ cursor, position, answer, ...(isWorthLookup && { lookup, wholeFields }) });
      }
      const pageHasMore = at.offset < page.hits.length;
      // Without this, a page whose `next` points back would be read forever.
      const next = page.next === undefined || read.has(page.next) ? undefined : page.next;
      if (pageHasMore || next === undefined || hits.length >= request.first) {
        return result(pageHasMore || next !== undefined);
      }
      read.add(next);
      const following = await tryPage(source, kind.pageOf(request, next), operation);
      if (following instanceof SourceError && hits.length > 0) return result(true);
      if (following instanceof SourceError) {
        const step = { kind: 'failed', source, error: following, durationMs: clock.monotonic() - startedAt } as const;
        return unavailable(request, withFailure(first, attemptWithoutAnswer(step, redact), following));
      }
      // The first page may have neither hits nor facts: that of a variation only leads to that of its parent.
      facts = { ...following.page, ...facts };
      at = { page: next, offset: 0, position: at.position };
      current = following;
      cacheStatus = worst.find((status) => status === cacheStatus || status === following.cacheStatus) ?? cacheStatus;
      oldestAt = Math.min(oldestAt, following.fetchedAt);
    }

    /** The texts of hits may be in different languages. */
    function attemptsFor(product: Product | undefined): readonly Attempt[] {
      const note = ignoredBy(source, request, product, kind.ignoredBy(source, request));
      return attempts.map((attempt) => (attempt.outcome === 'FOUND' ? { ...attempt, ...note } : attempt));
    }

    function result(hasNextPage: boolean): SearchAnswer {
      const { totalCount, reachableCount, refinements, family } = facts;
      return {
        kind: 'hits',
        hits,
        hasNextPage,
        ...(totalCount !== undefined && { totalCount }),
        ...(reachableCount !== undefined && { reachableCount }),
        ...(refinements !== undefined && { refinements }),
        ...(family !== undefined && { family }),
        attempts: attemptsFor(undefined),
        source: source.id,
        cacheStatus,
        calls,
        expiresAt: hits.length === 0 ? emptySearchExpiresAt(clock.wall()) : oldestAt + source.freshMs,
      };
    }
  }

  /**
   * The products that earlier slices listed, as far as their pages are still cached: a source may list a product again
   * on a later page.
   */
  async function listedBefore({ page: last, offset }: Position, source: Source, request: List & Slice) {
    const listed = new Set<Asin>();
    const read = new Set<string | undefined>();
    let page: string | undefined;
    for (;;) {
      if (read.has(page) || (page === last && offset === 0)) return listed;
      read.add(page);
      const cached = await pages.cached(source, kind.pageOf(request, page));
      const { hits = [], next } = cached?.page ?? {};
      for (const { asin } of page === last ? hits.slice(0, offset) : hits) listed.add(asin);
      if (page === last || next === undefined) return listed;
      page = next;
    }
  }

  async function tryPage(
    source: Source,
    question: List & Paged,
    operation: Operation,
  ): Promise<SourcedPage | SourceError> {
    try {
      return await pages.fresh(source, question, operation);
    } catch (thrown) {
      operation.signal.throwIfAborted();
      return (await pages.cached(source, question)) ?? SourceError.from(thrown, source.id);
    }
  }

  return run;
}

/**
 * After the last hit of a page, the position is the start of the next page, so that a continuation does not read this
 * one again.
 */
function positionAfter(page: SearchPage, position: Position): Position {
  if (position.offset < page.hits.length || page.next === undefined) return position;
  return { page: page.next, offset: 0, position: position.position };
}

type NoPage = { readonly errors: readonly SourceError[]; readonly attempts: readonly Attempt[] };
type FirstPage = NoPage & SourcedPage & { readonly source: Source };

/** What is known when a later page of the source failed, after no hit: a source has one attempt. */
function withFailure({ attempts, errors }: NoPage, failure: Attempt, error: SourceError): NoPage {
  const before = attempts.find(({ source }) => source === failure.source)?.durationMs ?? 0;
  const others = attempts.filter(({ source }) => source !== failure.source);
  return {
    attempts: [...others, { ...failure, durationMs: before + failure.durationMs }],
    errors: [...errors, error],
  };
}

function looksUpMany(source: Source, marketplace: MarketplaceCode): boolean {
  return source.operations.lookup.batchSize > 1 && source.unavailableReason(marketplace) === undefined;
}
