/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** How far back the statistics look. */
export type AnalyticsWindow =
  /** The last five minutes. */
  | 'LAST_5_MINUTES'
  /** The last 24 hours. */
  | 'LAST_DAY'
  /** The last hour. */
  | 'LAST_HOUR'
  /** Since this process started. */
  | 'SINCE_START';

/** How a source fared on the way to an answer. */
export type AttemptOutcome =
  /** It was asked and could not say; `code` says why. */
  | 'FAILED'
  /** It had the product, and its answer was taken. */
  | 'FOUND'
  /** It answered that it has no such product. */
  | 'MISSING'
  /** It had the product, but too little of it to be accepted; with code IMPLAUSIBLE, a price that must be misread. */
  | 'REJECTED'
  /** It was not asked, e.g. for want of a partner tag for the store; `code` says why. */
  | 'SKIPPED';

/** Whether a new item can be bought from the store, as of `provenance.fetchedAt`. */
export type Availability =
  /** It can be ordered now and ships later. */
  | 'BACKORDER'
  /** It can be bought now. */
  | 'IN_STOCK'
  /** It can be bought now, but only few are left. */
  | 'LIMITED'
  /** The store says that it cannot be bought now. */
  | 'OUT_OF_STOCK'
  /** It is not out yet and can be ordered in advance. */
  | 'PREORDER'
  /** The source does not say. */
  | 'UNKNOWN';

/** Where an answer was taken from. */
export type CacheStatus =
  /** A copy that has not reached its `expiresAt`. */
  | 'FRESH'
  /** Asked of the source for this very operation. */
  | 'LIVE'
  /** A copy past its `expiresAt`, at most 24 hours old, because no source could say in time. */
  | 'STALE';

/** Whether calls to a source are let through. */
export type CircuitState =
  /** They are. */
  | 'CLOSED'
  /** One is, to try; the others fail at once. */
  | 'HALF_OPEN'
  /** None is: the source failed too often and is left alone for a while. */
  | 'OPEN';

/** A place that the gateway learns products from. */
export type DataSource =
  /** Amazon's Creators API, the associates' API since 2026. */
  | 'CREATORS_API'
  /** Amazon's Product Advertising API 5.0, the Creators API's predecessor. */
  | 'PA_API'
  /** The public product page, asked last and trusted least. */
  | 'SCRAPING'
  /** Amazon's Selling Partner API: catalogue and pricing as sellers see them. */
  | 'SP_API';

/** Why a product could not be learned. */
export type ErrorCode =
  /** The answer would not have come in time; `retryAfterMs` estimates when it would. */
  | 'DEADLINE_EXCEEDED'
  /** The day's calls are used up; `retryAfterMs` leads to the next day. */
  | 'QUOTA_EXHAUSTED'
  /** No source could answer; `attempts` says how each of them failed. */
  | 'SOURCES_UNAVAILABLE';

/** One of the 22 Amazon stores. Prices, availability and even the product behind an ASIN differ from store to store, so a product is always a product of one of them. */
export type Marketplace =
  /** United Arab Emirates: amazon.ae, prices in AED. */
  | 'AE'
  /** Australia: amazon.com.au, prices in AUD. */
  | 'AU'
  /** Belgium: amazon.com.be, prices in EUR. */
  | 'BE'
  /** Brazil: amazon.com.br, prices in BRL. */
  | 'BR'
  /** Canada: amazon.ca, prices in CAD. */
  | 'CA'
  /** Germany: amazon.de, prices in EUR. */
  | 'DE'
  /** Egypt: amazon.eg, prices in EGP. */
  | 'EG'
  /** Spain: amazon.es, prices in EUR. */
  | 'ES'
  /** France: amazon.fr, prices in EUR. */
  | 'FR'
  /** Ireland: amazon.ie, prices in EUR. */
  | 'IE'
  /** India: amazon.in, prices in INR. */
  | 'IN'
  /** Italy: amazon.it, prices in EUR. */
  | 'IT'
  /** Japan: amazon.co.jp, prices in JPY. */
  | 'JP'
  /** Mexico: amazon.com.mx, prices in MXN. */
  | 'MX'
  /** Netherlands: amazon.nl, prices in EUR. */
  | 'NL'
  /** Poland: amazon.pl, prices in PLN. */
  | 'PL'
  /** Saudi Arabia: amazon.sa, prices in SAR. */
  | 'SA'
  /** Sweden: amazon.se, prices in SEK. */
  | 'SE'
  /** Singapore: amazon.sg, prices in SGD. */
  | 'SG'
  /** Türkiye: amazon.com.tr, prices in TRY. */
  | 'TR'
  /** United Kingdom: amazon.co.uk, prices in GBP. */
  | 'UK'
  /** United States: amazon.com, prices in USD. */
  | 'US';

/** Why `price` is there, or why not. */
export type PriceStatus =
  /** There is a price. */
  | 'AVAILABLE'
  /** The store shows it only in the cart, at the maker's wish. */
  | 'HIDDEN'
  /** The source said nothing about a price; another one may. */
  | 'NOT_PROVIDED'
  /** There are offers, but the store features none of them. */
  | 'NO_FEATURED_OFFER'
  /** There is none because nobody offers the product. */
  | 'OUT_OF_STOCK';

/** How urgent a recommendation is. */
export type RecommendationSeverity =
  /** A source is of no use until somebody acts. */
  | 'CRITICAL'
  /** Could be better. */
  | 'INFO'
  /** Answers suffer, or soon will. */
  | 'WARNING';

export type SearchQueryVariables = Exact<{
  query?: string;
  after?: string | null | undefined;
}>;


export type SearchQuery = { search: { totalCount: number | null, reachableCount: number | null, source: DataSource, cacheStatus: CacheStatus, nodes: Array<{ asin: string, title: string | null, price: { formatted: string | null, amount: string, currency: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type ProductQueryVariables = Exact<{
  asin?: string;
  marketplace?: Marketplace | null | undefined;
  realTime?: boolean;
}>;


export type ProductQuery = { product: { id: string, title: string | null, brand: string | null, productUrl: string, imageUrl: string | null, features: Array<string>, savingsPercent: number | null, priceStatus: PriceStatus, availability: Availability, availabilityMessage: string | null, rating: number | null, reviewCount: number | null, price: { amount: string, currency: string, formatted: string | null } | null, listPrice: { formatted: string | null } | null, quality: { completeness: number, accuracy: number, freshness: number, overall: number, acceptable: boolean }, provenance: { source: DataSource, cacheStatus: CacheStatus, fetchedAt: string, expiresAt: string, disclaimer: string | null, attempts: Array<{ source: DataSource, outcome: AttemptOutcome, code: string | null, durationMs: number }> } } | null };

export type PricesQueryVariables = Exact<{
  asins?: Array<string> | string;
  marketplace?: Marketplace | null | undefined;
}>;


export type PricesQuery = { products: Array<
    | { __typename: 'Product', asin: string, title: string | null, priceStatus: PriceStatus, availability: Availability, price: { amount: string, currency: string } | null, provenance: { source: DataSource, cacheStatus: CacheStatus, fetchedAt: string } }
    | { __typename: 'ProductNotFound', asin: string, message: string }
    | { __typename: 'ProductUnavailable', asin: string, code: ErrorCode, message: string, retryable: boolean, retryAfterMs: number | null }
  > };

export type TwoStoresQueryVariables = Exact<{
  asin?: string;
}>;


export type TwoStoresQuery = { india: { id: string, title: string | null, availability: Availability, price: { formatted: string | null, amount: string, currency: string } | null } | null, unitedStates: { id: string, title: string | null, availability: Availability, price: { formatted: string | null, amount: string, currency: string } | null } | null };

export type OfferFragment = { id: string, title: string | null, availability: Availability, price: { formatted: string | null, amount: string, currency: string } | null };

export type SourceAnalyticsQueryVariables = Exact<{
  window?: AnalyticsWindow;
}>;


export type SourceAnalyticsQuery = { sourceAnalytics: { timestamp: string, sources: Array<{ source: DataSource, enabled: boolean, totalRequests: number, successRate: number | null, averageResponseMs: number | null, itemsPerCall: number | null, circuit: CircuitState, latency: { p50Ms: number, p95Ms: number, p99Ms: number } | null, quota: { perSecond: number, usedToday: number, remainingToday: number | null, resetsAt: string } | null, lastError: { code: string, message: string, at: string } | null }>, cache: { size: number | null, hits: number, staleHits: number, misses: number, hitRate: number | null }, recommendations: Array<{ severity: RecommendationSeverity, source: DataSource | null, message: string }> } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const OfferFragmentDoc = new TypedDocumentString(`
    fragment Offer on Product {
  id
  title
  price {
    formatted
    amount
    currency
  }
  availability
}
    `, {"fragmentName":"Offer"}) as unknown as TypedDocumentString<OfferFragment, unknown>;
export const SearchDocument = new TypedDocumentString(`
    query Search($query: String! = "earbuds", $after: String) {
  search(
    query: $query
    first: 10
    after: $after
    sort: PRICE_LOW_TO_HIGH
    filter: {minPrice: "500"}
  ) {
    totalCount
    reachableCount
    source
    cacheStatus
    nodes {
      asin
      title
      price {
        formatted
        amount
        currency
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<SearchQuery, SearchQueryVariables>;
export const ProductDocument = new TypedDocumentString(`
    query Product($asin: ASIN! = "B0QU9TTXWO", $marketplace: Marketplace, $realTime: Boolean! = false) {
  product(asin: $asin, marketplace: $marketplace, realTime: $realTime) {
    id
    title
    brand
    productUrl
    imageUrl
    features
    price {
      amount
      currency
      formatted
    }
    listPrice {
      formatted
    }
    savingsPercent
    priceStatus
    availability
    availabilityMessage
    rating
    reviewCount
    quality {
      completeness
      accuracy
      freshness
      overall
      acceptable
    }
    provenance {
      source
      cacheStatus
      fetchedAt
      expiresAt
      disclaimer
      attempts {
        source
        outcome
        code
        durationMs
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ProductQuery, ProductQueryVariables>;
export const PricesDocument = new TypedDocumentString(`
    query Prices($asins: [ASIN!]! = ["B0QU9TTXWO", "B073BF8U3U", "B0XITQN9AP", "B000000000"], $marketplace: Marketplace) {
  products(asins: $asins, marketplace: $marketplace) {
    __typename
    ... on Product {
      asin
      title
      price {
        amount
        currency
      }
      priceStatus
      availability
      provenance {
        source
        cacheStatus
        fetchedAt
      }
    }
    ... on ProductNotFound {
      asin
      message
    }
    ... on ProductUnavailable {
      asin
      code
      message
      retryable
      retryAfterMs
    }
  }
}
    `) as unknown as TypedDocumentString<PricesQuery, PricesQueryVariables>;
export const TwoStoresDocument = new TypedDocumentString(`
    query TwoStores($asin: ASIN! = "B0QU9TTXWO") {
  india: product(asin: $asin, marketplace: IN) {
    ...Offer
  }
  unitedStates: product(asin: $asin, marketplace: US) {
    ...Offer
  }
}
    fragment Offer on Product {
  id
  title
  price {
    formatted
    amount
    currency
  }
  availability
}`) as unknown as TypedDocumentString<TwoStoresQuery, TwoStoresQueryVariables>;
export const SourceAnalyticsDocument = new TypedDocumentString(`
    query SourceAnalytics($window: AnalyticsWindow! = SINCE_START) {
  sourceAnalytics(window: $window) {
    timestamp
    sources {
      source
      enabled
      totalRequests
      successRate
      averageResponseMs
      itemsPerCall
      circuit
      latency {
        p50Ms
        p95Ms
        p99Ms
      }
      quota {
        perSecond
        usedToday
        remainingToday
        resetsAt
      }
      lastError {
        code
        message
        at
      }
    }
    cache {
      size
      hits
      staleHits
      misses
      hitRate
    }
    recommendations {
      severity
      source
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SourceAnalyticsQuery, SourceAnalyticsQueryVariables>;