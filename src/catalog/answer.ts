import type { Asin } from '../product/asin.ts';
import type { BrowseNode, BrowseNodeQuestion, NamedNode, NodeGroup } from '../product/browse-node.ts';
import type { Family } from '../product/family.ts';
import type { Gtin } from '../product/gtin.ts';
import type { MarketplaceCode } from '../product/marketplace.ts';
import type { Product } from '../product/product.ts';
import type { Quality } from '../product/quality.ts';
import type { SearchRefinement } from '../product/search/search-refinement.ts';
import type { ProductQuestion, QuestionGroup } from '../product/question.ts';
import type { Attempt, LookupPriority, SourceId, Unavailability } from '../vocabulary.ts';
import type { Search } from '../source/source.ts';
import type { Clock } from '../clock.ts';

/** Where an answer came from: a source just now, a fresh cached copy, or a stale one. */
export type CacheStatus = 'LIVE' | 'FRESH' | 'STALE';

/** Where an answer came from, and how old it is. */
export type Provenance = {
  readonly source: SourceId;
  readonly cacheStatus: CacheStatus;
  /** Wall clock, milliseconds since the epoch. */
  readonly fetchedAt: number;
  readonly expiresAt: number;
  readonly attempts: readonly Attempt[];
  /** Must be shown beside price and availability, by the source's licence; absent when the product has neither. */
  readonly disclaimer?: string;
};

/** A product with its provenance and quality. */
export type ProductAnswer = Provenance & {
  readonly kind: 'product';
  readonly product: Product;
  /** The score at the time of the call. */
  readonly quality: () => Quality;
};

/** Every source that answered said that there is no such product. */
export type NotFoundAnswer = {
  readonly kind: 'not-found';
  readonly asin: Asin;
  readonly marketplace: MarketplaceCode;
  readonly attempts: readonly Attempt[];
  /** Wall clock, milliseconds since the epoch. */
  readonly expiresAt: number;
};

/** No source could say whether the product exists. */
export type UnavailableAnswer = Unavailability & {
  readonly kind: 'unavailable';
  readonly asin: Asin;
  readonly marketplace: MarketplaceCode;
  readonly attempts: readonly Attempt[];
};

export type Answer = ProductAnswer | NotFoundAnswer | UnavailableAnswer;

/** A request for one product. */
export type ProductRequest = ProductQuestion & {
  /** Skips fresh copies; they still answer when every source fails. */
  readonly realTime: boolean;
};

/** One GraphQL operation as the catalog sees it. Two operations are the same only if they are the same object. */
export type Operation = {
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
  /** Monotonic milliseconds (`performance.now()`) by which the operation must be answered. */
  readonly deadlineAt: number;
  readonly priority: LookupPriority;
  /** The name of the client's key; absent when clients need no key. */
  readonly client?: string;
};

/** The part of a list that a request is about. */
export type Slice = {
  /** 1 to 50. */
  readonly first: number;
  /** An `endCursor` or edge cursor of the same list. */
  readonly after?: string;
};

/** A request for a slice of a search. */
export type SearchRequest = Search & Slice;

/** A request for a slice of the variations of a product, which is the parent or one of them. */
export type VariationsRequest = ProductQuestion & Slice;

/** One hit of a search. */
export type SearchHit = {
  readonly cursor: string;
  /** Counted from 0 at the start of the whole search. */
  readonly position: number;
  readonly answer: ProductAnswer;
  /**
   * The lookup that completes the hit; absent when hits of its source are complete, and when no source looks up several
   * products in one call.
   */
  readonly lookup?: ProductQuestion;
  /** Fields that are no reason for that lookup: the source's hits have all that it knows of them. */
  readonly wholeFields?: readonly string[];
};

/** A slice of a search's hits. */
export type SearchResult = {
  readonly kind: 'hits';
  readonly hits: readonly SearchHit[];
  readonly hasNextPage: boolean;
  readonly totalCount?: number;
  readonly reachableCount?: number;
  /** The facets of the whole search; absent if the source provides none. */
  readonly refinements?: readonly SearchRefinement[];
  readonly family?: Family;
  /** All sources that were tried or skipped, and what the source of the hits ignores of the request. */
  readonly attempts: readonly Attempt[];
  readonly source: SourceId;
  /** The worst status of the pages that contain the slice. */
  readonly cacheStatus: CacheStatus;
  /** How many of those pages came from the source just now. */
  readonly calls: number;
  /** Wall clock, milliseconds since the epoch: when the first of those pages expires. */
  readonly expiresAt: number;
};

/** No source could answer the search. */
export type SearchUnavailable = Omit<UnavailableAnswer, 'asin'>;

/** The cursor was not issued by this gateway, or belongs to another search. */
export type ForeignCursor = { readonly kind: 'foreign-cursor'; readonly message: string };

export type SearchAnswer = SearchResult | SearchUnavailable | ForeignCursor;

/** A category with its provenance. */
export type BrowseNodeAnswer = Provenance & {
  readonly kind: 'browse-node';
  readonly node: BrowseNode;
  /** Absent if the category was not looked up itself: it came with a product or with another category. */
  readonly children?: readonly NamedNode[];
  /** The marketplace and the language of the question. */
  readonly group: NodeGroup;
};

/** Every source that answered said that the marketplace has no such category. */
export type NoBrowseNode = {
  readonly kind: 'no-browse-node';
  readonly attempts: readonly Attempt[];
  /** Wall clock, milliseconds since the epoch. */
  readonly expiresAt: number;
};

/** No source could say whether the category exists. */
export type BrowseNodeUnavailable = SearchUnavailable;

export type NodeAnswer = BrowseNodeAnswer | NoBrowseNode | BrowseNodeUnavailable;

/** An answer from a fresh entry in this process's memory. */
export type FreshAnswer = { readonly answer: Answer };

/** Answers from this process's memory, without waiting. */
export interface FreshAnswers<Kept extends FreshAnswer = FreshAnswer> {
  /**
   * The answer from the fresh entry for the request; `undefined` when there is no fresh entry. Returns `known`, an earlier
   * answer to the same question, if it was made from the same entry. Reports nothing, and ignores `realTime`.
   */
  find(request: ProductRequest, now: Clock, known?: Kept): Kept | undefined;
  /** Reports that these answers, each for a different product, were served; may refresh popular products ahead. */
  served(answers: readonly Kept[]): void;
}

/** A source, and why it does not serve a marketplace; without a reason it serves it. */
export type SourceCoverage = { readonly source: SourceId; readonly reason: string | undefined };

/** A request for the product that has a number. */
export type IdentifyRequest = QuestionGroup & { readonly gtin: Gtin };

/** An upstream call, and whether other questions share it. */
export type SharedCall = { readonly source: SourceId; readonly isShared: boolean };

/** The product that has a number, that none has it, or why that is unknown. */
export type Identified = (
  | { readonly kind: 'found'; readonly asin: Asin }
  /** Wall clock, milliseconds since the epoch. */
  | { readonly kind: 'not-found'; readonly expiresAt: number }
  | ({ readonly kind: 'unavailable' } & Pick<Unavailability, 'code' | 'message' | 'retryAfterMs'>)
) & {
  /** The upstream call that answered; absent if none was made. */
  readonly call?: SharedCall;
};

/** Looks up and searches products, and looks up categories. */
export interface Catalog {
  /** One answer per request, in their order. Never rejects because a source failed. */
  products(requests: readonly ProductRequest[], operation: Operation): Promise<readonly Answer[]>;
  /** One answer per number, in their order. Never rejects because a source failed. */
  identify(requests: readonly IdentifyRequest[], operation: Operation): Promise<readonly Identified[]>;
  /** How many numbers one call finds in the marketplace; 1 if each takes a search, whose hits need no lookup. */
  numbersPerCall(marketplace: MarketplaceCode): number;
  search(request: SearchRequest, operation: Operation): Promise<SearchAnswer>;
  variations(request: VariationsRequest, operation: Operation): Promise<SearchAnswer>;
  /** One answer per question, in their order. Never rejects because a source failed. */
  browseNodes(questions: readonly BrowseNodeQuestion[], operation: Operation): Promise<readonly NodeAnswer[]>;
  /** Whether at least one source serves the marketplace. */
  serves(marketplace: MarketplaceCode): boolean;
  /** All sources in chain order, and whether each serves the marketplace. */
  coverage(marketplace: MarketplaceCode): readonly SourceCoverage[];
}
