import type { MarketplaceCode } from '../product/marketplace.ts';
import type { Product } from '../product/product.ts';
import type { ProductQuestion, QuestionGroup } from '../product/question.ts';
import type { SourceId, UpstreamOperation } from '../vocabulary.ts';
import type { SourceError } from './source-error.ts';

/** What one source says of one ASIN. */
export type Finding =
  | { readonly kind: 'found'; readonly product: Product }
  /** The source answered, in the shape its API gives that answer, that it has no such product. */
  | { readonly kind: 'missing' }
  /** Nothing, or not everything, was learned; what was is the candidate. */
  | { readonly kind: 'failed'; readonly error: SourceError; readonly candidate?: Product };

/** What a call is made for and how long it may take. */
export type CallContext = QuestionGroup & {
  /** Aborts when nobody waits for the answer any more, or when the call's time is up. */
  readonly signal: AbortSignal;
  /** Milliseconds the whole call may take, counted from its start. */
  readonly budgetMs: number;
};

/** How search results are ordered. */
export type SearchSort =
  | 'RELEVANCE'
  | 'FEATURED'
  | 'PRICE_LOW_TO_HIGH'
  | 'PRICE_HIGH_TO_LOW'
  | 'AVG_CUSTOMER_REVIEWS'
  | 'NEWEST_ARRIVALS';

/** What is searched for, in every source's terms. All of it has been validated. */
export type SearchTerms = {
  readonly query: string;
  /** In the store's own spelling. */
  readonly category?: string;
  readonly brand?: string;
  /** Canonical decimals in major units of the store's currency. */
  readonly minPrice?: string;
  readonly maxPrice?: string;
  /** Whole stars, 1 to 4. */
  readonly minRating?: number;
  /** Percent, 1 to 99. */
  readonly minSavingPercent?: number;
  readonly includeOutOfStock: boolean;
  readonly sort: SearchSort;
};

/** One upstream page of hits, in the source's order. */
export type SearchPage = {
  readonly hits: readonly Product[];
  /** How many the source claims to have; an estimate. Absent when it does not say. */
  readonly totalCount?: number;
  /** How many of them its pages can reach at most. */
  readonly reachableCount?: number;
  /** What to ask for the page after this one; absent at the end or at the source's ceiling. */
  readonly next?: string;
};

/** One search, whatever page of it is wanted. */
export type Search = QuestionGroup & { readonly terms: SearchTerms };

/** One upstream page of a search; `page` is the `next` of the page before it, absent for the first. */
export type SearchQuestion = Search & { readonly page?: string | undefined };

/**
 * One kind of question that a source answers. Questions of one group share a call, so that a question is its own key
 * within its group.
 */
export type SourceOperation<Q extends QuestionGroup, R> = {
  readonly name: UpstreamOperation;
  /** How many questions one call carries. */
  readonly batchSize: number;
  /** The identity of a question among all of this operation. */
  readonly keyOf: (question: Q) => string;
  /**
   * One upstream transaction: an answer per question, by its key. It is made only with a permit in hand, never retries
   * by itself, and rejects with {@link SourceError} and nothing else. `questions` holds 1 to `batchSize` of one group,
   * all different.
   */
  readonly perform: (questions: readonly Q[], context: CallContext) => Promise<ReadonlyMap<string, R>>;
  /** How outcomes are told to other instances, where several ask the same; absent where each asks for itself. */
  readonly shared?: OutcomeCodec<Q, R>;
};

/** What came of a question: its answer, or why there is none. */
export type Outcome<R> = { readonly result: R } | { readonly error: SourceError };

/** How the outcome of a question travels between instances. */
export type OutcomeCodec<Q, R> = {
  /** `undefined` when the outcome is no other instance's business. */
  readonly write: (outcome: Outcome<R>, question: Q) => string | undefined;
  /** `undefined` when it cannot be read, as it may come from another version, or when it answers another question. */
  readonly read: (written: string, question: Q) => Outcome<R> | undefined;
};

/** What a source can be asked. */
export type SourceOperations = {
  readonly lookup: SourceOperation<ProductQuestion, Finding>;
  readonly search: SourceOperation<SearchQuestion, SearchPage>;
};

/** A place that products can be learned from. It declares what it is, so that nobody needs to know it by name. */
export interface Source {
  readonly id: SourceId;
  /** How far its answers can be trusted, 0 to 1. */
  readonly accuracy: number;
  /** How long its answers count as fresh. */
  readonly freshMs: number;
  /** The longest a single call may take. */
  readonly timeoutMs: number;
  /** Whether a search hit carries as much as a looked-up product, so that hits may be remembered as products. */
  readonly completeHits: boolean;
  /** Whether it reads text meant for people, where a separator may be misread; absent when it does not. */
  readonly readsText?: boolean;
  /** What its licence wants shown beside prices and availability. */
  readonly disclaimer?: string;
  /** Why this store cannot be asked (`NO_PARTNER_TAG`, `NO_CREDENTIAL_FOR_REGION`…); `undefined` when it can. */
  unavailableReason(marketplace: MarketplaceCode): string | undefined;
  /** Gets token and connection ready, so that a call leaves at once when its permit comes. Cheap when they are. */
  ready(marketplace: MarketplaceCode, signal: AbortSignal): Promise<void>;
  readonly operations: SourceOperations;
}
