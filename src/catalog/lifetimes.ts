/**
 * Every rule about how long a value lives. `CACHE_TTL_HOURS` and `CACHE_STALE_HOURS` give the lifetimes of accepted
 * products and search pages; a source's `ttlFactor` shortens the first one. All other lifetimes are constants here.
 */

const minuteMs = 60 * 1000;
const hourMs = 60 * minuteMs;

/** How long an entry is fresh, and how long it may serve as a stale copy; both are milliseconds from `fetchedAt` on. */
export type Lifetime = { readonly freshMs: number; readonly staleMs: number };

/**
 * The longest time that anything from Amazon may be kept. Source: Associates Program Operating Agreement, which allows
 * caching for up to 24 hours.
 */
export const licenceLimitMs = 24 * hourMs;

/** Stores drop entries this much earlier than {@link licenceLimitMs}, so that a slow sweep does not exceed it. */
export const dropEarlyMs = 5 * minuteMs;

/** The default of `CACHE_TTL_HOURS`. */
export const defaultTtlMs = 1 * hourMs;

/** How long the answers of a source are fresh. @param ttlFactor from the source's definition, 0 to 1 */
export function sourceFreshMs(ttlMs: number, ttlFactor: number): number {
  return ttlMs * ttlFactor;
}

/** How long "no such product" is cached when the answer is certain. */
const negativeTtlMs = 10 * minuteMs;

/** How long a weak answer lives while a source failed that may give a better one soon. */
const uncertainTtlMs = minuteMs;

/** The lifetime of "no such product" and "no such category". It never serves as a stale copy. */
export const missingLifetime: Lifetime = { freshMs: negativeTtlMs, staleMs: negativeTtlMs };

/** The lifetime of a category: it hardly changes, so that it is as fresh as the licence allows. */
export const browseNodeLifetime: Lifetime = { freshMs: licenceLimitMs, staleMs: licenceLimitMs };

/** The lifetime of a product whose score was too low. It never serves as a stale copy. */
export function rejectedLifetime(someSourceFailed: boolean): Lifetime {
  const lifeMs = someSourceFailed ? uncertainTtlMs : negativeTtlMs;
  return { freshMs: lifeMs, staleMs: lifeMs };
}

/** The longest time that an ASIN is kept. The licence sets no limit for it. */
export const asinLimitMs = 30 * 24 * hourMs;

/** The lifetime of the ASIN of a number. */
export const asinLifetime: Lifetime = { freshMs: asinLimitMs, staleMs: asinLimitMs };

/** The longest time that a cached value may be kept: a value that is an ASIN and nothing else may be kept longest. */
export function storageLimitMs(value: unknown): number {
  return typeof value === 'string' && /^[A-Z0-9]{10}$/.test(value) ? asinLimitMs : licenceLimitMs;
}

/** Until when clients may cache "no such product" (wall clock). @param certain whether the gateway caches it, too */
export function absenceExpiresAt(answeredAt: number, certain: boolean): number {
  return answeredAt + (certain ? negativeTtlMs : uncertainTtlMs);
}

/** Until when clients may cache a search without hits (wall clock). */
export function emptySearchExpiresAt(answeredAt: number): number {
  return answeredAt + uncertainTtlMs;
}

/** How long an operation that has a stale copy waits for the chain before it answers with the copy. */
export const staleWaitMs = 2_000;

/** How long a background refresh may wait for a slot. */
export const refreshDeadlineMs = 5 * minuteMs;

/** How many fresh answers a product must have given since it was fetched before it is refreshed ahead of its expiry. */
export const refreshAheadMinHits = 3;

/** The share of a day's calls that refreshing ahead leaves unused. */
export const refreshAheadReserve = 0.2;

const refreshAheadFrom = 0.75;
const refreshAheadTo = 0.95;

/**
 * The wall-clock time from which a product is refreshed ahead: after 75 to 95 % of its fresh time.
 *
 * @param spread 0 to 1, differs between products, so that products that were loaded together are not refreshed together
 */
export function refreshAheadAt(fetchedAt: number, freshMs: number, spread: number): number {
  return fetchedAt + freshMs * (refreshAheadFrom + (refreshAheadTo - refreshAheadFrom) * spread);
}

/** How long an instance uses its own copy before it checks whether the shared store has a newer one. */
export const recheckMs = minuteMs / 2;

/**
 * How long the outcome of a call stays readable for other instances: long enough for an instance whose turn comes late.
 * A lookup only receives an outcome that is younger than the lookup itself.
 */
export const sharedOutcomeMs = minuteMs / 2;
