import type { CacheWrite, EntryCache } from '../cache/entry-cache.ts';
import { parseAsin, type Asin } from '../product/asin.ts';
import { ean13 } from '../product/gtin.ts';
import { groupIn } from '../product/question.ts';
import { unavailability } from '../source/attempt.ts';
import type { Batcher } from '../source/batching/batcher.ts';
import type { Chain } from '../source/chain.ts';
import type { SourceError } from '../source/source-error.ts';
import type { Identification, Search, Source } from '../source/source.ts';
import { tryInOrder } from '../source/try-in-order.ts';
import type { Clock } from '../clock.ts';
import type { Catalog, Identified, IdentifyRequest, Operation, SharedCall } from './answer.ts';
import type { Background } from './background.ts';
import { absenceExpiresAt, asinLifetime, missingLifetime } from './lifetimes.ts';
import type { ListPages } from './list-pages.ts';
import { waiterOf } from './waiter.ts';

/** Options of {@link createIdentify}. */
export type IdentifyOptions = {
  readonly chain: Chain;
  readonly batcher: Batcher;
  readonly pages: ListPages<Search>;
  readonly entryCache: EntryCache;
  readonly background: Background;
  readonly clock: Clock;
  readonly random: () => number;
};

/** The answer of one source, and whether it cost a call. */
type Answered = Exclude<Identification, { readonly kind: 'failed' }> & { readonly call?: SharedCall };

/**
 * Finds products by their numbers: in the cache, else in sources that find many numbers in one call, else by a search for
 * the number, of which only a hit that has the very number counts. An ASIN may be kept longer than anything else.
 */
export function createIdentify(options: IdentifyOptions): Pick<Catalog, 'identify' | 'numbersPerCall'> {
  const { chain, batcher, pages, entryCache, background, clock, random } = options;
  const askIdentifiers = batcher.open((source) => identifyOf(source));
  const byIdentifiers = chain.sources.filter(({ operations }) => operations.identify !== undefined);
  const bySearch = chain.sources.filter((source) => source.completeHits && !byIdentifiers.includes(source));
  const sources = [...byIdentifiers, ...bySearch];

  async function ask(source: Source, request: IdentifyRequest, operation: Operation): Promise<Answered> {
    if (source.operations.identify === undefined) return await search(source, request, operation);
    const { marketplace, gtin } = request;
    const answer = await askIdentifiers(source, { marketplace, ean: ean13(gtin.text) }, waiterOf(operation));
    if (answer.kind === 'failed') throw answer.error;
    return { ...answer, call: { source: source.id, isShared: true } };
  }

  async function search(source: Source, { gtin, ...rest }: IdentifyRequest, operation: Operation): Promise<Answered> {
    const terms = { query: gtin.text, includeOutOfStock: true, sort: 'RELEVANCE' } as const;
    const { page, cacheStatus } = await pages.fresh(source, { ...groupIn(rest), terms }, operation);
    const ean = ean13(gtin.text);
    const hit = page.hits.find(({ identifiers: { eans = [], upcs = [], isbns = [] } = {} }) =>
      [...eans, ...upcs, ...isbns].some((number) => ean13(number) === ean),
    );
    const call = cacheStatus === 'LIVE' ? { call: { source: source.id, isShared: false } } : {};
    return hit === undefined ? { kind: 'missing', ...call } : { kind: 'found', asin: hit.asin, ...call };
  }

  async function findOut(request: IdentifyRequest, operation: Operation): Promise<Identified> {
    const { marketplace } = request;
    const { deadlineAt, signal } = operation;
    const errors: SourceError[] = [];
    const call = async (source: Source, until: number) =>
      await ask(source, request, { ...operation, deadlineAt: until });
    for await (const step of tryInOrder({ sources, marketplace, deadlineAt, signal, clock, call })) {
      if (step.kind === 'failed') errors.push(step.error);
      if (step.kind !== 'answered') continue;
      const { answer } = step;
      const isCertain = errors.length === 0;
      if (answer.kind === 'found' || isCertain) background.track(entryCache.setMany([writeOf(request, answer, clock)]));
      if (answer.kind === 'found') return answer;
      const expiresAt = absenceExpiresAt(clock.wall(), isCertain);
      return { kind: 'not-found', expiresAt, ...(answer.call !== undefined && { call: answer.call }) };
    }
    if (errors.length > 0) return { kind: 'unavailable', ...unavailability(errors, random) };
    return {
      kind: 'unavailable',
      code: 'SOURCES_UNAVAILABLE',
      message: `No source of this gateway finds products in ${marketplace} by such numbers.`,
    };
  }

  return {
    numbersPerCall(marketplace) {
      const serving = byIdentifiers.filter((source) => source.unavailableReason(marketplace) === undefined);
      return Math.max(1, ...serving.map((source) => identifyOf(source).batchSize));
    },
    async identify(requests, operation) {
      const copies = await entryCache.getMany(requests.map(keyOf), readIdentity);
      return await Promise.all(
        requests.map(async (request, index): Promise<Identified> => {
          const copy = copies[index];
          if (copy?.state !== 'fresh') return await findOut(request, operation);
          const { value, fetchedAt, freshMs } = copy;
          if (value === none) return { kind: 'not-found', expiresAt: fetchedAt + freshMs };
          return { kind: 'found', asin: value };
        }),
      );
    },
  };
}

/** The cached value for "no product has this number"; otherwise the value is the ASIN and nothing else. */
const none = 'none';

function keyOf({ marketplace, gtin }: IdentifyRequest): string {
  return `asin:${marketplace}:${ean13(gtin.text)}`;
}

function readIdentity(value: unknown): Asin | typeof none | undefined {
  if (value === none) return none;
  return typeof value === 'string' ? parseAsin(value) : undefined;
}

function writeOf(request: IdentifyRequest, answer: Answered, clock: Clock): CacheWrite {
  const key = keyOf(request);
  const fetchedAt = clock.wall();
  if (answer.kind === 'found') return { key, value: answer.asin, fetchedAt, ...asinLifetime };
  return { key, value: none, fetchedAt, ...missingLifetime };
}

function identifyOf({ id, operations: { identify } }: Source) {
  if (identify === undefined) throw new Error(`${id} finds no products by numbers`);
  return identify;
}
