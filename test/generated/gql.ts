/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query Search($query: String! = \"earbuds\", $after: String) {\n  search(\n    query: $query\n    first: 10\n    after: $after\n    sort: PRICE_LOW_TO_HIGH\n    filter: {minPrice: \"500\"}\n  ) {\n    totalCount\n    reachableCount\n    source\n    cacheStatus\n    nodes {\n      asin\n      title\n      price {\n        formatted\n        amount\n        currency\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": typeof types.SearchDocument,
    "query Product($asin: ASIN! = \"B0QU9TTXWO\", $marketplace: Marketplace, $realTime: Boolean! = false) {\n  product(asin: $asin, marketplace: $marketplace, realTime: $realTime) {\n    id\n    title\n    brand\n    productUrl\n    imageUrl\n    features\n    price {\n      amount\n      currency\n      formatted\n    }\n    listPrice {\n      formatted\n    }\n    savingsPercent\n    priceStatus\n    availability\n    availabilityMessage\n    rating\n    reviewCount\n    quality {\n      completeness\n      accuracy\n      freshness\n      overall\n      acceptable\n    }\n    provenance {\n      source\n      cacheStatus\n      fetchedAt\n      expiresAt\n      disclaimer\n      attempts {\n        source\n        outcome\n        code\n        durationMs\n      }\n    }\n  }\n}": typeof types.ProductDocument,
    "query Prices($asins: [ASIN!]! = [\"B0QU9TTXWO\", \"B073BF8U3U\", \"B0XITQN9AP\", \"B000000000\"], $marketplace: Marketplace) {\n  products(asins: $asins, marketplace: $marketplace) {\n    __typename\n    ... on Product {\n      asin\n      title\n      price {\n        amount\n        currency\n      }\n      priceStatus\n      availability\n      provenance {\n        source\n        cacheStatus\n        fetchedAt\n      }\n    }\n    ... on ProductNotFound {\n      asin\n      message\n    }\n    ... on ProductUnavailable {\n      asin\n      code\n      message\n      retryable\n      retryAfterMs\n    }\n  }\n}": typeof types.PricesDocument,
    "query TwoMarketplaces($asin: ASIN! = \"B0QU9TTXWO\") {\n  india: product(asin: $asin, marketplace: IN) {\n    ...Offer\n  }\n  unitedStates: product(asin: $asin, marketplace: US) {\n    ...Offer\n  }\n}\n\nfragment Offer on Product {\n  id\n  title\n  price {\n    formatted\n    amount\n    currency\n  }\n  availability\n}": typeof types.TwoMarketplacesDocument,
    "query SourceAnalytics($window: AnalyticsWindow! = SINCE_START) {\n  sourceAnalytics(window: $window) {\n    timestamp\n    sources {\n      source\n      enabled\n      totalRequests\n      successRate\n      averageResponseMs\n      itemsPerCall\n      circuit\n      latency {\n        p50Ms\n        p95Ms\n        p99Ms\n      }\n      quota {\n        perSecond\n        usedToday\n        remainingToday\n        resetsAt\n      }\n      lastError {\n        code\n        message\n        at\n      }\n    }\n    cache {\n      size\n      hits\n      staleHits\n      misses\n      hitRate\n    }\n    recommendations {\n      severity\n      source\n      message\n    }\n  }\n}": typeof types.SourceAnalyticsDocument,
    "query BrowseNodes($ids: [ID!]! = [\"1642156793\", \"1543598744\"], $marketplace: Marketplace) {\n  browseNodes(ids: $ids, marketplace: $marketplace) {\n    id\n    name\n    isRoot\n    ancestors {\n      id\n      name\n    }\n    children {\n      id\n      name\n    }\n    provenance {\n      source\n      cacheStatus\n      expiresAt\n    }\n  }\n}": typeof types.BrowseNodesDocument,
};
const documents: Documents = {
    "query Search($query: String! = \"earbuds\", $after: String) {\n  search(\n    query: $query\n    first: 10\n    after: $after\n    sort: PRICE_LOW_TO_HIGH\n    filter: {minPrice: \"500\"}\n  ) {\n    totalCount\n    reachableCount\n    source\n    cacheStatus\n    nodes {\n      asin\n      title\n      price {\n        formatted\n        amount\n        currency\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": types.SearchDocument,
    "query Product($asin: ASIN! = \"B0QU9TTXWO\", $marketplace: Marketplace, $realTime: Boolean! = false) {\n  product(asin: $asin, marketplace: $marketplace, realTime: $realTime) {\n    id\n    title\n    brand\n    productUrl\n    imageUrl\n    features\n    price {\n      amount\n      currency\n      formatted\n    }\n    listPrice {\n      formatted\n    }\n    savingsPercent\n    priceStatus\n    availability\n    availabilityMessage\n    rating\n    reviewCount\n    quality {\n      completeness\n      accuracy\n      freshness\n      overall\n      acceptable\n    }\n    provenance {\n      source\n      cacheStatus\n      fetchedAt\n      expiresAt\n      disclaimer\n      attempts {\n        source\n        outcome\n        code\n        durationMs\n      }\n    }\n  }\n}": types.ProductDocument,
    "query Prices($asins: [ASIN!]! = [\"B0QU9TTXWO\", \"B073BF8U3U\", \"B0XITQN9AP\", \"B000000000\"], $marketplace: Marketplace) {\n  products(asins: $asins, marketplace: $marketplace) {\n    __typename\n    ... on Product {\n      asin\n      title\n      price {\n        amount\n        currency\n      }\n      priceStatus\n      availability\n      provenance {\n        source\n        cacheStatus\n        fetchedAt\n      }\n    }\n    ... on ProductNotFound {\n      asin\n      message\n    }\n    ... on ProductUnavailable {\n      asin\n      code\n      message\n      retryable\n      retryAfterMs\n    }\n  }\n}": types.PricesDocument,
    "query TwoMarketplaces($asin: ASIN! = \"B0QU9TTXWO\") {\n  india: product(asin: $asin, marketplace: IN) {\n    ...Offer\n  }\n  unitedStates: product(asin: $asin, marketplace: US) {\n    ...Offer\n  }\n}\n\nfragment Offer on Product {\n  id\n  title\n  price {\n    formatted\n    amount\n    currency\n  }\n  availability\n}": types.TwoMarketplacesDocument,
    "query SourceAnalytics($window: AnalyticsWindow! = SINCE_START) {\n  sourceAnalytics(window: $window) {\n    timestamp\n    sources {\n      source\n      enabled\n      totalRequests\n      successRate\n      averageResponseMs\n      itemsPerCall\n      circuit\n      latency {\n        p50Ms\n        p95Ms\n        p99Ms\n      }\n      quota {\n        perSecond\n        usedToday\n        remainingToday\n        resetsAt\n      }\n      lastError {\n        code\n        message\n        at\n      }\n    }\n    cache {\n      size\n      hits\n      staleHits\n      misses\n      hitRate\n    }\n    recommendations {\n      severity\n      source\n      message\n    }\n  }\n}": types.SourceAnalyticsDocument,
    "query BrowseNodes($ids: [ID!]! = [\"1642156793\", \"1543598744\"], $marketplace: Marketplace) {\n  browseNodes(ids: $ids, marketplace: $marketplace) {\n    id\n    name\n    isRoot\n    ancestors {\n      id\n      name\n    }\n    children {\n      id\n      name\n    }\n    provenance {\n      source\n      cacheStatus\n      expiresAt\n    }\n  }\n}": types.BrowseNodesDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Search($query: String! = \"earbuds\", $after: String) {\n  search(\n    query: $query\n    first: 10\n    after: $after\n    sort: PRICE_LOW_TO_HIGH\n    filter: {minPrice: \"500\"}\n  ) {\n    totalCount\n    reachableCount\n    source\n    cacheStatus\n    nodes {\n      asin\n      title\n      price {\n        formatted\n        amount\n        currency\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}"): typeof import('./graphql.ts').SearchDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Product($asin: ASIN! = \"B0QU9TTXWO\", $marketplace: Marketplace, $realTime: Boolean! = false) {\n  product(asin: $asin, marketplace: $marketplace, realTime: $realTime) {\n    id\n    title\n    brand\n    productUrl\n    imageUrl\n    features\n    price {\n      amount\n      currency\n      formatted\n    }\n    listPrice {\n      formatted\n    }\n    savingsPercent\n    priceStatus\n    availability\n    availabilityMessage\n    rating\n    reviewCount\n    quality {\n      completeness\n      accuracy\n      freshness\n      overall\n      acceptable\n    }\n    provenance {\n      source\n      cacheStatus\n      fetchedAt\n      expiresAt\n      disclaimer\n      attempts {\n        source\n        outcome\n        code\n        durationMs\n      }\n    }\n  }\n}"): typeof import('./graphql.ts').ProductDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Prices($asins: [ASIN!]! = [\"B0QU9TTXWO\", \"B073BF8U3U\", \"B0XITQN9AP\", \"B000000000\"], $marketplace: Marketplace) {\n  products(asins: $asins, marketplace: $marketplace) {\n    __typename\n    ... on Product {\n      asin\n      title\n      price {\n        amount\n        currency\n      }\n      priceStatus\n      availability\n      provenance {\n        source\n        cacheStatus\n        fetchedAt\n      }\n    }\n    ... on ProductNotFound {\n      asin\n      message\n    }\n    ... on ProductUnavailable {\n      asin\n      code\n      message\n      retryable\n      retryAfterMs\n    }\n  }\n}"): typeof import('./graphql.ts').PricesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query TwoMarketplaces($asin: ASIN! = \"B0QU9TTXWO\") {\n  india: product(asin: $asin, marketplace: IN) {\n    ...Offer\n  }\n  unitedStates: product(asin: $asin, marketplace: US) {\n    ...Offer\n  }\n}\n\nfragment Offer on Product {\n  id\n  title\n  price {\n    formatted\n    amount\n    currency\n  }\n  availability\n}"): typeof import('./graphql.ts').TwoMarketplacesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query SourceAnalytics($window: AnalyticsWindow! = SINCE_START) {\n  sourceAnalytics(window: $window) {\n    timestamp\n    sources {\n      source\n      enabled\n      totalRequests\n      successRate\n      averageResponseMs\n      itemsPerCall\n      circuit\n      latency {\n        p50Ms\n        p95Ms\n        p99Ms\n      }\n      quota {\n        perSecond\n        usedToday\n        remainingToday\n        resetsAt\n      }\n      lastError {\n        code\n        message\n        at\n      }\n    }\n    cache {\n      size\n      hits\n      staleHits\n      misses\n      hitRate\n    }\n    recommendations {\n      severity\n      source\n      message\n    }\n  }\n}"): typeof import('./graphql.ts').SourceAnalyticsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query BrowseNodes($ids: [ID!]! = [\"1642156793\", \"1543598744\"], $marketplace: Marketplace) {\n  browseNodes(ids: $ids, marketplace: $marketplace) {\n    id\n    name\n    isRoot\n    ancestors {\n      id\n      name\n    }\n    children {\n      id\n      name\n    }\n    provenance {\n      source\n      cacheStatus\n      expiresAt\n    }\n  }\n}"): typeof import('./graphql.ts').BrowseNodesDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
