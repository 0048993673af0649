/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
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

/** The outcome of a lookup. */
export type LookupOutcome =
  /** The product was found. */
  | 'FOUND'
  /** The product does not exist. */
  | 'NOT_FOUND'
  /** The product was unavailable. */
  | 'UNAVAILABLE';

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

/** Whether calls wait for more slots to fill, so that the calls of a day last until it ends. */
export type QuotaPacing =
  /** Calls wait for a bounded time: the day's calls would run out before the day does. */
  | 'ACTIVE'
  /** Calls never wait: QUOTA_PACING is off, or the day is not limited. */
  | 'OFF'
  /** No call waits: at this pace the calls last for the day. */
  | 'READY';

/** The urgency of a recommendation. */
export type RecommendationSeverity =
  /** A source is unusable until an operator acts. */
  | 'CRITICAL'
  /** There is room for improvement. */
  | 'INFO'
  /** The quality of answers suffers, or will suffer soon. */
  | 'WARNING';

export type DashboardQueryVariables = Exact<{
  window: AnalyticsWindow;
}>;


export type DashboardQuery = { sourceAnalytics: { timestamp: string, operations: { total: number, ok: number, partial: number, failed: number, refused: number, latency: { p50Ms: number, p95Ms: number, p99Ms: number } | null, answers: { fresh: number, stale: number, partial: number, missing: number, failed: number } }, cache: { size: number | null, hits: number, staleHits: number, misses: number, hitRate: number | null }, sources: Array<{ source: DataSource, label: string, enabled: boolean, totalRequests: number, successes: number, successRate: number | null, circuit: CircuitState, itemsPerCall: number | null, latency: { p50Ms: number, p95Ms: number, p99Ms: number } | null, accounts: Array<{ name: string, circuit: CircuitState, queued: number, quota: { usedToday: number, remainingToday: number | null, pacing: QuotaPacing } }>, quota: { perSecond: number, perDay: number | null, usedToday: number, remainingToday: number | null, projectedToday: number | null, pacing: QuotaPacing, resetsAt: string, spentAt: string | null } | null, lastError: { code: string, message: string, at: string } | null }>, timeline: Array<{ from: string, durationMs: number, operationP95Ms: number | null, fallbackDepth: number | null, operations: { ok: number, partial: number, failed: number, refused: number }, cache: { fresh: number, stale: number, missed: number }, sources: Array<{ source: DataSource, found: number, missing: number, rejected: number, failed: number, skipped: number, p95Ms: number | null, circuit: CircuitState }> }>, recentLookups: Array<{ at: string, asin: string, marketplace: Marketplace, outcome: LookupOutcome, cacheStatus: CacheStatus | null, attempts: Array<{ source: DataSource, outcome: AttemptOutcome, code: string | null, durationMs: number }> }>, errors: Array<{ source: DataSource, marketplace: Marketplace, code: string, count: number, message: string, lastAt: string }>, recommendations: Array<{ severity: RecommendationSeverity, source: DataSource | null, message: string }> }, day: { timeline: Array<{ from: string, durationMs: number, sources: Array<{ source: DataSource, calls: number }> }> } };
