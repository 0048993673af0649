import type { Asin } from '../product/asin.ts';
import type { MarketplaceCode } from '../product/marketplace.ts';
import type { Product } from '../product/product.ts';
import type { Quality } from '../product/quality.ts';
import type { ProductQuestion } from '../product/question.ts';
import type { Attempt, SourceId, Unavailability } from '../vocabulary.ts';
import type { Search } from '../source/source.ts';
import type { Clock } from '../clock.ts';

export { madeNoCall } from '../source/source-error.ts';

/** Where an answer was taken from: asked now, a fresh copy, or a stale one. */
export type CacheStatus = 'LIVE' | 'FRESH' | 'STALE';

/** A product together with everything that says how far to trust it. */
export type ProductAnswer = {
  readonly kind: 'product';
  readonly product: Product;
  readonly source: SourceId;
  readonly cacheStatus: CacheStatus;
  /** Wall clock, milliseconds since the epoch. */
  readonly fetchedAt: number;
  readonly expiresAt: number;
  readonly attempts: readonly Attempt[];
  /** What the source's licence wants shown beside the answer's price and availability; absent when it has neither. */
  readonly disclaimer?: string;
  /** Scored when read, at the age it has then. */
  readonly quality: () => Quality;
};

/** Every source that answered said that there is no such product. */
export type NotFoundAnswer = {
  readonly kind: 'not-found';
  readonly asin: Asin;
  readonly marketplace: MarketplaceCode;
  readonly attempts: readonly Attempt[];
};

/** It could not be learned whether there is such a product. */
export type UnavailableAnswer = Unavailability & {
  readonly kind: 'unavailable';
  readonly asin: Asin;
  readonly marketplace: MarketplaceCode;
  readonly attempts: readonly Attempt[];
};

export type Answer = ProductAnswer | NotFoundAnswer | UnavailableAnswer;

/** What one product is asked by. */
export type ProductKey = ProductQuestion & {
  /** Skip fresh copies; they still serve when every source fails. */
  readonly realTime: boolean;
};

/** One GraphQL operation as the catalog sees it. Two operations are the same only if they are the same object. */
export type Operation = {
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
  /** Monotonic milliseconds (`performance.now()`) by which the answer must be out. */
  readonly deadlineAt: number;
};

/** What is searched for, where, and from which hit on. */
export type SearchRequest = Search & {
  /** 1 to 50. */
  readonly first: number;
  /** An `endCursor` or edge cursor of the same search. */
  readonly after?: string;
};

/** One hit of a search. */
export type SearchHit = {
  readonly cursor: string;
  /** Counted from 0 at the start of the whole search. */
  readonly position: number;
  readonly answer: ProductAnswer;
  /** The lookup that tells more than the search did; absent where none does, or none looks up many at once. */
  readonly lookup?: ProductQuestion;
};

/** A slice of a search's hits. */
export type SearchResult = {
  readonly kind: 'hits';
  readonly hits: readonly SearchHit[];
  readonly hasNextPage: boolean;
  readonly totalCount?: number;
  readonly reachableCount?: number;
  readonly source: SourceId;
  /** The worst of the pages that the slice was taken from. */
  readonly cacheStatus: CacheStatus;
};

/** No source could be searched. */
export type SearchUnavailable = Omit<UnavailableAnswer, 'asin'>;

/** The cursor is not one of ours, or belongs to another search. */
export type ForeignCursor = { readonly kind: 'foreign-cursor'; readonly message: string };

export type SearchAnswer = SearchResult | SearchUnavailable | ForeignCursor;

/** An answer from a fresh entry in this process's memory. */
export type FreshAnswer = { readonly answer: Answer };

/** What this process's memory can answer without waiting. */
export interface FreshAnswers<Kept extends FreshAnswer = FreshAnswer> {
  /**
   * The answer that the fresh entry under the key gives; `undefined` when there is none. It is `known` itself if that was
   * made from this very entry. Nothing is reported yet. `realTime` is left to the caller.
   */
  find(key: ProductKey, now: Clock, known?: Kept): Kept | undefined;
  /** Reports that these answers, each of another product, were given; popular products are then refreshed in time. */
  served(answers: readonly Kept[]): void;
}

/** Everything the gateway knows of Amazon's products. */
export interface Catalog {
  /** One answer per key, in the keys' order. Never rejects for a source's failure. */
  products(keys: readonly ProductKey[], operation: Operation): Promise<readonly Answer[]>;
  search(request: SearchRequest, operation: Operation): Promise<SearchAnswer>;
  /** Whether at least one source can be asked about this store. */
  serves(marketplace: MarketplaceCode): boolean;
}
