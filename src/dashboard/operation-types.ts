/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
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

/** What a lookup came to. */
export type LookupOutcome =
  /** The product. */
  | 'FOUND'
  /** There is no such product. */
  | 'NOT_FOUND'
  /** It could not be learned. */
  | 'UNAVAILABLE';

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

/** How urgent a recommendation is. */
export type RecommendationSeverity =
  /** A source is of no use until somebody acts. */
  | 'CRITICAL'
  /** Could be better. */
  | 'INFO'
  /** Answers suffer, or soon will. */
  | 'WARNING';

export type DashboardQueryVariables = Exact<{
  window: AnalyticsWindow;
}>;


export type DashboardQuery = { sourceAnalytics: { timestamp: string, operations: { total: number, ok: number, partial: number, failed: number, refused: number, latency: { p50Ms: number, p95Ms: number, p99Ms: number } | null, answers: { fresh: number, stale: number, partial: number, missing: number, failed: number } }, cache: { size: number | null, hits: number, staleHits: number, misses: number, hitRate: number | null }, sources: Array<{ source: DataSource, label: string, enabled: boolean, totalRequests: number, successes: number, successRate: number | null, circuit: CircuitState, itemsPerCall: number | null, latency: { p50Ms: number, p95Ms: number, p99Ms: number } | null, quota: { perSecond: number, perDay: number | null, usedToday: number, remainingToday: number | null, resetsAt: string, spentAt: string | null } | null, lastError: { code: string, message: string, at: string } | null }>, timeline: Array<{ from: string, durationMs: number, operationP95Ms: number | null, fallbackDepth: number | null, operations: { ok: number, partial: number, failed: number, refused: number }, cache: { fresh: number, stale: number, missed: number }, sources: Array<{ source: DataSource, found: number, missing: number, rejected: number, failed: number, skipped: number, p95Ms: number | null, circuit: CircuitState }> }>, recentLookups: Array<{ at: string, asin: string, marketplace: Marketplace, outcome: LookupOutcome, cacheStatus: CacheStatus | null, attempts: Array<{ source: DataSource, outcome: AttemptOutcome, code: string | null, durationMs: number }> }>, errors: Array<{ source: DataSource, marketplace: Marketplace, code: string, count: number, message: string, lastAt: string }>, recommendations: Array<{ severity: RecommendationSeverity, source: DataSource | null, message: string }> }, day: { timeline: Array<{ from: string, durationMs: number, sources: Array<{ source: DataSource, calls: number }> }> } };
