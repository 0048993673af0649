/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** The period that the statistics cover. */
export type AnalyticsWindow =
  /** The last five minutes. */
  | 'LAST_5_MINUTES'
  /** The last 24 hours. */
  | 'LAST_DAY'
  /** The last hour. */
  | 'LAST_HOUR'
  /** Since the process started. */
  | 'SINCE_START';

/** The outcome of one attempt. */
export type AttemptOutcome =
  /** The request to the source failed; `code` says why. */
  | 'FAILED'
  /** The source had the product, and the gateway accepted it. */
  | 'FOUND'
  /** The source answered that the product does not exist. */
  | 'MISSING'
  /** The source had the product, but too incomplete to be accepted. With code IMPLAUSIBLE: its price was implausible. */
  | 'REJECTED'
  /** The source was not requested, e.g. because it has no partner tag for the marketplace; `code` says why. */
  | 'SKIPPED';

/** Whether a new item can be bought in the marketplace, as of `provenance.fetchedAt`. */
export type Availability =
  /** The product can be ordered now and ships later. */
  | 'BACKORDER'
  /** The product can be bought now. */
  | 'IN_STOCK'
  /** The product can be bought now, but only a few items are left. */
  | 'LIMITED'
  /** The marketplace reports that the product cannot be bought now. */
  | 'OUT_OF_STOCK'
  /** The product is not released yet and can be ordered in advance. */
  | 'PREORDER'
  /** The source does not report availability. */
  | 'UNKNOWN';

/** Whether an answer was fetched for this operation or is a copy. */
export type CacheStatus =
  /** A copy that has not reached its `expiresAt`. */
  | 'FRESH'
  /** Fetched from the source for this operation. */
  | 'LIVE'
  /** A copy past its `expiresAt`, at most 24 hours old, because no source answered in time. */
  | 'STALE';

/** The state of a circuit breaker, which decides whether calls to a source are made. */
export type CircuitState =
  /** Calls are made. */
  | 'CLOSED'
  /** One call is made as a probe; all others fail immediately. */
  | 'HALF_OPEN'
  /** No calls are made until the cool-down ends, because the source failed too often. */
  | 'OPEN';

/** A source of product data. */
export type DataSource =
  /** Amazon's Creators API, the associates' API since 2026. */
  | 'CREATORS_API'
  /** Amazon's Product Advertising API 5.0, the Creators API's predecessor. */
  | 'PA_API'
  /** The public product page: requested last and trusted least. */
  | 'SCRAPING'
  /** Amazon's Selling Partner API: catalog and pricing data for sellers. */
  | 'SP_API';

/** Why a product is unavailable. */
export type ErrorCode =
  /** The answer would not have arrived before the deadline. `retryAfterMs` estimates when it can. */
  | 'DEADLINE_EXCEEDED'
  /** The daily quota is used up. `retryAfterMs` is the time until the next day. */
  | 'QUOTA_EXHAUSTED'
  /** No source could answer. `attempts` lists how each source failed. */
  | 'SOURCES_UNAVAILABLE';

/** One of the 22 Amazon marketplaces. Prices, availability and even the product behind an ASIN differ between marketplaces, so a product always belongs to one marketplace. */
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

/** Whether the price is known, and otherwise why it is not. */
export type PriceStatus =
  /** The price is known. */
  | 'AVAILABLE'
  /** The marketplace shows the price only in the cart, as the manufacturer requires. */
  | 'HIDDEN'
  /** The source did not provide a price. Another source may. */
  | 'NOT_PROVIDED'
  /** There are offers, but the marketplace features no offer. */
  | 'NO_FEATURED_OFFER'
  /** There is no price, because nobody offers the product. */
  | 'OUT_OF_STOCK';

/** The urgency of a recommendation. */
export type RecommendationSeverity =
  /** A source is unusable until an operator acts. */
  | 'CRITICAL'
  /** There is room for improvement. */
  | 'INFO'
  /** The quality of answers suffers, or will suffer soon. */
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

export type TwoMarketplacesQueryVariables = Exact<{
  asin?: string;
}>;


export type TwoMarketplacesQuery = { india: { id: string, title: string | null, availability: Availability, price: { formatted: string | null, amount: string, currency: string } | null } | null, unitedStates: { id: string, title: string | null, availability: Availability, price: { formatted: string | null, amount: string, currency: string } | null } | null };

export type OfferFragment = { id: string, title: string | null, availability: Availability, price: { formatted: string | null, amount: string, currency: string } | null };

export type SourceAnalyticsQueryVariables = Exact<{
  window?: AnalyticsWindow;
}>;


export type SourceAnalyticsQuery = { sourceAnalytics: { timestamp: string, sources: Array<{ source: DataSource, enabled: boolean, totalRequests: number, successRate: number | null, averageResponseMs: number | null, itemsPerCall: number | null, circuit: CircuitState, latency: { p50Ms: number, p95Ms: number, p99Ms: number } | null, quota: { perSecond: number, usedToday: number, remainingToday: number | null, resetsAt: string } | null, lastError: { code: string, message: string, at: string } | null }>, cache: { size: number | null, hits: number, staleHits: number, misses: number, hitRate: number | null }, recommendations: Array<{ severity: RecommendationSeverity, source: DataSource | null, message: string }> } };

export type BrowseNodesQueryVariables = Exact<{
  ids?: Array<string | number> | string | number;
  marketplace?: Marketplace | null | undefined;
}>;


export type BrowseNodesQuery = { browseNodes: Array<{ id: string, name: string, isRoot: boolean | null, ancestors: Array<{ id: string, name: string }>, children: Array<{ id: string, name: string }> | null, provenance: { source: DataSource, cacheStatus: CacheStatus, expiresAt: string } } | null> };

export type VariationsQueryVariables = Exact<{
  asin?: string;
  marketplace?: Marketplace | null | undefined;
}>;


export type VariationsQuery = { product: { asin: string, title: string | null, variationAttributes: Array<{ name: string, value: string }>, variations: { totalCount: number | null, dimensions: Array<{ name: string, values: Array<string> }>, lowestPrice: { formatted: string | null } | null, highestPrice: { formatted: string | null } | null, nodes: Array<{ asin: string, imageUrl: string | null, availability: Availability, variationAttributes: Array<{ name: string, value: string }>, price: { formatted: string | null } | null }> } | null } | null };

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
export const TwoMarketplacesDocument = new TypedDocumentString(`
    query TwoMarketplaces($asin: ASIN! = "B0QU9TTXWO") {
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
}`) as unknown as TypedDocumentString<TwoMarketplacesQuery, TwoMarketplacesQueryVariables>;
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
export const BrowseNodesDocument = new TypedDocumentString(`
    query BrowseNodes($ids: [ID!]! = ["1642156793", "1543598744"], $marketplace: Marketplace) {
  browseNodes(ids: $ids, marketplace: $marketplace) {
    id
    name
    isRoot
    ancestors {
      id
      name
    }
    children {
      id
      name
    }
    provenance {
      source
      cacheStatus
      expiresAt
    }
  }
}
    `) as unknown as TypedDocumentString<BrowseNodesQuery, BrowseNodesQueryVariables>;
export const VariationsDocument = new TypedDocumentString(`
    query Variations($asin: ASIN! = "B0QU9TTXWO", $marketplace: Marketplace) {
  product(asin: $asin, marketplace: $marketplace) {
    asin
    title
    variationAttributes {
      name
      value
    }
    variations(first: 20) {
      totalCount
      dimensions {
        name
        values
      }
      lowestPrice {
        formatted
      }
      highestPrice {
        formatted
      }
      nodes {
        asin
        variationAttributes {
          name
          value
        }
        imageUrl
        price {
          formatted
        }
        availability
      }
    }
  }
}
    `) as unknown as TypedDocumentString<VariationsQuery, VariationsQueryVariables>;