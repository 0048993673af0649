import type { BrowseNodeQuestion, BrowseNodeWithChildren } from '../product/browse-node.ts';
import type { Asin } from '../product/asin.ts';
import type { Family } from '../product/family.ts';
import type { MarketplaceCode } from '../product/marketplace.ts';
import type { Product } from '../product/product.ts';
import type { ProductQuestion, QuestionGroup } from '../product/question.ts';
import type { DeliveryOption, SearchCondition } from '../product/search/search-filter.ts';
import type { SearchRefinement } from '../product/search/search-refinement.ts';
import type { SourceId, UpstreamOperation } from '../vocabulary.ts';
import type { ProvidedField } from './provided-field.ts';
import type { SourceError } from './source-error.ts';

/** The answer of one source about one ASIN. */
export type Finding =
  | { readonly kind: 'found'; readonly product: Product }
  /** The source answered, in the shape its API gives that answer, that it has no such product. */
  | { readonly kind: 'missing' }
  /** The product is unknown, or only partly known: then `candidate` is the known part. */
  | { readonly kind: 'failed'; readonly error: SourceError; readonly candidate?: Product };

/** The answer of one source about one category. */
export type NodeFinding =
  | { readonly kind: 'found'; readonly node: BrowseNodeWithChildren }
  /** The source answered that the marketplace has no such category. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly error: SourceError };

/** The group, abort signal and time limit of a call. */
export type CallContext = QuestionGroup & {
  /** Aborts when the last waiter has left, or when the call's time is up. */
  readonly signal: AbortSignal;
  /** The time limit of the whole call in milliseconds, from its start. */
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

/** Validated search terms, independent of the source. */
export type SearchTerms = {
  readonly query: string;
  /** In the marketplace's spelling. */
  readonly category?: string;
  readonly brand?: string;
  /** Canonical decimals in major units of the marketplace's currency. */
  readonly minPrice?: string;
  readonly maxPrice?: string;
  /** Whole stars, 1 to 4. */
  readonly minRating?: number;
  /** Percent, 1 to 99. */
  readonly minSavingPercent?: number;
  readonly browseNodeId?: string;
  /** Absent for new items, which all sources search for. */
  readonly condition?: Exclude<SearchCondition, 'New'>;
  /** Sorted, each once, never empty. */
  readonly delivery?: readonly DeliveryOption[];
  /** Words of the title. */
  readonly title?: string;
  readonly author?: string;
  readonly includeOutOfStock: boolean;
  readonly sort: SearchSort;
};

/** A filter that not every source can apply. */
export type OptionalFilter = 'browseNodeId' | 'condition' | 'delivery' | 'title' | 'author';

/** What a search may ask for and some sources do not apply, so that their hits are not restricted or ordered by it. */
export type IgnorableTerm = 'category' | 'minRating' | 'sort';

/** One upstream page of hits, in the source's order. */
export type SearchPage = {
  readonly hits: readonly Product[];
  /** The number of hits that the source reports, an estimate; absent if it reports none. */
  readonly totalCount?: number;
  /** How many of them its pages can reach. */
  readonly reachableCount?: number;
  /** The facets of the whole search; absent if the source provides none. */
  readonly refinements?: readonly SearchRefinement[];
  /** Of a page of variations: what is true of all of them. */
  readonly family?: Family;
  /** The token of the next page; absent at the end and at the limit of the source. */
  readonly next?: string;
};

/** A search, without a page. */
export type Search = QuestionGroup & { readonly terms: SearchTerms };

/** The page of a question about a list: the `next` of the page before it, absent for the first. */
export type Paged = { readonly page?: string | undefined };

/** One upstream page of a search. */
export type SearchQuestion = Search & Paged;

/** One upstream page of a product's variations. The product may be the parent or one of the variations. */
export type VariationsQuestion = ProductQuestion & Paged;

/**
 * An operation of a source, such as a lookup. Questions of one group can share a call.
 */
export type SourceOperation<Q extends QuestionGroup, R> = {
  readonly name: UpstreamOperation;
  /** How many questions one call carries. */
  readonly batchSize: number;
  /** The identity of a question within the operation. */
  readonly keyOf: (question: Q) => string;
  /**
   * Makes one upstream call and returns an answer per question, by its key. It is called only with a permit, never
   * retries, and rejects with {@link SourceError} only. `questions` are 1 to `batchSize` different ones of one group.
   */
  readonly perform: (questions: readonly Q[], context: CallContext) => Promise<ReadonlyMap<string, R>>;
  /** How outcomes are shared with other instances. If absent, each instance makes its own calls. */
  readonly shared?: OutcomeCodec<Q, R>;
};

/** The outcome of a question: its answer, or its error. */
export type Outcome<R> = { readonly result: R } | { readonly error: SourceError };

/** Serializes questions and outcomes for other instances. */
export type OutcomeCodec<Q, R> = {
  /** The question without its group. */
  readonly writeQuestion: (question: Q) => string;
  /** `undefined` if it is unreadable. */
  readonly readQuestion: (written: string, group: QuestionGroup) => Q | undefined;
  /** `undefined` if the outcome concerns only this instance. */
  readonly write: (outcome: Outcome<R>, question: Q) => string | undefined;
  /** `undefined` if it is unreadable, because another version wrote it, or if it answers another question. */
  readonly read: (written: string, question: Q) => Outcome<R> | undefined;
};

/** A question for the product that has a number; `ean` is the number as EAN-13. */
export type IdentifierQuestion = QuestionGroup & { readonly ean: string };

/** The answer of one source about one number. */
export type Identification =
  | { readonly kind: 'found'; readonly asin: Asin }
  /** The source answered that no product has the number. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly error: SourceError };

/** The operations of a source. */
export type SourceOperations = {
  readonly lookup: SourceOperation<ProductQuestion, Finding>;
  readonly search: SourceOperation<SearchQuestion, SearchPage>;
  /** Absent if the source cannot look categories up. */
  readonly browseNodes?: SourceOperation<BrowseNodeQuestion, NodeFinding>;
  /** Absent if the source cannot list variations. */
  readonly variations?: SourceOperation<VariationsQuestion, SearchPage>;
  /** Finds products by their numbers; absent if only a search for each number can find them. */
  readonly identify?: SourceOperation<IdentifierQuestion, Identification>;
};

/** A source of products. It declares its properties, so that no other room needs its name. */
export interface Source {
  readonly id: SourceId;
  /** The accuracy of its answers, 0 to 1. */
  readonly accuracy: number;
  /** How long its answers are fresh, in milliseconds. */
  readonly freshMs: number;
  /** The longest a single call may take. */
  readonly timeoutMs: number;
  /** Whether a search hit is as complete as a looked-up product, so that hits may be cached as products. */
  readonly completeHits: boolean;
  /** Fields of which its less complete hits have all that it knows: where one is absent, it has none. Default: none. */
  readonly wholeHitFields?: readonly ProvidedField[];
  /** Whether it parses text for people, where a separator may be misread. Default: no. */
  readonly readsText?: boolean;
  /** What it ignores of a question: it answers in the marketplace's own. Default: nothing. */
  readonly ignores?: readonly ('language' | 'currency')[];
  /** The filters of a search that it cannot apply, so that the search skips it. Default: none. */
  readonly cannotApply?: (terms: SearchTerms) => readonly OptionalFilter[];
  /** Those of the terms that its searches ignore. Default: none. */
  readonly ignoresTerms?: (terms: SearchTerms) => readonly IgnorableTerm[];
  /** Text that its licence requires beside prices and availability. */
  readonly disclaimer?: string;
  /** Why the marketplace is not served (`NO_PARTNER_TAG`, `NO_CREDENTIAL_FOR_REGION`…); `undefined` if it is. */
  unavailableReason(marketplace: MarketplaceCode): string | undefined;
  /** Prepares token and connection, so that a call is sent as soon as its permit is due. Cheap if they are ready. */
  ready(marketplace: MarketplaceCode, signal: AbortSignal): Promise<void>;
  readonly operations: SourceOperations;
  /** The same source in each of its accounts, if there are several. Calls are made through one of them. */
  readonly members?: readonly Source[];
}
